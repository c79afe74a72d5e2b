"""What a list knows without drawing it: the keys of its filter, the cursor, and the rows fetched so far."""

from __future__ import annotations

from collections.abc import Sequence

from textual.cache import LRUCache

from dealdesk.errors import DealdeskError
from dealdesk.tui.widgets.row_lines import RowLines
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort

_AHEAD = 20
"""Rows fetched beyond both edges of the screen, so that a held key reads once in twenty steps."""

UNREADABLE = Row({}, "muted")
"""Stands for a row whose reading failed, until the next ``read``: a broken source is asked once, not once a line."""


class RowWindow:
    """All keys in memory and a small store of rows."""

    def __init__(self, source: RowSource, sort: Sort | None) -> None:
        """Start empty; ``read`` fills it."""
        self.source = source
        self.sort = sort
        self.words = ""
        self.keys: Sequence[Key] = ()
        self.total = 0
        self.cursor = 0
        self.lines = RowLines(0)
        self._fetched: LRUCache[Key, Row | None] = LRUCache(1024)

    @property
    def cursor_key(self) -> Key | None:
        """Key of the row under the cursor; None when there are no rows."""
        return self.keys[self.cursor] if self.keys else None

    @property
    def cursor_line(self) -> int:
        """Line of the row under the cursor."""
        return self.lines.line_of(self.cursor)

    def read(self, otherwise: int) -> None:
        """Read the keys again; the cursor stays on its key, or goes to the index ``otherwise``.

        Raises what the source raises; then nothing has changed.
        """
        key = self.cursor_key
        keys = self.source.keys(self.words, self.sort)
        total = self.source.total() if self.words else len(keys)
        headings = self.source.headings(keys) if self.sort is None else {}
        self.keys, self.total = keys, total
        self.cursor = self.index_of(key)
        if self.cursor < 0:
            self.cursor = self.clamped(otherwise)
        found = [(i, headings[k]) for i, k in enumerate(keys) if k in headings] if headings else []
        self.lines = RowLines(len(keys), found)
        self._fetched.clear()

    def index_of(self, key: Key | None) -> int:
        """Return the index of the row with this key, -1 when the filter does not show it."""
        try:
            return -1 if key is None else self.keys.index(key)
        except ValueError:
            return -1

    def clamped(self, index: int) -> int:
        """Return the nearest index that exists (0 when there are no rows)."""
        return max(0, min(len(self.keys) - 1, index))

    def row(self, index: int, first: int, last: int) -> Row | None:
        """Return a row, fetching ``first`` to ``last`` (the screen) at once; None when it was deleted meanwhile.

        Raises what the source raises, once; the rows of that call are then ``UNREADABLE``.
        """
        key = self.keys[index]
        if key not in self._fetched:
            around = self.keys[max(0, first - _AHEAD) : last + 1 + _AHEAD]
            wanted = [k for k in around if k not in self._fetched]
            if key not in wanted:
                wanted.append(key)
            try:
                rows = self.source.rows(wanted)
            except DealdeskError:
                for k in wanted:
                    self._fetched[k] = UNREADABLE
                raise
            for k in wanted:
                self._fetched[k] = rows.get(k)
        return self._fetched[key]
