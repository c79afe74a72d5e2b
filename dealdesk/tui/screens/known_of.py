"""What the fields of a register propose: names, actions and metrics that the deal knows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from dealdesk.store import action_owners
from dealdesk.tui.widgets.suggest import Known, Suggester, Suggestion

_OPEN = (
    "SELECT text FROM action WHERE deal_id = ? AND state <> 'done' AND archived_at IS NULL ORDER BY id DESC LIMIT 500"
)
_BEFORE = re.compile(r"(?:.{1,40}?\s(?:before|after)|on)\s+(?=\S)", re.IGNORECASE)
_METRICS = "SELECT name FROM metric WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id"


class TiedTo(Known):
    """Actions to tie to, with what was typed before them."""

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the actions near to what stands behind "before", "after" or "on"."""
        found = _BEFORE.match(text)
        before = found[0] if found else ""
        return [Suggestion(f"{before}{one.text}") for one in super().suggest(text[len(before) :])]


def known_of(con: sqlite3.Connection, table: str, deal_id: int | None) -> Mapping[str, Suggester]:
    """Return what is proposed in the fields of a form of ``table``."""
    if table == "checkin" and deal_id is not None:
        return {"tied": TiedTo(text for (text,) in con.execute(_OPEN, (deal_id,)))}
    if table != "action" or deal_id is None:
        return {}
    return {
        "owner": Known(action_owners.known(con, deal_id)),
        "blocked_by": Known(text for (text,) in con.execute(_OPEN, (deal_id,))),
        "metric": Known(name for (name,) in con.execute(_METRICS, (deal_id,))),
    }
