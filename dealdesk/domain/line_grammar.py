"""One grammar for every place where a line is added: who said it, when, tags and kind, typed in the line itself.

``@ab `` in front names who said it, a date in front when it happened, ``#tag`` may stand anywhere, ``!kind`` too.
What is not recognised stays text, word for word. A line that holds nothing but markers keeps them as its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dealdesk.domain.dates import DateRefused, parse_date
from dealdesk.text import clean

_WHO = re.compile(r"@([^\W\d_]{1,8})[:,]?(?:\s+|$)")
_UNKNOWN_INITIALS = 3
_TAG = re.compile(r"(?:(?<=\s)|(?<=\()|^)#([^\W\d][\w-]*)")
_KIND = re.compile(r"(?:(?<=\s)|^)!([^\W\d_][\w-]*)(?=\s|$)")
_LEAST_PREFIX = 3

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_END = r"(?=\s|$|[:,;](?:\s|$))"
_ISO = re.compile(rf"(\d{{4}}-\d{{1,2}}-\d{{1,2}}){_END}")
_NUMERIC = re.compile(rf"(\d{{1,2}}([/.])\d{{1,2}}(?:(?:\2\d{{4}})|\.)?){_END}")
_DAY_MONTH = re.compile(rf"(\d{{1,2}}(?:st|nd|rd|th|\.)? {_MONTH}\.?(?:,? \d{{4}}(?!\S))?){_END}", re.IGNORECASE)
_MONTH_DAY = re.compile(rf"({_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}}(?!\S))?){_END}", re.IGNORECASE)
_AFTER_DATE = re.compile(r"^\s*(?:[:,;]|-(?=\s)|–(?=\s))?\s*")

# Words after "2.5" or "2/3" that make it a quantity, and after "12 may" that make "may" a verb.
_QUANTITY = re.compile(
    r"\s*(?:%|of\b|percent|per\b|(?:seconds?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|times?|people|persons?"
    r"|points?|pages?|k|m|mn|bn|x|million|thousand|billion|eur|usd|gbp|chf|euros?|dollars?|fte|stars?"
    r"|votes?|seats?|users?|licen[cs]es?|meetings?|calls?|offers?|questions?|rounds?|support)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\s+(?:be|have|not|also|still|well|need|want|get|go|come|take|cost|say|think|sign|leave|lose|ask|agree|refuse|join"
    r"|help|only|even|never|become|fail|work|object|do|make|see|seem|wish|like)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*+•–—]\s+|\(?\d{1,2}[.)]\s+|\[[ xX]\]\s+)+")


class Line(NamedTuple):
    """A line as it was read."""

    text: str
    said_by: str | None = None
    """Initials: in the spelling of the known ones, else as typed."""
    happened_on: date | None = None
    """Local date, never after today."""
    tags: tuple[str, ...] = ()
    """In lower case, in the order typed, each once."""
    kind: str | None = None
    """The whole kind ("stakeholder move") where the kinds are known, else the word as typed."""


def parse_line(
    text: str, today: date, order: str = "dmy", initials: Iterable[str] = (), kinds: Iterable[str] = ()
) -> Line:
    """Read one line. ``today`` is the local date, ``order`` ("dmy" or "mdy") is that of numeric dates.

    ``@ab `` is read when ``ab`` is among ``initials`` or has at most three letters. ``!kind`` is read when it names
    one of ``kinds`` or at least three letters one of its words begins with; without ``kinds`` every word is taken.
    A tag inside the sentence leaves its word there ("lost on #price again"), one at either end leaves nothing. A
    date without a year is the most recent such day, because a line tells of the past; one in the future stays text.
    """
    whole = clean(text)
    rest, kind = _take_kind(whole, tuple(kinds))
    said_by: str | None = None
    happened_on: date | None = None
    known = {name.lower(): name for name in initials}
    leading: list[str] = []
    while True:
        if match := _TAG.match(rest):
            leading.append(match[1])
            rest = rest[match.end() :].lstrip()
        elif said_by is None and (who := _take_who(rest, known)):
            said_by, rest = who
        elif happened_on is None and (when := _take_date(rest, today, order)):
            happened_on, rest = when
        else:
            break
    rest, inside = _take_tags(rest)
    tags = dict.fromkeys(tag.lower() for tag in (*leading, *inside))
    return Line(rest or whole, said_by, happened_on, tuple(tags), kind)


def leading_date(text: str, today: date, order: str = "dmy") -> tuple[date, str] | None:
    """Return the date a text begins with, never after today, and the text after it; None where there is none."""
    found = _take_date(clean(text), today, order)
    return found if found and found[1] else None


def pasted_lines(text: str) -> list[str]:
    """Return the lines of a pasted list, without bullets, numbers and empty lines."""
    lines = (clean(_BULLET.sub("", line)) for line in clean(text, lines=True).split("\n"))
    return [line for line in lines if line]


def _take_kind(text: str, kinds: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the text without the first ``!kind`` that is one, and that kind."""
    for match in _KIND.finditer(text):
        kind = _named_kind(match[1], kinds)
        if kind is not None:
            return " ".join((text[: match.start()] + text[match.end() :]).split()), kind
    return text, None


