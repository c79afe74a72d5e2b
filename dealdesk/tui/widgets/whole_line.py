"""Below a list: the row under the cursor in full, wrapped, where its line does not show all of it."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.cells import fit, folded
from dealdesk.tui.safe import plain

_INDENT = 1


class WholeLine(Widget):
    """A text on as many lines as it was given; what they do not hold ends in an ellipsis. Without lines it is hidden.

    Its height is set for a whole list and not for one row, so that the list stands still while the cursor moves.
    """

    DEFAULT_CSS = """
    WholeLine { height: 1; background: $panel; color: $foreground; }
    WholeLine.-empty { background: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="-empty")
        self.display = False
        self._text = ""
        self._lines = 0

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def give(self, lines: int) -> None:
        """Give it so many lines of the screen."""
        if lines != self._lines:
            self._lines = lines
            self.display = lines > 0
            self.styles.height = max(1, lines)

    def show(self, text: str) -> None:
        """Show a text, literally."""
        if text != self._text:
            if bool(text) != bool(self._text):
                self.set_class(not text, "-empty")
            self._text = text
            self.refresh()

    def render(self) -> Content:
        """Draw the lines there is room for."""
        width = self.size.width - 2 * _INDENT
        if width <= 0 or not self._text:
            return Content("")
        lines = folded(self._text[: (self._lines + 1) * width * 2], width)
        if len(lines) > self._lines:
            last = " ".join(lines[self._lines - 1 : self._lines + 1])
            lines = [*lines[: self._lines - 1], fit(last, width)]
        return plain("\n".join(" " * _INDENT + line for line in lines))


def most_lines(height: int, free: int = 0) -> int:
    """Return how many lines it takes at most of a screen of this height, of which a list leaves ``free`` ones empty."""
    usual = 2 if height < 24 else 3 if height <= 30 else height // 4
    return max(usual, min(free, height // 4))


def lines_for(text: str, width: int) -> int:
    """Return how many lines a text takes on a screen of ``width`` cells; 0 for none."""
    return len(folded(text, max(1, width - 2 * _INDENT))) if text else 0
