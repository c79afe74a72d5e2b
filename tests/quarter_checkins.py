"""A schedule of check-ins as both sides would reckon it on paper, for the days of a quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from tests.quarter_sums import DAY, Every, about, back, forward, step

FIRST_DAYS = 30


@dataclass
class Series:
    """One schedule; a day of it that is off is the next working one."""

    uid: str
    deal: int
    purpose: str
    anchor: date
    early: Every | None
    later: Every | None
    mode: str = "after-last"
    longest: int | None = None
    next_on: date | None = None
    late_after: date | None = None
    """The last day before it is late."""
    until: date | None = None
    """Put off to that day."""
    typed: bool = False
    tied: bool = False
    last: date | None = None
    known: Every | None = None
    """While it is on a day agreed on: how often it was said to be before that."""

    @property
    def switch(self) -> date:
        """The last day on which the early interval counts."""
        return self.anchor + timedelta(days=FIRST_DAYS)

    @property
    def comes_up(self) -> date | None:
        return self.until or self.next_on

    def interval(self, day: date) -> Every | None:
        return self.early if self.early and day <= self.switch else self.later

    def begin(self, today: date) -> None:
        """Take the first of its days that is not over."""
        self._set(next((day for day in self._days() if day >= today), None))

    def tie(self, day: date, days: int) -> None:
        """Be so many days after (before, if negative) the day of an action."""
        self.tied, self.typed, self.until = True, False, None
        day += days * DAY
        self.next_on = self.late_after = back(day) if days < 0 else forward(day)

    def move_to(self, day: date) -> None:
        """Be on a day that was agreed with them."""
        self.known = self.known or self.interval(self.next_on or day)
        self.next_on, self.until, self.typed, self.tied = day, None, True, False
        self._limit(self.last or self.anchor)

    def talk(self, on: date, *, named: bool) -> str | None:
        """Count a talk; return what is announced with it, None where it does not count."""
        if self.tied:
            self.tied = False
            self._set(None)
            return ""
        every = self.interval(self.next_on or on)
        known = self.known or every
        if every is None or self.next_on is None:
            return None
        reached = named or on + DAY * (about(every) // 4) >= self.next_on
        if (self.typed or self.mode != "after-last") and not reached:
            return None
        if self.mode == "after-last":
            if not self.typed and self.last and on < self.last:
                return None
            early = step(on, self.early) if self.early else None
            self._set(early if early and early <= self.switch else step(on, self.later) if self.later else None)
        else:
            past = self.next_on if self.mode == "catch-up" else max(self.next_on, on)
            self._set(next(day for day in self._days() if forward(day) > past))
        self.last = on
        self._limit(on)
        now, self.known = self.interval(self.next_on), None
        return f"From now on every {_said(now)}." if now and now != known else ""

    def _days(self) -> Iterator[date]:
        """Yield its days from the first one on: the early ones, then the others counted from the last of these."""
        begins = self.anchor
        if self.early:
            for times in count(1):
                day = step(self.anchor, self.early, times)
                if self.later and day > self.switch:
                    break
                yield day
                begins = day
        if self.later:
            for times in count(1):
                yield step(begins, self.later, times)

    def _set(self, day: date | None) -> None:
        self.next_on = self.late_after = forward(day) if day else None
        self.until, self.typed = None, False

    def _limit(self, last: date) -> None:
        if self.next_on and self.longest:
            self.late_after = max(self.next_on, forward(last + self.longest * DAY))
        else:
            self.late_after = self.next_on


def counts_for(rows: Sequence[Series], on: date, named: str) -> list[Series]:
    """Return for which check-ins of a deal a talk is held.

    Held as one: that one, and the usual talk that is for nothing in particular. Else the most frequent that is no
    review, others that are due and no reviews, and one that is tied to an action and at most two days ahead.
    """
    timed = [row for row in rows if row.next_on and not row.tied and row.interval(row.next_on)]
    often = {row.uid: about(row.interval(row.next_on or on) or (0, "")) for row in timed}
    talks = [row.uid for row in timed if "review" not in row.purpose]
    usual = min(talks, key=lambda uid: often[uid]) if talks else ""
    if any(row.uid == named and not row.tied for row in rows):
        return [row for row in rows if row.uid == named or (row.uid == usual and not row.purpose)]
    meant = {usual, named}
    meant |= {
        uid for uid in talks if often[uid] <= 31 and any(on >= (row.next_on or on) for row in timed if row.uid == uid)
    }
    meant |= {row.uid for row in rows if row.tied and row.next_on and row.next_on <= on + 2 * DAY}
    return [row for row in rows if row.uid in meant]


def _said(every: Every) -> str:
    number, unit = every
    if unit == "days":
        number, unit = number // 7, "weeks"
    return f"{number} {unit}" if number > 1 else unit.removesuffix("s")
