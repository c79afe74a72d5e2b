"""The two standing lines of Today: what there is to learn, and how the relationships are doing."""

from __future__ import annotations

import sqlite3
from datetime import date

from dealdesk.counts import counted

#: Where counting stops: a desk with more of anything has another problem than its number.
COUNTED = 99
#: Check-ins that are looked at, the latest first: more than anybody keeps.
CHECKINS = 999
#: What is due within so many days is counted beside what is late.
SOON_DAYS = 7

_DEBRIEFS = (
    "SELECT count(*) FROM (SELECT 1 FROM debrief JOIN deal ON deal.id = debrief.deal_id "
    "WHERE coalesce(debrief.later_until, debrief.due_on) <= date(?, ?) AND debrief.state IN ('planned', 'running') "
    "AND debrief.archived_at IS NULL AND deal.archived_at IS NULL LIMIT ?)"
)
# The condition of the index of open actions, word for word, and its date first.
_CHANGES = (
    "SELECT count(*) FROM (SELECT 1 FROM action JOIN deal ON deal.id = action.deal_id "
    "WHERE coalesce(action.later_until, action.soft_on, action.due_on) <= date(?, ?) AND action.state <> 'done' "
    "AND action.archived_at IS NULL AND action.kind = 'playbook' AND deal.archived_at IS NULL LIMIT ?)"
)
_CHECKINS = (
    "SELECT count(*), coalesce(sum(next_on >= ?), 0) FROM (SELECT checkin.next_on FROM checkin "
    "JOIN deal ON deal.id = checkin.deal_id WHERE checkin.next_on IS NOT NULL AND checkin.archived_at IS NULL "
    "AND deal.archived_at IS NULL AND deal.stage IN ('signed', 'running') ORDER BY checkin.next_on LIMIT ?)"
)
_QUIET = (
    "SELECT count(*) FROM (SELECT 1 FROM deal WHERE quiet_on <= ? AND stage IN ('signed', 'running') "
    "AND archived_at IS NULL LIMIT ?)"
)
_ISSUES = (
    "SELECT count(*) FROM (SELECT 1 FROM issue JOIN deal ON deal.id = issue.deal_id "
    "WHERE issue.closed_at IS NULL AND issue.archived_at IS NULL AND deal.archived_at IS NULL LIMIT ?)"
)


def learning(con: sqlite3.Connection, today: date) -> str:
    """Return "1 debrief and 3 changes due": what is late, and what is due within seven days of ``today``."""
    until = (today.isoformat(), f"+{SOON_DAYS} days", COUNTED + 1)
    debriefs, changes = _number(con, _DEBRIEFS, *until), _number(con, _CHANGES, *until)
    parts = [_told(debriefs, "debrief") if debriefs else "", _told(changes, "change") if changes else ""]
    told = " and ".join(part for part in parts if part)
    return f"{told} due" if told else "no debrief and no change is due"


def relationship(con: sqlite3.Connection, today: date) -> str:
    """Return "7 of 10 check-ins on time, 2 quiet, 1 issue"; a check-in is on time until its day is over."""
    day = today.isoformat()
    every, on_time = con.execute(_CHECKINS, (day, CHECKINS)).fetchone()
    on_time_of = f"{on_time} of {counted(every, 'check-in')} on time" if every else ""
    quiet = _number(con, _QUIET, day, COUNTED + 1)
    issues = _number(con, _ISSUES, COUNTED + 1)
    parts = [
        on_time_of if every < CHECKINS else f"{counted(every - on_time, 'check-in')} late",
        f"{_shown(quiet)} quiet" if quiet else "",
        _told(issues, "issue") if issues else "",
    ]
    return ", ".join(part for part in parts if part) or "no check-ins are agreed yet"


def _number(con: sqlite3.Connection, query: str, *values: object) -> int:
    return int(con.execute(query, values).fetchone()[0])


def _shown(number: int) -> str:
    return f"{number:,}" if number <= COUNTED else f"{COUNTED}+"


def _told(number: int, noun: str) -> str:
    return counted(number, noun) if number <= COUNTED else f"{COUNTED}+ {noun}s"
