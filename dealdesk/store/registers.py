"""The registers of a signed deal as its page shows them, and the marks one key makes in them.

All reads are without the ORM; days are ISO text, empty for none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.errors import NotFound

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.tables.base import Row

#: So many of the open risks are the ones to look at in every check-in (article 000).
TOP = 3
#: Those whose order a person sets.
ORDERED = ("metric", "risk")


class PulseLine(NamedTuple):
    """How content they were on a day, 1 to 5."""

    uid: str
    on: str
    score: int
    five: str
    person: str


class RiskLine(NamedTuple):
    """One risk; ``rank`` counts the open ones from 1, 0 for one that is over."""

    uid: str
    rank: int
    text: str
    mitigation: str
    reviewed_on: str
    closed_on: str


class DisagreementLine(NamedTuple):
    """Something both sides see differently."""

    uid: str
    points: str
    remedies: str
    timeline: str
    circulated_on: str
    closed_on: str


class NeedLine(NamedTuple):
    """Something one side needs from the other; ``side`` is who needs it."""

    uid: str
    side: str
    text: str
    kind: str
    since: str
    met_on: str


class ExpectationLine(NamedTuple):
    """What one side expected at signing; ``side`` is who did."""

    uid: str
    side: str
    text: str
    met: bool | None
    """None while nobody said."""


class WordLine(NamedTuple):
    """A word and what both sides mean by it."""

    uid: str
    word: str
    meaning: str


def pulses(con: sqlite3.Connection, deal_id: int) -> tuple[PulseLine, ...]:
    """Return how content they were, the last time first."""
    rows = con.execute(
        "SELECT pulse.uid, asked_on, score, five, coalesce(person.name, '') FROM pulse "
        "LEFT JOIN person ON person.id = pulse.person_id WHERE deal_id = ? AND pulse.archived_at IS NULL "
        "ORDER BY asked_on DESC, pulse.id DESC",
        (deal_id,),
    )
    return tuple(map(PulseLine._make, rows))


def risks(con: sqlite3.Connection, deal_id: int) -> tuple[RiskLine, ...]:
    """Return the risks in their order, those that are over last."""
    rows = con.execute(
        "SELECT uid, CASE WHEN closed_on IS NULL THEN "
        "row_number() OVER (PARTITION BY closed_on IS NULL ORDER BY position, id) ELSE 0 END, "
        "text, mitigation, coalesce(reviewed_on, ''), coalesce(closed_on, '') FROM risk "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY closed_on IS NOT NULL, position, id",
        (deal_id,),
    )
    return tuple(map(RiskLine._make, rows))


def disagreements(con: sqlite3.Connection, deal_id: int) -> tuple[DisagreementLine, ...]:
    """Return what is seen differently, the newest first, what is settled last."""
    rows = con.execute(
        "SELECT uid, points, remedies, timeline, coalesce(circulated_on, ''), coalesce(closed_on, '') "
        "FROM disagreement WHERE deal_id = ? AND archived_at IS NULL ORDER BY closed_on IS NOT NULL, id DESC",
        (deal_id,),
    )
    return tuple(map(DisagreementLine._make, rows))


def needs(con: sqlite3.Connection, deal_id: int) -> tuple[NeedLine, ...]:
    """Return what is needed, ours first, the oldest first, what is there last."""
    rows = con.execute(
        "SELECT uid, side, text, kind, coalesce(since, ''), coalesce(met_on, '') FROM need "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY met_on IS NOT NULL, side <> 'us', since, id",
        (deal_id,),
    )
    return tuple(map(NeedLine._make, rows))


def expectations(con: sqlite3.Connection, deal_id: int) -> tuple[ExpectationLine, ...]:
    """Return what was expected at signing, theirs first, in the order it was written down."""
    rows = con.execute(
        "SELECT uid, side, text, met FROM expectation WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY side <> 'them', id",
        (deal_id,),
    )
    return tuple(ExpectationLine(uid, side, text, None if met is None else bool(met)) for uid, side, text, met in rows)


def glossary(con: sqlite3.Connection, deal_id: int) -> tuple[WordLine, ...]:
    """Return the words of a deal in the order of the alphabet."""
    rows = con.execute(
        "SELECT uid, word, meaning FROM glossary WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY word COLLATE NOCASE, id",
        (deal_id,),
    )
    return tuple(map(WordLine._make, rows))


def mark(session: Session, table: str, uid: str, column: str, value: date | bool | None) -> None:
    """Put a day or a tick into a row of a register, such as ``met_on`` of a need; None: nothing. Raises NotFound."""
    from dealdesk.store import forms

    row = forms.find(session, table, uid)
    if row is None or row.archived_at is not None:
        raise NotFound("That line is not there any more.")
    setattr(row, column, value)
    session.add(row)
    session.flush()


def move(session: Session, table: str, uid: str, by: int) -> bool:
    """Move a row up (-1) or down (1) among the open ones of its deal; False where it is the first or the last.

    Raises :class:`NotFound`.
    """
    from dealdesk.store.moment import connection

    con = connection(session)
    row = con.execute(f"SELECT id, deal_id FROM {table} WHERE uid = ? AND archived_at IS NULL", (uid,)).fetchone()
    if row is None:
        raise NotFound("That line is not there any more.")
    where = "AND closed_on IS NULL" if table == "risk" else ""
    order = [
        found[0]
        for found in con.execute(
            f"SELECT id FROM {table} WHERE deal_id = ? AND archived_at IS NULL {where} ORDER BY position, id", (row[1],)
        )
    ]
    if row[0] not in order:
        return False
    at = order.index(row[0])
    if not 0 <= at + by < len(order):
        return False
    order.insert(at + by, order.pop(at))
    for place, number in enumerate(order, 1):
        con.execute(f"UPDATE {table} SET position = ? WHERE id = ? AND position <> ?", (place, number, place))
    return True


def add(
    session: Session, table: str, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> Row:
    """Add a row to a register; raises :class:`InputRefused` and writes nothing then."""
    from dealdesk.store import forms, metrics, register_fields

    texts = register_fields.dated(table, texts, context)
    if table == "metric_reading":
        return metrics.add_reading(session, uid, deal_id, texts, context, now)
    if table == "pulse":
        return _add_pulse(session, uid, deal_id, texts, context, now)
    if table == "metric":
        texts = metrics.with_family(texts)
        metrics.must_be_new(session, deal_id, texts.get("name", ""))
    return forms.create(session, table, uid, deal_id, texts, context, now)


def _add_pulse(
    session: Session, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> Row:
    from dealdesk.store import forms
    from dealdesk.store.register_fields import PulseFields
    from dealdesk.store.tables.delivery import Pulse

    values = forms.read_all("pulse", texts, context)
    fields = PulseFields.model_validate({**values, "five": values["five"] or ""})
    row = Pulse(**fields.model_dump(), uid=uid, deal_id=deal_id)
    session.add(row)
    session.flush()
    forms.write_bound(session, "pulse", row, {"person": values["person"]}, now)
    forms.forget_fields(session, "pulse", uid, texts)
    return row
