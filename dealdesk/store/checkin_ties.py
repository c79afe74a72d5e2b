"""Check-ins that are tied to an action of their deal, and move with its day; and when a check-in is late at all."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, func, select

from dealdesk.domain.calendar import add_days
from dealdesk.domain.checkin_form import tie_words
from dealdesk.domain.checkins import AFTER_LAST
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import Direction, SetBy
from dealdesk.store import settings
from dealdesk.store.moment import connection
from dealdesk.store.settings import Settings
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Conversation

RULE = "tied check-in"
_SHORT = 60


def tie(session: Session, row: Checkin, action: Action, days: int) -> None:
    """Let a check-in be so many days after an action is due, before it where ``days`` is negative."""
    row.action_id, row.action_days = action.id, days
    _date(session, row, action, settings.load(connection(session)))


def is_tied(row: Checkin) -> bool:
    """Return whether a check-in goes by its action; one whose action was taken away remembers it, and does not."""
    return row.action_id is not None and row.due_rule == RULE


def release(row: Checkin) -> None:
    """Let a check-in follow no action any more; its day stays."""
    row.action_id = row.action_days = None


def moved(session: Session, action: Action) -> None:
    """Move the check-ins that are tied to an action; call it where the day of an action changed."""
    if action.id is None:
        return
    tied = select(Checkin).where(
        Checkin.deal_id == action.deal_id, Checkin.action_id == action.id, col(Checkin.archived_at).is_(None)
    )
    for row in session.exec(tied).all():
        _date(session, row, action, settings.load(connection(session)))


def redate(session: Session, row: Checkin, found: Settings) -> None:
    """Date a check-in again by its action, if it is tied to one, and say when it is late."""
    action = session.get(Action, row.action_id) if row.action_id else None
    if action is not None and row.due_rule == RULE:
        _date(session, row, action, found)
    else:
        limit(session, row, found)


def limit(session: Session, row: Checkin, found: Settings, talked_on: date | None = None) -> None:
    """Write by which day a check-in is late: its own day, or the longest time since the last one, if that is given.

    ``talked_on``: the local date of the last one, where that is known already.
    """
    row.due_on = row.next_on
    if row.next_on is None or not row.maximum_days:
        return
    last = talked_on or _last(session, row)
    if last is not None:
        longest = add_days(last, row.maximum_days)
        row.due_on = max(row.next_on, longest if found.strict_clock else found.calendar.forward(longest))


def last_held(session: Session, row: Checkin) -> date | None:
    """Return the local date on which this check-in was held last; None for never."""
    held = select(func.max(Conversation.happened_on)).where(
        Conversation.checkin_id == row.id,
        Conversation.direction != Direction.IN,
        col(Conversation.archived_at).is_(None),
    )
    return session.exec(held).one() if row.id is not None else None


def _last(session: Session, row: Checkin) -> date | None:
    """Return when this check-in was held last; else from when it is counted."""
    known = [row.anchor_on, last_held(session, row)]
    if row.due_set_by == SetBy.RULE and row.due_rule != RULE and row.mode == AFTER_LAST and row.due_anchor:
        known.append(date.fromisoformat(row.due_anchor))
    return max((day for day in known if day), default=None)


def _date(session: Session, row: Checkin, action: Action, found: Settings) -> None:
    days = row.action_days or 0
    row.due_rule, row.due_set_by, row.due_offset, row.due_at = RULE, SetBy.RULE, None, None
    row.due_anchor = action.due_on.isoformat() if action.due_on else None
    row.later_until, row.later_count = None, 0
    what = action.text if len(action.text) <= _SHORT else f"{action.text[: _SHORT - 1]}…"
    words = tie_words(days, what)
    if action.due_on is None:
        row.next_on, row.due_reason = None, f"{words}, which has no day yet"
    else:
        day = add_days(action.due_on, days)
        if not found.strict_clock:
            day = found.calendar.back(day) if days < 0 else found.calendar.forward(day)
        row.next_on, row.due_reason = day, f"{words}, {day_words(action.due_on)}"
    limit(session, row, found)
    session.add(row)
    session.flush()
