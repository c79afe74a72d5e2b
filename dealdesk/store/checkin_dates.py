"""When the next check-in of a deal is: planned when it is signed, derived anew by every edit (how often: article 000).

A check-in stands on a working day; what it was counted from stays beside it, so that a changed calendar or a short
month never makes the ones after it drift. Where nobody typed its day it follows from the anchor, the last talk that
counted and how often it is: an edit forgets neither what was held nor what was missed, unless a new rhythm or a day is
what was typed. What a talk does is in :mod:`dealdesk.store.checkin_talks`.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import LOCAL
from dealdesk.domain import checkins
from dealdesk.domain.checkins import Nominal, Rhythm, default_text
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.periods import Period
from dealdesk.domain.review_words import CheckinPlan, read_checkin, split_tokens
from dealdesk.domain.vocabulary import SetBy
from dealdesk.errors import InputRefused
from dealdesk.store import checkin_ties, quiet, settings
from dealdesk.store.moment import connection
from dealdesk.store.row_dates import date_row
from dealdesk.store.settings import Settings
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal

__all__ = [
    "RULE",
    "WEIGHT",
    "anchor_day",
    "count_from",
    "default_for",
    "default_text",
    "derive",
    "every_known",
    "follow",
    "place",
    "plan",
    "read_text",
    "write_rhythm",
]

RULE = "check-in"
#: Urgency every check-in has before its date counts (see ``domain.urgency``).
WEIGHT = 3
_NONE = ("none", "no", "never", "-")


def default_for(deal: Deal) -> str:
    """Return the check-ins a deal gets unless others are typed: by its type, and by how long it runs."""
    since = deal.start_on or deal.signed_on
    return default_text(deal.type, checkins.term_days(since, deal.end_on, deal.term))


def read_text(text: str, context: Context) -> list[CheckinPlan]:
    """Read check-ins as they are typed, parted by semicolons; "none" is none.

    Raises :class:`InputRefused` for one that does not say how often, and for a date that can't be read.
    """
    found: list[CheckinPlan] = []
    for token in [] if text.strip().lower() in _NONE else split_tokens(text):
        planned = read_checkin(token, context)
        if planned.early is None and planned.ongoing is None:
            raise InputRefused(f"{token[:40]} does not say how often: try weekly, then monthly; review: quarterly")
        found.append(planned)
    return found


def plan(
    session: Session, deal: Deal, text: str, context: Context, now: datetime, since: date | None = None
) -> list[Checkin]:
    """Give a deal the check-ins of ``text``, and those it has already their dates; return its check-ins.

    They are counted from ``since``, else from its start or signing, whichever is later. One like it that is there
    already is not made twice. Raises :class:`InputRefused` as :func:`read_text` does.
    """
    wanted = read_text(text, context)
    found = settings.load(connection(session))
    rows = of_deal(session, stored_id(deal))
    for row in rows:
        count_from(row, since or row.anchor_on or anchor_day(deal))
        if row.next_on is None and not checkin_ties.is_tied(row):
            derive(row, found, context.today)
        session.add(row)
    there = {_key(_plan_of(row)) for row in rows}
    for planned in wanted:
        if _key(planned) in there:
            continue
        row = Checkin(deal_id=stored_id(deal), weight=WEIGHT, purpose=planned.purpose)
        place(row, planned, deal, found, context.today, since)
        session.add(row)
        rows.append(row)
    session.flush()
    quiet.settle(session, deal, found, now.astimezone(LOCAL).date())
    return rows


def place(
    row: Checkin, planned: CheckinPlan, deal: Deal, found: Settings, today: date, since: date | None = None
) -> None:
    """Write a schedule into its row: how often, when that switches, and the next day.

    A day that was typed is set by a person. Before a deal is signed nothing is dated by a rule.
    """
    write_rhythm(row, planned, deal, today, since)
    row.weight = row.weight or WEIGHT
    if planned.next_on is not None:
        checkin_ties.release(row)
        _set_by_person(row, planned.next_on)
    elif not checkin_ties.is_tied(row):
        derive(row, found, today)


def write_rhythm(row: Checkin, planned: CheckinPlan, deal: Deal, today: date, since: date | None = None) -> None:
    """Write what it is for, how often it is and when that switches; no day of it, whoever set that.

    Where how often they talk now is another one than before, what the old rhythm missed is forgotten.
    """
    before = rhythm_of(row).interval(row.next_on or today)
    row.purpose = planned.purpose
    row.early_count, row.early_unit = planned.early or (None, None)
    row.ongoing_count, row.ongoing_unit = planned.ongoing or (None, None)
    row.switch_on = planned.switch_on
    count_from(row, since or row.anchor_on or anchor_day(deal))
    if rhythm_of(row).interval(row.next_on or today) != before and not checkin_ties.is_tied(row):
        row.not_before = None


def count_from(row: Checkin, anchor: date | None) -> None:
    """Count a check-in from the local date ``anchor``; a switch that nobody typed is 30 days after it.

    Nothing is counted from None.
    """
    if anchor is None:
        return
    by_rule = row.switch_on is None or (
        row.anchor_on is not None and row.switch_on == checkins.switch_day(row.anchor_on)
    )
    row.anchor_on = anchor
    if by_rule and row.early_count and row.ongoing_count:
        row.switch_on = checkins.switch_day(anchor)


def derive(row: Checkin, found: Settings, today: date) -> None:
    """Date the next one by its rule, from the anchor and the last talk that counted.

    After the last talk: one interval after it. Else, and before the first talk: the first of the series that was not
    held, since the day on which it was planned; one that was missed stays until it was held. Where the day stays, so
    does the day until which it was put off.
    """
    before, later = row.next_on, (row.later_until, row.later_count)
    nominal = _nominal(row, found, row.not_before or today)
    _schedule(row, nominal, found, today)
    if row.next_on == before:
        row.later_until, row.later_count = later


def _nominal(row: Checkin, found: Settings, since: date) -> Nominal | None:
    """Return the next one by its rule, of those from the local date ``since`` on where no talk counted yet."""
    rhythm, anchor, held = rhythm_of(row), row.anchor_on or row.counted_on, row.held_on
    if anchor is None:
        return None
    if row.mode == checkins.AFTER_LAST and row.counted_on is not None and row.counted_on >= anchor:
        return rhythm.after(row.counted_on)
    return rhythm.first(anchor, lambda day: day >= since and (held is None or _rolled(day, found) > held))


def every_known(row: Checkin, found: Settings, on: date) -> Period | None:
    """Return how often it was said to be until a talk on the local date ``on``; a day that was agreed says nothing."""
    day = row.next_on
    if (row.due_set_by == SetBy.PERSON or checkin_ties.is_tied(row)) and row.anchor_on is not None:
        nominal = _nominal(row, found, row.not_before or row.anchor_on)
        day = _rolled(nominal.length.after(nominal.since), found) if nominal else day
    return rhythm_of(row).interval(day or on)


def follow(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Count the check-ins of a deal from another day because its signing or its start moved.

    The switch moves along, whatever else stands; the next one too, unless a person or an action dates it.
    """
    anchor = anchor_day(deal)
    if anchor is None:
        return
    found, moved = settings.load(connection(session)), deal.quiet_on is None
    for row in of_deal(session, stored_id(deal)):
        if anchor == row.anchor_on or (row.anchor_on is not None and deal.quiet):
            continue
        count_from(row, anchor)
        if row.due_set_by != SetBy.PERSON and not checkin_ties.is_tied(row):
            derive(row, found, context.today)
        checkin_ties.limit(row, found)
        session.add(row)
        moved = True
    session.flush()
    if moved:
        # Only then: a day until which a person put the question off would be lost with every edit of the deal.
        quiet.settle(session, deal, found, now.astimezone(LOCAL).date())


