"""What stands behind the slots of the review form: their tables, their groups, and which rows were born there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from dealdesk.templates.review import SLOT_IDS

#: The slots of one register that share its rows: a row stands in one of them at most.
_GROUPS = (tuple(f"changes.{number}" for number in (1, 2, 3)), tuple(f"risks.{number}" for number in (1, 2, 3)))
_OF_PART = {
    "head": "deal",
    "outcome": "term",
    "worked": "takeaway",
    "leverage": "leverage_mark",
    "missed": "missed",
    "friction": "friction",
    "changes": "playbook_change",
    "risks": "risk",
}
_OF_SLOT = {
    "changes.owner": "action",
    "changes.due": "action",
    "follow.handover": "action",
    "follow.mail": "action",
    "follow.kickoff": "action",
    "follow.checkins": "checkin",
    "follow.metrics": "metric",
    "follow.contacts": "contact",
}
#: The table whose rows each slot shows.
TABLE_OF: Mapping[str, str] = {
    f"{part}.{slot}": _OF_SLOT.get(f"{part}.{slot}") or _OF_PART[part] for part, ids in SLOT_IDS.items() for slot in ids
}
#: The slots that show several rows, each as a token.
TOKENS = frozenset(
    ("outcome.commercial", "outcome.other", "outcome.trades", "follow.checkins", "follow.metrics", "follow.contacts")
)
# A row that was written in the form was made in the command that put it into its slot.
_BORN = (
    "SELECT 1 FROM change AS made WHERE made.tab = ? AND made.uid = ? AND made.op = 'insert' AND EXISTS ("
    "SELECT 1 FROM change AS put WHERE put.command_id = made.command_id AND put.tab = 'review_slot' "
    "AND (put.op = 'insert' OR put.col = 'row_uid'))"
)


def siblings(slot: str) -> tuple[str, ...]:
    """Return the slots that share the rows of ``slot``, itself left out."""
    group = next((group for group in _GROUPS if slot in group), ())
    return tuple(other for other in group if other != slot)


def born(con: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the uids of those rows, given as (table, uid), that were made by typing into an empty slot."""
    return frozenset(uid for table, uid in rows if con.execute(_BORN, (table, uid)).fetchone())
