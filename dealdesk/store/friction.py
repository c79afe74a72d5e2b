"""The friction log: entries logged, listed across all deals or one, edited through the form."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple, cast

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.errors import NotFound
from dealdesk.store import forms
from dealdesk.store.tables.registers import Friction
from dealdesk.text import clean, fold


class FrictionLine(NamedTuple):
    """A friction as a list shows it."""

    uid: str
    deal_id: int
    ref: str
    title: str
    happened_on: str
    text: str
    effect: str
    cause: str
    tags: str
    remedy: str


_SELECT = (
    "SELECT friction.uid, friction.deal_id, deal.ref, deal.title, coalesce(friction.happened_on, ''), friction.text, "
    "coalesce(friction.effect, ''), coalesce(friction.cause, ''), friction.tags, friction.remedy "
    "FROM friction JOIN deal ON deal.id = friction.deal_id "
)


def log(
    session: Session, deal_id: int, uid: str, texts: Mapping[str, str], context: Context, now: datetime
) -> Friction:
    """Log a friction from the texts of its form; raises :class:`InputRefused` and writes nothing then."""
    row = cast("Friction", forms.create(session, "friction", uid, deal_id, texts, context, now))
    if row.happened_on is None:
        row.happened_on = context.today
        session.add(row)
        session.flush()
    return row


#: What a list can be ordered by, and the SQL of it; an entry without a value comes last whichever way.
ORDERS = {
    "when": "coalesce(friction.happened_on, '')",
    "ref": "deal.ref",
    "what": "fold(friction.text)",
    "effect": "coalesce(friction.effect, '')",
    "cause": "coalesce(friction.cause, '')",
    "tags": "fold(friction.tags)",
}


def uids(
    con: sqlite3.Connection,
    deal_id: int | None,
    words: str = "",
    order: str = "when",
    descending: bool = True,
) -> list[str]:
    """Return the entries of one deal (or all) that hold all of ``words``, by a key of ``ORDERS``; newest first."""
    where = ["friction.archived_at IS NULL", "deal.archived_at IS NULL"]
    values: list[object] = []
    if deal_id is not None:
        where.append("friction.deal_id = ?")
        values.append(deal_id)
    for word in fold(clean(words)).split():
        where.append(
            "instr(fold(friction.text || ' ' || friction.tags || ' ' || deal.ref || ' ' || deal.title || ' ' "
            "|| coalesce(friction.cause, '') || ' ' || coalesce(friction.effect, '')), ?) > 0"
        )
        values.append(word)
    rows = con.execute(
        f"SELECT friction.uid FROM friction JOIN deal ON deal.id = friction.deal_id WHERE {' AND '.join(where)} "
        f"ORDER BY {ORDERS[order]} = '', {ORDERS[order]} {'DESC' if descending else ''}, friction.id DESC",
        values,
    ).fetchall()
    return [row[0] for row in rows]


def lines(con: sqlite3.Connection, wanted: list[str]) -> dict[str, FrictionLine]:
    """Return the entries ``wanted``, by uid."""
    marks = ",".join("?" * len(wanted))
    rows = con.execute(f"{_SELECT} WHERE friction.uid IN ({marks})", wanted).fetchall()
    return {row[0]: FrictionLine._make(row) for row in rows}


def archive(session: Session, uid: str, now: datetime) -> None:
    """Take an entry away; undo brings it back."""
    row = forms.find(session, "friction", uid)
    if row is None:
        raise NotFound("That friction is not there any more.")
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()