def said(day: date, today: date) -> str:
    """Return a local date for a sentence; the year only where it is another one."""
    return day_words(day) if day.year == today.year else f"{day_words(day)} {day.year}"


def of_deal(session: Session, deal_id: int) -> list[Checkin]:
    """Return the check-ins of a deal in the order in which they were made."""
    query = select(Checkin).where(Checkin.deal_id == deal_id, col(Checkin.archived_at).is_(None))
    return list(session.exec(query.order_by(col(Checkin.id))))


def anchor_day(deal: Deal) -> date | None:
    """Return the local date from which the check-ins of a deal are counted; None before it is signed."""
    if deal.signed_on is None:
        return None
    return max(deal.signed_on, deal.start_on or deal.signed_on)


def rhythm_of(row: Checkin) -> Rhythm:
    """Return how often a check-in is."""
    return quiet.rhythm_of(row)


def _plan_of(row: Checkin) -> CheckinPlan:
    rhythm = rhythm_of(row)
    return CheckinPlan(row.purpose, rhythm.early, row.switch_on, rhythm.ongoing, row.next_on)


def _key(planned: CheckinPlan) -> tuple[str, Period | None, Period | None]:
    return planned.purpose, planned.early, planned.ongoing


def _schedule(row: Checkin, nominal: Nominal | None, found: Settings, today: date) -> None:
    row.later_until, row.later_count = None, 0
    if nominal is None:
        _set_by_person(row, None)
        return
    row.due_rule, row.due_set_by = RULE, SetBy.RULE
    row.due_anchor, row.due_offset = nominal.since.isoformat(), str(nominal.length)
    row.not_before = row.not_before or today
    date_row(row, found, today)


def _set_by_person(row: Checkin, day: date | None) -> None:
    row.next_on = row.due_on = day
    row.due_rule = row.due_anchor = row.due_offset = row.due_reason = None
    row.due_set_by = SetBy.PERSON if day else None


def _rolled(day: date, found: Settings) -> date:
    return day if found.strict_clock else found.calendar.forward(day)
