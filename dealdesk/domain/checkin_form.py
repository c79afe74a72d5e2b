"""The form of a check-in, what is always on its agenda, and how its tie to an action is typed."""

from __future__ import annotations

import re
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.checkins import AFTER_LAST, CATCH_UP, FIXED, days_of
from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.periods import Period, PeriodRefused
from dealdesk.errors import InputRefused

#: What a check-in is about unless something else is typed.
AGENDA = "progress, blockers, next steps, new dates"
#: Most days between two check-ins that can be asked for.
MOST_DAYS = 3660

CHECKIN: tuple[FieldSpec, ...] = (
    FieldSpec("purpose", "What for", hint="delivery; business review; empty for the usual talk"),
    FieldSpec("often", "How often", hint="weekly, then monthly; weekly until 8 jun, then every 2 months"),
    FieldSpec("next_on", "Next on", Kind.DATE, hint="empty: it follows from how often"),
    FieldSpec(
        "mode",
        "Counted from",
        Kind.PICK,
        choices=(
            (AFTER_LAST, "the last talk"),
            (FIXED, "the start: fixed days"),
            (CATCH_UP, "the start, missed ones too"),
        ),
        usual=AFTER_LAST,
    ),
    FieldSpec("maximum", "At most every", Kind.PERIOD, hint="3 weeks: longer without one is late"),
    FieldSpec("tied", "Tied to", Kind.PARTY, hint="3 days before First deliverable; it moves along", max_chars=2000),
    FieldSpec("agreed_on", "Agreed on", Kind.DATE, hint="today, mon, 12 mar", past=True),
    FieldSpec("goal", "Goal", hint="what should be clear afterwards", max_chars=2000),
    FieldSpec("agenda", "Agenda", hint=f"empty: {AGENDA}", max_chars=2000),
)
#: So many fields of a new check-in are shown before the others are asked for.
ASKED_FIRST = 3

_TIE = re.compile(r"(?:(?P<span>.{1,40}?)\s+(?P<way>before|after)|on(?=\s))\s+(?P<what>\S.*)", re.IGNORECASE)
_UNITS = ((365, "year"), (30, "month"), (7, "week"))


class Tie(NamedTuple):
    """So many days after an action is due; before it where that is negative."""

    days: int
    action: str
    """Words of the action."""


def read_tie(text: str) -> Tie:
    """Read "3 days before First deliverable", "a week after kickoff", "on kickoff" or the action alone.

    Raises :class:`InputRefused` for more days than a check-in can be away.
    """
    found = _TIE.fullmatch(text.strip())
    if found is None:
        return Tie(0, text.strip())
    if found["way"] is None:
        return Tie(0, found["what"])
    try:
        span = re.sub(r"^(?:an?|the day)(?=\s|$)", "1", found["span"].strip().lower())
        days = round(days_of(Period.parse("1 day" if span == "1" else span)))
    except PeriodRefused:
        return Tie(0, text.strip())
    if days > MOST_DAYS:
        raise InputRefused("That is too far from the action: ten years at most.")
    return Tie(-days if found["way"].lower() == "before" else days, found["what"])


def tie_words(days: int, action: str) -> str:
    """Return a tie as it is typed."""
    if not days:
        return f"on {action}"
    return f"{counted(abs(days), 'day')} {'before' if days < 0 else 'after'} {action}"


def maximum_of(days: int | None) -> Period | None:
    """Return a number of days as the length of time it was typed as."""
    if not days:
        return None
    for size, unit in _UNITS:
        if days % size == 0:
            return Period(days // size, unit)  # type: ignore[arg-type]
    return Period(days, "day")


def often_words(early: Period | None, ongoing: Period | None, until: str) -> str:
    """Return how often as it is typed: "every 2 weeks until 2026-06-08, then every month"."""
    first, later = (f"every {span.unit if span.count == 1 else span}" if span else "" for span in (early, ongoing))
    return ", then ".join(part for part in (first + (f" until {until}" if first and until else ""), later) if part)
