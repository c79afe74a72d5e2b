"""A text to read that is wrapped for the width there is, and scrolls by the keys of a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from dealdesk.tui.safe import plain

#: The widest a line gets, in columns.
WIDEST = 110
_BAR = 3
"""Columns that padding and scroll bar take."""

Lines = Callable[[int], Sequence[str]]
"""Returns the lines for a width in columns."""


class Reading(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Lines to read; ``show`` takes what makes them for a width, so that a resize wraps them anew."""

    DEFAULT_CSS = """
    Reading { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    Reading > Static { height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "scroll_up", "Up", show=False, id="reading.up"),
        Binding("down,j", "scroll_down", "Down", show=False, id="reading.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="reading.page_up"),
        Binding("pagedown,space", "page_down", "Page down", show=False, id="reading.page_down"),
        Binding("home,g", "scroll_home", "To the start", show=False, id="reading.home"),
        Binding("end,G", "scroll_end", "To the end", show=False, id="reading.end"),
    ]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Static("", markup=False)
        self._lines: Lines = lambda _width: ()

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self._text

    def show(self, lines: Lines) -> None:
        """Show what ``lines`` returns for the width there is."""
        self._lines = lines
        self._draw()

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self._draw()

    def _draw(self) -> None:
        width = self.size.width or self.app.size.width
        self._text.update(plain("\n".join(self._lines(max(1, min(WIDEST, width - _BAR))))))
