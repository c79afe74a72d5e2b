"""How a list looks: its lines, drawn only where the screen shows them."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import ClassVar, get_args

from rich.style import Style
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dealdesk.errors import DealdeskError
from dealdesk.tui.widgets.columns import MARKER, Column, Placed, place
from dealdesk.tui.widgets.row_drawing import header_strip, row_strip, text_strip
from dealdesk.tui.widgets.row_source import Look
from dealdesk.tui.widgets.row_window import UNREADABLE, RowWindow

_LOOKS = frozenset(look for look in get_args(Look) if look)


class RowsView(ScrollView, inherit_bindings=False):
    """The drawing half of ``Rows``; screens use ``Rows``."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "rows--row",
        "rows--cursor",
        "rows--header",
        "rows--heading",
        "rows--overdue",
        "rows--warning",
        "rows--good",
        "rows--muted",
        "rows--strong",
        "rows--accent",
    }
    DEFAULT_CSS = """
    RowsView {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .rows--header { color: $text-muted; text-style: underline; }
        & > .rows--heading { color: $text-accent; text-style: bold; }
        & > .rows--overdue { color: $text-error; }
        & > .rows--warning { color: $text-warning; }
        & > .rows--good { color: $text-success; }
        & > .rows--muted { color: $text-muted; }
        & > .rows--strong { text-style: bold; }
        & > .rows--accent { color: $text-accent; }
        & > .rows--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .rows--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        window: RowWindow,
        empty: str,
        header: bool,
        *,
        id: str | None,
        classes: str | None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._window = window
        self._empty = empty
        self._header = int(header)
        self._placed: tuple[Placed, ...] = ()
        self._placed_at = (-1, -1)

    @property
    def show_header(self) -> bool:
        """Whether the line of column titles is drawn."""
        return self._header == 1

    @show_header.setter
    def show_header(self, shown: bool) -> None:
        self._header = int(shown)
        self._measure()
        self.refresh()

    def failed(self, error: DealdeskError) -> None:
        """Take note that the source could not be read."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width, window = self.size.width, self._window
        if y < self._header:
            return header_strip(self._places(), window.sort, width, self._style("header"))
        body_line = y - self._header + self._top
        here = window.lines.at(body_line)
        if isinstance(here, str):
            return self._text_strip(here, self._style("heading"), 1)
        if here is None:
            lines = () if window.keys else self._empty_lines()
            text = lines[body_line] if body_line < len(lines) else ""
            return self._text_strip(text, self._style("muted" if text else "row"), MARKER)
        on = here == window.cursor
        base = self._style("cursor" if on else "row")
        first = window.lines.row_near(self._top)
        try:
            row = window.row(here, first, first + self._body)
        except DealdeskError as error:
            self.failed(error)
            row = UNREADABLE
        if row is None or row is UNREADABLE:
            text = "(no longer there)" if row is None else "(can't be read)"
            return self._text_strip(text, base if on else self._style("muted"), MARKER)
        return row_strip(row, self._places(), width, base, None if on else self._look_style, on)

    @property
    def _top(self) -> int:
        """First body line on the screen."""
        return self.scroll_offset.y

    @property
    def _body(self) -> int:
        """Lines of the screen below the header."""
        return max(0, self.size.height - self._header)

    @property
    def _inner(self) -> int:
        """Cells of a line that the scrollbar leaves free."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    def _text_strip(self, text: str, style: Style, indent: int) -> Strip:
        return text_strip(text, self._inner, self.size.width, style, indent)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"rows--{name}")

    def _look_style(self, look: Look) -> Style:
        return self._style(look if look in _LOOKS else "row")

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Lay the rows out in other columns."""
        if tuple(columns) != self._columns:
            self._columns, self._placed_at = tuple(columns), (-1, -1)
            self.refresh()

    def say_empty(self, words: str) -> None:
        """Change what is shown while there are no rows at all; may have several lines."""
        if words != self._empty:
            self._empty = words
            self._measure()
            self.refresh()

    def _empty_lines(self) -> Sequence[str]:
        if self._window.words:
            return (f"Nothing here holds: {self._window.words}",)
        room = max(20, self._inner - MARKER - 1)
        return [part for line in self._empty.split("\n") for part in wrap(line, room, drop_whitespace=False) or [""]]

    def _places(self) -> tuple[Placed, ...]:
        """Return where the columns lie at the present width; the scrollbar covers the last cell of the line."""
        at = (self._inner, self.size.width)
        if at != self._placed_at:
            self._placed, self._placed_at = place(self._columns, *at), at
        return self._placed

    def _measure(self) -> None:
        # Before the first layout there is no width to wrap the words to, and they would ask for a scrollbar.
        height = self._window.lines.height or (len(self._empty_lines()) if self.size.width else 0)
        self.virtual_size = Size(1, height + self._header)

    def _scroll(self, top: int) -> bool:
        """Bring a body line to the top of the screen, as far as the list allows; True if anything moved."""
        before = self._top
        self.scroll_to(y=max(0, top), animate=False, force=True, immediate=True)
        return self._top != before
