"""Yellow or red twice in a row: asked about once, so that trouble is not only noted."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, select

from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Status
from dealdesk.store.moment import connection
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.uid import new_uid

#: So many conversations in a row that are not green ask.
IN_A_ROW = 2
_BAD = (Status.YELLOW.value, Status.RED.value)
# Those of one day in the order in which they were logged.
_STANDS = (
    "SELECT status, CASE WHEN status_why <> '' THEN status_why ELSE summary END, happened_on, checkin_id "
    "FROM conversation WHERE deal_id = ? AND status <> '' AND archived_at IS NULL "
    "ORDER BY happened_on DESC, id DESC LIMIT 200"
)
_CHECKINS = (
    "SELECT id, uid, asked_on FROM checkin WHERE deal_id = ? AND archived_at IS NULL "
    "ORDER BY id IS NOT ?, next_on IS NULL, next_on, id"
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
    """Return what is to be asked about a deal; None where it stands well or it was asked already."""
    rows = con.execute(_STANDS, (deal_id,)).fetchall()
    bad = next((place for place, row in enumerate(rows) if row[0] not in _BAD), len(rows))
    if bad < IN_A_ROW:
        return None
    checkins = con.execute(_CHECKINS, (deal_id, rows[0][3])).fetchall()
    since = rows[bad - 1][2] or ""
    if any((row[2] or "") >= since for row in checkins if row[2]) or (not checkins and bad > IN_A_ROW):
        return None
    letters = " ".join(str(row[0])[0].upper() for row in reversed(rows[:bad][:5]))
    return Trouble(rows[0][1], letters, checkins[0][1] if checkins else "")


def ask(session: Session, deal_id: int, today: date) -> Trouble | None:
    """Return what is to be asked about a deal now, and remember that it was."""
    found = of_deal(connection(session), deal_id)
    if found is not None and found.checkin_uid:
        row = session.exec(select(Checkin).where(Checkin.uid == found.checkin_uid)).one()
        row.asked_on = today
        session.add(row)
        session.flush()
    return found


def open_issue(session: Session, deal_id: int, why: str, context: Context, now: datetime) -> list[str]:
    """Open an issue with the sentence about how it stands."""
    from dealdesk.store import issue_opening

    issue_opening.add(session, "issue", new_uid(), deal_id, {"text": why[:2000]}, context, now)
    return ["Issue opened: the Risks tab of the deal has it."]


def letters(con: sqlite3.Connection, deal_id: int) -> str:
    """Return how the last conversations of a deal stood, the newest last: "G Y R"; empty for none."""
    rows = con.execute(_STANDS, (deal_id,)).fetchmany(5)
    return " ".join(str(row[0])[0].upper() for row in reversed(rows))
