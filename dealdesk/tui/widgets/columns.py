"""The columns of a list: what a screen declares, and where they lie at a given width. Pure arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dealdesk.tui.cells import Align

MARKER = 2
"""Cells at the left edge that carry the cursor sign, so that it is seen without colour."""
GAP = 1
"""Blank cells between two columns."""
_LEAST = 6
"""Cells below which a flexible column is not worth showing, unless it asks for less."""


class Column(NamedTuple):
    """One column of a list."""

    name: str
    """Key of this column in ``Row.cells`` and in ``Sort``; our own word, never user text."""
    title: str = ""
    """Text of the header line."""
    width: int = 0
    """Width in cells; for a flexible column (``flex`` > 0) the least width (0: a sensible one)."""
    flex: int = 0
    """Share of the cells left over by the fixed columns; 0 for a fixed column."""
    align: Align = "left"
    """Side on which the text stands."""
    from_width: int = 0
    """The column appears only when the whole list, scrollbar included, is at least this many cells wide."""
    sortable: bool = True
    """Whether the source can order by this column; False for signs and for texts without a useful order."""

    @property
    def least(self) -> int:
        """Cells this column needs to be shown."""
        return max(1, self.width or (_LEAST if self.flex else 1))


class Placed(NamedTuple):
    """A column and the cells it takes on the line."""

    column: Column
    x: int
    """First cell, counted from the left edge of the list."""
    width: int
    """Cells, at least 1."""


def place(columns: Sequence[Column], width: int, list_width: int | None = None) -> tuple[Placed, ...]:
    """Return the columns that are shown on ``width`` cells, and where.

    Columns whose ``from_width`` is above ``list_width`` (default: ``width``) are left out; when the rest needs more
    room than there is, those with the highest ``from_width`` go first, then the rightmost. One column is always kept
    and cut to what is there; the tuple is empty only when there is no cell left beside the marker.
    """
    room = width - MARKER
    shown = [c for c in columns if c.from_width <= (width if list_width is None else list_width)]
    if not shown and columns:
        shown = [columns[0]]
    if room <= 0 or not shown:
        return ()
    while len(shown) > 1 and _needed(shown) > room:
        del shown[max(range(len(shown)), key=lambda i: (shown[i].from_width, i))]
    return _lay(shown, room)


def _needed(columns: Sequence[Column]) -> int:
    return sum(c.least for c in columns) + GAP * (len(columns) - 1)


def _lay(columns: Sequence[Column], room: int) -> tuple[Placed, ...]:
    spare = max(0, room - _needed(columns))
    shares = sum(c.flex for c in columns)
    placed: list[Placed] = []
    x = MARKER
    for column in columns:
        extra = spare * column.flex // shares if shares else 0
        spare, shares = spare - extra, shares - column.flex
        taken = min(column.least + extra, MARKER + room - x)
        placed.append(Placed(column, x, taken))
        x += taken + GAP
    return tuple(placed)
