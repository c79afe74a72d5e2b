"""What goes on in a deal: what is to be done, when one talks, what was said last. Read without the ORM."""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from dealdesk.domain.checkins import Rhythm, rhythm_words
from dealdesk.domain.periods import Period, Unit
from dealdesk.domain.vocabulary import ActionKind, Side
from dealdesk.store import people

#: Conversations that are shown of a deal; the others are counted.
SHOWN = 20
#: Open actions, decisions, ideas, and conversations on their own tab, that are shown; more is no list to read.
MOST = 200
_FIRSTS = (ActionKind.DELIVERABLE, ActionKind.INVOICE, ActionKind.REVIEW)


class ActionLine(NamedTuple):
    """One open action; dates are ISO text, ``due_on`` is the day it comes up, ``hard_on`` the last one in time."""

    uid: str
    text: str
    side: str
    kind: str
    state: str
    due_on: str
    hard_on: str
    reason: str
    owner: str
    """Empty for nobody, and for whoever this desk belongs to."""
    done_when: str
    blocked_by: str = ""
    """The text of the open action it waits for; empty for none."""
    owned: int = 1
    """Whether it has an owner at all."""
    progress: int | None = None
    """Percent."""
    waiting_since: str = ""
    """Since when it waits for them; empty where it does not."""
    done_on: str = ""


class ConversationLine(NamedTuple):
    """One conversation."""

    uid: str
    happened_on: str
    channel: str
    direction: str
    people: str
    summary: str
    status: str = ""
    """How it stands: a value of ``vocabulary.Status``; empty where nobody said."""
    status_why: str = ""


_ACTIONS = (
    "SELECT action.uid, action.text, action.side, action.kind, action.state, "
    "coalesce(action.later_until, action.soft_on, action.due_on, '') AS due, coalesce(action.due_on, ''), "
    "coalesce(action.due_reason, ''), coalesce(person.name, ''), action.done_when, coalesce(blocker.text, ''), "
    "action.owner_id IS NOT NULL, action.progress, "
    "CASE WHEN action.state = 'waiting for them' THEN coalesce(action.waiting_since, '') ELSE '' END, "
    "coalesce(action.done_on, '') FROM action "
    "LEFT JOIN person ON person.id = action.owner_id AND NOT person.is_me "
    "LEFT JOIN action AS blocker ON blocker.id = action.blocked_by_id AND blocker.state <> 'done' "
    "AND blocker.archived_at IS NULL WHERE action.deal_id = ? AND action.archived_at IS NULL AND "
)


def actions(con: sqlite3.Connection, deal_id: int) -> tuple[ActionLine, ...]:
    """Return the open actions of a deal: by the day they come up, those without a day last."""
    order = "action.state <> 'done' ORDER BY due = '', due, action.weight DESC, action.id LIMIT ?"
    return tuple(map(ActionLine._make, con.execute(_ACTIONS + order, (deal_id, MOST))))


def done_since(con: sqlite3.Connection, deal_id: int, since: date) -> tuple[ActionLine, ...]:
    """Return the actions of a deal that were done on the local day ``since`` or later, the last one first."""
    order = "action.state = 'done' AND action.done_on >= ? ORDER BY action.done_on DESC, action.id DESC LIMIT ?"
    return tuple(map(ActionLine._make, con.execute(_ACTIONS + order, (deal_id, since.isoformat(), MOST))))


def done(con: sqlite3.Connection, deal_id: int) -> int:
    """Return how many actions of a deal are done."""
    query = "SELECT count(*) FROM action WHERE deal_id = ? AND state = 'done' AND archived_at IS NULL"
    return int(con.execute(query, (deal_id,)).fetchone()[0])


def dateless(lines: tuple[ActionLine, ...]) -> tuple[str, ...]:
    """Return the kinds of what follows from a signing and has no date yet: "invoice", "review"."""
    return tuple(line.kind for line in lines if line.kind in _FIRSTS and not line.due_on)


