"""The debrief as a whole: how its length is shared out, its clock over all sections, and one calm sentence of pace.

Overrun is borrowed from nobody: every section keeps its own minutes, the end of the debrief moves and is shown
(product.md 4.3). Shares and the default length of 45 minutes come from article 000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple

from dealdesk.domain.section_clock import EXTRA_S, MOST_S, GapAnswer, SectionClock, SectionState, Tick
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.errors import InputRefused
from dealdesk.templates.load import SECTION_IDS, DebriefTemplate

SHARES = (5, 10, 10, 10, 5, 5)
LENGTHS = {DebriefKind.FIRST: 45, DebriefKind.SECOND: 25, DebriefKind.MILESTONE: 15}
"""Minutes of each timed kind when nothing is typed; the quick review has its seconds."""
QUICK_S = 90
"""Seconds of a quick review, shared by its four questions."""
QUICK_SECTIONS = ("worked", "missed", "friction", "changes")
"""The register each question of a quick review fills, in their order."""
SPONSOR = "sponsor"
"""The name of the sponsor's slot among the clocks of a debrief; its time is no part of the debrief's length."""
SPONSOR_S = 600
SHORTEST, LONGEST = 5, 240
"""The lengths that can be chosen, in minutes."""
_MILESTONE_SECTIONS = ("worked", "missed", "friction", "changes")
_CALM_S = 10
"""Less than this counts as on time."""


class LengthRefused(InputRefused):
    """A debrief length that is no number of minutes in reach."""

    def __init__(self, text: str) -> None:
        super().__init__(f"A length is a number of minutes from {SHORTEST} to {LONGEST}, like 30; {text!r} is not.")


def parse_length(text: str, kind: DebriefKind = DebriefKind.FIRST) -> int:
    """Return the length in minutes: "30", "30 min"; nothing typed gives the default of the kind.

    Raises LengthRefused for anything else.
    """
    word = text.strip().lower()
    for unit in ("minutes", "minute", "min", "m"):
        word = word.removesuffix(unit)
    word = word.strip()
    if not text.strip():
        return LENGTHS.get(kind, 45)
    if not (word.isascii() and word.isdigit() and len(word) <= 4 and SHORTEST <= int(word) <= LONGEST):
        raise LengthRefused(text.strip())
    return int(word)


def planned(length_minutes: int, shares: Sequence[int] = SHARES) -> tuple[int, ...]:
    """Return the seconds of each section, in whole minutes that add up to exactly ``length_minutes``.

    30 minutes give 3, 7, 7, 7, 3, 3. Where whole minutes would leave a section with none, seconds are shared out.
    Raises LengthRefused outside 5 to 240 minutes.
    """
    if not SHORTEST <= length_minutes <= LONGEST:
        raise LengthRefused(str(length_minutes))
    minutes = _shared(length_minutes, shares)
    if min(minutes) > 0:
        return tuple(60 * count for count in minutes)
    return _shared(60 * length_minutes, shares)


def _shared(total: int, shares: Sequence[int]) -> tuple[int, ...]:
    """Share out ``total`` by largest remainder; between equal remainders the earlier section wins."""
    whole = sum(shares)
    parts = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: -(total * shares[i] % whole))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def agenda(kind: DebriefKind, length_minutes: int, template: DebriefTemplate) -> tuple[tuple[str, int], ...]:
    """Return the ids of the sections of a debrief of this kind, each with its planned seconds.

    A milestone debrief has sections 2, 4, 5 and 6, the first and second all six. A quick review has one question for
    each of four registers, and 90 seconds whatever the length says.
    """
    if kind is DebriefKind.QUICK:
        return tuple(zip(QUICK_SECTIONS, _shared(QUICK_S, [1] * len(QUICK_SECTIONS)), strict=True))
    ids = _MILESTONE_SECTIONS if kind is DebriefKind.MILESTONE else SECTION_IDS
    seconds = planned(length_minutes, [template.section(section).minutes for section in ids])
    return tuple(zip(ids, seconds, strict=True))


class DebriefTick(NamedTuple):
    """What one tick of the whole debrief came to."""

    clock: DebriefClock
    left_s: float
    """Seconds left in the current section; negative when over."""
    bell: bool


@dataclass(frozen=True, slots=True)
class DebriefClock:
    """The section clocks of one debrief and which one is in front; at most one of them runs."""

    sections: tuple[SectionClock, ...]
    current: int = 0

    @classmethod
    def of(cls, plan: Sequence[tuple[str, int]]) -> DebriefClock:
        """Return the clock of a debrief that has not begun, from an :func:`agenda`."""
        return cls(tuple(SectionClock(section, seconds) for section, seconds in plan))

    @property
    def section(self) -> SectionClock:
        """The section in front."""
        return self.sections[self.current]

    @property
    def finished(self) -> bool:
        """Whether every section is done or skipped."""
        return all(section.closed for section in self.sections)

    def letter(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock after a typed letter, which starts or takes up the section in front."""
        return self._with(self.section.letter(wall, mono))

    def tick(self, wall: datetime, mono: float) -> DebriefTick:
        """Return the clock one tick later."""
        tick: Tick = self.section.tick(wall, mono)
        return DebriefTick(self._with(tick.clock), tick.left_s, tick.bell)

    def answer(self, answer: GapAnswer, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock after the question about time away was answered."""
        return self._with(self.section.answer(answer, wall, mono))

    def pause(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock standing still."""
        return self._with(self.section.pause(wall, mono))

    def resume(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock running on in the section in front, a closed one too."""
        return self._with(self.section.run(wall, mono))

    def extend(self, seconds: float = EXTRA_S) -> DebriefClock:
        """Return the clock with more time for the section in front; the end of the debrief moves."""
        return self._with(self.section.extend(seconds))

    def expect_gap(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock ready for an external editor."""
        return self._with(self.section.expect_gap(wall, mono))

    def next(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock with this section closed and the following one in front.

        If this section ran, the following one runs at once: the people are talking. Otherwise it waits for its
        first letter. After the last section it stays in front, closed.
        """
        return self._close(self.section.done(wall, mono), wall, mono)

    def skip(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock with this section skipped and the following one in front."""
        return self._close(self.section.skip(wall, mono), wall, mono)

    def back(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock with the section before in front, open again with the time it had."""
        return self.go(self.current - 1, wall, mono)

    def go(self, index: int, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock with another section in front; the one that is left is paused, nothing is deleted."""
        if index == self.current or not 0 <= index < len(self.sections):
            return self
        running = self.section.state is SectionState.RUNNING
        return self._with(self.section.pause(wall, mono))._open(index, running, wall, mono)

    def end(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock of a finished debrief: what was used is done, the rest is skipped."""
        return replace(self, sections=tuple(section.done(wall, mono) for section in self.sections))

    def alone(self, wall: datetime, mono: float) -> DebriefClock:
        """Return the clock with every other section paused, if the one in front runs: no minute counts twice."""
        if self.section.state is not SectionState.RUNNING:
            return self
        others = (section if section is self.section else section.pause(wall, mono) for section in self.sections)
        return replace(self, sections=tuple(others))

    def _with(self, section: SectionClock) -> DebriefClock:
        changed = [*self.sections]
        changed[self.current] = section
        return replace(self, sections=tuple(changed))

    def _close(self, closed: SectionClock, wall: datetime, mono: float) -> DebriefClock:
        running = self.section.state is SectionState.RUNNING
        clock = self._with(closed)
        return clock._open(self.current + 1, running, wall, mono) if self.current + 1 < len(self.sections) else clock

    def _open(self, index: int, running: bool, wall: datetime, mono: float) -> DebriefClock:
        clock = replace(self, current=index)
        section = clock.section
        if running:
            return clock._with(section.run(wall, mono))
        if section.closed:
            state = SectionState.PAUSED if section.used_s else SectionState.IDLE
            return clock._with(replace(section, state=state))
        return clock


class Figures(NamedTuple):
    """Where a debrief stands."""

    used_s: float
    planned_s: float
    """The length that was chosen; +2 minutes does not change it."""
    behind_s: float
    """By how much the debrief will be longer than chosen if the rest runs as planned; negative when ahead."""
    remaining_s: float
    """Seconds until its end if the rest runs as planned."""


def figures(clocks: Sequence[SectionClock], length_minutes: float) -> Figures:
    """Return the figures of a whole debrief."""
    used = sum(clock.used_s for clock in clocks)
    remaining = sum(max(clock.left_s, 0.0) for clock in clocks if not clock.closed)
    length = 60.0 * length_minutes
    return Figures(used, length, used + remaining - length, remaining)


def pace(clocks: Sequence[SectionClock], length_minutes: int, now: datetime, zone: tzinfo) -> str:
    """Return one calm sentence: "40 s behind; you finish at 14:39", or what was used once all is done."""
    now_at = figures(clocks, length_minutes)
    if clocks and all(clock.closed for clock in clocks):
        return f"done in {mmss(now_at.used_s)} of {mmss(now_at.planned_s)}"
    ends = (now + timedelta(seconds=now_at.remaining_s)).astimezone(zone)
    seconds = round(now_at.behind_s)
    if abs(seconds) < _CALM_S:
        standing = "on time"
    else:
        standing = f"{spell_seconds(abs(seconds))} {'behind' if seconds > 0 else 'ahead'}"
    return f"{standing}; you finish at {ends:%H:%M}"


def spell_seconds(seconds: float) -> str:
    """Return a length of time in words: "40 s", "1 min 20 s", from five minutes whole ones, "2 h 5 min", "3 days"."""
    whole = int(max(seconds, 0))
    minutes, rest = divmod(whole, 60)
    if whole < 60:
        return f"{whole} s"
    if minutes < 5 and rest:
        return f"{minutes} min {rest} s"
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{hours // 24} days"


def gap_question(seconds: float) -> str:
    """Return the question about time away; what is counted is at most a day."""
    counted = " (counts as 24 h)" if seconds > MOST_S else ""
    return f"{spell_seconds(seconds)} away{counted}: count it, pause (default) or end the section?"


def mmss(seconds: float) -> str:
    """Return used time as "09:28"; never negative."""
    whole = int(max(seconds, 0))
    return f"{whole // 60:02d}:{whole % 60:02d}"


def left_text(left_s: float) -> str:
    """Return time left as "06:12" (begun seconds count as whole ones), once it is over as "+00:15"."""
    return mmss(-int(-left_s // 1)) if left_s > 0 else f"+{mmss(-left_s)}"


def progress_bar(used_s: float, planned_s: float, cells: int) -> str:
    """Return "[####----]" with ``cells`` cells between the brackets; full only when the time is used up."""
    share = 1.0 if planned_s <= 0 else min(max(used_s / planned_s, 0.0), 1.0)
    filled = int(share * cells)
    return f"[{'#' * filled}{'-' * (cells - filled)}]"
