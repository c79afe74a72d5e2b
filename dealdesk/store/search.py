"""Full-text search over everything typed: deals first, then the newest; no input can make it fail.

A company or a person belongs to no one deal, so each is answered by the deals it has a part in.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.text import clean, fold


class Hit(NamedTuple):
    """One row that holds the words."""

    tab: str
    uid: str
    deal_id: int | None
    ref: str
    title: str
    excerpt: str
    at: str


def expression(words: str) -> str:
    """Return the words as an FTS5 query: every one quoted, the last one open-ended; empty for no words.

    Raw text raised in 14 of 22 trial queries, and ``title:x`` would name a column.
    """
    found = [word.replace('"', '""') for word in fold(clean(words)).split()]
    tokens = [f'"{word}"' for word in found if any(letter.isalnum() for letter in word)]
    return " ".join(tokens) + "*" if tokens else ""


def search(con: sqlite3.Connection, words: str, limit: int = 50) -> list[Hit]:
    """Return what holds all of ``words``: deals first, then the newest; rows of archived deals are left out.

    Deals come by their own words or by the name of a company or person in them; ``tab`` says which.
    """
    query = expression(words)
    if not query:
        return []
    rows = con.execute(
        "SELECT search_row.tab, search_row.uid, search_row.deal_id, coalesce(deal.ref, ''), search_row.title, "
        "snippet(search_text, 0, '', '', '…', 12), search_row.at "
        "FROM search_text JOIN search_row ON search_row.id = search_text.rowid "
        "LEFT JOIN deal ON deal.id = search_row.deal_id "
        "WHERE search_text MATCH ? AND (deal.id IS NULL OR deal.archived_at IS NULL) "
        "ORDER BY search_row.tab <> 'deal', search_row.deal_id IS NOT NULL, search_row.at DESC, search_row.id DESC "
        "LIMIT ?",
        (query, limit),
    ).fetchall()
    found: list[Hit] = []
    for hit in map(Hit._make, rows):
        found += _deals_of(con, hit, limit) if hit.deal_id is None and hit.tab in _DEALS_OF else [hit]
    return found[:limit]


_DEALS_OF = {
    "party": "SELECT deal_party.deal_id FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE party.uid = ? AND deal_party.archived_at IS NULL",
    "person": "SELECT deal_person.deal_id FROM deal_person JOIN person ON person.id = deal_person.person_id "
    "WHERE person.uid = ? AND deal_person.archived_at IS NULL",
}


def _deals_of(con: sqlite3.Connection, hit: Hit, limit: int) -> list[Hit]:
    """Return the hit once for each deal of the company or person, the newest first; itself where it has none."""
    rows = con.execute(
        f"SELECT id, ref FROM deal WHERE archived_at IS NULL AND id IN ({_DEALS_OF[hit.tab]}) ORDER BY id DESC LIMIT ?",
        (hit.uid, limit),
    ).fetchall()
    return [hit._replace(deal_id=deal_id, ref=ref) for deal_id, ref in rows] or [hit]
