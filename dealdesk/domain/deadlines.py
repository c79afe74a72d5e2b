"""When a debrief is due, and the one rule for every limit in hours (product.md 0; times from article 000).

A limit that ends outside working time is due on the next working day and late only when that day ends; the reason
stays visible. Where only a date was typed, days are counted, never hours. A strict wall clock is a setting.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from dealdesk.counts import counted
from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar, add_days

FIRST_DEBRIEF_HOURS = 72
SECOND_DEBRIEF_DAYS = 30
CHANGES_DAYS = 7
AFTER_SIGNING = "changes: after signing"
AFTER_DEBRIEF = "changes: after the debrief"
#: What a reason says of a limit that counts from the day something was entered, because the signing was long before.
FROM_ENTRY = "; counts from its entry"
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class WorkTime:
    """When this desk works: its calendar and the hours of a working day, local time."""

    calendar: WorkCalendar
    begins: time = time(9)
    ends: time = time(18)

    def covers(self, local: datetime) -> bool:
        """Return whether ``local`` lies in working time; the closing minute still does."""
        return self.calendar.is_working(local.date()) and self.begins <= local.time() <= self.ends

    def next_day(self, local: datetime) -> date:
        """Return the local date of the working day that is on or comes next after ``local``."""
        day = local.date()
        return self.calendar.forward(day if local.time() <= self.ends else add_days(day, 1))


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due, by which rule, and why then."""

    due_on: date
    """Local date; late once it is over, unless ``due_at`` says earlier."""
    due_at: datetime | None
    """UTC instant; None where the whole day counts."""
    rule: str
    """Name of the rule, as the store keeps it."""
    reason: str
    """One sentence in plain words."""


def due_after_hours(
    since: datetime, hours: int, zone: tzinfo, work: WorkTime, rule: str, *, strict: bool = False
) -> Due:
    """Return when a limit of ``hours`` after the instant ``since`` is due, in working time of ``zone``.

    ``strict`` keeps to the wall clock, on days off and at night too. Raises OutOfCalendar after year 9999.
    """
    try:
        end = since.astimezone(UTC) + timedelta(hours=hours)
        local = end.astimezone(zone)
    except OverflowError:
        raise OutOfCalendar from None
    # No verb: the sentence is stored, and read before that hour as well as after it.
    end_words = f"{hours} h: {day_words(local.date())} {local:%H:%M}"
    if strict or work.covers(local):
        return Due(local.date(), end, rule, end_words)
    day = work.next_day(local)
    return Due(day, None, rule, f"{end_words}, outside working time; due on {day_words(day)}")


def due_after_days(since: date, days: int, calendar: WorkCalendar, rule: str, *, strict: bool = False) -> Due:
    """Return when a limit of ``days`` after a local date is due: a whole day, never on a day off unless ``strict``.

    Raises OutOfCalendar after year 9999.
    """
    end = add_days(since, days)
    day = end if strict else calendar.forward(end)
    told = f"{counted(days, 'day')} after {day_words(since)}"
    off = f"{told} is {day_words(end)}, a day off; due on {day_words(day)}"
    return Due(day, None, rule, told if day == end else off)


def first_debrief(
    signed_on: date, signed_at: datetime | None, zone: tzinfo, work: WorkTime, *, strict: bool = False
) -> Due:
    """Return when the first debrief is due: 72 hours after signing.

    ``signed_at`` is the instant of signing in the app; without it, three days after the local date ``signed_on``.
    It may start from the minute of signing. Raises OutOfCalendar after year 9999.
    """
    if signed_at is not None:
        return due_after_hours(signed_at, FIRST_DEBRIEF_HOURS, zone, work, "first debrief", strict=strict)
    return due_after_days(signed_on, FIRST_DEBRIEF_HOURS // 24, work.calendar, "first debrief", strict=strict)


def changes_made(
    signed_on: date | None, taken_on: date, calendar: WorkCalendar, days: int = CHANGES_DAYS, *, strict: bool = False
) -> Due:
    """Return when the changes of a debrief are to be made: a week after signing (article 000).

    A deal that is not signed, or was signed longer ago than that when the first change was taken, counts from that day,
    the local date ``taken_on``. Raises OutOfCalendar after year 9999.
    """
    if signed_on is not None and add_days(signed_on, days) >= taken_on:
        return due_after_days(signed_on, days, calendar, AFTER_SIGNING, strict=strict)
    due = due_after_days(taken_on, days, calendar, AFTER_DEBRIEF, strict=strict)
    if signed_on is None:
        return due
    return replace(due, reason=f"{due.reason}{FROM_ENTRY}, the signing was {day_words(signed_on)}")


def day_words(day: date) -> str:
    """Return a local date as a sentence names it, "Mon 18 May"; English whatever the machine's locale is."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
