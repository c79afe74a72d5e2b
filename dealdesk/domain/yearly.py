"""Days that come back every year, as a calendar file writes them (RFC 5545, RRULE): bounded, and never guessed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dealdesk.domain.calendar import month_length

_WEEKDAYS = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_NTH = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"}
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)
_MOST_YEARS = 400
_LONGEST_RULE = 500


class RuleRefused(ValueError):
    """A rule that is not yearly, or says more than this module follows; the text says what."""


def yearly_days(first: date, rule: str, from_year: int, to_year: int) -> list[date]:
    """Return the days of a yearly rule that began on ``first``, in the years ``from_year`` to ``to_year``.

    A day that a year does not have, such as 29 February, is left out in that year, as the standard says. Raises
    :class:`RuleRefused`.
    """
    parts = _parts(rule)
    every = _number(parts, "INTERVAL", 1)
    count = _number(parts, "COUNT", 0)
    until = _until(parts)
    if every < 1 or count < 0:
        raise RuleRefused("its rule counts backwards")
    found: list[date] = []
    seen = 0
    begin = first.year
    if not count and from_year > begin:
        begin += (from_year - begin) // every * every  # years before those asked for tell nothing without a count
    for year in range(begin, min(to_year, first.year + _MOST_YEARS) + 1, every):
        for day in _of_year(year, first, parts):
            if day < first or (until and day > until):
                continue
            seen += 1
            if count and seen > count:
                return found
            if from_year <= year <= to_year:
                found.append(day)
    return found


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > _LONGEST_RULE:
        raise RuleRefused("its rule is too long")
    parts: dict[str, str] = {}
    for part in rule.strip().upper().split(";"):
        name, _, value = part.partition("=")
        if part:
            parts[name.strip()] = value.strip()
    if parts.get("FREQ") != "YEARLY":
        raise RuleRefused("it does not come back once a year")
    unknown = sorted(set(parts) - _KNOWN)
    if unknown:
        raise RuleRefused(f"its rule goes by {unknown[0][:20]}, which is not followed here")
    if "BYDAY" in parts and ("BYMONTH" not in parts or "BYMONTHDAY" in parts):
        raise RuleRefused("its rule names weekdays without a month")
    return parts


def _number(parts: dict[str, str], name: str, default: int) -> int:
    text = parts.get(name, "")
    if text and not _NUMBER.fullmatch(text):
        raise RuleRefused(f"{name} is no number")
    return int(text) if text else default


def _numbers(parts: dict[str, str], name: str, default: int, most: int) -> list[int]:
    texts = parts[name].split(",") if name in parts else [str(default)]
    if not all(_NUMBER.fullmatch(text.strip()) for text in texts):
        raise RuleRefused(f"{name} is no number")
    found = [int(text) for text in texts]
    if not all(1 <= abs(number) <= most for number in found):
        raise RuleRefused(f"{name} is out of range")
    return found


def _until(parts: dict[str, str]) -> date | None:
    text = parts.get("UNTIL", "")
    if not text:
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        raise RuleRefused("it ends on no date") from None


def _of_year(year: int, first: date, parts: dict[str, str]) -> list[date]:
    """Return the days of one year, in order; ``first`` fills in what the rule leaves open."""
    found: set[date] = set()
    # With a day of the month and no month, the rule means every month of the year.
    every_month = "BYMONTHDAY" in parts and "BYMONTH" not in parts
    months = list(range(1, 13)) if every_month else _numbers(parts, "BYMONTH", first.month, 12)
    if min(months) < 1:
        raise RuleRefused("BYMONTH is out of range")
    for month in months:
        if "BYDAY" in parts:
            found.update(_weekdays(year, month, parts["BYDAY"]))
            continue
        length = month_length(year, month)
        for number in _numbers(parts, "BYMONTHDAY", first.day, 31):
            day = number if number > 0 else length + 1 + number
            if 1 <= day <= length:
                found.add(date(year, month, day))
    return sorted(found)


def _weekdays(year: int, month: int, text: str) -> list[date]:
    found: list[date] = []
    length = month_length(year, month)
    for part in text.split(","):
        match = _NTH.fullmatch(part.strip())
        if match is None:
            raise RuleRefused("its weekday can't be read")
        begin = date(year, month, 1)
        begin += timedelta(days=(_WEEKDAYS[match[2]] - begin.weekday()) % 7)
        all_of_them = [date(year, month, day) for day in range(begin.day, length + 1, 7)]
        if match[1] is None:
            found += all_of_them
        else:
            nth = int(match[1])
            place = nth - 1 if nth > 0 else len(all_of_them) + nth
            found += all_of_them[place : place + 1] if 0 <= place < len(all_of_them) else []
    return found
