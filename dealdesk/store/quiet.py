"""The day from which they have heard nothing from us for too long: one and a half check-in intervals (product, N18)."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, select

from dealdesk.domain import checkins
from dealdesk.domain.calendar import add_days
from dealdesk.domain.checkins import Rhythm
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import Direction, Stage
from dealdesk.store.moment import local_day
from dealdesk.store.settings import Settings
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.deals import Deal


def settle(session: Session, deal: Deal, found: Settings, today: date) -> bool:
    """Write from which day a deal is quiet; call it when its check-ins or conversations changed.

    Return whether that day moved.
    """
    before, deal.quiet_on = deal.quiet_on, quiet_day(session, deal, found, today)
    session.add(deal)
    session.flush()
    return deal.quiet_on != before


def quiet_day(session: Session, deal: Deal, found: Settings, today: date) -> date | None:
    """Return the working day from which a deal is quiet; None without check-ins, or when it is not under way.

    Counted from the last word to them, never from before its signing or the day its check-ins were planned: nobody
    could have kept to them earlier.
    """
    if deal.stage not in (Stage.SIGNED, Stage.RUNNING):
        return None
    rows = session.exec(select(Checkin).where(Checkin.deal_id == deal.id, col(Checkin.archived_at).is_(None))).all()
    intervals = [every for row in rows if (every := rhythm_of(row).interval(row.next_on or today))]
    if not intervals:
        return None
    last = session.exec(
        select(func.max(Conversation.happened_on)).where(
            Conversation.deal_id == deal.id,
            col(Conversation.direction).in_([Direction.OUT, Direction.BOTH]),
            col(Conversation.archived_at).is_(None),
        )
    ).one()
    planned = min(local_day(row.created_at) if row.created_at else today for row in rows)
    since = max(day for day in (last, deal.signed_on, planned) if day)
    return found.calendar.forward(add_days(since, min(map(checkins.quiet_after, intervals))))


def rhythm_of(row: Checkin) -> Rhythm:
    """Return how often a check-in is."""
    return Rhythm(_period(row.early_count, row.early_unit), _period(row.ongoing_count, row.ongoing_unit), row.switch_on)


def _period(count: int | None, unit: str | None) -> Period | None:
    return Period(count, unit) if count and unit else None  # type: ignore[arg-type]
