"""Yellow or red twice in a row: asked about until it is answered, once, so that trouble is not only noted.

Which deals that are says the view ``trouble_due``, whatever way the second standing came: by form, in one line, from
the shell, by editing.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from dealdesk.domain.fields import Context
from dealdesk.store.tables.deals import Deal

# Those of one day in the order in which they were logged.
_STANDS = (
    "SELECT status FROM conversation WHERE deal_id = ? AND status <> '' AND archived_at IS NULL "
    "ORDER BY happened_on DESC, id DESC LIMIT 5"
)
# The check-in of the last one first, then the next one.
_CHECKIN = (
    "SELECT uid FROM checkin WHERE deal_id = :deal AND archived_at IS NULL ORDER BY id IS NOT ("
    "SELECT checkin_id FROM conversation WHERE deal_id = :deal AND status <> '' AND archived_at IS NULL "
    "ORDER BY happened_on DESC, id DESC LIMIT 1), next_on IS NULL, next_on, id LIMIT 1"
)


class Trouble(NamedTuple):
    """What is asked about."""

    why: str
    """The last sentence about how it stands; user text."""
    letters: str
    """The last ones, the newest last: "Y R"."""
    checkin_uid: str
    """The check-in that gets a new date; empty for none."""


def of_deal(con: sqlite3.Connection, deal_id: int) -> Trouble | None:
    """Return what is to be asked about a deal; None where it stands well or that was answered already."""
    row = con.execute("SELECT text FROM trouble_due WHERE deal_id = ?", (deal_id,)).fetchone()
    if row is None:
        return None
    checkin = con.execute(_CHECKIN, {"deal": deal_id}).fetchone()
    streak = letters(con, deal_id).rpartition("G")[2].strip()
    return Trouble(row[0], streak, checkin[0] if checkin else "")


def answered(session: Session, deal_id: int, today: date) -> None:
    """Remember that it was answered: it is asked again when yellow turns to red, or the deal stood well in between."""
    deal = session.get_one(Deal, deal_id)
    deal.trouble_asked_on = today
    session.add(deal)
    session.flush()


def leave(session: Session, deal_id: int, context: Context) -> list[str]:
    """Answer that nothing follows from it."""
    answered(session, deal_id, context.today)
    return ["Left as it is; asked again when it turns red, or after a green one."]


def letters(con: sqlite3.Connection, deal_id: int) -> str:
    """Return how the last conversations of a deal stood, the newest last: "G Y R"; empty for none."""
    rows = con.execute(_STANDS, (deal_id,)).fetchall()
    return " ".join(str(row[0])[0].upper() for row in reversed(rows))
