"""The sections of a debrief: two lines above the list, or a column beside it where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from dealdesk.domain.section_clock import SectionState
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible

SIGNS = {SectionState.DONE: "✓", SectionState.SKIPPED: "-"}
HERE = ">"
LINES_EACH = 2


class RailSection(NamedTuple):
    """What the rail says about one section."""

    number: int
    title: str
    short: str
    planned_min: int
    used_min: int
    """Whole minutes: the rail is drawn again once a minute, not once a second."""
    state: SectionState

    @property
    def times(self) -> str:
        """Used and planned minutes."""
        return f"{self.used_min}/{self.planned_min} min" if self.used_min else f"{self.planned_min} min"


class SectionRail(Widget):
    """All sections with their minutes; the one in front carries a sign."""

    DEFAULT_CSS = """
    SectionRail { width: 1fr; height: 2; color: $text-muted; }
    """

    @dataclass
    class Chosen(Message):
        """A section was clicked."""

        index: int
        """Its place, from 0."""

    def __init__(self) -> None:
        super().__init__()
        self._sections: tuple[RailSection, ...] = ()
        self._current = 0

    def show(self, sections: Sequence[RailSection], current: int) -> None:
        """Show these sections, ``current`` in front."""
        if (tuple(sections), current) != (self._sections, self._current):
            self._sections, self._current = tuple(sections), current
            self.refresh()

    @property
    def _column(self) -> bool:
        return self.size.height > LINES_EACH

    def render(self) -> Content:
        """Draw the rail in the room there is."""
        return self._as_column() if self._column else self._as_line()

    def _as_line(self) -> Content:
        width = self.size.width // max(1, len(self._sections))
        titles: list[tuple[str, str] | str] = []
        times: list[tuple[str, str] | str] = []
        for index, section in enumerate(self._sections):
            on = index == self._current
            head = f"{HERE if on else ' '}{section.number} {section.short} {SIGNS.get(section.state, '')}"
            titles.append((fit(visible(head), width), "bold $foreground" if on else ""))
            times.append((fit(f"   {section.times}", width), "$foreground" if on else ""))
        return Content.assemble(*titles, "\n", *times)

    def _as_column(self) -> Content:
        width = self.size.width
        parts: list[tuple[str, str] | str] = ["\n"]
        for index, section in enumerate(self._sections):
            on = index == self._current
            head = f" {HERE if on else ' '} {section.number} {section.title} {SIGNS.get(section.state, '')}"
            parts.append((fit(visible(head), width) + "\n", "bold $foreground" if on else ""))
            parts.append((fit(f"     {section.times}", width) + "\n", "$foreground" if on else ""))
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the section that was clicked."""
        if not self._sections:
            return
        if self._column:
            index = (event.y - 1) // LINES_EACH if event.y else -1
        else:
            index = event.x // max(1, self.size.width // len(self._sections))
        if 0 <= index < len(self._sections):
            self.post_message(self.Chosen(index))
