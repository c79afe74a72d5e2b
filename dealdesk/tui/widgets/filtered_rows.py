"""A list with its line of information above and its filter below: what a screen of rows is made of."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult

from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.filtered_list import FilteredList
from dealdesk.tui.widgets.row_source import RowSource, Sort
from dealdesk.tui.widgets.rows import Rows


class FilteredRows(FilteredList):
    """A list, filtered as you type after ``/``; the messages of its ``Rows`` bubble to the screen."""

    DEFAULT_CSS = "FilteredRows { height: 1fr; }"

    def __init__(
        self,
        columns: Sequence[Column],
        source: RowSource | None = None,
        *,
        empty: str = "",
        header: bool = True,
        sort: Sort | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Take what ``Rows`` takes."""
        super().__init__(id=id, classes=classes)
        self.rows = Rows(columns, source, empty=empty, header=header, sort=sort)
        """The list."""

    def compose(self) -> ComposeResult:
        """Lay out information, list and filter from top to bottom."""
        yield self._info
        yield self.rows

    @property
    def filtered(self) -> Rows:
        """The list."""
        return self.rows

    def counts(self) -> tuple[int, int]:
        """Return how many rows match the filter, and how many there are without it."""
        return len(self.rows.keys_shown), self.rows.total

    def reload(self) -> None:
        """Read everything again; cursor, place, filter and order stay."""
        self.rows.reload()

    @on(Rows.Counted)
    def _show_count(self, _event: Rows.Counted) -> None:
        self.show_counts()
