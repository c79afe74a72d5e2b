"""What a line of Today speaks for beside itself is put off with it, or it would speak up as soon as that is gone."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.store import due, due_folding, waiting
from dealdesk.store.due_candidates import candidates
from dealdesk.store.due_moved import Moved
from dealdesk.store.due_record import row_of
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Waiting

#: The field that puts off a row whose line is not its own.
_UNTIL = {"quiet": "quiet_on", "still true": "still_true_on"}


def put_off(session: Session, kind: str, row: Action | Waiting, day: date, now: datetime) -> None:
    """Put off until a local ``day`` what has come up behind the line of somebody who is silent."""
    for other, uid in _behind(connection(session), (kind, row.uid), row.deal_id, stamp(now)):
        if other == "waiting":
            waiting.leave(session, uid, day, now)
            continue
        found: Any = row_of(session, other, uid)
        setattr(found, _UNTIL.get(other, "later_until"), day)
        session.add(found)
    session.flush()


def _behind(con: sqlite3.Connection, line: tuple[str, str], deal_id: int, now: str) -> list[tuple[str, str]]:
    """Return kind and uid of what stands behind a line of a deal today."""
    today = local_day(now)
    rows, _older, _full = candidates(con, today, 0, 0, all_items=True, moved=Moved(con, today))
    places = sorted(due.ranked(row, today, 0, now) for row in rows if row[2] == deal_id)
    _lines, hidden = due_folding.folded(con, places)
    return [due_folding.key(entry) for entry in hidden.get(line, ()) if (entry[4][3] or "") <= today.isoformat()]
