"""The only module that computes and recomputes stored dates (architecture 5.5); the rules are in ``domain``."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, or_, select

from dealdesk.domain import deadlines, renewal
from dealdesk.domain.dates import Period, WorkCalendar
from dealdesk.domain.vocabulary import ActionKind, ActionState, SetBy, Stage
from dealdesk.store import settings
from dealdesk.store.moment import local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal

#: A deal signed longer ago than this before it was entered starts nothing by itself (product, section 0).
QUIET_AFTER_DAYS = 14
NOTICE_RULE = "give notice"


def notice_of(deal: Deal) -> Period | None:
    """Return a deal's notice period."""
    return _period(deal.notice_count, deal.notice_unit)


def renewal_of(deal: Deal) -> Period | None:
    """Return how long a deal renews for, None when it does not renew."""
    return _period(deal.renewal_count, deal.renewal_unit)


def _period(count: int | None, unit: str | None) -> Period | None:
    return Period(count, unit) if count is not None and unit else None  # type: ignore[arg-type]


def date_deal(deal: Deal, calendar: WorkCalendar, today: date) -> None:
    """Compute what follows from a deal's dates: the day to give notice by, and whether it ended.

    A date that a person set stays. A deal that renews moves on to its next end; one that simply ended is *ended*.
    """
    over = deal.end_on is not None and deal.end_on < today and not renewal_of(deal) and not deal.evergreen
    if over and deal.stage in (Stage.SIGNED, Stage.RUNNING):
        deal.stage = Stage.ENDED
    date_notice(deal, calendar, today)


def date_notice(deal: Deal, calendar: WorkCalendar, today: date) -> None:
    """Compute the day to give notice by, unless a person set it; the stage stays."""
    if deal.give_notice_set_by == SetBy.PERSON:
        return
    notice, step = notice_of(deal), renewal_of(deal)
    if deal.end_on is None or notice is None:
        deal.give_notice_by = None
        deal.give_notice_rule = None
        deal.give_notice_set_by = None
        return
    deal.give_notice_by = renewal.next_notice(deal.end_on, notice, step, calendar, today).by
    deal.give_notice_rule = f"{NOTICE_RULE}: {notice} before the end"
    deal.give_notice_set_by = SetBy.RULE


def date_changes(action: Action, deal: Deal, taken_on: date, calendar: WorkCalendar) -> None:
    """Compute when the changes of a deal are to be made; a date that a person set stays.

    ``taken_on`` is the local date on which the first of them was taken. How many days the rule gave when the action
    was made stays with it.
    """
    if action.due_set_by == SetBy.PERSON:
        return
    days = Period.parse(action.due_offset).count if action.due_offset else deadlines.CHANGES_DAYS
    due = deadlines.changes_made(deal.signed_on, taken_on, calendar, days)
    from_signing = due.rule == deadlines.AFTER_SIGNING
    action.due_on = due.due_on
    action.due_rule = due.rule
    action.due_anchor = (deal.signed_on if from_signing and deal.signed_on else taken_on).isoformat()
    action.due_offset = str(Period(days, "day"))
    action.due_set_by = SetBy.RULE


def redate_changes(session: Session, deal: Deal, calendar: WorkCalendar) -> int:
    """Compute the date of a deal's open changes again, because its signing or the calendar moved; return how many."""
    moved = 0
    for action in session.exec(
        select(Action).where(
            Action.deal_id == deal.id,
            Action.kind == ActionKind.PLAYBOOK,
            Action.state != ActionState.DONE,
            Action.due_set_by == SetBy.RULE,
            col(Action.archived_at).is_(None),
        )
    ):
        before = action.due_on
        from_signing = action.due_rule == deadlines.AFTER_SIGNING
        taken_on = local_day(action.created_at) if from_signing else date.fromisoformat(str(action.due_anchor))
        date_changes(action, deal, taken_on, calendar)
        session.add(action)
        moved += action.due_on != before
    session.flush()
    return moved


def advance(session: Session, calendar: WorkCalendar, today: date) -> int:
    """Move on, once a day, what time alone moves: deals that ended or renewed since; return how many changed."""
    changed = 0
    passed = session.exec(
        select(Deal).where(
            or_(col(Deal.end_on) < today, col(Deal.give_notice_by) < today),
            col(Deal.stage).in_([Stage.SIGNED, Stage.RUNNING]),
            col(Deal.archived_at).is_(None),
        )
    )
    for deal in passed:
        before = deal.give_notice_by, deal.stage
        date_deal(deal, calendar, today)
        if (deal.give_notice_by, deal.stage) != before:
            changed += 1
            session.add(deal)
    session.flush()
    settings.put(session.connection().connection.driver_connection, "advanced_on", today.isoformat())  # type: ignore[arg-type]
    return changed


def recompute(session: Session, calendar: WorkCalendar, today: date) -> int:
    """Compute all open dates again after the work week, a day off or a rule changed; return how many moved."""
    moved = 0
    deals = session.exec(
        select(Deal).where(col(Deal.end_on).is_not(None), Deal.stage != Stage.ENDED, col(Deal.archived_at).is_(None))
    )
    for deal in deals:
        before = deal.give_notice_by
        date_deal(deal, calendar, today)
        if deal.give_notice_by != before:
            moved += 1
            session.add(deal)
    session.flush()
    owing = (
        select(Deal)
        .join(Action, col(Action.deal_id) == col(Deal.id))
        .where(Action.kind == ActionKind.PLAYBOOK, Action.state != ActionState.DONE, Action.due_set_by == SetBy.RULE)
    )
    return moved + sum(redate_changes(session, deal, calendar) for deal in session.exec(owing.distinct()).all())
