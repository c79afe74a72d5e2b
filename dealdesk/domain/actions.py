"""Rules of actions: one typed line read as an action, and what a review window says.

``send the SOC2 report by fri @Dana !binding``: ``@`` names who (a known person by full or first name, ``@me``, ``@us``,
``@them``), a date stands at the end, with or without "by", ``!`` names the class. What is not understood stays text,
word for word: nobody and no date is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dealdesk.domain.dates import DateRefused, describe, parse_date
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionClass, ActionState, Side
from dealdesk.errors import InputRefused
from dealdesk.text import clean, fold

_AT = re.compile(r"(?:(?<=\s)|^)@(?=\S)")
_STRANGER = re.compile(r"(?:(?<=\S) |^)@([^\W\d_][\w'-]*)(?=$|[\s,;:])")
_CLASS = re.compile(r"(?:(?<=\s)|^)!([^\W\d_]+)(?=\s|$)")
_LEAST_PREFIX = 3
_NAME_END = " ,;:.!?"
_ME = frozenset({"me", "i", "myself"})
_SIDES = {**dict.fromkeys(("us", "we"), Side.US.value), **dict.fromkeys(("them", "they"), Side.THEM.value)}
_BY = re.compile(r"(?:^|[\s,;(])(?:by|until|due|due by)\s+(?P<day>\S.*)$", re.IGNORECASE)
_ON = re.compile(r"(?:^|\s)(?:due )?on$", re.IGNORECASE)
_DAY_WORDS = 4
_WEEKDAYS = r"mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
#: What may end a line as its date without "by": nothing that could be a quantity, a version or a clause.
_PLAIN_DAY = re.compile(
    rf"(?:today|tod|tomorrow|tmr|eow|eom|eoq|eoy|(?:next )?(?:{_WEEKDAYS})"
    r"|\+\d+\s?[a-z]+|in \d+ [a-z]+(?: days?)?|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{4}|\d{1,2}\.\d{1,2}\."
    rf"|(?:[a-z]{{3,9}},? )?\d{{1,2}}(?:st|nd|rd|th|\.)? (?:{_MONTHS})[a-z]*(?:,? \d{{4}})?"
    rf"|(?:{_MONTHS})[a-z]*\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)",
    re.IGNORECASE,
)


class TypedAction(NamedTuple):
    """An action as a line was read; empty where the line says nothing."""

    text: str
    owner: str = ""
    """In the spelling of the known one; "me" for whoever types."""
    side: str = ""
    """A value of ``Side``."""
    due_on: date | None = None
    action_class: str = ""
    """A value of ``ActionClass``."""
    unknown: str = ""
    """A name behind an ``@`` that means nobody for certain; it stays in the text."""


#: What a line about who and when says that is empty.
NOTHING_SAID = TypedAction("")


def read_line(line: str, context: Context, known: Mapping[str, str]) -> TypedAction:
    """Read one line. ``known``: whom one may name, each with a value of ``Side``. Never raises.

    A line that holds nothing but marks keeps them as its text.
    """
    whole = clean(line)
    rest, owner, side = _take_who(whole, known)
    rest, kind = _take_class(rest)
    stranger = None if owner or side else _STRANGER.search(rest)
    behind = stranger[0] if stranger and stranger.end() == len(rest) else ""
    rest, due_on = _take_day(rest.removesuffix(behind), context)
    if not rest:
        return TypedAction(whole)
    return TypedAction(rest + behind, owner, side, due_on, kind, stranger[1] if stranger else "")


def echo(typed: TypedAction, context: Context) -> str:
    """Return how a line was read: "Dana, theirs; by Fri 15 May 2026, in 2 working days; binding"."""
    whose = {Side.US.value: "ours", Side.THEM.value: "theirs"}.get(typed.side, "")
    who = ", ".join(part for part in (typed.owner, whose) if part)
    by = f"by {describe(typed.due_on, context.today, context.calendar)}" if typed.due_on else ""
    unknown = f"nobody here is called {typed.unknown}" if typed.unknown else ""
    return "; ".join(part for part in (who, by, typed.action_class, unknown) if part)


def read_who_when(line: str, context: Context, known: Mapping[str, str]) -> TypedAction:
    """Read who and by when for an action that is there: "Dana fri", "me", "by 12 mar"; its text is empty.

    A name that is not ``known`` is that of somebody new, without a side. Raises :class:`InputRefused` for a rest with
    digits in it: that is a day that can't be read.
    """
    rest, due_on = clean(line).strip(_NAME_END), None
    words = rest.split()
    for count in range(min(_DAY_WORDS, len(words)), 0, -1):
        due_on = _day(" ".join(words[-count:]), context)
        if due_on is not None:
            rest = re.sub(r"(?:^|\s)(?:by|until|on|due|due by)$", "", " ".join(words[:-count]), flags=re.IGNORECASE)
            break
    name = rest.strip(_NAME_END).removeprefix("@")
    found = _named(name, known) if name else None
    if found is not None and found[0] == len(name):
        return TypedAction("", found[1], found[2], due_on)
    if any(sign.isdigit() for sign in name):
        raise InputRefused(f"{name[:40]} is no name, and no day I can read: try Dana fri, me 12 mar")
    return TypedAction("", name, "", due_on, unknown=name)


def window_words(state: str, review_until: date | None, today: date) -> str:
    """Return what is said of a review: how long they may still say no, or that the window is over."""
    if state != ActionState.REVIEW or review_until is None:
        return ""
    if review_until < today:
        return "window over"
    left = (review_until - today).days
    return "window ends today" if left == 0 else f"window ends {review_until:%a} {review_until.day} {review_until:%b}"


def window_said(side: str, last: str) -> str:
    """Return who has until the day ``last``, in words, to look at what was handed over: the side that did not do it."""
    if side == Side.THEM:
        return f"We have until {last} to say whether it is right."
    return f"They have until {last} to say no."


def _take_who(text: str, known: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the text without the first ``@name`` that is known, the name, and the side."""
    for match in _AT.finditer(text):
        found = _named(text[match.end() :], known)
        if found is not None:
            length, owner, side = found
            return _joined(text[: match.start()], text[match.end() + length :]), owner, side
    return text, "", ""


