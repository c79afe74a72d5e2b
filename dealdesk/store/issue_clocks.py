"""The running clocks of issues on Today: loaded only where there is one. Without the ORM."""

from __future__ import annotations

from datetime import date

from dealdesk.clock import LOCAL, instant
from dealdesk.domain import escalation
from dealdesk.store.issue_lines import ladder_to_read

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from dealdesk.domain.escalation import Step
    from dealdesk.store.due_item import Row


def by_uid(con: sqlite3.Connection, rows: Sequence[Row], now: str) -> dict[str, str]:
    """Return by uid the clocks of due rows (``store.due_candidates``) of issues at the instant ``now`` (a stamp)."""
    at = instant(now)
    ladders: dict[int, tuple[Step, ...]] = {}
    found = {}
    for _kind, uid, deal_id, due_on, due_at, _hard, _soft, _weight, _who, _text, state, *_more in rows:
        if deal_id not in ladders:
            ladders[deal_id] = ladder_to_read(con, deal_id)
        day = date.fromisoformat(due_on) if due_on else None
        left = escalation.left(day, instant(due_at) if due_at else None, at, LOCAL)
        level = int(state.removeprefix("level "))
        found[uid] = escalation.clock_words(level, ladders[deal_id], left).partition(": ")[2]
    return found
