"""The question of a section, what it wants, and as many of its prompts as there is room for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from dealdesk.templates.load import Section
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible


class PromptBox(Widget):
    """The question and, beside it, how many lines there are; under it prompts and hints."""

    DEFAULT_CSS = """
    PromptBox { height: 3; padding: 0 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._section: Section | None = None
        self._count = ""
        self._amber = False

    def show(self, section: Section, count: str, amber: bool) -> None:
        """Show a section; ``count`` says how many lines there are, or in amber what is missing."""
        if (section, count, amber) != (self._section, self._count, self._amber):
            self._section, self._count, self._amber = section, count, amber
            self.refresh()

    def render(self) -> Content:
        """Draw what fits."""
        section, width = self._section, self.size.width
        if section is None:
            return Content("")
        count = fit(self._count, min(cell_len(self._count), width))
        question = fit(visible(section.question), max(0, width - cell_len(count) - 2))
        gap = " " * max(0, width - cell_len(question) - cell_len(count))
        parts: list[tuple[str, str] | str] = [
            (question, "bold $foreground"),
            gap,
            (count, "bold $text-warning" if self._amber else "$foreground"),
        ]
        for text in (*section.prompts[: max(0, self.size.height - 2)], hints_that_fit(section.hints, width)):
            parts.append("\n" + fit(visible(text), width))
        return Content.assemble(*parts)


def hints_that_fit(hints: Sequence[str], width: int) -> str:
    """Return the line of hints with as many of them as fit whole."""
    text = f"Think of: {', '.join(hints[:1])}"
    for hint in hints[1:]:
        longer = f"{text}, {hint}"
        if cell_len(visible(longer)) > width:
            break
        text = longer
    return text
