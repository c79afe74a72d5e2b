"""Dates one row that a rule dates, whichever table it is of; the arithmetic is in ``domain.due_rules``."""

from __future__ import annotations

from datetime import date, datetime

from dealdesk.clock import LOCAL, instant, stamp
from dealdesk.domain import due_rules
from dealdesk.domain.deadlines import FROM_ENTRY
from dealdesk.domain.vocabulary import SetBy
from dealdesk.store.settings import Settings
from dealdesk.store.tables.base import Dated
from dealdesk.store.tables.checkins import Checkin


def date_row(row: Dated, settings: Settings, today: date) -> bool:
    """Compute when a row is due from its ``due_rule``, ``due_anchor``, ``due_offset``, ``not_before``.

    Return whether that day moved. ``due_anchor`` is a stamp of :func:`dealdesk.clock.stamp` or an ISO date;
    ``due_offset`` a length of :mod:`dealdesk.domain.due_rules`: "48 h", "7 days", "5 business days", or soft and hard
    "24 h, 48 h". A row without ``not_before`` was entered ``today``. What a person dated stays, and so does a row
    without a rule. ``due_reason`` is written anew. Raises OutOfCalendar after year 9999.
    """
    if row.due_set_by == SetBy.PERSON or not row.due_anchor or not row.due_offset:
        return False
    row.due_set_by = SetBy.RULE
    if row.not_before is None:
        row.not_before = today
    found = due_rules.dates(
        row.due_rule or "",
        anchor_of(row.due_anchor),
        row.due_offset,
        row.not_before,
        settings.work,
        LOCAL,
        strict=settings.strict_clock,
    )
    before = row.due_on
    _reason, *since = (row.due_reason or "").partition(FROM_ENTRY)
    row.due_on, row.soft_on, row.due_reason = found.due_on, found.soft_on, "".join((found.reason, *since))
    row.due_at = stamp(found.due_at) if found.due_at else None
    if isinstance(row, Checkin):
        row.next_on = found.due_on
    return row.due_on != before


def anchor_of(text: str) -> date | datetime:
    """Return the instant or the local date that an anchor is."""
    return instant(text) if "T" in text else date.fromisoformat(text)
