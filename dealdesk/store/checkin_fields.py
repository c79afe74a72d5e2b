"""The fields of a check-in that are more than one column: how often, when next, at most every, tied to an action.

Whatever of them is edited, the next one is dated again, unless a person typed its day.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from dealdesk.clock import LOCAL
from dealdesk.domain.checkin_form import AGENDA, MOST_DAYS, maximum_of, often_words, read_tie, tie_words
from dealdesk.domain.checkins import AFTER_LAST, days_of, switch_day
from dealdesk.domain.periods import Period
from dealdesk.domain.review_words import CheckinPlan, read_checkin
from dealdesk.domain.vocabulary import SetBy
from dealdesk.errors import FieldRefused, InputRefused
from dealdesk.store import checkin_dates, checkin_ties, quiet, settings
from dealdesk.store.action_fields import one_of
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal
from dealdesk.text import clean, fold


class CheckinFields(SQLModel):
    """What a person types about a check-in that is a column of its name; nothing is needed."""

    purpose: str = Field(default="", max_length=200)
    agreed_on: date | None = None
    goal: str = Field(default="", max_length=2000)


def read_often(_session: Session, row: Checkin) -> object:
    """Return how often, as it is typed; a switch that the rule chose goes unsaid."""
    rhythm = checkin_dates.rhythm_of(row)
    by_rule = row.anchor_on is not None and row.switch_on == switch_day(row.anchor_on)
    until = row.switch_on.isoformat() if row.switch_on and not by_rule else ""
    return often_words(rhythm.early, rhythm.ongoing, until) or None


def write_often(session: Session, row: Checkin, value: object, now: datetime) -> None:
    """Read how often; raises :class:`FieldRefused` for what does not say it."""
    text = clean(str(value or "")).strip()
    found, today = settings.load(connection(session)), now.astimezone(LOCAL).date()
    planned = CheckinPlan("")
    if text:
        try:
            planned = read_checkin(text, found.context(today))
        except InputRefused as refusal:
            raise FieldRefused(str(refusal)) from None
        if planned.early is None and planned.ongoing is None:
            raise FieldRefused("That does not say how often: try weekly, then monthly")
    deal = session.get_one(Deal, row.deal_id)
    checkin_dates.write_rhythm(row, planned._replace(purpose=row.purpose or planned.purpose), deal, today)
    if planned.next_on is not None:
        _typed(row, planned.next_on)
    settle(session, row, now)


def read_next(_session: Session, row: Checkin) -> object:
    """Return the day of the next one."""
    return row.next_on


def write_next(session: Session, row: Checkin, value: object, now: datetime) -> None:
    """Make the typed day the person's; without one it follows from how often again."""
    day = value if isinstance(value, date) else None
    by_rule = row.due_set_by == SetBy.RULE and not checkin_ties.is_tied(row)
    if day == row.next_on or (day is None and by_rule):
        return
    _typed(row, day)
    settle(session, row, now)


def read_mode(_session: Session, row: Checkin) -> object:
    """Return from what the next one is counted."""
    return row.mode


def write_mode(session: Session, row: Checkin, value: object, now: datetime) -> None:
    """Count the next one from something else; empty is the last talk."""
    row.mode = str(value or AFTER_LAST)
    settle(session, row, now)


def read_maximum(_session: Session, row: Checkin) -> object:
    """Return the longest time between two of them."""
    return maximum_of(row.maximum_days)


def write_maximum(session: Session, row: Checkin, value: object, _now: datetime) -> None:
    """Set the longest time between two of them; raises :class:`FieldRefused` for more than ten years."""
    days = round(days_of(value)) if isinstance(value, Period) else None
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise FieldRefused("At most every: from one day to ten years.")
    row.maximum_days = days
    checkin_ties.limit(row, settings.load(connection(session)))


def read_tied(session: Session, row: Checkin) -> object:
    """Return to which action it is tied, as it is typed."""
    action = session.get(Action, row.action_id) if row.action_id else None
    return tie_words(row.action_days or 0, action.text) if action is not None and action.archived_at is None else None


def write_tied(session: Session, row: Checkin, value: object, now: datetime) -> None:
    """Tie it to an action of its deal; raises :class:`FieldRefused` where none or several answer."""
    text = clean(str(value or "")).strip()
    if not text:
        if row.action_id is not None:
            checkin_ties.release(row)
            _typed(row, None)
    else:
        try:
            wanted = read_tie(text)
        except InputRefused as refusal:
            raise FieldRefused(str(refusal)) from None
        rows = connection(session).execute(
            "SELECT id, text FROM action WHERE deal_id = ? AND archived_at IS NULL AND (state <> 'done' OR id IS ?) "
            "ORDER BY id",
            (row.deal_id, row.action_id),
        )
        number = one_of(rows.fetchall(), fold(clean(wanted.action)), "open action")
        row.due_set_by = None
        checkin_ties.tie(session, row, session.get_one(Action, number), wanted.days)
    settle(session, row, now)


def read_agenda(_session: Session, row: Checkin) -> object:
    """Return the agenda; the usual one where none was typed."""
    return row.agenda or AGENDA


def write_agenda(_session: Session, row: Checkin, value: object, _now: datetime) -> None:
    """Set the agenda; the usual one is not written down."""
    text = str(value or "")
    row.agenda = "" if text == AGENDA else text


def settle(session: Session, row: Checkin, now: datetime) -> None:
    """Date the next one again by its rule, unless a person or an action dates it, and from when the deal is quiet."""
    deal = session.get_one(Deal, row.deal_id)
    found, today = settings.load(connection(session)), now.astimezone(LOCAL).date()
    row.weight = row.weight or checkin_dates.WEIGHT
    if row.due_set_by != SetBy.PERSON and not checkin_ties.is_tied(row):
        checkin_dates.count_from(row, row.anchor_on or checkin_dates.anchor_day(deal))
        checkin_dates.derive(row, found, today)
    checkin_ties.redate(session, row, found)
    session.add(row)
    session.flush()
    quiet.settle(session, deal, found, today)


def taken_away(session: Session, row: Row, now: datetime) -> None:
    """Say anew from when a deal is quiet, because one of its check-ins was archived."""
    if isinstance(row, Checkin):
        found, today = settings.load(connection(session)), now.astimezone(LOCAL).date()
        quiet.settle(session, session.get_one(Deal, row.deal_id), found, today)


def action_taken_away(session: Session, action: Action, now: datetime) -> list[str]:
    """Let the check-ins that went by an action go by how often they are again; returns that, a sentence each.

    They remember the action: undo brings it back, and their day with it.
    """
    said = []
    tied = select(Checkin).where(Checkin.action_id == action.id, col(Checkin.archived_at).is_(None))
    for row in session.exec(tied).all():
        if not checkin_ties.is_tied(row):
            continue
        row.due_reason = row.due_offset = row.due_anchor = None
        row.due_rule, row.due_set_by = checkin_dates.RULE, SetBy.RULE
        settle(session, row, now)
        called = (row.purpose or checkin_dates.RULE).capitalize()
        if row.next_on is None:
            said.append(f"{called} was tied to it and has no day now.")
        else:
            today = now.astimezone(LOCAL).date()
            day = checkin_dates.said(row.next_on, today)
            said.append(f"{called} was tied to it; it goes by how often again: {day}.")
    return said


def _typed(row: Checkin, day: date | None) -> None:
    checkin_ties.release(row)
    row.next_on = row.due_on = day
    row.later_until, row.later_count = None, 0
    row.due_rule = row.due_anchor = row.due_offset = row.due_reason = None
    row.due_set_by = SetBy.PERSON if day else None
