"""Where a list gets its rows: all keys of the filter in memory, the visible rows fetched by key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from dealdesk.text import fold

Key = int | str
"""What names a row for as long as it lives: its uid or primary key. Unique within one list."""

Look = Literal["", "overdue", "warning", "good", "muted", "strong", "accent"]
"""How a row or a cell is drawn. Colour only ever repeats what a word or sign in the row already says."""


class Row(NamedTuple):
    """One row, ready to be drawn."""

    cells: Mapping[str, str]
    """Text by column name, already formatted; user text is given as it is and drawn literally.

    Where the last columns have no key at all, the cell before them takes their room."""
    look: Look = ""
    """Look of the whole row."""
    looks: Mapping[str, Look] = MappingProxyType({})
    """Looks of single cells by column name; they win over ``look``."""
    tails: Mapping[str, str] = MappingProxyType({})
    """Ends of cells by column name that keep up to half of the room where the text before them has to be cut."""
    shorts: Mapping[str, str] = MappingProxyType({})
    """By column name what stands in place of a cell that has no room."""


class Sort(NamedTuple):
    """The order asked for by the person at the list; None instead of a ``Sort`` is the source's own order."""

    column: str
    """Name of the column."""
    descending: bool = False
    """Whether the largest comes first."""


class RowSource(Protocol):
    """What a list shows. Inherit from it to get the two optional methods.

    All methods are called in the event loop: keep ``keys`` to a few milliseconds and ``rows`` to one query by key.
    A ``DealdeskError`` raised in them becomes the message ``Rows.Failed``.
    """

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the keys of every row that matches all ``words`` ("" is every row), in order."""
        ...

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the rows of these keys (at most a few hundred); a key without a row was deleted meanwhile."""
        ...

    def total(self) -> int:
        """Return the number of rows without a filter, for "12 of 10,000"."""
        return len(self.keys("", None))

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return the heading lines by the key they stand before; asked only in the source's own order."""
        return {}


class MemorySource(RowSource):
    """A source over rows held in memory, for short lists and for tests."""

    def __init__(
        self,
        rows: Mapping[Key, Row],
        *,
        orders: Mapping[str, Callable[[Key], Any]] | None = None,
        group: Callable[[Key], str] | None = None,
    ) -> None:
        """Hold ``rows`` in their own order.

        ``orders`` gives by column name what to sort by, where the shown text would sort wrongly (dates, amounts);
        ``group`` names the heading a row belongs to: a heading line stands wherever the name changes.
        """
        self._orders = orders or {}
        self._group = group
        self.replace(rows)

    def replace(self, rows: Mapping[Key, Row]) -> None:
        """Take other rows; the list shows them after its next ``reload``."""
        self._rows = dict(rows)
        self._folded = {key: fold("\n".join(row.cells.values())) for key, row in self._rows.items()}

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the keys whose cells hold all ``words``, in any case and without accents."""
        wanted = fold(words).split()
        found = [key for key, text in self._folded.items() if all(word in text for word in wanted)]
        if sort is not None:
            column = sort.column
            order = self._orders.get(column) or (lambda key: fold(self._rows[key].cells.get(column, "")))
            found.sort(key=order, reverse=sort.descending)
        return found

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the rows of these keys."""
        return {key: self._rows[key] for key in keys if key in self._rows}

    def total(self) -> int:
        """Return the number of rows."""
        return len(self._rows)

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return a heading before every row whose group differs from that of the row above it."""
        found: dict[Key, str] = {}
        if self._group is None:
            return found
        last: str | None = None
        for key in keys:
            name = self._group(key)
            if name != last:
                found[key] = last = name
        return found
