"""Dates as a person types them: a closed grammar. What it can't read is refused, never guessed.

Read, case-blind and in English: ``today tod tmr tomorrow yesterday``; a weekday (the next one strictly after today);
``next fri``, ``last fri`` (that day in the next or the last calendar week, weeks start on Monday); ``+3d 3d in 3 days
+2w +1m +1y``, ``5b`` or ``5bd`` (business days), ``-3d`` or ``3 days ago``; ``eow`` (last working day of this week, of
the next once it has passed), ``eom eoq eoy`` (last day of month, quarter, year); ``12 mar``, ``March 12, 2027``
(without a year: the next such day, today included); ``2026-03-12``; ``12.6`` and ``12.6.2027`` (dots are always
day.month); ``12/6`` and ``12-06-2027`` in the order one has set. A weekday in front (``Fri 12 March 2027``) must be the
right one.
A year has four digits: ``12/06/98`` could be two centuries, so it is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dealdesk.counts import counted
from dealdesk.domain.calendar import (
    OutOfCalendar,
    WorkCalendar,
    add_business_days,
    add_days,
    add_months,
    month_length,
)
from dealdesk.domain.periods import UNITS, Period, PeriodRefused
from dealdesk.errors import InputRefused

__all__ = [
    "DateRefused",
    "OutOfCalendar",
    "Period",
    "PeriodRefused",
    "WorkCalendar",
    "add_business_days",
    "add_months",
    "describe",
    "parse_date",
]

FIRST_YEAR, LAST_YEAR = 1900, 2200
_HINT = "Type a date like today, fri, +3d, 5b (business days), eom, 12 mar, 12.6. or 2027-03-12."
_MAX_TEXT = 60
_MAX_COUNT_DIGITS = 6

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAY_NUMBER = {form: n for n, name in enumerate(_WEEKDAYS) for form in (name, name[:3])}
_MONTH_NUMBER = {form: n for n, name in enumerate(_MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}
_SHOWN_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_WEEKS = {"next": 7, "last": -7}
_WORDS = {"today": 0, "tod": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1}


class DateRefused(InputRefused):
    """Text that is no date, with what can be typed instead."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _HINT)


def parse_date(
    text: str, today: date, order: str = "dmy", calendar: WorkCalendar | None = None, *, past: bool = False
) -> date:
    """Read ``text`` as a local date, seen from ``today``; the grammar is in the module's text.

    ``past`` is for what has happened already (a signature, a friction): a weekday or a day without a year is then
    the most recent one, today included.

    ``order`` ("dmy" or "mdy") decides slashes and dashes only; a date impossible in that order is refused, not
    swapped. ``calendar`` counts business days (Monday to Friday without one). Raises ``DateRefused`` for everything
    else, and for days outside the years 1900 to 2200.
    """
    if order not in ("dmy", "mdy"):
        raise DateRefused("The order of numeric dates is dmy or mdy.")
    text = " ".join(text.split()).lower()
    if not text or len(text) > _MAX_TEXT or not text.isascii():
        raise DateRefused
    try:
        day = _read(text, today, order, calendar or WorkCalendar())
        if past and day > today:
            day = _most_recent(text, day, today, order)
    except OutOfCalendar:
        raise _out_of_range() from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _out_of_range()
    return day


def describe(day: date, today: date, calendar: WorkCalendar | None = None) -> str:
    """Return how ``day`` was read, in at most 40 columns: "Fri 12 March 2027, in 4 working days".

    With a ``calendar``, near working days are counted in working days and a day off says so; without one, days are
    calendar days. Far days are rounded to months and years.
    """
    reading = f"{_WEEKDAYS[day.weekday()][:3].title()} {day.day} {_SHOWN_MONTHS[day.month - 1]} {day.year}"
    return f"{reading}, {_distance(day, today, calendar)}"


