"""Forms that were begun and never added: what Today reminds of, in one line. Standard library only, for Today reads it.

The form of a new row takes up the newest typing of its kind and deal, so that is what counts as one form here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.store import drafts

#: What a row of each table that has a form is called, while it is new and after.
NOUNS = {
    "deal": "new deal",
    "action": "action",
    "friction": "friction",
    "term": "term",
    "deal_person": "person",
    "document": "document",
    "note": "note",
    "conversation": "conversation",
    "decision": "decision",
    "idea": "idea",
    "checkin": "check-in",
    "metric": "metric",
    "metric_reading": "reading",
    "pulse": "pulse",
    "risk": "risk",
    "disagreement": "disagreement",
    "contact": "name to call",
    "need": "need",
    "expectation": "expectation",
    "arrangement": "point of working together",
    "give_take": "contribution",
    "glossary": "word",
    "issue": "issue",
    "ladder": "level of the ladder",
}


class Unfinished(NamedTuple):
    """One form that waits; ``ref`` is empty for a new deal, ``at`` UTC."""

    at: str
    table: str
    deal_id: int | None
    ref: str


def unfinished(con: sqlite3.Connection) -> list[Unfinished]:
    """Return the forms that wait, the newest first."""
    begun = con.execute(
        "SELECT DISTINCT substr(typing.key, 1, instr(typing.key, '/') - 1), typing.deal_id, coalesce(deal.ref, '') "
        "FROM typing LEFT JOIN deal ON deal.id = typing.deal_id WHERE typing.text <> '' AND deal.archived_at IS NULL"
    ).fetchall()
    found = []
    for table, deal_id, ref in begun:
        draft = drafts.newest(con, table, deal_id) if table in NOUNS else None
        if draft is not None:
            found.append(Unfinished(draft.at, table, deal_id, ref))
    return sorted(found, reverse=True)


def sentence(forms: Sequence[Unfinished]) -> str:
    """Return how many forms wait, and which is the newest: "1 unfinished form: new deal · Enter goes on"."""
    newest = NOUNS[forms[0].table]
    words = counted(len(forms), "unfinished form")
    return f"{words}: {newest} · Enter goes on" if len(forms) == 1 else f"{words} · Enter: the {newest}"
