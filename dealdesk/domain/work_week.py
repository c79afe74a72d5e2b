"""How work days, work hours and leads of reminders are typed, and how they are said."""

from __future__ import annotations

import re
from datetime import time

from dealdesk.errors import InputRefused
from dealdesk.text import fold

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORTEST = 2
_RANGE = re.compile(r"\s*(?:-|–|\bto\b)\s*")
_HOURS = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.ASCII)
_MIDNIGHT = 24
#: How the end of a day that ends at midnight is kept.
LAST_MINUTE = "23:59"
_LONGEST_LEAD = 730
_MOST_LEADS = 20


def read_week(text: str) -> tuple[int, ...]:
    """Read "mon-fri", "sun-thu" or "mon, tue, thu": weekday numbers from 0 (Monday), in order.

    A range may run over the weekend. Raises :class:`InputRefused` for anything else, and for a week without a day.
    """
    found: set[int] = set()
    for part in re.split(r"[,;]+|\s+and\s+", fold(text)):
        if not part.strip():
            continue
        ends = [_weekday(word) for word in _RANGE.split(part.strip())]
        if len(ends) > 1:
            first, last = (ends[0][0], ends[-1][0]) if len(ends) == 2 else (-1, -1)
            if first < 0 or any(len(end) > 1 for end in ends):
                raise _no_week(part)
            found.update((first + step) % 7 for step in range((last - first) % 7 + 1))
        else:
            found.update(ends[0])
    if not found:
        raise InputRefused("A work week needs at least one day: mon-fri; sun-thu; mon, tue, thu.")
    return tuple(sorted(found))


def _weekday(words: str) -> list[int]:
    found: list[int] = []
    for word in words.split():
        place = next(
            (
                number
                for number, name in enumerate(_FULL)
                if len(word.rstrip(".")) >= _SHORTEST and name.startswith(word.rstrip("."))
            ),
            None,
        )
        if place is None:
            raise _no_week(word)
        found.append(place)
    if not found:
        raise _no_week(words)
    return found


def _no_week(word: str) -> InputRefused:
    return InputRefused(f"{word.strip()[:20]} is no day of the week: try mon-fri; sun-thu; mon, tue, thu.")


def say_week(days: tuple[int, ...] | frozenset[int]) -> str:
    """Return work days as they would be typed: "mon-fri", "sun-thu", "mon, tue, thu"."""
    week = sorted(days)
    begins = [day for day in week if (day - 1) % 7 not in week]
    if len(begins) == 1 and len(week) > 2:
        return f"{DAYS[begins[0]]}-{DAYS[(begins[0] + len(week) - 1) % 7]}"
    return "mon-sun" if len(week) == len(DAYS) else ", ".join(DAYS[day] for day in week)


def say_hours(kept: str) -> str:
    """Return work hours as they would be typed: a day to its last minute goes to 24:00."""
    return f"{kept.removesuffix(LAST_MINUTE)}24:00" if kept.endswith(LAST_MINUTE) else kept


def read_hours(text: str) -> str:
    """Read "09:00-18:00", "9-18" or "9am - 5.30pm" and return it as it is kept: "09:00-18:00", local time.

    Raises :class:`InputRefused` for anything else, and for a day that ends before it begins.
    """
    ends = [part for part in _RANGE.split(text.strip().lower()) if part]
    times = [found for part in ends if (found := _time(part))]
    if len(times) != len(ends) or len(times) != 2:
        raise InputRefused("Type when work begins and ends, like 09:00-18:00 or 9-18.")
    if times[0] >= times[1]:
        raise InputRefused("Work has to begin before it ends on the same day, like 09:00-18:00.")
    return f"{times[0]:%H:%M}-{times[1]:%H:%M}"


def _time(text: str) -> time | None:
    match = _HOURS.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3] == "pm" else 0)
    if (hour, minute) == (_MIDNIGHT, 0):
        return time(23, 59)
    return time(hour, minute) if hour < _MIDNIGHT and minute < 60 else None


def read_leads(text: str) -> tuple[int, ...]:
    """Read "90, 60, 30": days before the last safe day on which a reminder speaks; the longest first.

    No text is no reminder. Raises :class:`InputRefused` for what is no such number.
    """
    found: set[int] = set()
    for part in re.split(r"[\s,;/]+", text.strip().lower()):
        if not part or part in ("d", "day", "days", "none"):
            continue
        number = part.removesuffix("d")
        if not (number.isascii() and number.isdecimal()) or not 1 <= int(number[:9]) <= _LONGEST_LEAD:
            raise InputRefused(f"{part[:20]} is no number of days from 1 to {_LONGEST_LEAD}: try 90, 60, 30, 14, 7, 1.")
        found.add(int(number))
    if len(found) > _MOST_LEADS:
        raise InputRefused(f"At most {_MOST_LEADS} reminders.")
    return tuple(sorted(found, reverse=True))
