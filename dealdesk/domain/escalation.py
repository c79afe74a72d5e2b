"""The ladder of an issue and its clocks (article 000: same day, 48 hours, five working days or severe impact).

Each level has a response time that counts from the instant the issue came to it. Its arithmetic is that of every other
limit (``domain.due_rules``): a limit that ends outside working time is due on the next working day.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.deadlines import WorkTime, day_words
from dealdesk.domain.due_rules import hours
from dealdesk.domain.periods import Period, PeriodRefused
from dealdesk.errors import FieldRefused
from dealdesk.templates.escalation import LEVELS, Rung
from dealdesk.templates.load import TemplateRefused
from dealdesk.text import clean, fold

#: The length of a response on the same day, as the store keeps it.
SAME_DAY = "0 days"
#: How much a line of Today weighs at each level.
WEIGHTS = {1: 4, 2: 5, 3: 6}
_SAME_DAY_WORDS = ("same day", "the same day", "today", "end of day", "by the end of the day")
_HOURS = re.compile(r"(\d{1,4}) ?(?:h|hr|hrs|hour|hours)")
_MINUTES_AN_HOUR, _HOURS_TOLD = 60, 72


class Step(NamedTuple):
    """One level of the ladder of a deal."""

    level: int
    names: str
    """Who steps in."""
    response: str
    """How soon, as it was typed."""
    outcome: str
    """What comes out of it."""


class Start(NamedTuple):
    """From when a level counts, and how long: what a dated row keeps."""

    rule: str
    anchor: date | datetime
    offset: str


def read_response(text: str) -> str:
    """Return a response time as the store counts with it: "0 days", "48 h", "5 business days".

    Raises :class:`FieldRefused` for what is no length of time.
    """
    words = fold(clean(text))
    if words in _SAME_DAY_WORDS:
        return SAME_DAY
    found = _HOURS.fullmatch(words)
    if found is not None and int(found[1]) and hours(f"{int(found[1])} h") is not None:
        return f"{int(found[1])} h"
    try:
        return str(Period.parse(words.replace("working day", "business day")))
    except PeriodRefused:
        raise FieldRefused("Answers within is a time such as: same day, 48 h, 3 days, 5 business days.") from None


def ladder(rungs: tuple[Rung, ...], own: dict[int, tuple[str, str]]) -> tuple[Step, ...]:
    """Return the ladder of a deal: its ``own`` names and response times by level, else those of the template."""
    steps = []
    for rung in rungs:
        names, response = own.get(rung.level, ("", ""))
        steps.append(Step(rung.level, names or rung.names, response or rung.within, rung.outcome))
    return tuple(steps)


def start(step: Step, since: datetime, work: WorkTime, zone: tzinfo, *, strict: bool = False) -> Start:
    """Return from when an issue that came to a level at the instant ``since`` counts.

    The same day ends with that local day; of an issue that comes after working hours or on a day off, with the next
    working one, unless ``strict``.
    """
    rule, offset = f"issue level {step.level}", read_response(step.response)
    if offset != SAME_DAY:
        return Start(rule, since, offset)
    local = since.astimezone(zone)
    day = local.date() if strict else work.calendar.forward(work.next_day(local))
    told = "same day, " if day == local.date() else "came outside working time, so by"
    return Start(f"{rule}: {told.rstrip(', ')}", day, offset)


def left(due_on: date | None, due_at: datetime | None, now: datetime, zone: tzinfo) -> str:
    """Return how much of a level's time is left, or since when it is over: "9 h left", "till Mon 18 May".

    Hours are those of the clock on the wall, a begun one counts whole: a level of 48 h has 48 h left once it begins. A
    limit that is a whole day (``due_at`` None) is over when it ends.
    """
    local = now.astimezone(zone)
    if due_on is None:
        return "no limit"
    if due_on < local.date() or (due_at is not None and due_at < now):
        at = f" {due_at.astimezone(zone):%H:%M}" if due_at is not None else ""
        return f"over since {day_words(due_on)}{at}"
    if due_at is None:
        return "till the end of today" if due_on == local.date() else f"till {day_words(due_on)}"
    rest = due_at - now
    if rest < timedelta(hours=1):
        return f"{max(1, int(rest.total_seconds()) // _MINUTES_AN_HOUR)} min left"
    if rest <= timedelta(hours=_HOURS_TOLD):
        return f"{-(-rest // timedelta(hours=1))} h left"
    return f"{counted(rest.days, 'day')} left"


def clock_words(level: int, steps: tuple[Step, ...], clock: str) -> str:
    """Return the running clock of an issue with who is on it and who comes next: "level 2: 9 h left, Ops, then MK"."""
    here = next((step.names for step in steps if step.level == level), "")
    after = next((step.names for step in steps if step.level == level + 1), "")
    return ", ".join(filter(None, (f"level {level}: {clock}", here, f"then {after}" if after else "")))


def next_level(level: int) -> int:
    """Return the level after this one; raises :class:`FieldRefused` where there is none."""
    if level >= LEVELS:
        raise FieldRefused(f"Level {LEVELS} is the last one: the sponsors decide. space closes it with its outcome.")
    return level + 1


def check(rungs: tuple[Rung, ...]) -> None:
    """Raise :class:`TemplateRefused` where a level of a template has a response time that can't be counted with."""
    for rung in rungs:
        try:
            read_response(rung.within)
        except FieldRefused as refusal:
            raise TemplateRefused("escalation.toml", f"level {rung.level}: {refusal}") from None