def _read(text: str, today: date, order: str, calendar: WorkCalendar) -> date:
    if text in _WORDS:
        return add_days(today, _WORDS[text])
    if text in _ENDS:
        return _ENDS[text](today, calendar)
    if text in _WEEKDAY_NUMBER:
        return add_days(today, (_WEEKDAY_NUMBER[text] - today.weekday() - 1) % 7 + 1)
    first, _, rest = text.partition(" ")
    if first in _WEEKS and rest in _WEEKDAY_NUMBER:
        return add_days(today, _WEEKS[first] - today.weekday() + _WEEKDAY_NUMBER[rest])
    named = first.rstrip(",.")
    if rest and named in _WEEKDAY_NUMBER:
        return _checked_weekday(_WEEKDAY_NUMBER[named], rest, today, order)
    step = _step(text)
    if step is not None:
        return _stepped(today, *step, calendar)
    return _calendar_date(text, today, order)


def _most_recent(text: str, day: date, today: date, order: str) -> date:
    """Return the most recent day that ``text`` can mean; what names its own year or counts from today stays."""
    if text in _WEEKDAY_NUMBER:
        return add_days(day, -7)
    if text in _ENDS or text in _WORDS or text.startswith("next ") or _step(text) is not None:
        return day
    for years in range(1, 9):  # 29 Feb may be eight years back
        found = _calendar_date(text, add_days(add_months(today, -12 * years), 1), order)
        if found <= today:
            return found
    return day


def _checked_weekday(weekday: int, rest: str, today: date, order: str) -> date:
    day = _calendar_date(rest, today, order)
    if day.weekday() != weekday:
        said, true = _WEEKDAYS[weekday].title(), _WEEKDAYS[day.weekday()].title()
        raise DateRefused(f"{day.day} {_SHOWN_MONTHS[day.month - 1]} {day.year} is a {true}, not a {said}.")
    return day


def _step(text: str) -> tuple[int, str] | None:
    """Return the signed count and the unit of "+3d", "in 3 business days", "2 weeks ago"; None if it is no step."""
    body, sign, signed = text, 1, False
    if body[0] in "+-":
        sign, signed, body = (-1 if body[0] == "-" else 1), True, body[1:].lstrip()
    elif body.startswith("in "):
        signed, body = True, body[3:]
    elif body.endswith(" ago"):
        sign, signed, body = -1, True, body[:-4]
    digits = len(body) - len(body.lstrip("0123456789"))
    unit = body[digits:].strip()
    unit = "b" if unit in ("business day", "business days", "working day", "working days") else unit
    if digits == 0 or unit not in UNITS:
        if signed:
            raise DateRefused
        return None
    if digits > _MAX_COUNT_DIGITS:
        raise _out_of_range()
    return sign * int(body[:digits]), unit


def _stepped(today: date, count: int, unit: str, calendar: WorkCalendar) -> date:
    size, kind = UNITS[unit]
    count *= size
    if kind == "business day":
        if abs(count) > (LAST_YEAR - FIRST_YEAR) * 366:
            raise _out_of_range()
        return add_business_days(today, count, calendar)
    if kind in ("month", "year"):
        return add_months(today, count * (12 if kind == "year" else 1))
    return add_days(today, count * (7 if kind == "week" else 1))


def _calendar_date(text: str, today: date, order: str) -> date:
    """Read a date that names its day and month, in letters or in numbers."""
    for separator in "/-.":
        if separator in text and not any(char.isalpha() for char in text):
            return _numeric(text, separator, today, order)
    tokens = text.replace(",", " ").split()
    if tokens:
        month_name = tokens[0].lstrip("0123456789")
        if month_name != tokens[0] and month_name in _MONTH_NUMBER:  # "19jan"
            tokens[:1] = [tokens[0].removesuffix(month_name), month_name]
    if len(tokens) not in (2, 3):
        raise DateRefused
    if tokens[0].rstrip(".") in _MONTH_NUMBER:
        tokens[:2] = tokens[1::-1]
    month = _MONTH_NUMBER.get(tokens[1].rstrip("."))
    if month is None:
        raise DateRefused
    return _date(_day_number(tokens[0]), month, tokens[2] if len(tokens) == 3 else "", today)


