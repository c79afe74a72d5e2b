"""What was promised: which of ours is at risk without their knowing, and how well both sides keep what they promise.

A promise is kept when it was done by its day, or handed over by then to be looked at. A new date agreed before the old
one had passed is that day then; one that was agreed too late leaves the promise late.

Without the ORM, for Today marks its lines before the first frame.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar, add_days

#: How far back a row of kept promises is counted.
REACH = 500

#: What the other side counts on; the other kinds are our own housekeeping.
_PROMISED = "kind IN ('promise', 'deliverable', 'invoice', 'review', 'kickoff') AND archived_at IS NULL"
_OURS = f"side = 'us' AND {_PROMISED}"
#: 1 where a new date was agreed when the old one had passed.
_AGREED_LATE = (
    "EXISTS (SELECT 1 FROM new_date WHERE new_date.action_id = action.id AND new_date.archived_at IS NULL "
    "AND new_date.old_on < date(new_date.created_at, 'localtime'))"
)
#: The day on which what is done was there: handed over, where that came first.
_THERE_ON = "coalesce(review_since, done_on)"
#: 1 where an open promise is late at ``:today``: its day is over, and it was not handed over by then.
_OVERDUE = "(due_on < :today AND (review_since IS NULL OR review_since > due_on))"
#: The day that was missed, where a new one was agreed only then; else its own.
_MISSED = (
    "coalesce((SELECT min(old_on) FROM new_date WHERE new_date.action_id = action.id AND new_date.archived_at IS NULL "
    "AND new_date.old_on < date(new_date.created_at, 'localtime')), due_on)"
)
_AT_RISK = (
    f"SELECT uid FROM action WHERE uid IN ({{}}) AND {_OURS} AND due_set_by IS NOT 'rule' AND told_on IS NULL "
    "AND state <> 'done' AND (state <> 'review' OR review_until IS NULL) AND ("
    "due_on < ? OR later_until > due_on OR (due_on <= ? AND (state = 'waiting for them' OR EXISTS ("
    "SELECT 1 FROM action AS other WHERE other.id = action.blocked_by_id AND other.state <> 'done' "
    "AND other.archived_at IS NULL))))"
)
_DONE = (
    f"SELECT {_THERE_ON} <= due_on AND NOT {_AGREED_LATE} FROM action WHERE {_OURS} AND state = 'done' "
    f"AND done_on IS NOT NULL AND due_on IS NOT NULL ORDER BY done_on DESC, done_at DESC LIMIT {REACH}"
)
_ACCOUNT = (
    f"SELECT side, state = 'done' AS done, {_THERE_ON} <= due_on AND NOT {_AGREED_LATE}, {_OVERDUE}, count(*) "
    f"FROM action WHERE {_PROMISED} AND due_on IS NOT NULL AND (:deal IS NULL OR deal_id = :deal) "
    "AND (state <> 'done' OR (done_on IS NOT NULL AND done_on >= :since)) "
    "AND EXISTS (SELECT 1 FROM deal WHERE deal.id = action.deal_id AND deal.archived_at IS NULL) GROUP BY 1, 2, 3, 4"
)


_LATE = (
    f"SELECT side, text, {_MISSED}, coalesce(done_on, ''), coalesce(review_since, ''), coalesce((SELECT other.text "
    "FROM action AS other WHERE other.id = action.blocked_by_id AND other.side <> action.side "
    "AND other.archived_at IS NULL AND (other.state <> 'done' OR other.done_on > action.due_on)), '') "
    f"FROM action WHERE deal_id = :deal AND {_PROMISED} "
    f"AND due_on IS NOT NULL AND ((state = 'done' AND done_on >= :since AND ({_THERE_ON} > due_on OR {_AGREED_LATE})) "
    f"OR (state <> 'done' AND {_OVERDUE})) ORDER BY side DESC, 3, id"
)


class Count(NamedTuple):
    """How one side keeps what it promised."""

    kept: int = 0
    """Done in time."""
    late: int = 0
    """Done, but late."""
    open: int = 0
    """Not done yet, whatever its day."""
    overdue: int = 0
    """Those of the open ones that are late already."""

    def __str__(self) -> str:
        """Return "7 kept, 1 late, 3 open (1 overdue)"; empty where there is nothing."""
        overdue = f" ({self.overdue} overdue)" if self.overdue else ""
        shown = ((self.kept, "kept", ""), (self.late, "late", ""), (self.open, "open", overdue))
        return ", ".join(f"{number} {words}{more}" for number, words, more in shown if number)


class Account(NamedTuple):
    """The promises of both sides."""

    ours: Count
    theirs: Count


def account(con: sqlite3.Connection, today: date, deal_id: int | None = None, since: date | None = None) -> Account:
    """Return how both sides keep what they promised, in one deal or on the whole desk.

    ``since``: what was done before that local day is left out. Promises without a day are not counted.
    """
    found = {"us": Count(), "them": Count()}
    values = {"today": today.isoformat(), "deal": deal_id, "since": since.isoformat() if since else ""}
    for side, is_done, in_time, passed, number in con.execute(_ACCOUNT, values):
        count = found[side]
        if is_done:
            name = "kept" if in_time else "late"
            found[side] = count._replace(**{name: getattr(count, name) + number})
        else:
            overdue = number if passed else 0
            found[side] = count._replace(open=count.open + number, overdue=count.overdue + overdue)
    return Account(found["us"], found["them"])


def late(con: sqlite3.Connection, deal_id: int, since: date, today: date) -> list[tuple[str, ...]]:
    """Return the promises of a deal that were done late from the local day ``since`` on, or are late: ours first.

    Each is side, text, ISO day it was due, ISO day it was done (empty while it is open), ISO day it was handed over to
    be looked at (empty where it was not), and what of the other side it had to wait for, if that was not there by then.
    """
    values = {"deal": deal_id, "since": since.isoformat(), "today": today.isoformat()}
    return con.execute(_LATE, values).fetchall()


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

    One without a day is not counted.
    """
    kept = 0
    for (in_time,) in con.execute(_DONE):
        if not in_time:
            break
        kept += 1
    return kept
