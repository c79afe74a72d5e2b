"""The floor: the smallest Textual App that shows a list of lines, without CSS, commands or a desk.

``python -m tests.benchmarks.minimal``. It takes the keys that are measured: up and down draw two lines anew, page up
and page down all of them.
"""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

MARKER = "the first frame"
_LINES = 10_000


class Lines(Widget, can_focus=True):
    """Lines of text with a cursor, drawn line by line."""

    BINDINGS: ClassVar = [
        Binding("down", "step(1)"),
        Binding("up", "step(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]
    cursor = 0
    top = 0

    def render_line(self, y: int) -> Strip:
        """Draw one line."""
        number = self.top + y
        sign = ">" if number == self.cursor else " "
        return Strip([Segment(f"{sign} line {number}: {MARKER}".ljust(self.size.width))])

    def action_step(self, by: int) -> None:
        """Move the cursor; two lines change, or all of them when the list scrolls."""
        before, self.cursor = self.cursor, min(_LINES - 1, max(0, self.cursor + by))
        if self.top <= self.cursor < self.top + self.size.height:
            for line in (before, self.cursor):
                self.refresh(Region(0, line - self.top, self.size.width, 1))
        else:
            self.top = max(0, self.cursor if by < 0 else self.cursor - self.size.height + 1)
            self.refresh()

    def action_page(self, by: int) -> None:
        """Show the next lines."""
        self.cursor = self.top = min(_LINES - 1, max(0, self.top + by * self.size.height))
        self.refresh()


class Minimal(App[None]):
    """One widget."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """Show the lines."""
        yield Lines()


if __name__ == "__main__":
    Minimal().run()