def _numeric(text: str, separator: str, today: date, order: str) -> date:
    parts = [part.strip() for part in text.split(separator)]
    if separator == "." and len(parts) == 3 and not parts[2]:
        parts.pop()  # "12.6." is the German way to write the 12th of the 6th
    if len(parts) not in (2, 3) or not all(part.isdigit() for part in parts):
        raise DateRefused
    if len(parts[0]) == 4 and len(parts) == 3:
        year, month, day = parts
    elif separator != "." and order == "mdy":
        month, day, year = [*parts, ""][:3]
    else:
        day, month, year = [*parts, ""][:3]
    if len(day) > 2 or len(month) > 2:
        raise DateRefused
    return _date(int(day), int(month), year, today)


def _day_number(token: str) -> int:
    for ending in ("st", "nd", "rd", "th", "."):
        token = token.removesuffix(ending)
    if not token.isdigit() or len(token) > 2:
        raise DateRefused
    return int(token)


def _date(day: int, month: int, year: str, today: date) -> date:
    """Return the date; without a year the next such day, today included (29 Feb waits for a leap year)."""
    if not 1 <= month <= 12:
        raise DateRefused(f"There is no month {month}. {_HINT}")
    if not 1 <= day <= month_length(2000, month):
        raise DateRefused(f"{_MONTHS[month - 1].title()} has no day {day}.")
    if year:
        if not year.isdigit():
            raise DateRefused
        if len(year) != 4:
            raise DateRefused("Write the year with four digits, like 2027.")
        if not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise _out_of_range()
        if day > month_length(int(year), month):
            raise DateRefused(f"{_MONTHS[month - 1].title()} {year} has no day {day}.")
        return date(int(year), month, day)
    for candidate in range(today.year, today.year + 9):  # leap years are at most eight years apart
        if candidate <= LAST_YEAR and day <= month_length(candidate, month):
            found = date(candidate, month, day)
            if found >= today:
                return found
    raise _out_of_range()


def _out_of_range() -> DateRefused:
    return DateRefused(f"Only days of the years {FIRST_YEAR} to {LAST_YEAR} can be kept.")


def _end_of_week(today: date, calendar: WorkCalendar) -> date:
    sunday = add_days(today, 6 - today.weekday())
    while True:
        last = calendar.back(sunday)
        if last >= today:
            return last
        sunday = add_days(sunday, 7)


def _end_of_month(today: date, _calendar: WorkCalendar) -> date:
    return today.replace(day=month_length(today.year, today.month))


def _end_of_quarter(today: date, _calendar: WorkCalendar) -> date:
    month = (today.month + 2) // 3 * 3
    return date(today.year, month, month_length(today.year, month))


def _end_of_year(today: date, _calendar: WorkCalendar) -> date:
    return date(today.year, 12, 31)


_ENDS: dict[str, Callable[[date, WorkCalendar], date]] = {
    "eow": _end_of_week,
    "eom": _end_of_month,
    "eoq": _end_of_quarter,
    "eoy": _end_of_year,
}


def _distance(day: date, today: date, calendar: WorkCalendar | None) -> str:
    days = (day - today) // timedelta(days=1)
    if -1 <= days <= 1:
        near = ("yesterday", "today", "tomorrow")[days + 1]
    elif calendar is not None and 1 < days <= 14 and calendar.is_working(day):
        near = f"in {counted(calendar.between(today, day), 'working day')}"
    else:
        near = _around(abs(days))
        near = f"in {near}" if days > 0 else f"{near} ago"
    off = calendar is not None and 0 <= days <= 60 and not calendar.is_working(day)
    return f"{near} (day off)" if off else near


def _around(days: int) -> str:
    if days <= 60:
        return f"{days} days"
    if days < 720:
        return f"about {round(days / 30.44)} months"
    return f"about {round(days / 365.25)} years"
