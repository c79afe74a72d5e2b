"""When a row that a rule dates is due: from the rule's anchor and length, for every such row alike.

A length is hours ("48 h"), or a calendar length ("7 days", "5 business days", "1 month"); two of them parted by a comma
are the soft one and the hard one ("24 h, 48 h"). The anchor is the instant or the local date that it counts from. From
a date alone, hours are told_after as days: the clock of a day that nobody wrote down is not made up.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import NamedTuple

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.deadlines import Due, WorkTime, day_words, due_after_days, due_after_hours
from dealdesk.domain.periods import Period, PeriodRefused, ToAnEndRefused

_HOURS_A_DAY = 24
_MOST_HOURS = 24 * 366


class Dates(NamedTuple):
    """What a rule says of a row."""

    due_on: date
    """The last local day before it is late."""
    soft_on: date | None
    """The local day it is best done by; None where the rule has one length only."""
    due_at: datetime | None
    """UTC instant of the limit, where hours count and it ends in working time."""
    reason: str
    """One sentence: why then."""


def dates(
    rule: str,
    anchor: date | datetime,
    offset: str,
    not_before: date | None,
    work: WorkTime,
    zone: tzinfo,
    *,
    strict: bool = False,
) -> Dates:
    """Return when a row of ``rule`` is due that counts ``offset`` from ``anchor``.

    ``anchor`` is an aware instant or a local date. ``not_before`` is the local day it was entered: nothing is due
    before the first working day from then on, and the reason says so. ``strict`` keeps to the wall clock at all times.
    An ``offset`` that is no length counts nothing. Raises OutOfCalendar after year 9999.
    """
    soft, hard = lengths(offset)
    due = _due(rule, anchor, hard, work, zone, strict=strict)
    soft_on = _due(rule, anchor, soft, work, zone, strict=strict).due_on if soft else None
    if not_before is None:
        return Dates(due.due_on, soft_on, due.due_at, due.reason)
    floor = not_before if strict else work.calendar.forward(not_before)
    soft_on = max(soft_on, floor) if soft_on else None
    if due.due_on >= floor:
        return Dates(due.due_on, soft_on, due.due_at, due.reason)
    return Dates(floor, soft_on, None, f"was due {day_words(due.due_on)}; entered {day_words(not_before)}")


def lengths(offset: str) -> tuple[str, str]:
    """Return the soft and the hard length of an offset; the soft one is empty where there is one only."""
    soft, comma, hard = offset.rpartition(",")
    return (soft.strip(), hard.strip()) if comma else ("", offset.strip())


def hours(length: str) -> int | None:
    """Return how many hours a length is; None where it is no length in hours."""
    number, space, unit = length.partition(" ")
    return int(number) if space and unit == "h" and number.isdecimal() and int(number) <= _MOST_HOURS else None


def _due(rule: str, anchor: date | datetime, length: str, work: WorkTime, zone: tzinfo, *, strict: bool) -> Due:
    count = hours(length)
    if count is not None and isinstance(anchor, datetime):
        return due_after_hours(anchor, count, zone, work, rule, strict=strict)
    since = anchor.astimezone(zone).date() if isinstance(anchor, datetime) else anchor
    if count is not None:
        return due_after_days(since, -(-count // _HOURS_A_DAY), work.calendar, rule, strict=strict)
    if length.split(" ")[0] == "0":
        return _on(since, work.calendar, rule, strict=strict)
    try:
        period = Period.parse(length)
    except (PeriodRefused, ToAnEndRefused):
        # A length that nobody can read any more must not lose the row its day.
        return _on(since, work.calendar, rule, strict=strict)
    if period.unit == "day":
        return due_after_days(since, period.count, work.calendar, rule, strict=strict)
    return after_period(since, period, work.calendar, rule, strict=strict)


def after_period(since: date, period: Period, calendar: WorkCalendar, rule: str, *, strict: bool = False) -> Due:
    """Return when a limit of any calendar length after a local date is due; working days count in ``calendar``.

    Raises OutOfCalendar after year 9999.
    """
    end = period.after(since, calendar)
    day = end if strict else calendar.forward(end)
    told = f"{str(period).replace('business day', 'working day')} after {day_words(since)}"
    off = f"{told} is {day_words(end)}, a day off; due on {day_words(day)}"
    return Due(day, None, rule, told if day == end else off)


def _on(since: date, calendar: WorkCalendar, rule: str, *, strict: bool) -> Due:
    """Return the day itself; what it is the day of stands in the name of the rule, behind its colon."""
    day = since if strict else calendar.forward(since)
    told = f"{rule.partition(': ')[2]} {day_words(since)}".lstrip()
    return Due(day, None, rule, told if day == since else f"{told} is a day off; due on {day_words(day)}")
