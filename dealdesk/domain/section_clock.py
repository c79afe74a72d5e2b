"""The clock of one debrief section: a frozen state that a row can hold and a restart can take up again.

Wall time (UTC) and monotonic seconds are passed in, never read. What is counted is the monotonic step between two
ticks; wall time dates the row, so that after kill -9, a closed lid or a restart the time away is known to the second
and asked about instead of guessed. A wall clock set back therefore neither adds nor takes a second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

GAP_S = 5.0
"""A step longer than this, or wall and monotonic time further apart than this, is a gap to ask about."""
MOST_S = 24 * 3600.0
"""No section and no gap counts more than a day."""
AMBER = 0.75
"""The share of the planned time after which what is still missing is named (architecture.md, product.md 4.3)."""
EXTRA_S = 120.0


class SectionState(StrEnum):
    """What a section's clock does; the value is what the store keeps."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    SKIPPED = "skipped"


class Level(StrEnum):
    """How far the planned time is used up."""

    OK = "ok"
    AMBER = "amber"
    OVER = "over"


class GapAnswer(StrEnum):
    """What to do with the time away."""

    COUNT = "count"
    PAUSE = "pause"
    END = "end"


@dataclass(frozen=True, slots=True)
class Gap:
    """Time away that nobody has spoken for yet; it grows until it is answered."""

    seconds: float
    """As long as it really was; counting it adds at most a day."""
    wall: datetime
    mono: float


