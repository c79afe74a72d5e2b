"""When the next check-in of a deal is: planned when it is signed, moved by every talk (how often: article 000).

A check-in stands on a working day; what it was counted from stays beside it, so that a changed calendar or a short
month never makes the ones after it drift.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import LOCAL
from dealdesk.domain import checkins
from dealdesk.domain.calendar import add_days
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
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.deals import Deal
from dealdesk.text import fold

__all__ = [
    "RULE",
    "WEIGHT",
    "anchor_day",
    "default_for",
    "default_text",
    "follow",
    "place",
    "plan",
    "read_text",
    "talked",
    "write_rhythm",
]

RULE = "check-in"
#: Urgency every check-in has before its date counts (see ``domain.urgency``).
WEIGHT = 3
#: A talk so many days before a check-in that is tied to an action is that check-in.
_TIED_NEAR = 2
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
        if row.next_on is None and not checkin_ties.is_tied(row):
            place(row, _plan_of(row), deal, found, context.today, since)
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

    A day that was typed is set by a person. Before a deal is signed nothing is dated by a rule; afterwards the first
    check-in is the first of the series that is not behind us, or one interval after the last talk.
    """
    write_rhythm(row, planned)
    row.weight = row.weight or WEIGHT
    anchor = since or row.anchor_on or anchor_day(deal)
    if anchor is not None:
        row.anchor_on = anchor
        if row.switch_on is None and planned.early and planned.ongoing:
            row.switch_on = checkins.switch_day(anchor)
    if planned.next_on is not None or anchor is None:
        if planned.next_on is not None:
            checkin_ties.release(row)
        if not checkin_ties.is_tied(row):
            _set_by_person(row, planned.next_on)
        return
    if checkin_ties.is_tied(row):
        return  # it goes by its action
    rhythm, last = rhythm_of(row), _last_talk(row, anchor)
    nominal = rhythm.after(last) if last else rhythm.first(anchor, lambda day: day >= today)
    _schedule(row, nominal, found, today)


def write_rhythm(row: Checkin, planned: CheckinPlan) -> None:
    """Write what it is for and how often it is; no day of it."""
    row.purpose = planned.purpose
    row.early_count, row.early_unit = planned.early or (None, None)
    row.ongoing_count, row.ongoing_unit = planned.ongoing or (None, None)
    row.switch_on = planned.switch_on


def _last_talk(row: Checkin, anchor: date) -> date | None:
    """Return the local date of the last talk, where the next check-in is counted from it."""
    if row.due_set_by != SetBy.RULE or row.mode != checkins.AFTER_LAST or not row.due_anchor:
        return None
    since = date.fromisoformat(row.due_anchor)
    return since if since > anchor else None


