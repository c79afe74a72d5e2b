"""The leverage grid: one widget that draws seven sources with their drivers, and cells one marks by the space bar."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message

from dealdesk.domain.leverage import MarkColumn, MarkRefused, Place, Standing, Standings, changed, pressed
from dealdesk.templates.leverage import LeverageTemplate
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.leverage_rows import GridColumn, GridRow, grid_rows
from dealdesk.tui.widgets.leverage_view import HEADER, LeverageView


class LeverageGrid(LeverageView, can_focus=True, inherit_bindings=False):
    """Sources and drivers under each other, marks beside them; it tells what was marked and never where that is kept.

    What is pressed is shown at once; :meth:`show` brings what is stored.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Row above", show=False, id="leverage.up"),
        Binding("down,j", "step(1)", "Row below", show=False, id="leverage.down"),
        Binding("left,h", "left", "Cell before; on a source: fold its drivers", show=False, id="leverage.left"),
        Binding("right,l", "right", "Next cell; on a source: unfold its drivers", show=False, id="leverage.right"),
        Binding("home,g", "edge(-1)", "First row", show=False, id="leverage.first"),
        Binding("end,G", "edge(1)", "Last row", show=False, id="leverage.last"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="leverage.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="leverage.page_down"),
        Binding(
            "space", "press", "Mark, or the next word; on a source: fold or unfold", show=False, id="leverage.press"
        ),
        Binding("tab", "write", "Their words and notes", show=False, id="leverage.write"),
    ]

    @dataclass
    class Marked(Message):
        """A cell was pressed and holds ``value`` now: ``yes`` or nothing, or a word of ``Movement``, ``Evidence``."""

        source: str
        driver: str
        """Empty for the source itself."""
        column: MarkColumn
        value: str

    @dataclass
    class Moved(Message):
        """The cursor came to another cell."""

        source: str
        driver: str
        column: GridColumn

    @dataclass
    class Refused(Message):
        """A cell was pressed and can't be marked now."""

        sentence: str

    def __init__(self, template: LeverageTemplate, *, id: str | None = None) -> None:
        super().__init__(grid_rows(template, {}, {}, set()), id=id)
        self._template = template
        self._stands: dict[Place, Standing] = {}
        self._quotes: dict[str, str] = {}
        self._unfolded: set[str] = set()
        self.write: Callable[[], Awaitable[None]] | None = None
        """Called to go to the texts of the source under the cursor, before the next key is read."""
        self.at_once: Callable[[], None] | None = None
        """Called when the cursor came to another row, before that is drawn; ``Moved`` says the same, a moment later."""

    @property
    def row(self) -> GridRow:
        """The row under the cursor."""
        return self._rows[self._at]

    @property
    def column(self) -> GridColumn:
        """The column under the cursor."""
        return self._column

    def show(self, stands: Standings, quotes: Mapping[str, str]) -> None:
        """Show what is stored: marks by place and the words of theirs by source; the cursor stays on its row."""
        self._stands, self._quotes = dict(stands), dict(quotes)
        self._rebuild()

    def fold_all(self) -> None:
        """Fold all drivers away and go to the first cell; for another deal."""
        self._unfolded.clear()
        self._at, self._column = 0, GridColumn.COUNTED
        self._rebuild()

    def go_to(self, source: str, driver: str = "") -> bool:
        """Put the cursor on a row; False where there is none."""
        found = next((at for at, row in enumerate(self._rows) if row.place == (source, driver)), None)
        if found is not None:
            self._go(found, self._column)
        return found is not None

    async def action_press(self) -> None:
        """Mark the cell under the cursor, fold or unfold a source, or go to the texts."""
        row = self.row
        if self._column is GridColumn.SOURCE:
            self._turn(row.source)
        elif self._column is GridColumn.QUOTE:
            await self.action_write()
        else:
            self._mark(row, MarkColumn(self._column.value))

    def on_mount(self) -> None:
        """Measure the rows."""
        self._measure()

    async def on_key(self, event: events.Key) -> None:
        """Act on a key here and now: a binding runs only after the key has bubbled to the App.

        A space that follows an arrow would else mark the old cell, and letters behind Tab would not reach the text.
        """
        focused = self.screen.focused
        if isinstance(focused, Field):
            focused.post_message(events.Key(event.key, event.character))
        elif action := _ACTIONS.get(event.key):
            await self.run_action(action)
        else:
            return
        event.stop()
        event.prevent_default()

    async def on_click(self, event: events.Click) -> None:
        """Go to the cell and press it."""
        at = event.get_content_offset(self)
        if at is None:
            return
        index = at.y - HEADER + self._top
        if at.y < HEADER or not 0 <= index < len(self._rows):
            return
        columns = [column for column, (x, _width) in self._places().items() if x - 1 <= at.x]
        self._go(index, columns[-1] if columns else GridColumn.SOURCE)
        await self.action_press()

    def on_resize(self) -> None:
        """Keep the cursor on the screen, and on a column that is shown."""
        self._go(self._at, self._column)

    def action_step(self, by: int) -> None:
        """Move the cursor by some rows."""
        self._go(self._at + by, self._column)

    def action_edge(self, way: int) -> None:
        """Move the cursor to the first or the last row."""
        self._go(0 if way < 0 else len(self._rows) - 1, self._column)

    def action_page(self, way: int) -> None:
        """Move the cursor by a screen."""
        self._go(self._at + way * max(1, self._body - 1), self._column)

    async def action_write(self) -> None:
        """Go to the texts; without any, to what comes next on the screen."""
        if self.write is not None:
            await self.write()
        else:
            self.screen.focus_next()

    def action_left(self) -> None:
        """Go to the cell before; on a source, fold its drivers."""
        if self._column is GridColumn.SOURCE:
            if self.row.source in self._unfolded:
                self._turn(self.row.source)
            return
        shown = list(self._places())
        self._go(self._at, shown[max(0, shown.index(self._column) - 1)])

    def action_right(self) -> None:
        """Go to the next cell; on a folded source, unfold its drivers."""
        row = self.row
        if self._column is GridColumn.SOURCE and not row.driver and row.source not in self._unfolded:
            self._turn(row.source)
            return
        shown = list(self._places())
        self._go(self._at, shown[min(len(shown) - 1, shown.index(self._column) + 1)])

    def _mark(self, row: GridRow, column: MarkColumn) -> None:
        try:
            value = pressed(row.standing, column)
            new = changed(self._stands, row.place, column, value)
        except MarkRefused as refusal:
            self.post_message(self.Refused(str(refusal)))
            return
        if row.driver:
            self._unfolded.add(row.source)  # else the row would go from under the cursor once nothing is marked in it
        self._stands.update(new)
        self._rebuild()
        self.post_message(self.Marked(row.source, row.driver, column, value))

    def _turn(self, source: str) -> None:
        """Unfold a source, or fold it, with the cursor on it."""
        self._unfolded ^= {source}
        if self.row.driver:
            self.go_to(source)
        self._rebuild()

    def _rebuild(self) -> None:
        """Make the rows anew; the cursor stays on its row, or goes to the source of one that is folded away."""
        before = self.row
        self._rows = grid_rows(self._template, self._stands, self._quotes, self._unfolded)
        places = [row.place for row in self._rows]
        for place in (before.place, (before.source, "")):
            if place in places:
                self._at = places.index(place)
                break
        if self.is_attached:
            self._measure()
            self._show_cursor()
            self.refresh()
        if self.row.place != before.place:
            self._tell()

    def _go(self, index: int, column: GridColumn) -> None:
        before = self.row.place, self._column
        self._at = max(0, min(len(self._rows) - 1, index))
        shown = list(self._places())
        self._column = column if column in shown else shown[-1]
        self._show_cursor()
        self.refresh()
        if (self.row.place, self._column) != before:
            self._tell()

    def _tell(self) -> None:
        if self.at_once is not None:
            self.at_once()
        self.post_message(self.Moved(*self.row.place, self._column))


_ACTIONS = {
    key: binding.action
    for binding in LeverageGrid.BINDINGS
    if isinstance(binding, Binding)
    for key in binding.key.split(",")
}
