"""What undo and redo must not break, for another window may have gone on since: the rules that the forms keep.

Standard library only, as :mod:`dealdesk.store.history`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_SHOWN = 60
_CIRCLE = (
    "WITH RECURSIVE chain (id, step) AS ("
    "SELECT blocked_by_id, 1 FROM action WHERE uid = :uid AND archived_at IS NULL "
    "UNION SELECT action.blocked_by_id, step + 1 FROM chain JOIN action ON action.id = chain.id "
    "WHERE action.archived_at IS NULL AND step < 1000) "
    "SELECT own.text, next.text FROM action AS own JOIN action AS next ON next.id = own.blocked_by_id "
    "WHERE own.uid = :uid AND own.archived_at IS NULL AND own.id IN (SELECT id FROM chain)"
)
_TWICE = (
    "SELECT own.level FROM ladder AS own JOIN ladder AS other ON other.deal_id = own.deal_id "
    "AND other.level = own.level AND other.id <> own.id AND other.archived_at IS NULL "
    "WHERE own.uid = :uid AND own.archived_at IS NULL"
)
_TIED = (
    "SELECT action.text, coalesce(nullif(checkin.purpose, ''), 'a check-in') FROM checkin "
    "JOIN action ON action.id = checkin.action_id WHERE action.archived_at IS NOT NULL "
    "AND checkin.archived_at IS NULL AND checkin.due_rule = 'tied check-in' AND :uid IN (action.uid, checkin.uid)"
)


def in_the_way(con: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> str:
    """Return why the ``rows`` (table and uid) can't stand as they do now; empty where they can."""
    for table, uid in dict.fromkeys(rows):
        named = {"uid": uid}
        if table == "action" and (found := con.execute(_CIRCLE, named).fetchone()):
            own, other = map(_short, found)
            return f"{own} and {other} would wait for each other in a circle; let one of them wait for nothing first."
        if table == "ladder" and (found := con.execute(_TWICE, named).fetchone()):
            return f"This deal has another level {found[0]} on its ladder by now; take that one away first."
        if table in ("action", "checkin") and (found := con.execute(_TIED, named).fetchone()):
            return f"{_short(found[0])} has {found[1]} tied to it by now; untie that first."
    return ""


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= _SHOWN else f"“{text[: _SHOWN - 1]}…”"
