"""Computes every open date that a rule set again, after the work week, its hours, a day off or a rule changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, or_, select

from dealdesk.clock import LOCAL
from dealdesk.domain import notice
from dealdesk.domain.calendar import OutOfCalendar, add_business_days
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState, DebriefState, SetBy, Stage
from dealdesk.store import checkin_ties, ending, quiet, settings, waiting
from dealdesk.store.deal_dates import date_deal
from dealdesk.store.moment import connection, local_day
from dealdesk.store.row_dates import date_row
from dealdesk.store.settings import Settings
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Dated
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue


class Moved(NamedTuple):
    """A date that is another one now; local dates."""

    ref: str
    what: str
    """What is due then, in the words of Today."""
    old: date | None
    new: date | None


def recompute(session: Session, context: Context, now: datetime, before: Settings | None = None) -> tuple[Moved, ...]:
    """Compute all open dates again; return those that moved, by deal and then by date.

    ``before``: the settings under which they were computed, to tell from them a reminder or a quiet day that a person
    put off, and a review that has another last day than its rule gave it; without it these stay where they are.
    A date that a person set stays.
    """
    desk, today = settings.load(connection(session)), now.astimezone(LOCAL).date()
    refs = {deal_id: ref for deal_id, ref in session.exec(select(Deal.id, Deal.ref))}
    deals = session.exec(
        select(Deal).where(
            or_(col(Deal.end_on).is_not(None), col(Deal.quiet_on).is_not(None)),
            Deal.stage != Stage.ENDED,
            col(Deal.archived_at).is_(None),
        )
    ).all()
    by_rule = {deal.id for deal in deals if before and deal.quiet_on == quiet.quiet_day(session, deal, before, today)}
    moved: list[Moved] = []
    for row, what in _open_rows(session):
        old = row.soft_on, row.due_on
        _redate(session, row, desk, today)
        if (row.soft_on, row.due_on) != old:
            session.add(row)
            told = (old[1], row.due_on) if row.due_on != old[1] else (old[0], row.soft_on)
            moved.append(Moved(refs.get(row.deal_id, ""), what, *told))
    moved += _redate_windows(session, desk, before, refs) if before else []
    session.flush()
    for deal in deals:
        stage = deal.stage
        moved += _redate_deal(session, deal, desk, before, today, quiet_too=deal.id in by_rule)
        if deal.stage != stage:
            session.flush()
            ending.settle(session, deal, context, now)
    session.flush()
    return tuple(sorted(moved, key=lambda move: (move.ref, move.new or date.max, move.what)))


def _open_rows(session: Session) -> Iterator[tuple[Action | Debrief | Waiting | Checkin | Issue, str]]:
    """Yield the open rows that a rule dated, each with what it is called."""
    actions = select(Action).where(Action.state != ActionState.DONE)
    for action in session.exec(actions.where(Action.due_set_by == SetBy.RULE, col(Action.archived_at).is_(None))).all():
        yield action, "changes" if action.kind == "playbook" else action.kind
    debriefs = select(Debrief).where(Debrief.state == DebriefState.PLANNED, col(Debrief.archived_at).is_(None))
    for debrief in session.exec(debriefs.where(Debrief.due_set_by == SetBy.RULE)).all():
        yield debrief, f"{debrief.kind} debrief"
    waits = select(Waiting).where(col(Waiting.closed_on).is_(None), col(Waiting.archived_at).is_(None))
    for wait in session.exec(waits.where(Waiting.due_set_by == SetBy.RULE)).all():
        yield wait, "waiting"
    checkins = select(Checkin).where(Checkin.due_set_by == SetBy.RULE, col(Checkin.archived_at).is_(None))
    for checkin in session.exec(checkins).all():
        yield checkin, checkin.purpose or "check-in"
    issues = select(Issue).where(col(Issue.closed_at).is_(None), col(Issue.archived_at).is_(None))
    for issue in session.exec(issues.where(Issue.due_set_by == SetBy.RULE)).all():
        yield issue, "issue"


def _redate_windows(session: Session, desk: Settings, before: Settings, refs: Mapping[int | None, str]) -> list[Moved]:
    """Compute until when a review runs, where that is still the day its rule gave it."""
    moved: list[Moved] = []
    query = select(Action).where(Action.state == ActionState.REVIEW, col(Action.archived_at).is_(None))
    for action in session.exec(query.where(col(Action.review_until).is_not(None))).all():
        since, days, old = action.review_since, action.review_days, action.review_until
        if since is None or days is None:
            continue
        with suppress(OutOfCalendar):
            if add_business_days(since, days, before.calendar) == old:
                action.review_until = add_business_days(since, days, desk.calendar)
        if action.review_until != old:
            session.add(action)
            moved.append(Moved(refs.get(action.deal_id, ""), "review", old, action.review_until))
    return moved


def _redate(session: Session, row: Dated, desk: Settings, today: date) -> None:
    try:
        if isinstance(row, Waiting):
            waiting.redate(session, row, desk)
        elif isinstance(row, Action | Debrief | Checkin | Issue):
            entered = local_day(row.created_at) if row.created_at else today
            date_row(row, desk, entered)
        if isinstance(row, Checkin):
            checkin_ties.redate(session, row, desk)
        elif isinstance(row, Action):
            checkin_ties.moved(session, row)
    except OutOfCalendar:
        return  # a row of the year 9999 keeps its date


def _redate_deal(
    session: Session, deal: Deal, desk: Settings, before: Settings | None, today: date, *, quiet_too: bool
) -> list[Moved]:
    """Compute what stands on a deal itself: the day to give notice by, its reminder, the quiet day."""
    old, remind, decided = deal.give_notice_by, deal.notice_remind_on, (deal.notice_decision, deal.notice_decided_on)
    old_quiet = deal.quiet_on
    try:
        date_deal(deal, desk.calendar, today, desk.notice_leads)
        by = deal.give_notice_by
        if old is not None and by is not None and old >= today:
            # The same notice on another day: what was decided stands, and what was seen stays seen.
            deal.notice_decision, deal.notice_decided_on = decided
            deal.notice_remind_on = remind
            if before is not None and remind is not None:
                known = notice.steps(old, before.notice_leads, before.calendar)
                deal.notice_remind_on = notice.moved(remind, known, by, desk.notice_leads, desk.calendar, today)
        if quiet_too:
            quiet.settle(session, deal, desk, today)
    except OutOfCalendar:
        return []
    session.add(deal)
    told = (
        ("give notice by", old, deal.give_notice_by),
        # A reminder on the day itself is that day, told already.
        ("reminder to give notice", remind if remind != old else by, deal.notice_remind_on),
        ("quiet from", old_quiet, deal.quiet_on),
    )
    return [Moved(deal.ref, what, was, new) for what, was, new in told if was != new]
