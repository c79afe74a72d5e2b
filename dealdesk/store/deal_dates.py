"""Dates of a deal itself and of its changes: the day to give notice by, its reminder, whether the deal ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from dealdesk.domain import deadlines, notice, renewal
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import ActionKind, ActionState, NoticeDecision, SetBy, Stage
from dealdesk.store.moment import local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal

NOTICE_RULE = "give notice"
#: A deal signed longer ago than this before it was entered starts nothing by itself (product, section 0).
QUIET_AFTER_DAYS = 14
_OPEN = (Stage.SIGNED, Stage.RUNNING)


def is_signed(deal: Deal, today: date) -> bool:
    """Return whether a deal is signed on the local date ``today``; a day that is still to come is only planned."""
    return deal.signed_on is not None and deal.signed_on <= today


def notice_of(deal: Deal) -> Period | None:
    """Return a deal's notice period."""
    return _period(deal.notice_count, deal.notice_unit)


def renewal_of(deal: Deal) -> Period | None:
    """Return how long a deal renews for, None when it does not renew."""
    return _period(deal.renewal_count, deal.renewal_unit)


def _period(count: int | None, unit: str | None) -> Period | None:
    return Period(count, unit) if count is not None and unit else None  # type: ignore[arg-type]


def date_deal(deal: Deal, calendar: WorkCalendar, today: date, leads: Sequence[int] = renewal.LEADS) -> None:
    """Compute what follows from a deal's dates: the day to give notice by, its reminder, and whether it ended.

    A date that a person set stays. A deal that renews moves on to its next end; one that simply ended, or whose notice
    was given, is *ended* the day after its end.
    """
    last = _last_day(deal, calendar)
    if last is not None and last < today and deal.stage in _OPEN:
        deal.stage = Stage.ENDED
    date_notice(deal, calendar, today, leads)


def _last_day(deal: Deal, calendar: WorkCalendar) -> date | None:
    """Return the local date on which a deal ends for good; None while it goes on."""
    period, step = notice_of(deal), renewal_of(deal)
    if deal.end_on is None or _begins_later(deal, deal.end_on):
        return None
    if deal.notice_decision == NoticeDecision.END and deal.notice_decided_on and period and step:
        return renewal.next_notice(deal.end_on, period, step, calendar, _asked_on(deal, deal.notice_decided_on)).end
    return None if step or deal.evergreen else deal.end_on


def _begins_later(deal: Deal, end: date) -> bool:
    """Return whether a deal begins after its end: a slip of the keyboard, and no reason to end it."""
    return any(day is not None and day > end for day in (deal.signed_on, deal.start_on))


def _asked_on(deal: Deal, decided_on: date) -> date:
    """Return the day as of which a notice was given: its last safe day may have passed a little before."""
    return min(decided_on, deal.give_notice_by or decided_on)


def date_notice(deal: Deal, calendar: WorkCalendar, today: date, leads: Sequence[int] = renewal.LEADS) -> None:
    """Compute the day to give notice by, unless a person set it, and the day of its reminder; the stage stays.

    Another day to give notice by takes back what was decided about the one before.
    """
    before = deal.give_notice_by
    if deal.give_notice_set_by != SetBy.PERSON:
        _notice_day(deal, calendar, today)
    by = deal.give_notice_by
    if by is None:
        deal.notice_remind_on = deal.notice_decision = deal.notice_decided_on = None
    elif by != before:
        deal.notice_decision = deal.notice_decided_on = None
        # A day that had passed when it was entered could be kept by nobody: it is shown, and never asked about.
        missed = by if deal.renewal_unit and before is not None and before < by else None
        deal.notice_remind_on = notice.reminder(None, by, leads, calendar, today) if by >= today else missed
    elif deal.notice_remind_on is None and by >= today:
        deal.notice_remind_on = notice.reminder(None, by, leads, calendar, today)


def _notice_day(deal: Deal, calendar: WorkCalendar, today: date) -> None:
    period, step = notice_of(deal), renewal_of(deal)
    if deal.end_on is None or period is None:
        deal.give_notice_by = deal.give_notice_rule = deal.give_notice_set_by = None
        return
    if deal.notice_decision == NoticeDecision.END and deal.notice_decided_on:
        asked_on = min(today, _asked_on(deal, deal.notice_decided_on))
        found = renewal.next_notice(deal.end_on, period, step, calendar, asked_on)
    else:
        known, decided = deal.give_notice_by, deal.notice_decision is not None
        found = renewal.standing_notice(deal.end_on, period, step, calendar, today, known, decided=decided)
    deal.give_notice_by = found.by
    deal.give_notice_rule = f"{NOTICE_RULE}: {period} before the end"
    deal.give_notice_set_by = SetBy.RULE


def pass_missed(deal: Deal, calendar: WorkCalendar, today: date) -> None:
    """Let a deal ask about its next period where a notice given ``today`` comes too late for the one it asks about."""
    period, step = notice_of(deal), renewal_of(deal)
    by = deal.give_notice_by
    if by is None or by >= today or not (deal.end_on and period and step) or deal.give_notice_set_by == SetBy.PERSON:
        return
    asked = renewal.next_notice(deal.end_on, period, step, calendar, by)
    if period.before(asked.end, calendar) < today:
        deal.give_notice_by = renewal.next_notice(deal.end_on, period, step, calendar, today).by


def date_changes(action: Action, deal: Deal, taken_on: date, calendar: WorkCalendar, *, strict: bool = False) -> None:
    """Compute when the changes of a deal are to be made; a date that a person set stays.

    ``taken_on`` is the local date on which the first of them was taken. How many days the rule gave when the action
    was made stays with it.
    """
    if action.due_set_by == SetBy.PERSON:
        return
    days = Period.parse(action.due_offset).count if action.due_offset else deadlines.CHANGES_DAYS
    due = deadlines.changes_made(deal.signed_on, taken_on, calendar, days, strict=strict)
    since = deal.signed_on if due.rule == deadlines.AFTER_SIGNING and deal.signed_on else taken_on
    action.due_on, action.due_at, action.due_reason = due.due_on, None, due.reason
    action.due_rule, action.due_anchor, action.due_offset = due.rule, since.isoformat(), str(Period(days, "day"))
    action.due_set_by = SetBy.RULE


def redate_changes(session: Session, deal: Deal, calendar: WorkCalendar, *, strict: bool = False) -> int:
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
        from_signing = action.due_rule == deadlines.AFTER_SIGNING or not action.due_anchor
        taken_on = local_day(action.created_at) if from_signing else date.fromisoformat(str(action.due_anchor))
        date_changes(action, deal, taken_on, calendar, strict=strict)
        session.add(action)
        moved += action.due_on != before
    session.flush()
    return moved
