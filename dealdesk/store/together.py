"""How both sides work together, and what each gave: read without the ORM."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dealdesk import paths
from dealdesk.domain.balance import Balance, balances, read_limits
from dealdesk.domain.registers import Topic
from dealdesk.errors import InputRefused
from dealdesk.store import settings
from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.together import load_together

if TYPE_CHECKING:
    from sqlmodel import Session


class ArrangementLine(NamedTuple):
    """One agreed point about working together."""

    uid: str
    topic: str
    text: str


class GivenLine(NamedTuple):
    """One contribution; ``quantity`` is None where it was not counted."""

    uid: str
    side: str
    text: str
    unit: str
    quantity: float | None
    on: str


def arrangements(con: sqlite3.Connection, deal_id: int) -> tuple[ArrangementLine, ...]:
    """Return how both sides work together, in the order of the topics."""
    rows = con.execute(
        "SELECT uid, topic, text FROM arrangement WHERE deal_id = ? AND archived_at IS NULL ORDER BY id", (deal_id,)
    )
    order = [topic.value for topic in Topic]
    found = [ArrangementLine._make(row) for row in rows]
    return tuple(sorted(found, key=lambda line: order.index(line.topic) if line.topic in order else len(order)))


def given(con: sqlite3.Connection, deal_id: int) -> tuple[GivenLine, ...]:
    """Return what each side gave, the newest first."""
    rows = con.execute(
        "SELECT uid, side, text, unit, quantity, coalesce(happened_on, '') FROM give_take "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY happened_on DESC, id DESC",
        (deal_id,),
    )
    return tuple(map(GivenLine._make, rows))


def balance(con: sqlite3.Connection, lines: tuple[GivenLine, ...]) -> tuple[Balance, ...]:
    """Return the balance of each unit in which something was counted, by the limits of the desk."""
    counted = ((line.side, line.unit, line.quantity) for line in lines if line.unit and line.quantity is not None)
    return balances(counted, read_limits(settings.load(con).give_take))


def uncounted(lines: Iterable[GivenLine]) -> int:
    """Return how many contributions are in no balance, because nobody said how much they were."""
    return sum(not line.unit or line.quantity is None for line in lines)


class BalanceLine(NamedTuple):
    """The balance of one unit as a line; ``uid`` is the unit."""

    uid: str
    balance: Balance


def balance_lines(con: sqlite3.Connection, deal_id: int) -> tuple[BalanceLine, ...]:
    """Return the balance of each unit, what is out of balance first."""
    found = sorted(balance(con, given(con, deal_id)), key=lambda one: not one.is_out)
    return tuple(BalanceLine(one.unit, one) for one in found)


def usual_to_read(con: sqlite3.Connection, deal_id: int) -> Mapping[str, str]:
    """Return by topic how one usually works together in a deal of this type, one without a type like with a client.

    With a template that can't be used it is the one of the program.
    """
    try:
        return _usual(con, deal_id, Path(paths.config_folder()))
    except TemplateRefused:
        return _usual(con, deal_id, None)


def _usual(con: sqlite3.Connection, deal_id: int, folder: Path | None) -> Mapping[str, str]:
    kind = con.execute("SELECT coalesce(type, '') FROM deal WHERE id = ?", (deal_id,)).fetchone()[0]
    usual = load_together(folder)
    return usual.get(kind) or usual["client"]


def begin(session: Session, deal_id: int) -> int:
    """Write down how one usually works together in a deal of this type; return how many points that are.

    What was said of a topic stays. Raises :class:`InputRefused` where there is nothing left to say.
    """
    from dealdesk.store.moment import connection
    from dealdesk.store.tables.delivery import Arrangement

    con = connection(session)
    sentences = _usual(con, deal_id, Path(paths.config_folder()))
    there = {line.topic for line in arrangements(con, deal_id)}
    missing = [topic.value for topic in Topic if topic not in there]
    if not missing:
        raise InputRefused("All four points are there: Enter on one changes it.")
    for topic in missing:
        session.add(Arrangement(deal_id=deal_id, topic=topic, text=sentences[topic]))
    session.flush()
    return len(missing)
