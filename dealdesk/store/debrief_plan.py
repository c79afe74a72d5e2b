"""When the debriefs of a deal are due: planned when its follow-through begins, moved with what they follow from.

A deal without follow-through plans nothing by itself; a date that a person set stays.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, func, select

from dealdesk.clock import stamp
from dealdesk.domain import deadlines
from dealdesk.domain.fields import Context
from dealdesk.domain.follow_through import DEBRIEFS
from dealdesk.domain.vocabulary import ActionKind, DebriefKind, DebriefState, FollowThrough, SetBy
from dealdesk.store import settings
from dealdesk.store.moment import connection, local_day
from dealdesk.store.row_dates import date_row
from dealdesk.store.settings import Settings
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.templates.follow_through import Step

#: Urgency that a debrief has which somebody began without any plan (see ``domain.urgency``).
WEIGHT = 4
FIRST_RULE = "first debrief"
THIRTY_DAYS = "second debrief: 30 days"
MILESTONE = "second debrief: first milestone"
_SECOND_DAYS = f"{deadlines.SECOND_DEBRIEF_DAYS} days"


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Move the planned debriefs of a deal with what they follow from; with a signing taken back, they go.

    Call it when a deal changed, and when its first deliverable did.
    """
    desk = settings.load(connection(session))
    for planned in session.exec(
        select(Debrief).where(
            Debrief.deal_id == deal.id,
            Debrief.state == DebriefState.PLANNED,
            Debrief.due_set_by == SetBy.RULE,
            col(Debrief.archived_at).is_(None),
        )
    ).all():
        if deal.signed_on is None:
            planned.archived_at = stamp(now)
        elif planned.kind == DebriefKind.FIRST:
            date_first(planned, deal, desk, context.today)
        elif planned.kind == DebriefKind.SECOND:
            date_second(planned, deal, first_milestone(session, stored_id(deal)), desk, context.today)
        session.add(planned)
    session.flush()


def fresh(deal_id: int, step: Step, today: date) -> Debrief:
    """Return the debrief of a step, still without its date; ``today`` is the local day it is entered."""
    kind = DEBRIEFS[step.id]
    length = {DebriefKind.SECOND: 25}.get(kind, 45)
    planned = Debrief(deal_id=deal_id, kind=kind, length_min=length, weight=step.weight, due_set_by=SetBy.RULE)
    planned.due_offset, planned.not_before = step.late, today
    return planned


def date_first(planned: Debrief, deal: Deal, desk: Settings, today: date) -> None:
    """Write when the first debrief of ``deal`` is due: 72 hours after signing, as its template says."""
    if deal.signed_on is None:
        return
    planned.due_rule = FIRST_RULE
    if not (deal.quiet and planned.due_anchor):
        planned.due_anchor = deal.signed_at or deal.signed_on.isoformat()
    date_row(planned, desk, today)


def date_second(planned: Debrief, deal: Deal, milestone_on: date | None, desk: Settings, today: date) -> None:
    """Write when the second debrief of ``deal`` is due: at the first milestone, else 30 days into performance.

    A milestone before signing tells nothing and is passed over.
    """
    if deal.signed_on is None:
        return
    if milestone_on is not None and milestone_on >= deal.signed_on:
        if planned.due_anchor != milestone_on.isoformat() or planned.due_rule != MILESTONE:
            planned.not_before = today  # a milestone told of late makes nothing late
        planned.due_rule, planned.due_anchor, planned.due_offset = MILESTONE, milestone_on.isoformat(), "0 days"
    elif planned.due_rule != THIRTY_DAYS or not deal.quiet:
        since = max(deal.signed_on, deal.start_on or deal.signed_on)
        if deal.quiet and planned.created_at:
            since = max(since, local_day(planned.created_at))
        if planned.due_rule == MILESTONE:
            planned.due_offset = _SECOND_DAYS
        planned.due_rule, planned.due_anchor = THIRTY_DAYS, since.isoformat()
    date_row(planned, desk, today)


def first_milestone(session: Session, deal_id: int) -> date | None:
    """Return the local date of a deal's first deliverable: when it was done, else when it is due; None for none."""
    return session.exec(
        select(func.min(func.coalesce(Action.done_on, Action.due_on))).where(
            Action.deal_id == deal_id, Action.kind == ActionKind.DELIVERABLE, col(Action.archived_at).is_(None)
        )
    ).one()


def follows(deal: Deal) -> bool:
    """Return whether a deal has a follow-through that was begun."""
    return deal.signed_on is not None and deal.follow_through not in (None, FollowThrough.NONE)
