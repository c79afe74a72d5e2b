"""A board with its line of information above and its filter below."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from dealdesk.tui.widgets.board import Board
from dealdesk.tui.widgets.board_messages import CardsCounted
from dealdesk.tui.widgets.board_view import BoardSource
from dealdesk.tui.widgets.filter_messages import FilterChanged, FilterClosed, FilterPassed
from dealdesk.tui.widgets.filtered_rows import InfoLine

if TYPE_CHECKING:
    from dealdesk.tui.widgets.filter_bar import FilterBar


class FilteredBoard(Vertical):
    """A board, filtered as you type after ``/``; the messages of its ``Board`` bubble to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "open_filter", "Filter", key_display="/", id="board.filter"),
        Binding("escape", "clear_filter", "Clear the filter", show=False, id="board.clear_filter"),
    ]
    DEFAULT_CSS = "FilteredBoard { height: 1fr; }"

    def __init__(self, source: BoardSource, *, empty: str = "", id: str | None = None) -> None:
        """Take what ``Board`` takes."""
        super().__init__(id=id)
        self.board = Board(source, empty=empty)
        """The board."""
        self.filter_bar: FilterBar | None = None
        """The filter's line; made when a filter is typed for the first time."""
        self._info = InfoLine()
        self._asked = False
        self._counts = (0, 0)

    def compose(self) -> ComposeResult:
        """Lay out information, board and filter from top to bottom."""
        yield self._info
        yield self.board

    def info(self, left: str, right: str = "") -> None:
        """Show a line of information above the board."""
        self._info.show(left, right)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen while there is no filter to clear."""
        return bool(self.board.words) if action == "clear_filter" else True

    async def action_open_filter(self) -> None:
        """Type a filter."""
        if self.filter_bar is None:
            from dealdesk.tui.widgets.filter_bar import FilterBar

            self.filter_bar = FilterBar()
            await self.mount(self.filter_bar)
            self.filter_bar.show_count(*self._counts)
        self.filter_bar.open()

    def action_clear_filter(self) -> None:
        """Show all cards again."""
        if self.filter_bar is not None:
            self.filter_bar.action_clear()

    @on(FilterChanged)
    def _filter_later(self, event: FilterChanged) -> None:
        """Let the letter reach the screen first; letters typed meanwhile are filtered in one go."""
        event.stop()
        if not self._asked:
            self._asked = True
            self.call_after_refresh(self._filter_now)

    def _filter_now(self) -> None:
        self._asked = False
        if self.filter_bar is not None:
            self.board.filter(self.filter_bar.words)

    @on(FilterClosed)
    def _back_to_the_board(self, event: FilterClosed) -> None:
        event.stop()
        self.board.focus()

    @on(FilterPassed)
    def _move_while_typing(self, event: FilterPassed) -> None:
        event.stop()
        if event.action == "page":
            self.board.action_page(event.by)
        else:
            self.board.action_step(event.by)

    @on(CardsCounted)
    def _show_count(self, event: CardsCounted) -> None:
        self._counts = (event.shown, event.total)
        if self.filter_bar is not None:
            self.filter_bar.show_count(*self._counts)
