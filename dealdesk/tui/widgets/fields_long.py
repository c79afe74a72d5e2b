"""A field of one line that may hold a few sentences: it shows them wrapped, and Enter goes on as in every other line.

It is an Input that draws several rows, because a form has many of them and a TextArea costs twice as much to open.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import ClassVar

from rich.cells import cell_len, chop_cells
from rich.text import Text
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip
from textual.widgets.input import Selection

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import editable
from dealdesk.tui.widgets.fields import BESIDE, LineField
from dealdesk.tui.widgets.paste import raw

#: A text that may be so long is shown in several rows.
LEAST_LIMIT = 2000
#: Terminals with fewer rows show a field that is not typed in as one row.
_ROOMY = 24
_WORD = re.compile(r"(\S+)(\s*)|(\s+)")


def row_starts(text: str, width: int) -> list[int]:
    """Return at which character each row of ``text`` begins, broken between words where that is possible.

    No row is wider than ``width`` cells, at least two, but for the blanks at its end.
    """
    starts, used = [0], 0
    for found in _WORD.finditer(text):
        word, blanks = found[1] or "", found[2] or found[3] or ""
        cells = cell_len(word)
        if used and used + cells > width:
            starts.append(found.start())
            used = 0
        if cells > width:
            at = found.start()
            pieces = chop_cells(word, width)
            for piece in pieces[:-1]:
                at += len(piece)
                starts.append(at)
            cells = cell_len(pieces[-1])
        used += cells + len(blanks)
    return starts


class LongLine(LineField):
    """One line of text in as many rows as it needs: a few at rest, more while it is typed in."""

    DEFAULT_CSS = "LongLine { height: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "row(-1)", "Row above", show=False),
        Binding("down", "row(1)", "Row below", show=False),
    ]
    AT_REST: ClassVar[int] = 3
    MOST: ClassVar[int] = 6

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        self._open = False
        self._top = 0
        self._pointed_row = 0
        self._wrapped: tuple[str, int, list[int]] = ("", 0, [0])  # an Input asks for its cursor while it is made
        super().__init__(spec, context, text)

    @property
    def limit(self) -> int:
        """Most characters it takes."""
        return self.spec.limit

    @property
    def content_width(self) -> int:
        """The cells to scroll over sideways: never more than are shown."""
        return self.size.width

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is on the screen, for whatever the terminal shows beside it."""
        row = self._row_of(self.cursor_position)
        x, y, width, height = self.content_region
        column = cell_len(self.value[self._starts()[row] : self.cursor_position])
        return Offset(x + min(column, max(0, width - 1)), y + max(0, min(row - self._top, height - 1)))

    def replace_all(self, text: str) -> None:
        """Put in what an editor left, as if it had been typed; its lines become one."""
        self.type_in(raw(text, lines=False))

    def grow(self) -> None:
        """Be as high as the text, as far as the field may be now."""
        if not self.size.width:
            return
        screen = self.app.size.height
        most = min(self.MOST, screen - BESIDE) if self._open else self.AT_REST if screen >= _ROOMY else 1
        rows = max(1, min(most, len(self._starts())))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows
        self._follow()

    def watch_value(self) -> None:
        """Follow the text."""
        self.grow()

    def watch_selection(self) -> None:
        """Keep the cursor in view."""
        self._follow()

    def on_focus(self) -> None:
        """Show more of the text, where the cursor is."""
        self._open = True
        self.grow()

    def on_blur(self) -> None:
        """Show the beginning."""
        self._open = False
        self.grow()
        self.refresh()

    def on_resize(self) -> None:
        """Follow the new wrapping."""
        self.grow()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take note of the row, for the base asks only for the cell in it."""
        self._point(event)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Take note of the row that a selection is drawn to."""
        self._point(event)

    def action_row(self, step: int) -> None:
        """Move the cursor by a row; at the ends the form is scrolled as from any other field."""
        starts = self._starts()
        row = self._row_of(self.cursor_position)
        if not 0 <= row + step < len(starts):
            raise SkipAction
        column = cell_len(self.value[starts[row] : self.cursor_position])
        self.selection = Selection.cursor(self._at(row + step, column))

    def render_line(self, y: int) -> Strip:
        """Draw a row; the last one at rest says by its sign that there is more."""
        width, base = self.size.width, self.rich_style
        starts = self._starts()
        row = y + (self._top if self._open else 0)
        if row >= len(starts) or not width:
            return Strip.blank(width, base)
        shown = editable(self.value)
        start = starts[row]
        if not self.has_focus and y == self.size.height - 1 and row + 1 < len(starts):
            text = Text(fit(shown[start : start + 4 * width], width - 1), end="")
        else:
            text = self._row_text(shown, row, width)
        line = Strip(list(text.render(self.app.console)))
        return line.adjust_cell_length(width).apply_style(base)

    def _row_text(self, shown: str, row: int, width: int) -> Text:
        """Return a row with its part of the selection, and the cursor."""
        start, end = self._starts()[row], self._end(row)
        body = shown[start:end].rstrip()
        blanks = min(end - start - len(body), max(0, width - 1 - cell_len(body)))
        text = Text(body + " " * blanks, no_wrap=True, end="")
        if not self.has_focus:
            return text
        first, last = sorted(self.selection)
        if first != last:
            text.stylize(self.get_component_rich_style("input--selection"), max(0, first - start), max(0, last - start))
        if self._cursor_visible and self._row_of(self.cursor_position) == row:
            at = min(self.cursor_position - start, len(text))
            if at == len(text):
                text.pad_right(1)
            text.stylize(self.get_component_rich_style("input--cursor"), at, at + 1)
        return text

    def _starts(self) -> list[int]:
        """Return where the rows begin; one cell beside them is left to the cursor."""
        width = max(2, self.size.width - 1)
        if self._wrapped[:2] != (self.value, width):
            self._wrapped = (self.value, width, row_starts(editable(self.value), width))
        return self._wrapped[2]

    def _end(self, row: int) -> int:
        starts = self._starts()
        return starts[row + 1] if row + 1 < len(starts) else len(self.value)

    def _row_of(self, position: int) -> int:
        return bisect_right(self._starts(), position) - 1

    def _at(self, row: int, column: int) -> int:
        """Return the character at a cell of a row; behind the row its last one."""
        start, end = self._starts()[row], self._end(row)
        last = end if end == len(self.value) else end - 1
        for at in range(start, last):
            if cell_len(self.value[start : at + 1]) > column:
                return at
        return max(start, last)

    def _follow(self) -> None:
        if not self.size.width:
            return
        row, height = self._row_of(self.cursor_position), max(1, self.size.height)
        top = max(0, min(self._top, len(self._starts()) - height))
        top = min(row, max(top, row - height + 1))
        if top != self._top:
            self._top = top
            self.refresh()

    def _point(self, event: events.MouseEvent) -> None:
        y = event.get_content_offset_capture(self).y
        self._pointed_row = max(0, min(y + self._top, len(self._starts()) - 1))

    def _cell_offset_to_index(self, offset: int) -> int:
        return self._at(self._pointed_row, offset)
