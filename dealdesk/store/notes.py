"""Notes captured while negotiating; written without the ORM, so that the shell answers at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from dealdesk.domain.line_grammar import leading_date
from dealdesk.errors import InputRefused
from dealdesk.store.history import Command, unit
from dealdesk.store.uid import new_uid
from dealdesk.text import clean

if TYPE_CHECKING:
    from dealdesk.domain.fields import Context

LIMIT = 5000


def dated(texts: Mapping[str, str], context: Context) -> dict[str, str]:
    """Return the texts of a note's form with its day: the one typed, else a date in front of the note, else today."""
    if texts.get("happened_on", "").strip():
        return dict(texts)
    day, text = leading_date(texts.get("text", ""), context.today, context.order) or (context.today, texts["text"])
    return {**texts, "text": text, "happened_on": day.isoformat()}


def capture(con: sqlite3.Connection, deal_id: int, text: str, now: datetime, order: str = "dmy") -> str:
    """Store one note for a deal and return its uid. Raises :class:`InputRefused`.

    Its day is a date in front of it, read in ``order``, else the local day of ``now``.
    """
    text, today = clean(text), now.astimezone().date()
    if not text:
        raise InputRefused("A note needs a few words.")
    if len(text) > LIMIT:
        raise InputRefused(f"That is {len(text):,} characters; a note takes {LIMIT:,}. Nothing was stored.")
    uid = new_uid()
    day, text = leading_date(text, today, order) or (today, text)
    with unit(con, Command("captured a note", deal_id), now):
        con.execute(
            "INSERT INTO note (uid, deal_id, text, happened_on, position) VALUES (?, ?, ?, ?, "
            "(SELECT coalesce(max(position), 0) + 1 FROM note WHERE deal_id = ?))",
            (uid, deal_id, text, day.isoformat(), deal_id),
        )
    return uid
