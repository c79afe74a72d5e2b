"""What waits for what: the open actions behind an action, and those that go on once it is done."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.errors import InputRefused

_BLOCKER = (
    "SELECT blocker.uid, blocker.text, blocker.side, coalesce(blocker.due_on, '') FROM action "
    "JOIN action AS blocker ON blocker.id = action.blocked_by_id "
    "WHERE action.uid = ? AND blocker.state <> 'done' AND blocker.archived_at IS NULL"
)
_FREED = (
    "SELECT waiting.text FROM action JOIN action AS waiting ON waiting.blocked_by_id = action.id "
    "WHERE action.uid = ? AND waiting.state <> 'done' AND waiting.archived_at IS NULL ORDER BY waiting.id"
)


class Blocked(InputRefused):
    """An action waits for another one; to be done all the same it needs a second, explicit yes."""


class Blocker(NamedTuple):
    """An open action that another one waits for."""

    uid: str
    text: str
    side: str
    due_on: str
    """ISO text, empty for none."""


def blockers(con: sqlite3.Connection, uid: str) -> tuple[Blocker, ...]:
    """Return the open actions that the action ``uid`` waits for: its own first, then what that one waits for."""
    found: list[Blocker] = []
    passed = {uid}
    while row := con.execute(_BLOCKER, (uid,)).fetchone():
        blocker = Blocker._make(row)
        if blocker.uid in passed:
            break
        passed.add(blocker.uid)
        found.append(blocker)
        uid = blocker.uid
    return tuple(found)


def freed(con: sqlite3.Connection, uid: str) -> tuple[str, ...]:
    """Return the texts of the open actions that waited for the action ``uid``."""
    return tuple(text for (text,) in con.execute(_FREED, (uid,)))
