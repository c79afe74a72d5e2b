"""What we promised them: which of it is at risk without their knowing, and how often in a row it was kept.

Without the ORM, for Today marks its lines before the first frame.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date

from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar, add_days

#: How far back a row of kept promises is counted.
REACH = 500

#: Our actions that they count on; the others are our own housekeeping.
_OURS = "side = 'us' AND kind IN ('promise', 'deliverable', 'invoice', 'review', 'kickoff') AND archived_at IS NULL"
_AT_RISK = (
    f"SELECT uid FROM action WHERE uid IN ({{}}) AND {_OURS} AND told_on IS NULL AND state <> 'done' AND ("
    "due_on < ? OR later_until > due_on OR (due_on <= ? AND (state = 'waiting for them' OR EXISTS ("
    "SELECT 1 FROM action AS other WHERE other.id = action.blocked_by_id AND other.state <> 'done' "
    "AND other.archived_at IS NULL))))"
)
_DONE = (
    f"SELECT done_on <= due_on FROM action WHERE {_OURS} AND state = 'done' AND done_on IS NOT NULL "
    f"AND due_on IS NOT NULL ORDER BY done_on DESC, done_at DESC LIMIT {REACH}"
)


def at_risk(con: sqlite3.Connection, uids: Sequence[str], calendar: WorkCalendar, today: date) -> frozenset[str]:
    """Return those of the actions ``uids`` that we promised, that will be late, and of which they were not told.

    At risk is what is late, what was put off past its day, and what is due by the next working day and can't be done
    yet: it waits for them or for another action. Once told, or answered with no, it is never named again.
    """
    if not uids:
        return frozenset()
    try:
        soon = calendar.forward(add_days(today, 1))
    except OutOfCalendar:
        soon = today
    marks = ",".join("?" * len(uids))
    rows = con.execute(_AT_RISK.format(marks), (*uids, today.isoformat(), soon.isoformat())).fetchall()
    return frozenset(uid for (uid,) in rows)


def kept_in_a_row(con: sqlite3.Connection) -> int:
    """Return how many of our promises were kept since the last one that was late, up to ``REACH``.

    A promise is kept by the day that was agreed last; one without a day is not counted.
    """
    kept = 0
    for (in_time,) in con.execute(_DONE):
        if not in_time:
            break
        kept += 1
    return kept
