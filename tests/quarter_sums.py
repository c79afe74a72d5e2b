"""Dates reckoned by hand, one day after the other, to check a quarter against; nothing here is of the product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

#: The zone of the quarter, without a zone file: an hour ahead of UTC, two from the last Sunday of March on.
ZONE = "CET-1CEST,M3.5.0,M10.5.0/3"
SUMMER = datetime(2026, 3, 29, 1, tzinfo=UTC)
#: A local holiday behind the shortest month, Easter, and the first of May.
OFF = (date(2026, 3, 2), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1))
OPENS, CLOSES = time(9), time(18)
DAY = timedelta(days=1)

#: So many days or months.
Every = tuple[int, str]
WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY = (7, "days"), (14, "days"), (1, "months"), (3, "months")


def instant(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the instant at which the clock on the wall says so."""
    as_utc = datetime.combine(day, time(hour, minute), tzinfo=UTC)
    return as_utc - timedelta(hours=2 if as_utc - timedelta(hours=2) >= SUMMER else 1)


def wall(at: datetime) -> datetime:
    """Return what the clock on the wall says at an instant."""
    return (at + timedelta(hours=2 if at >= SUMMER else 1)).replace(tzinfo=None)


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in OFF


def forward(day: date) -> date:
    while not works(day):
        day += DAY
    return day


def back(day: date) -> date:
    while not works(day):
        day -= DAY
    return day


def working_days(day: date, count: int) -> date:
    """Return the day so many working days on; one that is off counts as the next that is not."""
    day = forward(day)
    while count:
        day += DAY
        count -= works(day)
    return day


def months_on(day: date, count: int) -> date:
    """Return the same day of a later month (an earlier one for a negative count), its last day if that is shorter."""
    year, month = day.year, day.month + count
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


def step(day: date, every: Every, times: int = 1) -> date:
    """Return the day so many intervals on, all counted from ``day``."""
    count, unit = every
    return months_on(day, count * times) if unit == "months" else day + DAY * count * times


def about(every: Every) -> int:
    """Return about how many days an interval is."""
    return every[0] * (30 if every[1] == "months" else 1)


def hours_after(at: datetime, hours: int) -> tuple[date, datetime | None]:
    """Return the last day, and the instant where the hours end in working time; else that day counts as a whole."""
    end = at + timedelta(hours=hours)
    local = wall(end)
    if works(local.date()) and OPENS <= local.time() <= CLOSES:
        return local.date(), end
    return forward(local.date() + (DAY if local.time() > CLOSES else timedelta())), None


def same_day(at: datetime) -> date:
    """Return the last day of what is to be answered on the same day."""
    local = wall(at)
    return forward(local.date() + (DAY if local.time() > CLOSES else timedelta()))


def days_from(first: date, count: int) -> Iterator[date]:
    """Yield so many days."""
    for _ in range(count):
        yield first
        first += DAY