def conversations(con: sqlite3.Connection, deal_id: int, most: int = SHOWN) -> tuple[ConversationLine, ...]:
    """Return the last conversations of a deal, ``most`` of them, the newest first."""
    rows = con.execute(
        "SELECT conversation.uid, coalesce(happened_on, ''), conversation.channel, direction, "
        "CASE WHEN people <> '' THEN people ELSE coalesce(person.name, '') END, summary, status, status_why "
        "FROM conversation "
        "LEFT JOIN person ON person.id = conversation.person_id "
        "WHERE deal_id = ? AND conversation.archived_at IS NULL "
        "ORDER BY happened_on DESC, conversation.id DESC LIMIT ?",
        (deal_id, most),
    ).fetchall()
    return tuple(ConversationLine._make(row) for row in rows)


def talked(con: sqlite3.Connection, deal_id: int) -> int:
    """Return how many conversations a deal has."""
    query = "SELECT count(*) FROM conversation WHERE deal_id = ? AND archived_at IS NULL"
    return int(con.execute(query, (deal_id,)).fetchone()[0])


class Known(NamedTuple):
    """What a line about a conversation is read with."""

    people: tuple[str, ...]
    """The names of their people."""
    channel: str
    """Over which one usually talks; empty where nobody said."""


def known(con: sqlite3.Connection, deal_id: int) -> Known:
    """Return whom one talks to in a deal, and how."""
    names = tuple(one.name for one in people.known(con, deal_id) if one.side == Side.THEM)
    row = con.execute("SELECT channel FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return Known(names, row[0] if row else "")


def person_of(con: sqlite3.Connection, table: str, uid: str) -> int | None:
    """Return the person whom a row of ``deal_person`` or ``waiting`` is about; None for nobody named."""
    queries = {
        "deal_person": "SELECT person_id FROM deal_person WHERE uid = ? AND side = 'them'",
        "waiting": "SELECT person_id FROM waiting WHERE uid = ?",
    }
    row = con.execute(queries[table], (uid,)).fetchone() if table in queries else None
    return None if row is None or row[0] is None else int(row[0])


def person_name(con: sqlite3.Connection, person_id: int) -> str:
    """Return the name of a person; empty for nobody."""
    row = con.execute("SELECT name FROM person WHERE id = ?", (person_id,)).fetchone()
    return str(row[0]) if row else ""


def partners(con: sqlite3.Connection, deal_id: int) -> tuple[int, ...]:
    """Return their people in a deal, the one talked to last first; who was never talked to keeps the place it has."""
    rows = con.execute(
        "SELECT person_id, max(happened_on) FROM conversation WHERE deal_id = ? AND person_id IS NOT NULL "
        "AND archived_at IS NULL GROUP BY person_id",
        (deal_id,),
    )
    last = dict(rows.fetchall())
    theirs = [one.id for one in people.known(con, deal_id) if one.side == Side.THEM]
    return tuple(sorted(theirs, key=lambda person: last.get(person) or "", reverse=True))


class CheckinLine(NamedTuple):
    """One schedule of check-ins; dates are ISO text, empty for none."""

    uid: str
    purpose: str
    often: str
    """What :func:`dealdesk.domain.checkins.rhythm_words` says of it."""
    next_on: str
    """The day it comes up, put off or not."""
    hard_on: str
    """The last day in time: its own, later where a longest time between two was given."""
    reason: str
    agreed: int = 0
    goal: str = ""
    agenda: str = ""


def check_ins(con: sqlite3.Connection, deal_id: int, today: date | None = None) -> tuple[CheckinLine, ...]:
    """Return the check-ins of a deal, the next one first; how often as seen on the local day ``today``."""
    rows = con.execute(
        "SELECT uid, purpose, early_count, early_unit, ongoing_count, ongoing_unit, switch_on, "
        "coalesce(later_until, next_on, '') AS due, "
        "coalesce(CASE WHEN maximum_days IS NULL THEN next_on ELSE due_on END, ''), coalesce(due_reason, ''), "
        "agreed_on IS NOT NULL, goal, agenda FROM checkin "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY due = '', due, id",
        (deal_id,),
    ).fetchall()
    return tuple(CheckinLine._make((*row[:2], rhythm_words(_rhythm(*row[2:7]), today), *row[7:])) for row in rows)


def _rhythm(
    early: int | None, early_unit: Unit | None, ongoing: int | None, ongoing_unit: Unit | None, switch_on: str | None
) -> Rhythm:
    first = Period(early, early_unit) if early and early_unit else None
    later = Period(ongoing, ongoing_unit) if ongoing and ongoing_unit else None
    return Rhythm(first, later, date.fromisoformat(switch_on) if switch_on else None)
