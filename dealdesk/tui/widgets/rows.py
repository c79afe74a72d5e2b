"""The list: one widget that draws only the lines on the screen, however many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region

from dealdesk.errors import DealdeskError
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_messages import RowsMessage
from dealdesk.tui.widgets.row_source import Key, MemorySource, RowSource, Sort
from dealdesk.tui.widgets.row_window import RowWindow
from dealdesk.tui.widgets.rows_view import RowsView


class Rows(RowsView, can_focus=True, inherit_bindings=False):
    """A list of any length: cursor, header, headings, filter, order; reads its rows from a ``RowSource``.

    ``z`` orders by the next column, ``Z`` turns the order round: both letters are free in the key table. Left, right,
    ``h``, ``l`` and ``space`` are left to the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False, id="rows.up"),
        Binding("down,j", "step(1)", "Down", show=False, id="rows.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="rows.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="rows.page_down"),
        Binding("home,g", "first", "First row", show=False, id="rows.first"),
        Binding("end,G", "last", "Last row", show=False, id="rows.last"),
        Binding("enter", "open", "Open", id="rows.open"),
        Binding("z", "next_order", "Order by the next column", show=False, id="rows.next_order"),
        Binding("Z", "turn_order", "Turn the order round", show=False, id="rows.turn_order"),
    ]

    @dataclass
    class Moved(RowsMessage):
        """The cursor came to another row, by a key, the mouse, a filter or a reload."""

        key: Key | None
        """Key of the row under the cursor; None when the list is empty."""

    @dataclass
    class Opened(RowsMessage):
        """A row was chosen by Enter or the mouse."""

        key: Key
        """Key of the row."""

    @dataclass
    class Sorted(RowsMessage):
        """The list has another order."""

        sort: Sort | None
        """The order; None for the source's own."""

    @dataclass
    class Counted(RowsMessage):
        """The keys were read: at the start, after a filter, an order or a reload."""

        shown: int
        """Rows that match the filter."""
        total: int
        """Rows without the filter."""

    @dataclass
    class Failed(RowsMessage):
        """The source could not be read; the list shows what it had."""

        error: DealdeskError
        """What went wrong; its text is a sentence for people."""

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
        """Show ``source`` in ``columns``; ``empty`` (may have several lines) is shown when there are no rows at all."""
        super().__init__(columns, RowWindow(source or MemorySource({}), sort), empty, header, id=id, classes=classes)
        self.at_once: Callable[[], None] | None = None
        """Called when the cursor came to another row, before that is drawn: what it changes is drawn in the same frame.

        ``Moved`` says the same, a moment later.
        """
        self._told: Key | None = None
        self._click_opened = False

    @property
    def cursor_key(self) -> Key | None:
        """Key of the row under the cursor; None when the list is empty."""
        return self._window.cursor_key

    @property
    def cursor_index(self) -> int:
        """Place of the cursor among the rows shown, from 0."""
        return self._window.cursor

    @property
    def keys_shown(self) -> Sequence[Key]:
        """Keys of all rows that match the filter, in the order shown."""
        return self._window.keys

    @property
    def total(self) -> int:
        """Number of rows without the filter, when last read."""
        return self._window.total

    @property
    def words(self) -> str:
        """The filter; "" for none."""
        return self._window.words

    @property
    def sort(self) -> Sort | None:
        """The order; None for the source's own."""
        return self._window.sort

    def on_mount(self) -> None:
        """Read the keys before the first frame."""
        self._read(0)

    def use(self, source: RowSource) -> None:
        """Show another source; the filter and the order stay, the cursor too if its row is there."""
        self._window.source = source
        self._read(0)

    def reload(self) -> None:
        """Read everything again; the cursor stays on its row and the row at its place on the screen.

        A list that stands at its beginning stays there as long as that leaves the cursor in view. When the row is gone
        the cursor stays at the same index.
        """
        self._read(self._window.cursor)

    def filter(self, words: str) -> None:
        """Show the rows that match all ``words``; the cursor stays on its row, or goes to the first."""
        if words != self._window.words:
            self._window.words = words
            self._read(0)
            self._show_cursor()

    def sort_by(self, column: str | None, descending: bool | None = None) -> None:
        """Order by a column; without ``descending`` a second call turns the order round and a third ends it."""
        now = self._window.sort
        sort = None if column is None else Sort(column, bool(descending))
        if column is not None and descending is None and now is not None and now.column == column:
            sort = None if now.descending else Sort(column, descending=True)
        if sort != now:
            self._window.sort = sort
            self._read(0)
            self._show_cursor()
            self.post_message(self.Sorted(self, sort))

    def go_to(self, key: Key) -> bool:
        """Put the cursor on a row, in the middle if it was not in view; False when the filter does not show it."""
        index = self._window.index_of(key)
        if index >= 0:
            line = self._window.lines.line_of(index)
            if not self._top <= line < self._top + self._body:
                self._scroll(line - self._body // 2)
            self._go(index)
        return index >= 0

    def action_step(self, by: int) -> None:
        """Move the cursor by some rows."""
        self._go(self._window.cursor + by)

    def action_page(self, way: int) -> None:
        """Move the cursor by a screen; it stays at its place on the screen where the list allows."""
        window = self._window
        line = window.cursor_line
        index = window.lines.row_near(line + way * max(1, self._body - 1))
        if index == window.cursor:
            index = window.clamped(index + way)
        self._scroll(window.lines.line_of(index) - (line - self._top))
        self._go(index)

    def action_first(self) -> None:
        """Move the cursor to the first row."""
        self._go(0)

    def action_last(self) -> None:
        """Move the cursor to the last row."""
        self._go(len(self._window.keys) - 1)

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if (key := self.cursor_key) is not None:
            self.post_message(self.Opened(self, key))

    def action_next_order(self) -> None:
        """Order by the next column on the screen; after the last one comes the source's own order."""
        names = [None, *(p.column.name for p in self._places() if p.column.sortable)]
        now = self._window.sort.column if self._window.sort else None
        self.sort_by(names[(names.index(now) + 1) % len(names)] if now in names else names[0], descending=False)

    def action_turn_order(self) -> None:
        """Turn the order of the column round."""
        if (sort := self._window.sort) is not None:
            self.sort_by(sort.column, descending=not sort.descending)

    def failed(self, error: DealdeskError) -> None:
        """Tell the screen and the App that the source could not be read."""
        # Drawing and reloading run as the screen, and a message never bubbles past the one who made it: make it later.
        self.call_next(self._tell_failed, error)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row, open the row that has it, or order by the column."""
        at = event.get_content_offset(self)
        if at is None:
            return
        if at.y < self._header:
            for p in self._places():
                if p.x <= at.x < p.x + p.width and p.column.sortable:
                    self.sort_by(p.column.name)
            return
        index = self._window.lines.at(at.y - self._header + self._top)
        if not isinstance(index, int):
            return
        opens = index == self._window.cursor and not (event.chain > 1 and self._click_opened)
        self._click_opened = opens or (event.chain > 1 and self._click_opened)
        if opens:
            self.action_open()
        else:
            self._go(index)

    def on_resize(self) -> None:
        """Keep the cursor on the screen; the words of an empty list are wrapped anew."""
        if not self._window.keys:
            self._measure()
        self._show_cursor()

    def _read(self, otherwise: int) -> None:
        """Read the keys; the cursor's row keeps its distance from the top of the screen, the beginning its place."""
        if not self.is_attached:
            return
        window = self._window
        below, at_top = window.cursor_line - self._top, self._top == 0
        try:
            window.read(otherwise)
        except DealdeskError as error:
            self.failed(error)
            return
        self._measure()
        # A list that stands at its beginning goes on to show it: what undo brings back above the cursor is seen.
        self._scroll(0 if at_top and window.cursor_line < self._body else window.cursor_line - below)
        self.refresh()
        self._tell_moved()
        self.post_message(self.Counted(self, len(window.keys), window.total))

    def _go(self, index: int) -> None:
        """Move the cursor; two lines are drawn again unless the list has to scroll."""
        window = self._window
        old_line = window.cursor_line
        window.cursor = window.clamped(index)
        if not self._show_cursor():
            shift = self._header - self._top
            self.refresh(*(Region(0, line + shift, self.size.width, 1) for line in {old_line, window.cursor_line}))
        self._tell_moved()

    def _show_cursor(self) -> bool:
        """Scroll no further than it takes to show the cursor, and the heading right above it; True if it scrolled."""
        window, top, body = self._window, self._top, self._body
        line = window.cursor_line
        heading = window.lines.heading_line(window.cursor)
        if body <= 0:
            return False
        if heading < top:
            return self._scroll(heading if line - heading < body else line)
        return line >= top + body and self._scroll(line - body + 1)

    def _tell_moved(self) -> None:
        if self.cursor_key != self._told:
            self._told = self.cursor_key
            if self.at_once is not None:
                self.at_once()
            self.post_message(self.Moved(self, self._told))

    def _tell_failed(self, error: DealdeskError) -> None:
        self.post_message(self.Failed(self, error))
