"""What happened in a deal since its last review, for the next one with them: read without the ORM.

Internal text is never read here: no friction, leverage, limit, guess, note or cause is asked for.
"""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from typing import NamedTuple

from dealdesk.domain.checkins import is_review
from dealdesk.domain.urgency import notice_step
from dealdesk.errors import NotFound
from dealdesk.store import promises
from dealdesk.store.promises import Account

#: Days looked back on where there was no review yet (a quarter).
QUARTER_DAYS = 90
_MOST = 40


class MetricSince(NamedTuple):
    """One metric over the period."""

    name: str
    family: str
    target: str
    before: float | None
    """The last reading before the period; None for none."""
    last: float | None
    """The newest reading; None for none."""
    read_on: str
    """ISO day of it, empty for none."""


class PromiseSince(NamedTuple):
    """A promise that was late or is late; days are ISO text."""

    side: str
    text: str
    due_on: str
    done_on: str
    """Empty for one that is open."""
    handed_on: str
    """The day it was handed over for the other side to look at; empty where it was not."""
    waited_for: str
    """What of the other side it had to wait for; empty for nothing."""


class IssueSince(NamedTuple):
    """An issue that was open in the period; local ISO days."""

    text: str
    level: int
    severe: bool
    opened_on: str
    closed_on: str
    """Empty while it is open."""
    outcome: str


class ExpectedThen(NamedTuple):
    """What one side expected at signing, and whether it was met; None: nobody said."""

    side: str
    text: str
    met: bool | None


class SinceReview(NamedTuple):
    """All there is to say; what is for us alone is named so."""

    ref: str
    title: str
    party: str
    since: date
    """Local day from which is looked back."""
    reviewed: bool
    """Whether there was a review on that day; else it is the day of signing, or a quarter ago if that is longer."""
    signed: bool
    """Whether that day is the day of signing."""
    today: date
    metrics: tuple[MetricSince, ...]
    promises: Account
    late: tuple[PromiseSince, ...]
    issues: tuple[IssueSince, ...]
    wins: tuple[tuple[str, str], ...]
    """ISO day and what went well."""
    expected: tuple[ExpectedThen, ...]
    ask: str
    """What we need from them for the longest time; empty: a line to fill in."""
    notice_by: date | None
    """For us alone: the last safe day to give notice."""
    notice_step: str
    """For us alone: what is to be decided, or what was."""


