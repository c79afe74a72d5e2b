"""Working days, business days and month steps: pure arithmetic on local dates, so no clock change can move it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import MAXYEAR, date, timedelta

from dealdesk.errors import InputRefused

MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = timedelta(days=1)
_DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class OutOfCalendar(InputRefused):
    """A step led before year 1 or after year 9999, where no date exists."""

    def __init__(self) -> None:
        super().__init__("That step leads to a day outside the calendar (years 1 to 9999).")


class WorkCalendar:
    """The work week and the days off of this desk. Immutable; equal calendars are equal and hash alike.

    ``workdays`` holds weekday numbers (Monday is 0, Sunday 6), ``holidays`` single local dates. Raises
    ``InputRefused`` for a week without a working day or with a number that is no weekday.
    """

    __slots__ = ("holidays", "workdays")

    holidays: frozenset[date]
    workdays: frozenset[int]

    def __init__(self, holidays: Iterable[date] = frozenset(), workdays: Iterable[int] = MONDAY_TO_FRIDAY) -> None:
        week = frozenset(workdays)
        if not week or not week <= frozenset(range(7)):
            raise InputRefused("A work week needs at least one day, numbered 0 (Monday) to 6 (Sunday).")
        object.__setattr__(self, "holidays", frozenset(holidays))
        object.__setattr__(self, "workdays", week)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a WorkCalendar is never changed in place ({name})")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return self.holidays == other.holidays and self.workdays == other.workdays

    def __hash__(self) -> int:
        return hash((self.holidays, self.workdays))

    def __repr__(self) -> str:
        return f"WorkCalendar(holidays={sorted(self.holidays)!r}, workdays={sorted(self.workdays)!r})"

    def is_working(self, day: date) -> bool:
        """Return whether ``day`` is in the work week and not a day off."""
        return day.weekday() in self.workdays and day not in self.holidays

    def forward(self, day: date) -> date:
        """Return the first working day on or after ``day``. Raises ``OutOfCalendar``."""
        return self._roll(day, _DAY)

    def back(self, day: date) -> date:
        """Return the last working day on or before ``day``. Raises ``OutOfCalendar``."""
        return self._roll(day, -_DAY)

    def between(self, start: date, end: date) -> int:
        """Return how many working days lie after ``start``, up to and including ``end``.

        Tomorrow is 1 away if it is a working day. Negative when ``end`` is before ``start``.
        """
        if end < start:
            return -self.between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        count = weeks * len(self.workdays)
        count += sum((start.weekday() + step) % 7 in self.workdays for step in range(1, rest + 1))
        return count - sum(start < day <= end and day.weekday() in self.workdays for day in self.holidays)

    def _roll(self, day: date, step: timedelta) -> date:
        try:
            while not self.is_working(day):
                day += step
        except OverflowError:
            raise OutOfCalendar from None
        return day


def add_business_days(start: date, days: int, calendar: WorkCalendar) -> date:
    """Return the working day ``days`` working days after ``start`` (before it, if negative).

    A start on a day off rolls forward to the next working day before counting, so five business days from a
    Saturday are counted from Monday; 0 gives that rolled day. Raises ``OutOfCalendar``.
    """
    step = _DAY if days >= 0 else -_DAY
    day = calendar.forward(start)
    try:
        for _ in range(abs(days)):
            day += step
            while not calendar.is_working(day):
                day += step
    except OverflowError:
        raise OutOfCalendar from None
    return day


def add_days(start: date, days: int) -> date:
    """Return ``start`` plus ``days`` calendar days. Raises ``OutOfCalendar``."""
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise OutOfCalendar from None


def add_months(start: date, months: int) -> date:
    """Return the same day ``months`` months later (earlier, if negative), clipped to the month's last day.

    Always count from the anchor: 31 Jan plus 1 is 28 Feb, plus 2 is 31 Mar. Raises ``OutOfCalendar``.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= MAXYEAR:
        raise OutOfCalendar
    return date(year, month + 1, min(start.day, month_length(year, month + 1)))


def month_length(year: int, month: int) -> int:
    """Return the number of days of ``month`` (1 to 12) in ``year``."""
    if month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0):
        return 29
    return _DAYS_IN_MONTH[month - 1]
