"""One deal's review gathered into plain values, so that every format prints the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from dealdesk.errors import NotFound
from dealdesk.store import review
from dealdesk.store.review_parts import day_text
from dealdesk.text import clean


@dataclass(frozen=True, slots=True)
class Report:
    """What a review page prints; all texts are as stored, in plain characters."""

    ref: str = ""
    title: str = ""
    version: int = 1
    closed: bool = False
    printed_on: str = ""
    """The local date of printing in words, such as "12 May 2026"."""
    slots: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The text of each slot by id; an empty or missing one is printed as a line to fill in by hand."""

    @property
    def heading(self) -> str:
        """What stands under the title: the deal, which version, when it was printed; empty for a blank form."""
        if not (self.ref or self.title):
            return ""
        state = "closed" if self.closed else "open"
        parts = [self.ref, self.title, f"version {self.version}, {state}", f"printed {self.printed_on}"]
        return clean(" · ".join(filter(None, parts)))


def gather(con: sqlite3.Connection, deal_id: int, today: date, version: int | None = None) -> Report:
    """Return the review of one deal; without ``version`` the newest. Raises :class:`NotFound`."""
    row = con.execute("SELECT ref, title FROM deal WHERE id = ?", (deal_id,)).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    found = review.read(con, deal_id, today, version)
    return Report(
        ref=row[0],
        title=row[1],
        version=found.version,
        closed=found.closed,
        printed_on=day_text(today),
        slots=MappingProxyType({slot: filled.printed for slot, filled in found.slots.items()}),
    )
