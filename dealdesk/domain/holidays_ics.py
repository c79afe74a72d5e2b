"""Days off from a holiday calendar (.ics, RFC 5545): whole days and ranges of them, yearly ones for the years ahead.

Events with a time of day are no days off and are left out; a repetition that can't be followed is refused rather than
read halfway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from dealdesk.domain.yearly import RuleRefused, yearly_days
from dealdesk.errors import InputRefused
from dealdesk.text import clean

#: Bytes of the largest file that is read; a national calendar of ten years has some 50 kB.
LARGEST = 2_000_000
#: A yearly day is taken for this year and so many after it.
YEARS_AHEAD = 5
_MOST_DAYS = 2000
_MOST_EVENTS = 5000
_LONGEST_EVENT = 92
_LONGEST_NAME = 100
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(T000000)?", re.ASCII)
_SPAN = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T0+[HMS])?", re.ASCII)
_ESCAPES = {"\\n": " ", "\\N": " ", "\\,": ",", "\\;": ";", "\\\\": "\\"}


class DayOffRead(NamedTuple):
    """One day off as a calendar has it."""

    day: date
    """Local date."""
    name: str


class Holidays(NamedTuple):
    """What was read from a file."""

    days: tuple[DayOffRead, ...]
    """In order of date, each date once."""
    left_out: int
    """Events with a time of day or called off."""


class _Event(NamedTuple):
    fields: dict[str, list[str]]

    def one(self, name: str) -> str:
        return self.fields.get(name, [""])[0].strip()


def read_ics(data: bytes, today: date) -> Holidays:
    """Return the days off of a calendar file, from the year before ``today`` on.

    Raises :class:`InputRefused` for what is no calendar, is too large, holds no whole day, or can't be followed.
    """
    if len(data) > LARGEST:
        raise InputRefused(f"That file is larger than {LARGEST // 1_000_000} MB: it is no holiday calendar.")
    found: dict[date, str] = {}
    left_out = 0
    for number, event in enumerate(_events(_lines(data)), 1):
        if number > _MOST_EVENTS:
            raise InputRefused(f"That calendar holds more than {_MOST_EVENTS:,} events: it is no list of holidays.")
        days = _days(event, today)
        left_out += not days
        for day in days:
            if day.year >= today.year - 1:
                found.setdefault(day, _name(event))
        if len(found) > _MOST_DAYS:
            raise InputRefused(f"That calendar holds more than {_MOST_DAYS:,} days: it is no list of holidays.")
    if not found:
        raise InputRefused(
            "That calendar holds no whole day of this year or later; events with a time are no days off."
        )
    return Holidays(tuple(DayOffRead(day, found[day]) for day in sorted(found)), left_out)


def _lines(data: bytes) -> list[str]:
    """Return the lines of the file, folded ones put together again."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    found: list[str] = []
    parts: list[str] = []
    for line in re.split(r"\r\n|\n|\r", text):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        found.append("".join(parts))
        parts = [line]
    found.append("".join(parts))
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in found):
        raise InputRefused("That is no calendar file: a holiday calendar begins with BEGIN:VCALENDAR.")
    return found


def _events(lines: list[str]) -> Iterator[_Event]:
    """Yield the events; what is nested in them, such as an alarm, is passed over."""
    inside: list[str] = []
    fields: dict[str, list[str]] = {}
    for line in lines:
        name, value = _parted(line)
        if name == "BEGIN":
            inside.append(value.strip().upper())
            if inside[-1] == "VEVENT":
                fields = {}
        elif name == "END":
            if inside and inside[-1] == value.strip().upper() == "VEVENT":
                yield _Event(fields)
            if inside:
                inside.pop()
        elif inside and inside[-1] == "VEVENT":
            fields.setdefault(name, []).append(value)
    if inside:
        raise InputRefused("That calendar file ends in the middle; get it anew.")


def _parted(line: str) -> tuple[str, str]:
    """Return the name of a line, without its parameters, and its value; a quoted parameter may hold a colon."""
    quoted = False
    for place, char in enumerate(line):
        if char == '"':
            quoted = not quoted
        elif char == ":" and not quoted:
            return line[:place].partition(";")[0].strip().upper(), line[place + 1 :]
    return "", ""


def _days(event: _Event, today: date) -> list[date]:
    """Return the days off of an event; none for one with a time of day, or that is called off."""
    if event.one("STATUS").upper() == "CANCELLED" or not event.one("DTSTART"):
        return []
    first = _day(event, "DTSTART")
    if first is None:
        return []
    long = _length(event, first)
    starts = [first]
    rules = event.fields.get("RRULE", [])
    if len(rules) > 1:
        raise _refused(event, "it repeats by several rules")
    if rules:
        try:
            starts = yearly_days(first, rules[0], today.year - 1, today.year + YEARS_AHEAD)
        except RuleRefused as refusal:
            raise _refused(event, str(refusal)) from None
    starts += _listed(event, "RDATE")
    left = set(_listed(event, "EXDATE"))
    try:
        return [day + timedelta(days=step) for day in starts if day not in left for step in range(long)]
    except OverflowError:
        raise _refused(event, "it lies outside the calendar") from None


def _day(event: _Event, name: str) -> date | None:
    """Return the local date of a property; None for one with a time of day."""
    match = _DAY.fullmatch(event.one(name))
    if match is None:
        if re.fullmatch(r"\d{8}T\d{6}Z?", event.one(name), re.ASCII):
            return None
        raise _refused(event, f"{event.one(name)[:20]} is no date")
    return _date(event, match)


def _date(event: _Event, match: re.Match[str]) -> date:
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise _refused(event, f"{match[0]} is no date") from None


def _length(event: _Event, first: date) -> int:
    """Return how many days an event lasts; its end is the day after its last."""
    span = _SPAN.fullmatch(event.one("DURATION")) if event.one("DURATION") else None
    days = 1
    if event.one("DTEND"):
        end = _day(event, "DTEND")
        days = max(1, (end - first).days) if end else 1
    elif span:
        days = max(1, int(span[1] or 0) * 7 + int(span[2] or 0))
    if days > _LONGEST_EVENT:
        raise _refused(event, f"it lasts {days:,} days")
    return days


def _listed(event: _Event, name: str) -> list[date]:
    return [
        _date(event, match)
        for value in event.fields.get(name, [])
        for part in value.split(",")
        if (match := _DAY.match(part.strip()))
    ]


def _name(event: _Event) -> str:
    text = re.sub(r"\\[nN,;\\]", lambda match: _ESCAPES[match[0]], event.one("SUMMARY"))
    return clean(text).strip()[:_LONGEST_NAME]


def _refused(event: _Event, why: str) -> InputRefused:
    name = _name(event) or "an event without a name"
    return InputRefused(f"That calendar can't be read as days off: {name[:40]}: {why}. Nothing was changed.")
