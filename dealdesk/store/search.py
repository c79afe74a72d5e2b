"""Full-text search over everything typed: deals first, then the newest; no input can make it fail.

A company or a person belongs to no one deal, so each is answered by the deals it has a part in.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import NamedTuple

from dealdesk.store import sqlfile
from dealdesk.text import FOLDS, clean, fold

#: What the triggers make of a letter before it is indexed (``schema.full_text_triggers``).
_AS_INDEXED: dict[int, str] = {
    **{letter: chr(letter).lower() for letter in range(ord("A"), ord("Z") + 1)},
    **{ord(form): plain for letter, plain in FOLDS.items() for form in (letter, letter.upper()) if len(form) == 1},
}
#: Stands where an excerpt was cut; no text in the file holds it.
_CUT = "\x01"


class Hit(NamedTuple):
    """One row that holds the words."""

    tab: str
    uid: str
    deal_id: int | None
    ref: str
    title: str
    excerpt: str
    """The place of the words in the text, as it was typed."""
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
        "snippet(search_text, 0, '', '', char(1), 9), search_row.at "
        "FROM search_text JOIN search_row ON search_row.id = search_text.rowid "
        "LEFT JOIN deal ON deal.id = search_row.deal_id "
        "WHERE search_text MATCH ? AND (deal.id IS NULL OR deal.archived_at IS NULL) "
        "ORDER BY search_row.tab <> 'deal', search_row.deal_id IS NOT NULL, search_row.at DESC, search_row.id DESC "
        "LIMIT ?",
        (query, limit),
    ).fetchall()
    found: list[Hit] = []
    for hit in (_as_typed(con, Hit._make(row)) for row in rows):
        found += _deals_of(con, hit, limit) if hit.deal_id is None and hit.tab in _DEALS_OF else [hit]
    return found[:limit]


def _as_typed(con: sqlite3.Connection, hit: Hit) -> Hit:
    """Return the hit with its excerpt as it was typed; the index holds plain letters only."""
    folded = hit.excerpt.strip(_CUT)
    row = con.execute(_queries()[hit.tab], (hit.uid,)).fetchone()
    begin = "…" if hit.excerpt.startswith(_CUT) else ""
    end = "…" if hit.excerpt.endswith(_CUT) else ""
    return hit._replace(excerpt=begin + " ".join((_unfolded(row[0], folded) if row else folded).split()) + end)


@cache
def _queries() -> dict[str, str]:
    """Return the query for the whole text of a row, by table."""
    return {query.split(" FROM ")[1].split()[0]: query for query in sqlfile.statements("searched.sql")}


def _unfolded(text: str, folded: str) -> str:
    """Return the part of ``text`` that was indexed as ``folded``."""
    whole = text.translate(_AS_INDEXED)
    first = whole.find(folded)
    if first < 0:
        return folded
    last = first + len(folded)
    if len(whole) == len(text):
        return text[first:last]
    return text[_place(text, first) : _place(text, last)]


def _place(text: str, folded_place: int) -> int:
    """Return the place in ``text`` of a place in its folded form, where some letters are two."""
    passed = 0
    for place, letter in enumerate(text):
        if passed >= folded_place:
            return place
        passed += len(_AS_INDEXED.get(ord(letter), letter))
    return len(text)


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
