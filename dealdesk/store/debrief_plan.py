"""When the debriefs of a deal are due: planned by rule when it is signed, moved with what they follow from.

A quiet deal plans nothing by itself; a date that a person set stays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

from sqlmodel import Session, col, func, select

from dealdesk.clock import instant, stamp
from dealdesk.domain import deadlines
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.deadlines import Due, WorkTime
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, DebriefKind, DebriefState, SetBy
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief

#: Urgency every planned debrief has before its date counts (see ``domain.urgency``).
WEIGHT = 4


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Plan the first and the second debrief of a deal that is signed, or move the planned ones.

    Call it when a deal changed, and when its first deliverable did. Where the signing was taken back, what was planned
    goes with it.
    """
    zone = now.astimezone().tzinfo
    for kind in (DebriefKind.FIRST, DebriefKind.SECOND):
        planned = session.exec(
            select(Debrief).where(Debrief.deal_id == deal.id, Debrief.kind == kind, col(Debrief.archived_at).is_(None))
        ).first()
        if deal.signed_on is None:
            if planned and planned.state == DebriefState.PLANNED and planned.due_set_by == SetBy.RULE:
                planned.archived_at = stamp(now)
                session.add(planned)
            continue
        if planned is None:
            if deal.quiet:
                continue
            planned = fresh(stored_id(deal), kind)
        if planned.state != DebriefState.PLANNED or planned.due_set_by != SetBy.RULE:
            continue
        if kind is DebriefKind.FIRST:
            date_first(planned, deal, WorkTime(context.calendar), zone)
        else:
            date_second(planned, deal, first_milestone(session, stored_id(deal)), context.calendar)
        session.add(planned)
    session.flush()


def fresh(deal_id: int, kind: DebriefKind) -> Debrief:
    """Return a debrief that a rule plans, still without its date."""
    length = {DebriefKind.SECOND: 25}.get(kind, 45)
    return Debrief(deal_id=deal_id, kind=kind, length_min=length, weight=WEIGHT, due_set_by=SetBy.RULE)


def date_first(planned: Debrief, deal: Deal, work: WorkTime, zone: tzinfo | None) -> None:
    """Write when the first debrief of ``deal`` is due, and from what that follows."""
    if deal.signed_on is None:
        return
    signed_at = instant(deal.signed_at) if deal.signed_at else None
    due = deadlines.first_debrief(deal.signed_on, signed_at, zone or UTC, work)
    _write(planned, due, stamp(signed_at) if signed_at else deal.signed_on.isoformat())


def date_second(planned: Debrief, deal: Deal, milestone_on: date | None, calendar: WorkCalendar) -> None:
    """Write when the second debrief of ``deal`` is due: at the first milestone, else 30 days into performance."""
    if deal.signed_on is None:
        return
    due = deadlines.second_debrief(deal.signed_on, milestone_on, deal.start_on, calendar)
    since = max(deal.signed_on, deal.start_on or deal.signed_on)
    by_milestone = milestone_on is not None and milestone_on >= deal.signed_on
    _write(planned, due, (milestone_on if by_milestone and milestone_on else since).isoformat())


def _write(planned: Debrief, due: Due, anchor: str) -> None:
    planned.due_on = due.due_on
    planned.due_at = stamp(due.due_at) if due.due_at else None
    planned.due_rule, planned.due_anchor, planned.due_reason = due.rule, anchor, due.reason


def first_milestone(session: Session, deal_id: int) -> date | None:
    """Return the local date of a deal's first deliverable: when it was done, else when it is due; None for none."""
    return session.exec(
        select(func.min(func.coalesce(Action.done_on, Action.due_on))).where(
            Action.deal_id == deal_id, Action.kind == ActionKind.DELIVERABLE, col(Action.archived_at).is_(None)
        )
    ).one()
