"""Check-ins: the days on which two parties agreed to talk, counted from one anchor."""

from __future__ import annotations

from datetime import date

from dealdesk.domain.periods import Period
from dealdesk.errors import InputRefused


def occurrences(anchor: date, every: Period, count: int) -> list[date]:
    """Return the first ``count`` days of the series; the anchor is the first.

    Every day is counted from the anchor, so a short month moves one day and never the ones after it: from 31 Jan
    every month gives 28 Feb, 31 March, 30 April. Raises ``OutOfCalendar`` past year 9999 and ``InputRefused`` for a
    period that does not move forward.
    """
    _require_forward(every)
    return [anchor, *(every.times(index).after(anchor) for index in range(1, count))][: max(count, 0)]


def within_first_days(start: date, every: Period, days: int = 30) -> list[date]:
    """Return the check-ins after ``start`` in its first ``days`` days, the last of these days included."""
    _require_forward(every)
    found: list[date] = []
    while (day := every.times(len(found) + 1).after(start)).toordinal() - start.toordinal() <= days:
        found.append(day)
    return found


def _require_forward(every: Period) -> None:
    if every.count < 1:
        raise InputRefused("Check-ins need a length of time of at least one day between them.")