def _named_kind(word: str, kinds: tuple[str, ...]) -> str | None:
    if not kinds:
        return word.lower()
    wanted = word.lower().replace("-", " ").replace("_", " ")
    if wanted in kinds:
        return wanted
    if len(wanted) < _LEAST_PREFIX:
        return None
    fitting = [kind for kind in kinds if kind.startswith(wanted)] or [
        kind for kind in kinds if any(part.startswith(wanted) for part in kind.split())
    ]
    return fitting[0] if len(fitting) == 1 else None


def _take_who(text: str, known: dict[str, str]) -> tuple[str, str] | None:
    match = _WHO.match(text)
    if match is None:
        return None
    name = known.get(match[1].lower())
    if name is None and len(match[1]) <= _UNKNOWN_INITIALS:
        name = match[1]
    return (name, text[match.end() :]) if name is not None else None


def _take_tags(text: str) -> tuple[str, list[str]]:
    """Return the text without the tags at its end and without the sign of those inside it, and all of them."""
    words = text.split(" ")
    tags: list[str] = []
    while words and (last := _TAG.fullmatch(words[-1])):
        tags.append(last[1])
        words.pop()
    text = " ".join(words)
    return _TAG.sub(r"\1", text), [*_TAG.findall(text), *reversed(tags)]


def _take_date(text: str, today: date, order: str) -> tuple[date, str] | None:
    """Return the leading date and what follows it; None if the line does not begin with an unmistakable date."""
    for pattern in (_ISO, _NUMERIC, _DAY_MONTH, _MONTH_DAY):
        match = pattern.match(text)
        if match is None:
            continue
        after = text[match.end() :]
        if _is_no_date(pattern, match[1], after):
            return None
        separator = match[2] if pattern is _NUMERIC else " "
        day = _past_day(match[1], separator, today, order)
        return (day, _AFTER_DATE.sub("", after, count=1)) if day is not None else None
    return None


def _is_no_date(pattern: re.Pattern[str], found: str, after: str) -> bool:
    without_year = not found[-4:].isdigit()
    if pattern is _NUMERIC:
        return found == "24/7" or (without_year and found[-1] != "." and _QUANTITY.match(after) is not None)
    if pattern is _DAY_MONTH and found.lower().endswith("may"):
        return _VERB.match(after) is not None
    if pattern is _MONTH_DAY and without_year and found[-1].isdigit():
        # "may 3 people join": before its day this month is a verb, unless a year or an ending says otherwise.
        return found[:3].lower() == "may" or _QUANTITY.match(after) is not None
    return False


def _past_day(found: str, separator: str, today: date, order: str) -> date | None:
    """Return the day meant, the most recent one where no year was typed; None if there is none up to today."""
    if found[-4:].isdigit() or found[:4].isdigit():
        candidates = [found]
    else:
        stem = found.removesuffix(separator)
        # Leap days are at most eight years apart.
        candidates = [f"{stem}{separator}{today.year - back}" for back in range(9)]
    for candidate in candidates:
        try:
            day = parse_date(candidate, today, order=order)
        except DateRefused:
            continue
        if day <= today:
            return day
    return None
