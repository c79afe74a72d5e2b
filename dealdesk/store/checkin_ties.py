"""Check-ins that are tied to an action of their deal, and move with its day; and when a check-in is late at all."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from dealdesk.domain.calendar import add_days
from dealdesk.domain.checkin_form import tie_words
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import SetBy
from dealdesk.store import settings
from dealdesk.store.moment import connection, local_day, moment
from dealdesk.store.settings import Settings
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin

RULE = "tied check-in"
_SHORT = 60


def tie(session: Session, row: Checkin, action: Action, days: int) -> None:
    """Let a check-in be so many days after an action is due, before it where ``days`` is negative."""
    row.action_id, row.action_days = action.id, days
    _date(session, row, action, settings.load(connection(session)), anew=True)


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
        limit(row, found)


def limit(row: Checkin, found: Settings) -> None:
    """Write by which day a check-in is late: its own day, or the longest time since the last talk that counted for it.

    Before the first one that time counts from where the check-in does.
    """
    row.due_on = row.next_on
    if row.next_on is None or not row.maximum_days:
        return
    last = max((day for day in (row.anchor_on, row.counted_on) if day), default=None)
    if last is not None:
        longest = add_days(last, row.maximum_days)
        row.due_on = max(row.next_on, longest if found.strict_clock else found.calendar.forward(longest))


def _date(session: Session, row: Checkin, action: Action, found: Settings, *, anew: bool = False) -> None:
    """Date a check-in by its action: by the day that is shown of it, which is the one it is best done by.

    A day that is over already when it comes to be (``anew``, or because the action moved) becomes today: nobody could
    have kept it. Where the day stays, so does the day until which it was put off.
    """
    before, shown = row.next_on, action.soft_on or action.due_on
    anchor = shown.isoformat() if shown else None
    if anew or row.due_anchor != anchor:
        row.not_before = local_day(moment(session))
    row.due_rule, row.due_set_by, row.due_offset, row.due_at = RULE, SetBy.RULE, None, None
    row.due_anchor = anchor
    row.next_on, row.due_reason = _day(row, action, shown, found)
    if row.next_on != before:
        row.later_until, row.later_count = None, 0
    limit(row, found)
    session.add(row)
    session.flush()


def _day(row: Checkin, action: Action, shown: date | None, found: Settings) -> tuple[date | None, str]:
    """Return when a tied check-in is and why then."""
    days = row.action_days or 0
    what = action.text if len(action.text) <= _SHORT else f"{action.text[: _SHORT - 1]}…"
    words = tie_words(days, what)
    if shown is None:
        return None, f"{words}, which has no day yet"
    day, since = add_days(shown, days), row.not_before
    if not found.strict_clock:
        day = found.calendar.back(day) if days < 0 else found.calendar.forward(day)
        since = found.calendar.forward(since) if since else None
    if since is not None and day < since:
        return since, f"{words} was {day_words(day)}; tied {day_words(row.not_before or since)}"
    return day, f"{words}, {day_words(shown)}"
