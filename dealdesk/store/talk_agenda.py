"""What to have in sight while a check-in is held: its goal and agenda, the risks, what both sides owe; without the ORM.

It is for our side alone: nothing of it goes into a message.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain.fields import Context

if TYPE_CHECKING:
    from sqlmodel import Session

#: What is talked about where nothing else was written down: as it was asked for, in its order.
USUAL = ("progress", "blockers", "next steps", "new dates")
#: How many risks, open promises of a side, and lines of each other part are shown.
RISKS, OWED, LINES = 3, 4, 4


class AgendaRisk(NamedTuple):
    """A risk that is open; ``reviewed_on`` is ISO text, empty for never."""

    uid: str
    text: str
    reviewed_on: str


class Owed(NamedTuple):
    """What a side has promised; ``due_on`` is ISO text, empty for none."""

    text: str
    due_on: str
    late: bool


class TalkAgenda(NamedTuple):
    """Everything about one check-in."""

    deal_id: int
    purpose: str
    goal: str
    points: tuple[str, ...]
    """Its own agenda, a point each, else the usual."""
    done: tuple[str, ...]
    """Progress: what we did since the last talk of this check-in."""
    blockers: tuple[str, ...]
    """What can't go on: it waits for another action, or for them."""
    moved: tuple[tuple[str, str], ...]
    """What got a new date since then: text and ISO day."""
    risks: tuple[AgendaRisk, ...]
    """The longest not looked at first."""
    ours: tuple[Owed, ...]
    theirs: tuple[Owed, ...]


_LAST = (
    "SELECT coalesce(max(happened_on), '') FROM conversation WHERE deal_id = ? AND direction = 'both ways' "
    "AND archived_at IS NULL AND happened_on < ?"
)
_DONE = (
    "SELECT text FROM action WHERE deal_id = ? AND side = 'us' AND kind <> 'playbook' AND state = 'done' "
    "AND done_on >= ? AND archived_at IS NULL ORDER BY done_on DESC, id DESC LIMIT ?"
)
_BLOCKED = (
    "SELECT action.text FROM action LEFT JOIN action AS other ON other.id = action.blocked_by_id "
    "AND other.state <> 'done' AND other.archived_at IS NULL WHERE action.deal_id = ? AND action.state <> 'done' "
    "AND action.archived_at IS NULL AND (action.state = 'waiting for them' OR other.id IS NOT NULL) "
    "ORDER BY action.due_on IS NULL, action.due_on, action.id LIMIT ?"
)
_MOVED = (
    "SELECT action.text, max(new_date.new_on) FROM new_date JOIN action ON action.id = new_date.action_id "
    "WHERE action.deal_id = ? AND date(new_date.created_at, 'localtime') >= ? AND new_date.archived_at IS NULL "
    "AND action.archived_at IS NULL GROUP BY action.id ORDER BY 2 LIMIT ?"
)
_RISKS = (
    "SELECT uid, text, coalesce(reviewed_on, '') FROM risk WHERE deal_id = ? AND closed_on IS NULL "
    "AND archived_at IS NULL ORDER BY coalesce(reviewed_on, ''), position, id LIMIT ?"
)
_OWED = (
    "SELECT text, coalesce(due_on, ''), coalesce(due_on < ?, 0) FROM action WHERE deal_id = ? AND side = ? "
    "AND kind IN ('promise', 'deliverable') AND state <> 'done' AND archived_at IS NULL "
    "ORDER BY due_on IS NULL, due_on, id LIMIT ?"
)


def agenda(con: sqlite3.Connection, checkin_uid: str, today: date) -> TalkAgenda | None:
    """Return what to have in sight while this check-in is held; None where it is not there any more."""
    row = con.execute(
        "SELECT deal_id, purpose, goal, agenda FROM checkin WHERE uid = ? AND archived_at IS NULL", (checkin_uid,)
    ).fetchone()
    if row is None:
        return None
    deal_id, purpose, goal, own = row
    now = today.isoformat()
    since = con.execute(_LAST, (deal_id, now)).fetchone()[0]
    points = tuple(part.strip() for line in own.splitlines() for part in line.split(";") if part.strip())
    return TalkAgenda(
        deal_id=deal_id,
        purpose=purpose,
        goal=goal,
        points=points or USUAL,
        done=_texts(con, _DONE, deal_id, since, LINES),
        blockers=_texts(con, _BLOCKED, deal_id, LINES),
        moved=tuple((text, day) for text, day in con.execute(_MOVED, (deal_id, since, LINES))),
        risks=tuple(AgendaRisk._make(one) for one in con.execute(_RISKS, (deal_id, RISKS))),
        ours=_owed(con, deal_id, "us", now),
        theirs=_owed(con, deal_id, "them", now),
    )


def _texts(con: sqlite3.Connection, query: str, *values: object) -> tuple[str, ...]:
    return tuple(row[0] for row in con.execute(query, values))


def _owed(con: sqlite3.Connection, deal_id: int, side: str, today: str) -> tuple[Owed, ...]:
    rows = con.execute(_OWED, (today, deal_id, side, OWED))
    return tuple(Owed(text, due_on, bool(late)) for text, due_on, late in rows)


def looked_at(session: Session, uids: Sequence[str], context: Context, now: datetime) -> list[str]:
    """Note of these risks that they were looked at today; return what is said of it."""
    from dealdesk.counts import counted
    from dealdesk.store import due_moves

    for uid in uids:
        due_moves.done(session, "risk", uid, context, now)
    return [f"{counted(len(uids), 'risk')} looked at today."]
