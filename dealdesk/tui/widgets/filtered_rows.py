"""A list with its line of information above and its filter below: what a screen of rows is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.filter_messages import FilterChanged, FilterClosed, FilterPassed
from dealdesk.tui.widgets.row_source import RowSource, Sort
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.tui.widgets.filter_bar import FilterBar


class InfoLine(Widget):
    """One line with a text at each end; hidden while both are empty."""

    DEFAULT_CSS = "InfoLine { height: 1; width: 1fr; padding: 0 1; &.-empty { display: none; } }"

    def __init__(self) -> None:
        super().__init__(classes="-empty")
        self._left = self._right = self._short = ""

    def show(self, left: str, right: str, short: str = "") -> None:
        """Show two texts; where both do not fit, ``short`` stands for the left one, and is cut if need be."""
        if (left, right, short) != (self._left, self._right, self._short):
            self._left, self._right, self._short = left, right, short
            self.set_class(not (left or right), "-empty", update=self.is_attached)
            self.refresh()

    def render(self) -> Content:
        """Draw both texts on the width there is."""
        width = self.size.width
        right = fit(self._right, min(width, cell_len(self._right)))
        room = width - cell_len(right) - 1
        left = self._short if self._short and cell_len(self._left) > room else self._left
        return plain(fit(left, room) + " " * (width > cell_len(right)) + right)


class FilteredRows(Vertical):
    """A list, filtered as you type after ``/``; the messages of its ``Rows`` bubble to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "open_filter", "Filter", key_display="/", id="rows.filter"),
        Binding("escape", "clear_filter", "Clear the filter", show=False, id="rows.clear_filter"),
    ]
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
        self.filter_bar: FilterBar | None = None
        """The filter's line; made when a filter is typed for the first time, for an Input is slow to load."""
        self._info = InfoLine()
        self._asked = False

    def compose(self) -> ComposeResult:
        """Lay out information, list and filter from top to bottom."""
        yield self._info
        yield self.rows

    def info(self, left: str, right: str = "", short: str = "") -> None:
        """Show a line above the list; two empty texts hide it, ``short`` is the left one in few words."""
        self._info.show(left, right, short)

    def reload(self) -> None:
        """Read everything again; cursor, place, filter and order stay."""
        self.rows.reload()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen while there is no filter to clear."""
        return bool(self.rows.words) if action == "clear_filter" else True

    async def action_open_filter(self) -> None:
        """Type a filter."""
        if self.filter_bar is None:
            from dealdesk.tui.widgets.filter_bar import FilterBar

            self.filter_bar = FilterBar()
            await self.mount(self.filter_bar)
            self.filter_bar.show_count(len(self.rows.keys_shown), self.rows.total)
        self.filter_bar.open()

    def action_clear_filter(self) -> None:
        """Show all rows again."""
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
            self.rows.filter(self.filter_bar.words)

    @on(FilterClosed)
    def _back_to_the_list(self, event: FilterClosed) -> None:
        event.stop()
        self.rows.focus()

    @on(FilterPassed)
    def _move_while_typing(self, event: FilterPassed) -> None:
        event.stop()
        if event.action == "page":
            self.rows.action_page(event.by)
        else:
            self.rows.action_step(event.by)

    @on(Rows.Counted)
    def _show_count(self, event: Rows.Counted) -> None:
        if self.filter_bar is not None:
            self.filter_bar.show_count(event.shown, event.total)
