"""Since when an action waits for them, and when they are nudged: its own wait says it, else the action itself."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import FieldRefused
from dealdesk.store import settings, waiting
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Waiting


def read_since(_session: Session, action: Action) -> object:
    """Return the local date since which an action waits for them; None where it does not."""
    return action.waiting_since if action.state == ActionState.WAITING else None


def write_since(session: Session, action: Action, value: object, now: datetime) -> None:
    """Let an action wait for them since a local date; the wait that is about it alone begins on that day too.

    Raises :class:`FieldRefused` for a day to come, for one that is done, and for no day while it waits.
    """
    day = value if isinstance(value, date) else None
    if day == read_since(session, action):
        return
    if day is None:
        raise FieldRefused("It waits for them; move it on when it does not (L on the board).")
    if day > local_day(stamp(now)):
        raise FieldRefused(f"{day_words(day)} is still to come.")
    if action.state == ActionState.DONE:
        raise FieldRefused("It is done and waits for nobody.")
    action.state, action.waiting_since, action.review_since = ActionState.WAITING, day, None
    action.review_until = None
    wait = _wait(session, action)
    if wait is not None and "; " not in wait.text:
        wait.last_on = day if wait.last_on == wait.since else max(wait.last_on, day)
        wait.since = day
        waiting.redate(session, wait, settings.load(connection(session)))


def read_nudge(session: Session, action: Action) -> object:
    """Return the local date on which they are nudged; None where it does not wait or no day is known."""
    if action.state != ActionState.WAITING:
        return None
    wait = _wait(session, action)
    return action.later_until if wait is None else wait.later_until or wait.due_on


def write_nudge(session: Session, action: Action, value: object, now: datetime) -> None:
    """Set the day of the next nudge; none gives it back to the rule of the wait.

    Raises :class:`FieldRefused` for a day that is over, and where the action does not wait.
    """
    day = value if isinstance(value, date) else None
    if day == read_nudge(session, action):
        return
    if action.state != ActionState.WAITING:
        raise FieldRefused("It does not wait for them; type first since when it does.")
    if day is not None and day < local_day(stamp(now)):
        raise FieldRefused(f"{day_words(day)} is over.")
    wait = _wait(session, action)
    if wait is None:
        action.later_until = day
        return
    wait.later_until = day
    waiting.redate(session, wait, settings.load(connection(session)))


def _wait(session: Session, action: Action) -> Waiting | None:
    """Return the open wait that is about an action."""
    query = select(Waiting).where(
        Waiting.action_id == action.id, col(Waiting.closed_on).is_(None), col(Waiting.archived_at).is_(None)
    )
    return session.exec(query.order_by(col(Waiting.id).desc())).first() if action.id is not None else None