def _named(text: str, known: Mapping[str, str]) -> tuple[int, str, str] | None:
    """Return how many characters of the text name somebody, who that is, and the side."""
    for name in sorted(known, key=len, reverse=True):
        after = text[len(name) : len(name) + 1]
        if fold(text[: len(name)]) == fold(name) and (not after or after in _NAME_END):
            return len(name), name, known[name]
    word = re.split(rf"[{re.escape(_NAME_END)}]", text, maxsplit=1)[0]
    wanted = fold(word)
    if wanted in _ME:
        return len(word), "me", Side.US.value
    if wanted in _SIDES:
        return len(word), "", _SIDES[wanted]
    fitting = [name for name in known if wanted in fold(name).split()] or [
        name for name in known if wanted and wanted == "".join(part[0] for part in fold(name).split())
    ]
    return (len(word), fitting[0], known[fitting[0]]) if len(fitting) == 1 else None


def _take_class(text: str) -> tuple[str, str]:
    """Return the text without the first ``!class`` that is one, and that class."""
    for match in _CLASS.finditer(text):
        typed = match[1].lower()
        fitting = [word.value for word in ActionClass if word.value.startswith(typed)]
        if len(typed) >= _LEAST_PREFIX and len(fitting) == 1:
            return _joined(text[: match.start()], text[match.end() :]), fitting[0]
    return text, ""


def _take_day(text: str, context: Context) -> tuple[str, date | None]:
    """Return the text without the date it ends with, and that date."""
    by = _BY.search(text)
    while by is not None:
        day = _day(by["day"], context)
        if day is not None:
            return text[: by.start()].rstrip(" ,;("), day
        by = _BY.search(text, by.start() + 1)
    words = text.split(" ")
    for count in range(min(_DAY_WORDS, len(words)), 0, -1):
        said = " ".join(words[-count:])
        day = _day(said, context) if _PLAIN_DAY.fullmatch(said) else None
        if day is not None:
            return _ON.sub("", " ".join(words[:-count])).rstrip(" ,;-"), day
    return text, None


def _day(text: str, context: Context) -> date | None:
    try:
        return parse_date(text.rstrip(")"), context.today, order=context.order, calendar=context.calendar)
    except DateRefused:
        return None


def _joined(before: str, after: str) -> str:
    return " ".join(f"{before} {after.lstrip(',;:')}".split())
