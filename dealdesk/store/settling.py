"""What follows from the fields of a deal whenever they change: its stage, its dates, the debriefs that are due."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from dealdesk.domain.debrief_kinds import LOST
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Stage
from dealdesk.store import dating, debrief_plan
from dealdesk.store.tables.deals import Deal


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Bring everything that follows from a deal's fields up to date: stage, dates, debriefs."""
    if deal.signed_on and deal.stage in (Stage.NEGOTIATING, Stage.AGREED) and deal.signed_on <= context.today:
        deal.stage = Stage.SIGNED
    elif deal.outcome in LOST and deal.stage in (Stage.NEGOTIATING, Stage.AGREED):
        deal.stage = Stage.ENDED
    entered = now.astimezone().date()
    if deal.signed_on and deal.rev <= 1:
        deal.quiet = entered - deal.signed_on > timedelta(days=dating.QUIET_AFTER_DAYS)
    dating.date_deal(deal, context.calendar, context.today)
    session.add(deal)
    session.flush()
    debrief_plan.settle(session, deal, context, now)
    dating.redate_changes(session, deal, context.calendar)
