"""Notes captured while negotiating; written without the ORM, so that the shell answers at once."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from dealdesk.errors import InputRefused
from dealdesk.store.history import Command, unit
from dealdesk.store.uid import new_uid
from dealdesk.text import clean

LIMIT = 5000


def capture(con: sqlite3.Connection, deal_id: int, text: str, now: datetime) -> str:
    """Store one note for a deal, dated today, and return its uid. Raises :class:`InputRefused`."""
    text = clean(text)
    if not text:
        raise InputRefused("A note needs a few words.")
    if len(text) > LIMIT:
        raise InputRefused(f"That is {len(text):,} characters; a note takes {LIMIT:,}. Nothing was stored.")
    uid = new_uid()
    with unit(con, Command("captured a note", deal_id), now):
        con.execute(
            "INSERT INTO note (uid, deal_id, text, happened_on, position) VALUES (?, ?, ?, ?, "
            "(SELECT coalesce(max(position), 0) + 1 FROM note WHERE deal_id = ?))",
            (uid, deal_id, text, now.astimezone().date().isoformat(), deal_id),
        )
    return uid
