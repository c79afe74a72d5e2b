"""The list of all deals: which ids, in which order; ``deal_lines.lines`` reads what a line shows of those in view.

One read per change of the file puts the words of all deals into memory, so that each letter of a filter is answered
from there; at 10,000 deals a letter is a third of a millisecond instead of 24.
"""

from __future__ import annotations

import sqlite3

from dealdesk.store import deal_lines
from dealdesk.text import clean, fold

#: By column of the list, what it is ordered by. Deals without a value come last, whichever way the list is turned.
_YEARLY = "deal.amount_minor * CASE deal.per WHEN 'month' THEN 12 ELSE 1 END"
ORDERS: dict[str, tuple[str, ...]] = {
    "ref": ("rtrim(deal.ref, '0123456789')", "deal.id"),
    "title": ("fold(deal.title)",),
    "party": ("fold(nullif(party.name, ''))",),
    "type": ("deal.type",),
    "stage": (
        "CASE deal.stage WHEN 'negotiating' THEN 1 WHEN 'agreed' THEN 2 WHEN 'signed' THEN 3 WHEN 'running' THEN 4 "
        "ELSE 5 END",
    ),
    "amount": ("deal.currency", _YEARLY),
    "signed": ("deal.signed_on",),
    "notice": ("deal.give_notice_by",),
}
_EMPTY = {"party": "coalesce(party.name, '') = ''", "amount": "deal.amount_minor IS NULL"}


def ordered(con: sqlite3.Connection, column: str | None = None, *, descending: bool = False) -> list[int]:
    """Return the ids of all deals ordered by a column of the list; without one the newest come first."""
    if column is None:
        rows = con.execute("SELECT id FROM deal WHERE archived_at IS NULL ORDER BY id DESC")
        return [row[0] for row in rows]
    keys = ORDERS[column]
    way = " DESC" if descending else ""
    last = _EMPTY.get(column, f"{keys[-1]} IS NULL")
    by = ", ".join((last, *(f"{key}{way}" for key in keys), "deal.id DESC"))
    rows = con.execute(f"SELECT deal.id FROM {deal_lines.LINE_TABLES} WHERE deal.archived_at IS NULL ORDER BY {by}")
    return [row[0] for row in rows]


class DealList:
    """The ids of the deals by filter and order, as they stand in the file each time they are asked for."""

    def __init__(self) -> None:
        self._version: tuple[int, int] | None = None
        self._words: dict[int, str] | None = None
        self._orders: dict[tuple[str | None, bool], list[int]] = {}

    def ids(
        self, con: sqlite3.Connection, words: str = "", column: str | None = None, descending: bool = False
    ) -> list[int]:
        """Return the deals that hold all of ``words`` (as ``deal_lines.matching`` means it), in the order asked for."""
        self._follow(con)
        wanted = fold(clean(words)).split()
        found = self._ordered(con, column, descending)
        if not wanted:
            return list(found)
        texts = self._texts(con)
        for word in wanted:
            found = [number for number in found if word in texts.get(number, "")]
        return found

    def total(self, con: sqlite3.Connection) -> int:
        """Return how many deals there are."""
        self._follow(con)
        return len(self._ordered(con, None, False))

    def warm(self, con: sqlite3.Connection) -> None:
        """Read the words now, so that the first letter of a filter need not."""
        self._follow(con)
        self._texts(con)

    def _follow(self, con: sqlite3.Connection) -> None:
        """Forget everything once anyone has written: SQLite counts that for a connection that only reads."""
        version = (id(con), con.execute("PRAGMA data_version").fetchone()[0])
        if version != self._version:
            self._version, self._words = version, None
            self._orders.clear()

    def _ordered(self, con: sqlite3.Connection, column: str | None, descending: bool) -> list[int]:
        key = (column, descending)
        if key not in self._orders:
            self._orders[key] = ordered(con, column, descending=descending)
        return self._orders[key]

    def _texts(self, con: sqlite3.Connection) -> dict[int, str]:
        if self._words is None:
            rows = con.execute(
                f"SELECT deal.id, {deal_lines.WORDS} FROM {deal_lines.LINE_TABLES} WHERE deal.archived_at IS NULL"
            )
            self._words = {number: fold(text) for number, text in rows}
        return self._words
