"""What stands of a follow-through: each thing that was made, with its days and why then; read without the ORM."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.domain import follow_through as rules
from dealdesk.domain.checkin_choices import schedule_words
from dealdesk.domain.periods import Period


class Made(NamedTuple):
    """One thing that stands because of a signing; dates are local, as ISO text."""

    kind: str
    """A kind of action, or "debrief" or "check-in"."""
    uid: str
    text: str
    """Of a debrief its kind."""
    due_on: str | None
    """The last day before it is late."""
    soft_on: str | None
    """The day it is best done by."""
    due_at: str | None
    """The UTC instant of the limit, where hours count."""
    reason: str
    state: str
    often: str = ""
    """Of check-ins how often they are, in words."""


def made(con: sqlite3.Connection, deal_id: int) -> tuple[Made, ...]:
    """Return what stands of a deal's follow-through, in the order of its days; what has no date comes last."""
    kinds = ", ".join(f"'{kind.value}'" for kind in rules.RULES)
    rows = con.execute(
        "SELECT kind, uid, text, due_on, soft_on, due_at, coalesce(due_reason, ''), state, 0, '', 0, '' FROM action "
        f"WHERE deal_id = :deal AND kind IN ({kinds}) AND archived_at IS NULL "
        "UNION ALL SELECT 'debrief', uid, kind, due_on, soft_on, due_at, coalesce(due_reason, ''), state, 0, '', 0, '' "
        "FROM debrief WHERE deal_id = :deal AND kind IN ('first', 'second') AND archived_at IS NULL "
        "UNION ALL SELECT 'check-in', uid, purpose, next_on, NULL, NULL, coalesce(due_reason, ''), mode, early_count, "
        "early_unit, ongoing_count, ongoing_unit FROM checkin WHERE deal_id = :deal AND archived_at IS NULL",
        {"deal": deal_id},
    ).fetchall()
    found = (Made._make((*row[:8], schedule_words(_period(*row[8:10]), _period(*row[10:]), ""))) for row in rows)
    return tuple(sorted(found, key=_by_day))


def _period(count: int | None, unit: str | None) -> Period | None:
    return Period(count, unit) if count and unit else None  # type: ignore[arg-type]


def _by_day(one: Made) -> tuple[str, str, int]:
    order = [*rules.RULES, "debrief", "check-in"]
    return (one.soft_on or one.due_on or "9999-12-31~", one.due_on or "", order.index(one.kind))
