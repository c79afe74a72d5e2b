"""The only way by which stored dates are computed and computed again (architecture 5.5); the rules are in ``domain``.

One row: :func:`date_row`. A deal: :func:`date_deal`. With the day: :func:`advance`. All that is open, after the work
calendar or a rule changed: :func:`recompute`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from dealdesk.clock import instant
from dealdesk.domain import notice
from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import FollowThrough, Stage
from dealdesk.store import ending, follow_through, settings, settling, still_true
from dealdesk.store.deal_dates import (
    NOTICE_RULE,
    QUIET_AFTER_DAYS,
    date_changes,
    date_deal,
    date_notice,
    notice_of,
    redate_changes,
    renewal_of,
)
from dealdesk.store.moment import connection, local_day, moment
from dealdesk.store.redating import Moved, recompute
from dealdesk.store.row_dates import date_row
from dealdesk.store.settings import Settings
from dealdesk.store.tables.deals import Deal

__all__ = [
    "NOTICE_RULE",
    "QUIET_AFTER_DAYS",
    "Moved",
    "advance",
    "date_changes",
    "date_deal",
    "date_notice",
    "date_row",
    "notice_of",
    "recompute",
    "redate_changes",
    "renewal_of",
]


def advance(session: Session, calendar: WorkCalendar, today: date) -> int:
    """Move on, once a day, what time alone moves; return how many deals changed.

    Deals whose day of signing has come, that ended or renewed since, reminders to give notice, the deal that is asked
    about this week.
    """
    found = settings.load(connection(session))
    context, now = found.context(today)._replace(calendar=calendar), instant(moment(session))
    changed = _sign(session, found, context, now)
    passed = session.exec(
        select(Deal).where(
            or_(col(Deal.end_on) < today, col(Deal.give_notice_by) < today, col(Deal.notice_remind_on) < today),
            col(Deal.stage) != Stage.ENDED,
            col(Deal.archived_at).is_(None),
        )
    )
    for deal in passed:
        before = deal.give_notice_by, deal.stage, deal.notice_remind_on
        _move_on(deal, calendar, found, today)
        if (deal.give_notice_by, deal.stage, deal.notice_remind_on) != before:
            changed += 1
            session.add(deal)
            session.flush()
            ending.settle(session, deal, context, now)
    changed += still_true.ask(session, today) is not None
    settings.put(connection(session), "advanced_on", today.isoformat())
    return changed


def _sign(session: Session, found: Settings, context: Context, now: datetime) -> int:
    """Sign the deals whose day of signing was typed ahead and has come; return how many."""
    due = select(Deal).where(
        col(Deal.signed_on) <= context.today,
        col(Deal.stage).in_([Stage.NEGOTIATING, Stage.AGREED]),
        col(Deal.archived_at).is_(None),
    )
    deals = session.exec(due).all()
    for deal in deals:
        ahead = deal.signed_on is not None and local_day(deal.updated_at) < deal.signed_on
        settling.settle(session, deal, context, now)
        if deal.quiet and ahead and follow_through.level_of(deal, found) is not FollowThrough.NONE:
            # Nobody opened the desk for so long; it was known all the same, so it starts as late as that.
            follow_through.begin_late(session, deal, context, now)
    return len(deals)


def _move_on(deal: Deal, calendar: WorkCalendar, found: Settings, today: date) -> None:
    try:
        if deal.stage in (Stage.SIGNED, Stage.RUNNING):
            date_deal(deal, calendar, today, found.notice_leads)
        by, stored = deal.give_notice_by, deal.notice_remind_on
        if by is not None and stored is not None and deal.notice_decision is None and stored <= today <= by:
            deal.notice_remind_on = notice.reminder(stored, by, found.notice_leads, calendar, today)
    except OutOfCalendar:
        return  # a deal of the year 9999 keeps its dates
