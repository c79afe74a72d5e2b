"""The two standing lines of Today, their place kept from the first frame on; what they say is read after it."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import plain


class JobLines(Widget):
    """Learning and relationship, a line each; hidden on a desk without deals."""

    DEFAULT_CSS = """
    JobLines { height: 2; width: 1fr; padding: 0 1; color: $text-muted; &.-empty { display: none; } }
    """

    def __init__(self) -> None:
        super().__init__()
        self._words = ("", "")

    def use(self, *, shown: bool) -> None:
        """Keep a place on the screen, or none."""
        self.set_class(not shown, "-empty", update=self.is_attached)

    def show(self, learning: str, relationship: str) -> None:
        """Say how both are."""
        if (learning, relationship) != self._words:
            self._words = (learning, relationship)
            self.refresh()

    def render(self) -> Content:
        """Draw both on the width there is."""
        learning, relationship = self._words
        lines = (f"Learning      {learning}", f"Relationship  {relationship}")
        return plain("\n".join(fit(line, self.size.width) for line in lines))
