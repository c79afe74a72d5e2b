"""What is filtered as you type: a line of information above it, the filter's line below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.cells import cell_len
from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.filter_messages import FilterChanged, FilterClosed, FilterPassed

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


class Filterable(Protocol):
    """What a filter works on."""

    @property
    def words(self) -> str:
        """The filter; "" for none."""

    def filter(self, words: str) -> None:
        """Show what holds all ``words``."""

    def focus(self) -> object:
        """Take the keys."""

    def action_step(self, by: int) -> None:
        """Move the cursor by some lines."""

    def action_page(self, way: int) -> None:
        """Move the cursor by a screen."""


class FilteredList(Vertical):
    """The filter's half of ``FilteredRows`` and ``FilteredBoard``; screens use those."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "open_filter", "Filter", key_display="/", id="rows.filter"),
        Binding("escape", "clear_filter", "Clear the filter", show=False, id="rows.clear_filter"),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.filter_bar: FilterBar | None = None
        """The filter's line; made when a filter is typed for the first time, for an Input is slow to load."""
        self._info = InfoLine()
        self._asked = False

    @property
    def filtered(self) -> Filterable:
        """What is filtered."""
        raise NotImplementedError

    def counts(self) -> tuple[int, int]:
        """Return how much matches the filter, and how much there is without it."""
        raise NotImplementedError

    def info(self, left: str, right: str = "", short: str = "") -> None:
        """Show a line above; two empty texts hide it, ``short`` is the left one in few words."""
        self._info.show(left, right, short)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the screen while there is no filter to clear."""
        return bool(self.filtered.words) if action == "clear_filter" else True

    async def action_open_filter(self) -> None:
        """Type a filter."""
        if self.filter_bar is None:
            from dealdesk.tui.widgets.filter_bar import FilterBar

            self.filter_bar = FilterBar()
            await self.mount(self.filter_bar)
            self.show_counts()
        self.filter_bar.open()

    def action_clear_filter(self) -> None:
        """Show everything again."""
        if self.filter_bar is not None:
            self.filter_bar.action_clear()

    def show_counts(self) -> None:
        """Say in the filter's line how much is left."""
        if self.filter_bar is not None:
            self.filter_bar.show_count(*self.counts())

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
            self.filtered.filter(self.filter_bar.words)

    @on(FilterClosed)
    def _back_to_the_list(self, event: FilterClosed) -> None:
        event.stop()
        self.filtered.focus()

    @on(FilterPassed)
    def _move_while_typing(self, event: FilterPassed) -> None:
        event.stop()
        if event.action == "page":
            self.filtered.action_page(event.by)
        else:
            self.filtered.action_step(event.by)
