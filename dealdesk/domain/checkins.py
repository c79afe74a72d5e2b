"""Check-ins: the days on which two parties agreed to talk, counted from one anchor (how often: article 000).

The intervals of the first 30 days and of the time after them are each counted from where they begin, never from the
check-in before, so a short month moves one day only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.calendar import add_days
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.periods import Period, PeriodRefused, ToAnEndRefused
from dealdesk.domain.vocabulary import DealType
from dealdesk.errors import InputRefused
from dealdesk.text import fold

#: The days after signing in which parties talk more often.
FIRST_DAYS = 30
#: Terms of at most this many days keep the shorter of two intervals.
SHORT_TERM_DAYS = 90
AFTER_LAST, FIXED, CATCH_UP = "after-last", "fixed", "catch-up"
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0, "year": 365.0, "business day": 1.4}
_QUIET_FACTOR = 1.5
#: What is rarer than monthly, counting a month of 31 days.
_MONTH_DAYS = 31
_REVIEW = re.compile(r"(?<!p)review|\bqbrs?\b|\bquarterly\b")


def occurrences(anchor: date, every: Period, count: int) -> list[date]:
    """Return the first ``count`` days of the series; the anchor is the first.

    Every day is counted from the anchor, so a short month moves one day and never the ones after it: from 31 Jan
    every month gives 28 Feb, 31 March, 30 April. Raises ``OutOfCalendar`` past year 9999 and ``InputRefused`` for a
    period that does not move forward.
    """
    _require_forward(every)
    return [anchor, *(every.times(index).after(anchor) for index in range(1, count))][: max(count, 0)]


def within_first_days(start: date, every: Period, days: int = FIRST_DAYS) -> list[date]:
    """Return the check-ins after ``start`` in its first ``days`` days, the last of these days included."""
    _require_forward(every)
    found: list[date] = []
    while (day := every.times(len(found) + 1).after(start)).toordinal() - start.toordinal() <= days:
        found.append(day)
    return found


class Nominal(NamedTuple):
    """A check-in before it is rolled to a working day: so long after that local date."""

    since: date
    length: Period


class Rhythm(NamedTuple):
    """How often they talk, before and after the switch."""

    early: Period | None
    ongoing: Period | None
    switch_on: date | None
    """Local date of the last day on which the early interval counts; None: it never stops."""

    def interval(self, day: date) -> Period | None:
        """Return how often they talk on ``day``; None where that is over."""
        if self.early is None or self.switch_on is None or day <= self.switch_on:
            return self.early or self.ongoing
        return self.ongoing

    def after(self, last: date) -> Nominal | None:
        """Return the check-in one interval after ``last``; past the switch the ongoing interval counts."""
        if self.early and (self.switch_on is None or self.early.after(last) <= self.switch_on):
            return Nominal(last, self.early)
        return Nominal(last, self.ongoing) if self.ongoing else None

    def first(self, anchor: date, wanted: Callable[[date], bool]) -> Nominal | None:
        """Return the first check-in of the series from ``anchor`` that is ``wanted``; later ones then are too.

        The ongoing ones are counted from the last early one.
        """
        if self.early is None or self.switch_on is None:
            every = self.early or self.ongoing
            return _first(anchor, every, wanted) if every else None
        begins = anchor
        for index, day in enumerate(within_first_days(anchor, self.early, (self.switch_on - anchor).days), 1):
            if wanted(day):
                return Nominal(anchor, self.early.times(index))
            begins = day
        return _first(begins, self.ongoing, wanted) if self.ongoing else None


def rhythm_words(rhythm: Rhythm, today: date | None) -> str:
    """Return how often they talk: "every 2 weeks until Thu 11 June, then every month", "every month" once that is so.

    A phase is named while it lasts or is to come on the local day ``today``; None names all of them.
    """
    early, ongoing, switch_on = rhythm
    if early is None or switch_on is None:
        return ", then ".join(_every(every) for every in (early, ongoing) if every)
    if today is not None and today > switch_on:
        return _every(ongoing) if ongoing else f"over since {day_words(switch_on)}"
    first = f"{_every(early)} until {day_words(switch_on)}"
    return f"{first}, then {_every(ongoing)}" if ongoing else first


def _every(every: Period) -> str:
    return f"every {every.unit}" if every.count == 1 else f"every {counted(every.count, every.unit)}"


def _first(anchor: date, every: Period, wanted: Callable[[date], bool]) -> Nominal:
    _require_forward(every)
    late = 1  # doubled until it is late enough, then narrowed down: a deal of 1960 has many check-ins behind it
    while not wanted(every.times(late).after(anchor)):
        late *= 2
    early = late // 2
    while late - early > 1:
        middle = (early + late) // 2
        early, late = (early, middle) if wanted(every.times(middle).after(anchor)) else (middle, late)
    return Nominal(anchor, every.times(late))


def days_of(every: Period) -> float:
    """Return about how many days an interval is, to compare intervals by."""
    return every.count * _DAYS[every.unit]


def is_review(purpose: str, every: Period | None = None) -> bool:
    """Return whether a check-in is a review, which only a talk held as that check-in counts for.

    By its name: "business review", "QBR", "quarterly". Beside a more frequent one also by being rarer than monthly:
    pass ``every`` then.
    """
    return bool(_REVIEW.search(fold(purpose))) or (every is not None and days_of(every) > _MONTH_DAYS)


def near(every: Period) -> int:
    """Return how many days before a check-in a talk counts for it: a quarter of its interval."""
    return int(days_of(every) / 4)


def quiet_after(every: Period) -> int:
    """Return after how many days without a word to them a deal is quiet: one and a half intervals."""
    return -int(-days_of(every) * _QUIET_FACTOR // 1)


def term_days(start_on: date | None, end_on: date | None, term: str = "") -> int | None:
    """Return how many days a deal runs: from its dates, else from its term as typed; None if neither tells."""
    if start_on is not None and end_on is not None and end_on >= start_on:
        return (end_on - start_on).days
    try:
        return round(days_of(Period.parse(term))) if term else None
    except (PeriodRefused, ToAnEndRefused):
        return None


def default_text(deal_type: DealType | str | None, days: int | None = None) -> str:
    """Return the check-ins that a deal of this type gets, as they would be typed (article 000).

    Where the article leaves a choice, a term of at most 90 ``days`` takes the shorter interval. A deal without a type
    is asked about once a month.
    """
    short = days is not None and days <= SHORT_TERM_DAYS
    if deal_type == DealType.CLIENT:
        return "weekly, then every 2 weeks" if short else "weekly, then monthly"
    if deal_type == DealType.VENDOR:
        return "every 2 weeks, then monthly; business review: quarterly"
    if deal_type == DealType.PARTNER:
        return f"{'weekly' if short else 'every 2 weeks'}, then monthly; strategy review: quarterly"
    return "monthly"


def switch_day(anchor: date) -> date:
    """Return the last day on which the early interval counts: 30 days after ``anchor``."""
    return add_days(anchor, FIRST_DAYS)


def _require_forward(every: Period) -> None:
    if every.count < 1:
        raise InputRefused("Check-ins need a length of time of at least one day between them.")
