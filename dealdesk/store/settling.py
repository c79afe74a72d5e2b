"""What follows from the fields of a deal whenever they change: its stage, its dates, what a signing starts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from dealdesk.clock import LOCAL
from dealdesk.domain.debrief_kinds import LOST
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Stage
from dealdesk.store import checkin_dates, deal_dates, debrief_plan, ending, follow_through, formal_steps, settings
from dealdesk.store.deal_dates import QUIET_AFTER_DAYS
from dealdesk.store.follow_through import Wishes
from dealdesk.store.moment import connection
from dealdesk.store.tables.deals import Deal


def settle(session: Session, deal: Deal, context: Context, now: datetime, wishes: Wishes | None = None) -> None:
    """Bring everything that follows from a deal's fields up to date: stage, dates, debriefs, follow-through.

    ``wishes`` is what someone who signs says about the follow-through. A day of signing that is still to come makes
    nothing until then; ``dating.advance`` signs it.
    """
    if deal.signed_on and deal.stage in (Stage.NEGOTIATING, Stage.AGREED) and deal.signed_on <= context.today:
        deal.stage = Stage.SIGNED
    elif deal.outcome in LOST and deal.stage in (Stage.NEGOTIATING, Stage.AGREED):
        deal.stage = Stage.ENDED
    if deal.signed_on and deal.follow_through is None:
        entered = now.astimezone(LOCAL).date()
        deal.quiet = entered - deal.signed_on > timedelta(days=QUIET_AFTER_DAYS)
    desk = settings.load(connection(session))
    deal_dates.date_deal(deal, context.calendar, context.today, desk.notice_leads)
    session.add(deal)
    session.flush()
    follow_through.settle(session, deal, context, now, wishes)
    checkin_dates.follow(session, deal, context, now)
    debrief_plan.settle(session, deal, context, now)
    deal_dates.redate_changes(session, deal, context.calendar, strict=desk.strict_clock)
    formal_steps.settle(session, deal, context, now)
    ending.settle(session, deal, context, now)
