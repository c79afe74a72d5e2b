"""The deals one may mean by a few words, for a dialog that asks which: read once, searched at every key."""

from __future__ import annotations

import sqlite3


def texts(con: sqlite3.Connection) -> dict[int, str]:
    """Return what each deal is known by (reference, title, counterparty, tags), folded; the newest deal first."""
    found = con.execute(
        "SELECT deal.id, fold(deal.ref || ' ' || deal.title || ' ' || coalesce(party.name, '') || ' ' || deal.tags) "
        "FROM deal LEFT JOIN deal_party ON deal_party.deal_id = deal.id AND deal_party.position = 0 "
        "AND deal_party.archived_at IS NULL LEFT JOIN party ON party.id = deal_party.party_id "
        "WHERE deal.archived_at IS NULL ORDER BY deal.id DESC"
    ).fetchall()
    return dict(found)