def follow(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Date the check-ins of a deal again because its signing or its start moved; those a talk has moved stay."""
    anchor = anchor_day(deal)
    if anchor is None:
        return
    found, moved = settings.load(connection(session)), deal.quiet_on is None
    for row in of_deal(session, stored_id(deal)):
        if anchor == row.anchor_on or row.due_set_by == SetBy.PERSON or checkin_ties.is_tied(row):
            continue
        if row.anchor_on is not None and (deal.quiet or _last_talk(row, row.anchor_on)):
            continue
        planned = _plan_of(row)
        if row.anchor_on is not None and row.switch_on == checkins.switch_day(row.anchor_on):
            planned = planned._replace(switch_on=None)
        row.due_anchor = None  # no talk is behind it
        place(row, planned._replace(next_on=None), deal, found, context.today, anchor)
        checkin_ties.limit(session, row, found)
        session.add(row)
        moved = True
    session.flush()
    if moved:
        # Only then: a day until which a person put the question off would be lost with every edit of the deal.
        quiet.settle(session, deal, found, now.astimezone(LOCAL).date())


def talked(
    session: Session,
    deal_id: int,
    on: date,
    context: Context,
    now: datetime,
    checkin_uid: str = "",
    *,
    both_ways: bool = True,
    talk: Conversation | None = None,
) -> list[str]:
    """Move what a talk on the local date ``on`` moves: check-ins, and the day from which a deal is quiet.

    A message to them only (not ``both_ways``) is no talk: it moves the quiet day, and a check-in only if it is named.

    It counts for the check-in named by ``checkin_uid``, for the most frequent one that is no review, and for one that
    is due; ``talk`` is linked to the one named, else to the first it counts for.
    Return what moved, one sentence each: "Next check-in Thu 22 May.".
    """
    deal = session.get_one(Deal, deal_id)
    found = settings.load(connection(session))
    told: list[str] = []
    rows = of_deal(session, deal_id)
    for row in _meant(rows, on, checkin_uid) if both_ways else [row for row in rows if row.uid == checkin_uid]:
        before, every = row.next_on, rhythm_of(row).interval(row.next_on or on)
        if not _move(row, on, found, context.today, named=row.uid == checkin_uid):
            continue
        if talk is not None and (talk.checkin_id is None or row.uid == checkin_uid):
            talk.checkin_id = row.id
        checkin_ties.limit(session, row, found, on)
        session.add(row)
        if row.next_on is not None and row.next_on != before:
            told.append(f"Next {row.purpose or RULE} {said(row.next_on, context.today)}.")
            later = rhythm_of(row).interval(row.next_on)
            if every and later and later != every:
                told.append(f"From now on every {later if later.count > 1 else later.unit}.")
    session.flush()
    quiet.settle(session, deal, found, now.astimezone(LOCAL).date())
    return told


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


def counts(rows: list[Checkin], row: Checkin, on: date, named: str, found: Settings, today: date) -> None:
    """Let a talk on the local date ``on`` count for one of the check-ins of a deal, if it is meant."""
    if row in _meant(rows, on, named):
        _move(row, on, found, today, named=row.uid == named)


def _meant(rows: list[Checkin], on: date, checkin_uid: str) -> list[Checkin]:
    """Return the check-ins for which a talk counts, in their order."""
    timed = [(row, every) for row in rows if (every := rhythm_of(row).interval(row.next_on or on)) and row.next_on]
    tied = [row for row in rows if checkin_ties.is_tied(row) and row.next_on]
    tied = [row for row in tied if row.uid == checkin_uid or add_days(on, _TIED_NEAR) >= (row.next_on or on)]
    if not timed:
        return [row for row in rows if row.uid == checkin_uid or row in tied]
    talks = [(checkins.days_of(every), row.uid) for row, every in timed if "review" not in fold(row.purpose)]
    usual = min(talks, key=lambda pair: pair[0])[1] if talks else ""
    late = {row.uid: (on - row.next_on).days for row, _every in timed if row.next_on and row.next_on <= on}
    if usual in late:
        late[usual] = 0  # it was waited for, so the talk is that one before any other
    nearest = min(late.values(), default=0)
    meant = {checkin_uid, usual, *(uid for uid, days in late.items() if days == nearest)}
    meant |= {row.uid for row in tied}
    return [row for row in rows if row.uid in meant]


def _move(row: Checkin, on: date, found: Settings, today: date, *, named: bool) -> bool:
    """Move a check-in on because of a talk; return whether that talk counted for it."""
    rhythm = rhythm_of(row)
    every = rhythm.interval(row.next_on or on)
    if checkin_ties.is_tied(row):
        if not named and (row.next_on is None or add_days(on, _TIED_NEAR) < row.next_on):
            return False
        checkin_ties.release(row)  # it was held; from now on it goes by how often it is
        _schedule(row, rhythm.after(on), found, today)
        return True
    if every is None:
        return False
    if row.next_on is None:
        _schedule(row, rhythm.after(on), found, today)
        return True
    reached = named or add_days(on, checkins.near(every)) >= row.next_on
    if row.due_set_by == SetBy.PERSON and not reached:
        return False
    if row.mode == checkins.AFTER_LAST:
        last = row.due_anchor if row.due_set_by == SetBy.RULE else None
        if last and on.isoformat() < last:
            return False
        _schedule(row, rhythm.after(on), found, today)
        return True
    if not reached:
        return False
    anchor = row.anchor_on or on
    past = row.next_on if row.mode == checkins.CATCH_UP else max(row.next_on, on)
    _schedule(row, rhythm.first(anchor, lambda day: _rolled(day, found) > past), found, today)
    return True


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
