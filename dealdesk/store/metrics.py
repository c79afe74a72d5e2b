"""The metrics of a deal with their readings: what both sides watch, and how it went."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealdesk import paths
from dealdesk.errors import InputRefused, NotFound
from dealdesk.templates.metrics import Starter, load_starters
from dealdesk.text import clean, fold

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.tables.delivery import MetricReading

#: Readings that are listed of a deal, and those that the course of one metric is drawn with.
MOST, COURSE = 200, 12


class MetricLine(NamedTuple):
    """One metric; ``values`` are its last readings, the newest last."""

    uid: str
    name: str
    family: str
    owner: str
    target: str
    measured: str
    report: str
    reviewer: str
    read_on: str
    """ISO day of the newest reading; empty for none."""
    values: tuple[float, ...]


class ReadingLine(NamedTuple):
    """One reading."""

    uid: str
    on: str
    metric: str
    value: float
    note: str
    target: str
    """That of its metric."""


def of_deal(con: sqlite3.Connection, deal_id: int) -> tuple[MetricLine, ...]:
    """Return the metrics of a deal in their order, each with its last readings."""
    values: dict[int, list[float]] = {}
    days: dict[int, str] = {}
    for metric_id, on, value in con.execute(
        "SELECT metric_id, read_on, value FROM (SELECT metric_id, read_on, value, id, "
        "row_number() OVER (PARTITION BY metric_id ORDER BY read_on DESC, id DESC) AS back FROM metric_reading "
        "WHERE deal_id = ? AND archived_at IS NULL) WHERE back <= ? ORDER BY read_on, id",
        (deal_id, COURSE),
    ):
        values.setdefault(metric_id, []).append(value)
        days[metric_id] = on
    rows = con.execute(
        "SELECT metric.id, metric.uid, metric.name, family, coalesce(person.name, ''), target, measured, report, "
        "reviewer FROM metric LEFT JOIN person ON person.id = metric.owner_id "
        "WHERE deal_id = ? AND metric.archived_at IS NULL ORDER BY position, metric.id",
        (deal_id,),
    )
    return tuple(MetricLine._make((*row[1:], days.get(row[0], ""), tuple(values.get(row[0], ())))) for row in rows)


def pick(con: sqlite3.Connection, deal_id: int, words: str) -> MetricLine:
    """Return the metric of a deal that ``words`` name: its name or a part of it, the exact name first.

    Raises :class:`NotFound`, with numbered candidates where several answer.
    """
    lines, wanted = of_deal(con, deal_id), fold(clean(words))
    exact = [line for line in lines if fold(clean(line.name)) == wanted]
    found = exact[:1] or [line for line in lines if wanted and wanted in fold(line.name)]
    if len(found) == 1:
        return found[0]
    if not lines:
        raise NotFound("This deal has no metric yet: add one first.")
    shown = "\n".join(f"  {number}. {line.name}" for number, line in enumerate(found or lines, 1))
    if found:
        raise NotFound(f"{len(found)} metrics answer to “{words}”; say which by its name:\n{shown}")
    raise NotFound(f"No metric of this deal answers to “{words}”; there are:\n{shown}")


def readings(con: sqlite3.Connection, deal_id: int) -> tuple[ReadingLine, ...]:
    """Return the last readings of a deal's metrics, the newest first."""
    rows = con.execute(
        "SELECT metric_reading.uid, read_on, metric.name, value, note, metric.target FROM metric_reading "
        "JOIN metric ON metric.id = metric_reading.metric_id WHERE metric_reading.deal_id = ? "
        "AND metric_reading.archived_at IS NULL AND metric.archived_at IS NULL "
        "ORDER BY read_on DESC, metric_reading.id DESC LIMIT ?",
        (deal_id, MOST),
    )
    return tuple(map(ReadingLine._make, rows))


def starters(families: Sequence[str]) -> tuple[Starter, ...]:
    """Return the metrics to start from, those of a family that is not among ``families`` first."""
    found = load_starters(Path(paths.config_folder()))
    return tuple(sorted(found, key=lambda starter: starter.family in families))


def with_family(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Return the texts of a new metric; one to start from brings its family along where none was picked."""
    if texts.get("family", "").strip():
        return texts
    return {**texts, "family": family_of(texts.get("name", ""), starters(()))}


def family_of(name: str, known: Sequence[Starter]) -> str:
    """Return the family of the metric that is called so, signs apart ("On-time delivery %"); empty for an own name."""
    wanted = _letters(name)
    found = (one.family for one in known if wanted and wanted in map(_letters, (one.name, *one.also)))
    return next(found, "")


def must_be_new(session: Session, deal_id: int, name: str) -> None:
    """Raise :class:`InputRefused` where a deal has a metric of that name: a reading could reach only one of them."""
    from dealdesk.store.moment import connection

    wanted = fold(clean(name)).strip()
    for line in of_deal(connection(session), deal_id):
        if wanted and fold(clean(line.name)).strip() == wanted:
            raise InputRefused(f"This deal has a metric called {line.name} already; its form changes it.")


def _letters(name: str) -> str:
    return "".join(sign for sign in fold(clean(name)) if sign.isalnum())


def add_reading(
    session: Session, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> MetricReading:
    """Add a reading to the metric it names; raises :class:`InputRefused` and writes nothing then."""
    from dealdesk.store import forms, register_fields
    from dealdesk.store.tables.base import stored_id
    from dealdesk.store.tables.delivery import MetricReading

    values = forms.read_all("metric_reading", register_fields.dated("metric_reading", texts, context), context)
    metric = register_fields.metric_named(session, deal_id, str(values.pop("metric")))
    plain = forms.validated("metric_reading", values)
    row = MetricReading(**plain, uid=uid, deal_id=deal_id, metric_id=stored_id(metric))
    session.add(row)
    session.flush()
    forms.forget_fields(session, "metric_reading", uid, texts)
    return row