@dataclass(frozen=True, slots=True)
class SectionClock:
    """One section's clock. The first six fields are the stored row, the rest lives in this process only."""

    section: str
    planned_s: float
    used_s: float = 0.0
    state: SectionState = SectionState.IDLE
    started_at: datetime | None = None
    """UTC instant of the first letter."""
    seen_at: datetime | None = None
    """UTC instant up to which ``used_s`` counts."""
    mono: float | None = None
    """Monotonic seconds at ``seen_at``; None in a clock read from the file, where a restart lies between."""
    gap: Gap | None = None
    expecting: bool = False
    """An external editor is about to open: the next step counts, however long."""

    @property
    def left_s(self) -> float:
        """Seconds left; negative when over."""
        return self.planned_s - self.used_s

    @property
    def level(self) -> Level:
        """Amber from 75 % of the planned time, over from 100 %."""
        if self.used_s >= self.planned_s:
            return Level.OVER
        return Level.AMBER if self.used_s >= AMBER * self.planned_s else Level.OK

    @property
    def closed(self) -> bool:
        """Whether the section is done or skipped."""
        return self.state in (SectionState.DONE, SectionState.SKIPPED)

    def letter(self, wall: datetime, mono: float) -> SectionClock:
        """Return the clock after a typed letter: it starts an idle section and takes up a paused one."""
        return self.run(wall, mono) if self.state in (SectionState.IDLE, SectionState.PAUSED) else self

    def run(self, wall: datetime, mono: float) -> SectionClock:
        """Return the clock running from now on, whatever it did before (start, resume, come back)."""
        if self.state is SectionState.RUNNING:
            return self
        return replace(
            self,
            state=SectionState.RUNNING,
            started_at=self.started_at or wall,
            seen_at=wall,
            mono=mono,
            gap=None,
            expecting=False,
        )

    def tick(self, wall: datetime, mono: float) -> Tick:
        """Return the clock with the time since the last tick counted, or held back as a gap to ask about."""
        if self.state is not SectionState.RUNNING or self.seen_at is None:
            return Tick(self, self.left_s, False)
        if self.mono is None:
            clock = resume_after_restart(self, wall, mono)
            return Tick(clock, clock.left_s, False)
        if self.gap is not None:
            more = max(mono - self.gap.mono, (wall - self.gap.wall).total_seconds(), 0.0)
            return Tick(replace(self, gap=Gap(self.gap.seconds + more, wall, mono)), self.left_s, False)
        step = max(mono - self.mono, 0.0)
        wall_step = (wall - self.seen_at).total_seconds()
        asleep = wall_step - step if wall_step - step > GAP_S else 0.0
        if not self.expecting and (step > GAP_S or asleep):
            # One question for the whole step; nothing of it is counted before the answer.
            return Tick(replace(self, gap=Gap(max(step, wall_step), wall, mono)), self.left_s, False)
        clock = replace(self._plus(step), seen_at=wall - timedelta(seconds=asleep), mono=mono, expecting=False)
        if asleep:
            clock = replace(clock, gap=Gap(asleep, wall, mono))
        return Tick(clock, clock.left_s, self.used_s < self.planned_s <= clock.used_s)

    def answer(self, answer: GapAnswer, wall: datetime, mono: float) -> SectionClock:
        """Return the clock after the question about the gap: counted and running, paused, or done.

        Unless it is counted, time stands at the last instant that was counted. Without a gap nothing changes.
        """
        clock = self.tick(wall, mono).clock
        if clock.gap is None:
            return clock
        if answer is GapAnswer.COUNT:
            return replace(clock._plus(clock.gap.seconds), seen_at=wall, mono=mono, gap=None)
        state = SectionState.PAUSED if answer is GapAnswer.PAUSE else SectionState.DONE
        return replace(clock, state=state, seen_at=wall, mono=None, gap=None)

    def pause(self, wall: datetime, mono: float) -> SectionClock:
        """Return the clock standing still; a gap that is still open is left out."""
        return self._stop(SectionState.PAUSED, wall, mono) if self.state is SectionState.RUNNING else self

    def done(self, wall: datetime, mono: float) -> SectionClock:
        """Return the section closed; one that never ran is skipped."""
        if self.closed:
            return self
        untouched = self.state is SectionState.IDLE and self.used_s == 0
        return self._stop(SectionState.SKIPPED if untouched else SectionState.DONE, wall, mono)

    def skip(self, wall: datetime, mono: float) -> SectionClock:
        """Return the section skipped; the time it has used stays."""
        return self._stop(SectionState.SKIPPED, wall, mono)

    def extend(self, seconds: float = EXTRA_S) -> SectionClock:
        """Return the clock with more planned time."""
        return replace(self, planned_s=min(self.planned_s + seconds, MOST_S))

    def expect_gap(self, wall: datetime, mono: float) -> SectionClock:
        """Return the clock ready for an external editor: the time spent there counts without a question."""
        clock = self.tick(wall, mono).clock
        ready = clock.state is SectionState.RUNNING and clock.gap is None
        return replace(clock, expecting=True) if ready else clock

    def _stop(self, state: SectionState, wall: datetime, mono: float) -> SectionClock:
        clock = self.tick(wall, mono).clock
        running = clock.state is SectionState.RUNNING
        return replace(
            clock, state=state, seen_at=wall if running else clock.seen_at, mono=None, gap=None, expecting=False
        )

    def _plus(self, seconds: float) -> SectionClock:
        return replace(self, used_s=min(max(self.used_s + seconds, 0.0), MOST_S))


class Tick(NamedTuple):
    """What one tick came to."""

    clock: SectionClock
    left_s: float
    """Seconds left; negative when over."""
    bell: bool
    """True in the one tick in which the planned time ran out."""


def resume_after_restart(clock: SectionClock, now: datetime, mono: float) -> SectionClock:
    """Return a clock read from the file: the time between ``seen_at`` and ``now`` is the gap to ask about.

    Up to five seconds are counted without a question. If the wall clock stands before ``seen_at``, nobody can know how
    long it was: the section is paused with what it had.
    """
    if clock.state is not SectionState.RUNNING or clock.seen_at is None:
        return clock
    away = (now - clock.seen_at).total_seconds()
    if away < 0:
        return replace(clock, state=SectionState.PAUSED, seen_at=now, mono=None, gap=None)
    if away <= GAP_S:
        return replace(clock._plus(away), seen_at=now, mono=mono)
    return replace(clock, mono=mono, gap=Gap(away, now, mono))
