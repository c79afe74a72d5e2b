"""Two lines under the place where lines are typed: how the typing is read, or the whole text of the line chosen."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.safe import plain


class BelowLine(Widget):
    """A text of at most two lines, drawn again only when it changes."""

    DEFAULT_CSS = """
    BelowLine { height: 2; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = ""

    @property
    def text(self) -> str:
        """What is shown."""
        return self._text

    def show(self, text: str) -> None:
        """Show a text, literally."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render(self) -> Content:
        """Draw the text; what does not fit is left out."""
        return plain(self._text)
