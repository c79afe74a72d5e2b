"""Whether somebody worked on what a signing made: what nobody touched goes with a signing taken back, or with its deal.

Standard library only: the glance asks that too.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

# A row that a signing made was made by the command that wrote the level into the deal, or that imported it.
_MADE = (
    "SELECT 1 FROM change AS made WHERE made.uid = ? AND made.op = 'insert' AND EXISTS ("
    "SELECT 1 FROM change AS put WHERE put.command_id = made.command_id AND put.tab = 'deal' AND put.uid = ? "
    "AND (put.op = 'insert' OR put.col = 'follow_through'))"
)
_TOUCHED = (
    "SELECT 1 FROM change WHERE uid = ? AND op = 'update' AND col NOT IN ('due_on', 'due_at', 'soft_on', 'due_rule', "
    "'due_anchor', 'due_offset', 'due_reason', 'not_before', 'next_on', 'counted_on', 'held_on', 'anchor_on', "
    "'switch_on', 'position', 'archived_at')"
)


def is_untouched(con: sqlite3.Connection, deal_uid: str, uid: str) -> bool:
    """Return whether a row was made by the signing of that deal, and nothing but its dates changed since."""
    made_by_signing = con.execute(_MADE, (uid, deal_uid)).fetchone() is not None
    return made_by_signing and con.execute(_TOUCHED, (uid,)).fetchone() is None


def makes_changes(con: sqlite3.Connection, action_id: int) -> bool:
    """Return whether changes are to be made by way of the action with this id."""
    query = "SELECT 1 FROM playbook_change WHERE action_id = ? AND archived_at IS NULL"
    return con.execute(query, (action_id,)).fetchone() is not None
