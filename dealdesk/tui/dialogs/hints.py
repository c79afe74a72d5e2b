"""What a section asks, its hints and the examples beside them, for terminals without room for a third pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from dealdesk.templates.load import DebriefTemplate, Section
from dealdesk.tui.dialogs.history import Scrolled


def hint_lines(section: Section, template: DebriefTemplate) -> list[str]:
    """Return prompts, hints and the pairs vague / specific, one line each."""
    found = [*(f"- {prompt}" for prompt in section.prompts), ""]
    found += [f"Think of: {', '.join(section.hints)}.", ""]
    for pair in template.pairs:
        found += [f"Vague: {pair.vague}", f"Specific: {pair.specific}", ""]
    return found[:-1]


class Hints(Scrolled):
    """Prompts and examples of one section."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "close", "Close", show=False)]

    def __init__(self, section: Section, template: DebriefTemplate, keys: Sequence[str] = ()) -> None:
        super().__init__(section.question)
        self._shown = [*hint_lines(section, template), *(["", *keys] if keys else [])]

    def lines(self, width: int) -> Sequence[str]:
        """Return the hints."""
        return self._shown
