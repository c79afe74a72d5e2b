"""Reminders before the last safe day to give notice: when each speaks; what it asks says ``domain.urgency``.

A lead is a number of days before that day; its reminder is rolled back to a working day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealdesk.domain.calendar import WorkCalendar, add_days


class Step(NamedTuple):
    """One reminder of a notice."""

    on: date
    """Working day on which it speaks."""
    lead: int
    """How many days before the last safe day it was asked for."""


def steps(by: date, leads: Sequence[int], calendar: WorkCalendar) -> tuple[Step, ...]:
    """Return the reminders before ``by``, the earliest first, each on another day; the last is ``by`` itself.

    Of two that fall on one working day the nearer one stays. Raises ``OutOfCalendar``.
    """
    found = {by: Step(by, 0)}
    for lead in sorted({lead for lead in leads if lead > 0}):
        on = calendar.back(add_days(by, -lead))
        found.setdefault(on, Step(on, lead))
    return tuple(sorted(found.values()))


def next_reminder(by: date, leads: Sequence[int], calendar: WorkCalendar, after: date) -> date:
    """Return the day of the first reminder later than ``after``; ``by`` where none is left."""
    return next((step.on for step in steps(by, leads, calendar) if step.on > after), by)


def reminder(stored: date | None, by: date, leads: Sequence[int], calendar: WorkCalendar, today: date) -> date:
    """Return the reminder day to keep: the newest one reached while it is unanswered, else the next to come.

    ``stored`` is the day that is kept now; one that lies ahead says that all before it were seen. A deal without one
    was entered ``today``: the newest reminder reached speaks at once, for nobody has answered it.
    """
    if stored is not None and stored > today:
        return next_reminder(by, leads, calendar, today)
    reached = [step.on for step in steps(by, leads, calendar) if step.on <= today and (not stored or stored <= step.on)]
    return reached[-1] if reached else stored or next_reminder(by, leads, calendar, today)


def moved(
    stored: date, before: Sequence[Step], by: date, leads: Sequence[int], calendar: WorkCalendar, today: date
) -> date:
    """Return the reminder day to keep after the leads or the calendar changed.

    ``before`` are the reminders as they were; a ``stored`` day that is none of them was chosen by a person and stays.
    """
    lead = next((step.lead for step in before if step.on == stored), None)
    if lead is None:
        return min(stored, by)
    now = steps(by, leads, calendar)
    kept = [step.on for step in now if step.lead == lead] or [step.on for step in now if step.on >= stored] or [by]
    reached = [step.on for step in now if min(kept[0], stored) <= step.on <= today]
    return reached[-1] if reached else next((step.on for step in now if step.on > today), by)
