"""How the leverage grid looks: its lines, drawn only where the screen shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dealdesk.tui.cells import fit
from dealdesk.tui.widgets.leverage_rows import GridColumn, GridRow, place_columns

HEADER = 1
_CURSOR_SIGN = ">"


class LeverageView(ScrollView, inherit_bindings=False):
    """The drawing half of ``LeverageGrid``; screens use ``LeverageGrid``."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "leverage--header",
        "leverage--source",
        "leverage--driver",
        "leverage--row",
        "leverage--cursor",
    }
    DEFAULT_CSS = """
    LeverageView {
        height: auto;
        min-height: 3;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .leverage--header { color: $text-muted; text-style: underline; }
        & > .leverage--source { text-style: bold; }
        & > .leverage--driver { color: $text-muted; }
        & > .leverage--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .leverage--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self, rows: list[GridRow], *, id: str | None) -> None:
        super().__init__(id=id)
        self._rows = rows
        self._at = 0
        self._column = GridColumn.COUNTED

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width, places = self.size.width, self._places()
        if y < HEADER:
            titles = {column: "" if column is GridColumn.SOURCE else column.value for column in places}
            return self._line(titles, None, self._style("header"))
        index = y - HEADER + self._top
        if index >= len(self._rows):
            return Strip([Segment(" " * width, self._style("row"))], width)
        row = self._rows[index]
        return self._line({column: row.cell(column) for column in places}, row, self._style("row"))

    def _line(self, cells: Mapping[GridColumn, str], row: GridRow | None, base: Style) -> Strip:
        width, here = self.size.width, row is not None and row is self._rows[self._at]
        segments: list[Segment] = []
        used = 0
        for column, (x, cell_width) in self._places().items():
            on = here and column is self._column
            style = base
            if on:
                style = self._style("cursor")
            elif row is not None and column is GridColumn.SOURCE:
                style = self._style("driver" if row.driver else "source")
            gap = " " * (x - 1 - used) + (_CURSOR_SIGN if on else " ")
            segments += [Segment(gap, base), Segment(fit(cells[column], cell_width), style)]
            used = x + cell_width
        segments.append(Segment(" " * max(0, width - used), base))
        return Strip(segments).adjust_cell_length(width, base)

    def _places(self) -> dict[GridColumn, tuple[int, int]]:
        return place_columns(max(0, self.size.width - self.scrollbar_size_vertical))

    @property
    def _top(self) -> int:
        return self.scroll_offset.y

    @property
    def _body(self) -> int:
        return max(0, self.size.height - HEADER)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"leverage--{name}")

    def _measure(self) -> None:
        size = Size(1, len(self._rows) + HEADER)
        if size != self.virtual_size:
            self.virtual_size = size
            self.refresh(layout=True)  # what stands beneath the grid follows its last row

    def _show_cursor(self) -> None:
        top = self._top
        if self._body <= 0:
            return
        if self._at < top:
            top = self._at
        elif self._at >= top + self._body:
            top = self._at - self._body + 1
        if top != self._top:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
