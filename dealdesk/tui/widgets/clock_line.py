"""The clock of a debrief on one line: what is left of the section, a bar, the total, and one calm sentence of pace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from dealdesk.domain.debrief import figures, left_text, mmss, progress_bar
from dealdesk.domain.section_clock import Level, SectionClock, SectionState
from dealdesk.tui.cells import fit

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOOKS = {Level.OK: "bold", Level.AMBER: "bold $text-warning", Level.OVER: "bold $text-error"}
_BAR = (8, 30)
"""Cells of the shortest and of the longest bar."""


def left_words(clock: SectionClock) -> str:
    """Return what is left of a section: "06:12 left of 10:00", "+00:15 over 10:00", and why the clock stands still."""
    planned = mmss(clock.planned_s)
    if clock.state is SectionState.IDLE and clock.used_s == 0:
        return f"{planned} from the first letter"
    over = clock.left_s <= 0
    words = f"{left_text(clock.left_s)} {'over' if over else 'left of'} {planned}"
    if clock.state is SectionState.RUNNING:
        return words if clock.gap is None else f"? {words}"
    return {
        SectionState.PAUSED: f"paused at {words}",
        SectionState.DONE: f"done in {mmss(clock.used_s)} of {planned}",
        SectionState.SKIPPED: f"skipped, {mmss(clock.used_s)} of {planned}",
    }.get(clock.state, words)


class ClockLine(Widget):
    """One line, drawn again when its text changes: once a second while the clock runs."""

    DEFAULT_CSS = """
    ClockLine { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._left = self._total = self._pace = ""
        self._level = Level.OK
        self._share = (0.0, 1.0)

    def show(self, clocks: Sequence[SectionClock], current: int, length_min: float, pace: str) -> None:
        """Show where the clocks stand."""
        clock = clocks[current]
        total = figures(clocks, length_min)
        new = (left_words(clock), f"{mmss(total.used_s)}/{mmss(total.planned_s)}", pace, clock.level)
        if new != (self._left, self._total, self._pace, self._level):
            self._left, self._total, self._pace, self._level = new
            self._share = (clock.used_s, clock.planned_s)
            self.refresh()

    def render(self) -> Content:
        """Draw the line; the bar takes what is left, and goes first where there is no room."""
        width = self.size.width
        tail = f"  {self._total}  {self._pace} "
        if cell_len(self._left) + cell_len(tail) + 1 > width:
            tail = f"  {self._pace} "
        room = width - 1 - cell_len(self._left) - cell_len(tail) - 3
        bar = f" {progress_bar(*self._share, min(room, _BAR[1]))}" if room >= _BAR[0] else ""
        look = _LOOKS[self._level]
        rest = width - 1 - cell_len(self._left) - cell_len(bar)
        return Content.assemble(" ", (self._left, look), (bar, look), fit(tail, rest, align="right"))
