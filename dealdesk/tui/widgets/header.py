"""The first line of every screen: where one is, the current deal, a running clock, and whether typing is safe."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.compat import same_frame
from dealdesk.tui.safe import visible


class TitleLine(Widget):
    """One line; the left part names the screen and the deal, the right part is short and never cut."""

    DEFAULT_CSS = """
    TitleLine { height: 1; background: $panel; color: $foreground; text-style: bold; }
    """

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._deal = ""
        self._clock = ""
        self._sign = ""

    def show(
        self, *, title: str | None = None, deal: str | None = None, clock: str | None = None, sign: str | None = None
    ) -> None:
        """Change what is given: the screen's title, the current deal, the running clock, the sign of kept text."""
        new = (
            self._title if title is None else title,
            self._deal if deal is None else deal,
            self._clock if clock is None else clock,
            self._sign if sign is None else sign,
        )
        if new != (self._title, self._deal, self._clock, self._sign):
            self._title, self._deal, self._clock, self._sign = new
            self.refresh()
            same_frame(self)

    def render(self) -> Content:
        """Draw the line on the width there is."""
        width = self.size.width
        right = "  ".join(part for part in (self._clock, self._sign) if part)
        right = fit(visible(right), min(cell_len(right), width - 1)) if right else ""
        left = " " + "   ".join(part for part in (self._title, self._deal) if part)
        room = max(0, width - cell_len(right) - 2)
        return Content(fit(visible(left), room) + " " + right + " ")
