"""A clock that one screen holds by itself: the sponsor's ten minutes, the ninety seconds of a quick review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from dealdesk.domain.debrief import DebriefClock, gap_question
from dealdesk.domain.section_clock import GapAnswer, SectionClock, SectionState
from dealdesk.tui.dialogs.gap import GapQuestion

if TYPE_CHECKING:
    from dealdesk.tui.screens.base import DeskScreen

BEAT_S = 5.0
"""Seconds between two heartbeats: what a crash can take from its time (architecture.md 6)."""


class OwnClock:
    """The clock of ``screen``; it stops with it, for what it times happens there and nowhere else."""

    def __init__(
        self,
        screen: DeskScreen,
        clock: DebriefClock,
        show: Callable[[], None],
        write: Callable[[Sequence[SectionClock], str], None],
    ) -> None:
        """``show`` draws the clock; ``write`` writes sections down, with the name of the one in front."""
        self.clock = clock
        self._screen, self._show, self._write = screen, show, write
        self._written: dict[str, SectionClock] = {}
        self._beaten_at = 0.0
        self._asked: GapQuestion | None = None

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.clock.section.state is SectionState.RUNNING

    def hold(self) -> None:
        """Tick once a second for as long as the screen lives."""
        self._screen.set_interval(1, self.tick)
        self.tick()

    def release(self) -> None:
        """Stand still and write down what was used."""
        self.set(self.clock.pause(*self.times()))

    def letter(self) -> None:
        """Start with the first letter."""
        if not self.running:
            self.set(self.clock.letter(*self.times()))

    def toggle(self) -> None:
        """Pause, or go on."""
        self.set(self.clock.pause(*self.times()) if self.running else self.clock.resume(*self.times()))

    def times(self) -> tuple[datetime, float]:
        """Return the instant and the monotonic seconds."""
        clock = self._screen.workspace.clock
        return clock.now(), clock.mono()

    def set(self, clock: DebriefClock) -> None:
        """Take another state, show it and write it down."""
        self.clock = clock
        self.beat()
        self._show()

    def beat(self) -> None:
        """Write down the sections that moved since the last time."""
        self._beaten_at = self._screen.workspace.clock.mono()
        moved = [clock for clock in self.clock.sections if self._written.get(clock.section) != clock]
        if moved:
            self._written.update((clock.section, clock) for clock in moved)
            self._write(moved, self.clock.section.section)

    def beat_all(self) -> None:
        """Write all sections down: there is a row for them now."""
        self._written.clear()
        self.beat()

    def tick(self) -> None:
        """Count the time since the last tick, show it, write it down every five seconds, ask about a gap."""
        ticked = self.clock.tick(*self.times())
        changed, self.clock = ticked.clock != self.clock, ticked.clock
        if ticked.bell:
            self._screen.app.bell()
        gap = self.clock.section.gap
        if gap is not None:
            self._ask(gap_question(gap.seconds))
        elif changed and self._screen.workspace.clock.mono() - self._beaten_at >= BEAT_S:
            self.beat()
        self._show()

    def _ask(self, question: str) -> None:
        if self._asked is None:
            self._asked = GapQuestion(question)
            self._screen.app.push_screen(self._asked, self._answered)
        else:
            self._asked.say(question)

    def _answered(self, answer: GapAnswer | None) -> None:
        self._asked = None
        if answer is not None:
            self.set(self.clock.answer(answer, *self.times()))
