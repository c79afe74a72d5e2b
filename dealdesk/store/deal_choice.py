"""The deals one may mean by a few words, for a dialog that asks which."""

from __future__ import annotations

import sqlite3

from dealdesk.store.deals import matching


def ids(con: sqlite3.Connection, words: str = "") -> list[int]:
    """Return the deals that hold all of ``words``, newest first; all deals for no words."""
    if not words:
        found = con.execute("SELECT id FROM deal WHERE archived_at IS NULL ORDER BY id DESC").fetchall()
        return [row[0] for row in found]
    where, values = matching(words)
    found = con.execute(
        "SELECT deal.id FROM deal LEFT JOIN deal_party ON deal_party.deal_id = deal.id AND deal_party.position = 0 "
        "AND deal_party.archived_at IS NULL LEFT JOIN party ON party.id = deal_party.party_id "
        f"WHERE {where} ORDER BY deal.id DESC",
        values,
    ).fetchall()
    return [row[0] for row in found]
