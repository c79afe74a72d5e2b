"""What stands beside a list where there is room: one look at the row under the cursor, once the cursor rests."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from dealdesk.tui.safe import plain

#: Seconds the cursor rests on a row before it is read.
REST_S = 0.3


class Beside(VerticalScroll, can_focus=False):
    """A text of several lines; nothing is read while it is not displayed.

    A screen displays it from some width on (``HORIZONTAL_BREAKPOINTS``), so that its place is there from the first
    frame and only its words come later.
    """

    DEFAULT_CSS = """
    Beside { width: 44; height: 1fr; padding: 0 1; border-left: solid $border-blurred; scrollbar-size-vertical: 1; }
    """

    def __init__(self, read: Callable[[], str], *, id: str | None = None) -> None:
        """``read`` returns what is to be shown now."""
        super().__init__(id=id)
        self._read = read
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Hold the text."""
        yield self._text

    def on_mount(self) -> None:
        """Make the clock of the cursor's rest."""
        self._rest = self.set_interval(REST_S, self.show_now, pause=True)

    def on_show(self) -> None:
        """Fill it once there is room for it."""
        self.call_after_refresh(self.show_now)

    def show_soon(self) -> None:
        """Show the row once the cursor rests on it."""
        if self.display:
            self._rest.reset()
            self._rest.resume()

    def show_now(self) -> None:
        """Show the row as it is now."""
        self._rest.pause()
        if self.display:
            self._text.update(plain(self._read()))
            self.scroll_home(animate=False)
