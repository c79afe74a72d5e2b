"""Which line of a list holds which row, when heading lines stand between the rows. Pure arithmetic."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence


class RowLines:
    """The lines of a list: ``count`` rows, and headings that stand before some of them."""

    def __init__(self, count: int, headings: Sequence[tuple[int, str]] = ()) -> None:
        """Take ``headings`` as (index of the row below, text), in rising order of the index."""
        self.count = count
        self._before = [index for index, _ in headings]
        self._texts = [text for _, text in headings]
        self._lines = [index + n for n, index in enumerate(self._before)]

    @property
    def height(self) -> int:
        """Lines in all."""
        return self.count + len(self._before)

    def line_of(self, index: int) -> int:
        """Return the line of the row with this index."""
        return index + bisect_right(self._before, index)

    def heading_line(self, index: int) -> int:
        """Return the line of the heading right above this row, or the row's own line."""
        n = bisect_left(self._before, index)
        return self._lines[n] if n < len(self._before) and self._before[n] == index else self.line_of(index)

    def at(self, line: int) -> int | str | None:
        """Return the row index or the heading text on this line, or None beyond the last line."""
        if not 0 <= line < self.height:
            return None
        n = bisect_left(self._lines, line)
        if n < len(self._lines) and self._lines[n] == line:
            return self._texts[n]
        return line - n

    def row_near(self, line: int) -> int:
        """Return the index of the row on this line, or below it where a heading stands; clamped to the list."""
        return max(0, min(self.count - 1, line - bisect_left(self._lines, line)))
