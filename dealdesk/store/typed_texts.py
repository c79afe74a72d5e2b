"""Typed text on its way into the table that keeps it: what the writer thread holds, and how a tick stores it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from dealdesk.store.history import must_be_ours


class TypedText(NamedTuple):
    """The newest text of one field."""

    text: str
    deal_id: int | None
    base_text: str | None
    state: str


def store_typed(con: sqlite3.Connection, window: str, batch: Mapping[str, TypedText], at: str) -> None:
    """Keep texts by field for ``window``, in one transaction; ``at`` is the UTC instant."""
    con.execute("BEGIN IMMEDIATE")
    try:
        must_be_ours(con)
        con.executemany(
            "INSERT INTO typing (key, window, deal_id, text, base_text, at, state) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (key, window) DO UPDATE SET text = excluded.text, base_text = excluded.base_text, "
            "at = excluded.at, state = excluded.state, deal_id = coalesce(excluded.deal_id, deal_id)",
            [(key, window, t.deal_id, t.text, t.base_text, at, t.state) for key, t in batch.items()],
        )
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