def gather(con: sqlite3.Connection, deal_id: int, today: date) -> SinceReview:
    """Return what happened in a deal since its last review; raises :class:`NotFound`."""
    row = con.execute(
        "SELECT ref, title, coalesce((SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
        "WHERE deal_party.deal_id = deal.id AND position = 0 AND deal_party.archived_at IS NULL), ''), "
        "give_notice_by, notice_remind_on, coalesce(notice_decision, ''), coalesce(signed_on, '') "
        "FROM deal WHERE id = ? AND archived_at IS NULL",
        (deal_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    ref, title, party, by, remind, decision, signed = row
    last = last_review(con, deal_id, today)
    quarter = _days_before(today, QUARTER_DAYS)
    signed_on = date.fromisoformat(signed) if quarter.isoformat() <= signed <= today.isoformat() else None
    since = last or signed_on or quarter
    notice_by = date.fromisoformat(by) if by else None
    return SinceReview(
        ref=ref,
        title=title,
        party=party,
        since=since,
        reviewed=last is not None,
        signed=last is None and signed_on is not None,
        today=today,
        metrics=_metrics(con, deal_id, since),
        promises=promises.account(con, today, deal_id, since),
        late=_late(con, deal_id, since, today),
        issues=_issues(con, deal_id, since),
        wins=_wins(con, deal_id, since),
        expected=_expected(con, deal_id),
        ask=_ask(con, deal_id),
        notice_by=notice_by,
        notice_step=f"decided to {decision}" if decision else _step(notice_by, remind, today),
    )


def last_review(con: sqlite3.Connection, deal_id: int, today: date) -> date | None:
    """Return the local day of the last conversation, before today, that a check-in for a review was held with."""
    rows = con.execute(
        "SELECT purpose, max(happened_on) FROM conversation JOIN checkin ON checkin.id = conversation.checkin_id "
        "WHERE conversation.deal_id = ? AND conversation.archived_at IS NULL AND happened_on < ? GROUP BY purpose",
        (deal_id, today.isoformat()),
    )
    return max((date.fromisoformat(day) for purpose, day in rows if is_review(purpose)), default=None)


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=min(days, day.toordinal() - 1))


def _step(by: date | None, remind: str | None, today: date) -> str:
    if by is None:
        return ""
    if by < today:
        return "has passed"
    reminded = date.fromisoformat(remind) if remind else None
    return notice_step((by - today).days, (by - reminded).days if reminded and reminded <= today else None)


def _metrics(con: sqlite3.Connection, deal_id: int, since: date) -> tuple[MetricSince, ...]:
    reading = (
        "(SELECT {} FROM metric_reading WHERE metric_id = metric.id AND archived_at IS NULL {} "
        "ORDER BY read_on DESC, id DESC LIMIT 1)"
    )
    rows = con.execute(
        f"SELECT name, family, target, {reading.format('value', 'AND read_on < ?')}, {reading.format('value', '')}, "
        f"coalesce({reading.format('read_on', '')}, '') FROM metric "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id LIMIT ?",
        (since.isoformat(), deal_id, _MOST),
    )
    return tuple(map(MetricSince._make, rows))


def _late(con: sqlite3.Connection, deal_id: int, since: date, today: date) -> tuple[PromiseSince, ...]:
    return tuple(map(PromiseSince._make, promises.late(con, deal_id, since, today)))


def _issues(con: sqlite3.Connection, deal_id: int, since: date) -> tuple[IssueSince, ...]:
    rows = con.execute(
        "SELECT text, level, severe, coalesce(date(opened_at, 'localtime'), ''), "
        "coalesce(date(closed_at, 'localtime'), ''), outcome FROM issue WHERE deal_id = ? AND archived_at IS NULL "
        "AND (closed_at IS NULL OR date(closed_at, 'localtime') >= ?) "
        "ORDER BY closed_at IS NOT NULL, level DESC, opened_at, id LIMIT ?",
        (deal_id, since.isoformat(), _MOST),
    )
    return tuple(IssueSince(text, level, bool(severe), *rest) for text, level, severe, *rest in rows)


def _wins(con: sqlite3.Connection, deal_id: int, since: date) -> tuple[tuple[str, str], ...]:
    rows = con.execute(
        "SELECT happened_on, win FROM conversation WHERE deal_id = ? AND win <> '' AND happened_on >= ? "
        "AND archived_at IS NULL ORDER BY happened_on, id LIMIT ?",
        (deal_id, since.isoformat(), _MOST),
    )
    return tuple((day, win) for day, win in rows)


def _expected(con: sqlite3.Connection, deal_id: int) -> tuple[ExpectedThen, ...]:
    """Return what they expected, in their words; what we expected is ours."""
    rows = con.execute(
        "SELECT side, text, met FROM expectation WHERE deal_id = ? AND side = 'them' AND archived_at IS NULL "
        "ORDER BY id LIMIT ?",
        (deal_id, _MOST),
    )
    return tuple(ExpectedThen(side, text, None if met is None else bool(met)) for side, text, met in rows)


def _ask(con: sqlite3.Connection, deal_id: int) -> str:
    row = con.execute(
        "SELECT text FROM need WHERE deal_id = ? AND side = 'us' AND met_on IS NULL AND archived_at IS NULL "
        "ORDER BY since IS NULL, since, id LIMIT 1",
        (deal_id,),
    ).fetchone()
    return row[0] if row else ""
