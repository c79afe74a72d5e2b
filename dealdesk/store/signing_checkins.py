"""The check-ins of a signing before it is signed: which are proposed, and how those typed would be dated."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from dealdesk.domain import checkins
from dealdesk.domain.checkin_choices import NONE, choices, schedule_words
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import FollowThrough
from dealdesk.store import checkin_dates
from dealdesk.store.deal_dates import QUIET_AFTER_DAYS
from dealdesk.store.settings import Settings
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal


class Choosing(NamedTuple):
    """What the check-ins of a deal depend on beside what is typed into the panel."""

    deal_type: str | None
    term: str
    there: bool
    """It has check-ins already."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The usual ones, each as it would be typed."""
        return choices(self.deal_type)

    def proposed(self, values: Mapping[str, Any], today: date) -> str:
        """Return what is proposed: those of the type for a full follow-through, where there are none yet.

        ``values``: what the other fields of the panel are read as.
        """
        if values.get("follow_through") != FollowThrough.FULL or self.there:
            return NONE
        begins, ends = values.get("start_on") or values.get("signed_on") or today, values.get("end_on")
        return checkins.default_text(self.deal_type, checkins.term_days(begins, ends, self.term))


def choosing(con: sqlite3.Connection, deal_id: int) -> Choosing:
    """Return what the check-ins of a deal depend on; the deal is there."""
    row = con.execute(
        "SELECT type, term, EXISTS (SELECT 1 FROM checkin WHERE deal_id = deal.id AND archived_at IS NULL) "
        "FROM deal WHERE id = ?",
        (deal_id,),
    ).fetchone()
    return Choosing(row[0], row[1], bool(row[2]))


def told(text: str, values: Mapping[str, Any], context: Context, desk: Settings, *, there: bool) -> tuple[str, ...]:
    """Return how typed check-ins are read, a line for each: how often, when that switches, and the first day.

    ``values``: what the other fields of the panel were read as. The days are those that signing now would write.
    Raises :class:`InputRefused` for text that says nothing, and ``OutOfCalendar`` after year 9999.
    """
    plans = checkin_dates.read_text(text, context)
    if not plans:
        return ("none beside those it has" if there else "no check-ins",)
    signed_on = values.get("signed_on") or context.today
    anchor = max(signed_on, values.get("start_on") or signed_on)
    if context.today - signed_on > timedelta(days=QUIET_AFTER_DAYS):
        return (f"signed more than {QUIET_AFTER_DAYS} days ago: nothing starts until F starts it",)
    nowhere, lines = Deal(ref="", title=""), []
    for planned in plans:
        row = Checkin(deal_id=0)
        checkin_dates.place(row, planned, nowhere, desk, context.today, anchor)
        until = checkin_dates.said(row.switch_on, context.today) if row.switch_on and planned.early else ""
        words = schedule_words(planned.early, planned.ongoing, until)
        first = f"; first {checkin_dates.said(row.next_on, context.today)}" if row.next_on else ""
        lines.append(" ".join(part for part in (planned.purpose, words) if part) + first)
    return tuple(lines)
