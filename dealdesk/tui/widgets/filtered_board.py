"""A board with its line of information above and its filter below."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from dealdesk.tui.widgets.board import Board
from dealdesk.tui.widgets.board_messages import CardsCounted
from dealdesk.tui.widgets.board_view import BoardSource
from dealdesk.tui.widgets.filtered_list import FilteredList


class FilteredBoard(FilteredList):
    """A board, filtered as you type after ``/``; the messages of its ``Board`` bubble to the screen."""

    DEFAULT_CSS = "FilteredBoard { height: 1fr; }"

    def __init__(self, source: BoardSource, *, empty: str = "", id: str | None = None) -> None:
        """Take what ``Board`` takes."""
        super().__init__(id=id)
        self.board = Board(source, empty=empty)
        """The board."""
        self._counts = (0, 0)

    def compose(self) -> ComposeResult:
        """Lay out information, board and filter from top to bottom."""
        yield self._info
        yield self.board

    @property
    def filtered(self) -> Board:
        """The board."""
        return self.board

    def counts(self) -> tuple[int, int]:
        """Return how many cards match the filter, and how many there are without it."""
        return self._counts

    @on(CardsCounted)
    def _show_count(self, event: CardsCounted) -> None:
        self._counts = (event.shown, event.total)
        self.show_counts()
