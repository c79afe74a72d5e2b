"""The fields of an action that are more than one column: who, when, its review window, what it is linked to."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.calendar import add_business_days
from dealdesk.domain.vocabulary import ActionState, SetBy
from dealdesk.errors import FieldRefused
from dealdesk.store import action_owners, checkin_ties, settings
from dealdesk.store.action_moves import AGREED, day_words, short
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action, NewDate
from dealdesk.store.tables.deals import Person
from dealdesk.store.tables.delivery import Metric
from dealdesk.text import clean, fold

_SHOWN = 5


def read_owner(session: Session, action: Action) -> object:
    """Return the name of the owner."""
    person = session.get(Person, action.owner_id) if action.owner_id else None
    return person.name if person else None


def write_owner(session: Session, action: Action, value: object, _now: datetime) -> None:
    """Give the action to somebody by name; see :func:`action_owners.give`."""
    action_owners.give(session, action, str(value or ""))


def read_due(_session: Session, action: Action) -> object:
    """Return the last day in time."""
    return action.due_on


def write_due(session: Session, action: Action, value: object, _now: datetime) -> None:
    """Make the typed day the person's. Where one was agreed with them, it is that one which is put right."""
    day = value if isinstance(value, date) else None
    if action.due_on == day and action.due_set_by == SetBy.PERSON:
        return
    agreed = action.due_rule == AGREED and day is not None
    if agreed:
        query = select(NewDate).where(NewDate.action_id == action.id, col(NewDate.archived_at).is_(None))
        last = session.exec(query.order_by(col(NewDate.id).desc())).first()
        if last is not None:
            last.new_on = day
            session.add(last)
    else:
        action.due_rule, action.due_reason = None, None
    action.due_on, action.soft_on, action.due_at, action.later_until = day, None, None, None
    action.due_set_by = SetBy.PERSON if day is not None else None
    checkin_ties.moved(session, action)


def read_review_days(_session: Session, action: Action) -> object:
    """Return the working days that a review takes at most."""
    return action.review_days


def write_review_days(session: Session, action: Action, value: object, now: datetime) -> None:
    """Set the review window; one that runs is counted from today."""
    action.review_days = value if isinstance(value, int) else None
    if action.state == ActionState.REVIEW:
        action.review_until = review_end(session, action, local_day(stamp(now)))


def new_window(action: Action, was: date | None, today: date) -> str:
    """Return that a review whose last day ``was`` over has a window again; empty where nothing like that was done."""
    if was is None or was >= today or action.review_until is None or action.review_until <= was:
        return ""
    return f"The window was over since {day_words(was)}; a new one runs until {day_words(action.review_until)}."


def review_end(session: Session, action: Action, today: date) -> date | None:
    """Return the last day of a review that begins today; None where it has no window."""
    if action.review_days is None:
        return None
    return add_business_days(today, action.review_days, settings.load(connection(session)).calendar)


def read_progress(_session: Session, action: Action) -> object:
    """Return how far it is, in percent."""
    return action.progress


def write_progress(_session: Session, action: Action, value: object, _now: datetime) -> None:
    """Set how far it is; a hundred is not done."""
    action.progress = value if isinstance(value, int) else None


def read_metric(session: Session, action: Action) -> object:
    """Return the name of the linked metric."""
    metric = session.get(Metric, action.metric_id) if action.metric_id else None
    return metric.name if metric else None


def write_metric(session: Session, action: Action, value: object, _now: datetime) -> None:
    """Link a metric of the same deal by its name or a part of it; raises :class:`FieldRefused`."""
    wanted = fold(clean(str(value or "")))
    if not wanted:
        action.metric_id = None
        return
    metrics = session.exec(select(Metric).where(Metric.deal_id == action.deal_id, col(Metric.archived_at).is_(None)))
    found = [(metric.id or 0, metric.name) for metric in metrics]
    action.metric_id = one_of(found, wanted, "metric")


def read_blocked_by(session: Session, action: Action) -> object:
    """Return the text of the action it waits for."""
    blocker = session.get(Action, action.blocked_by_id) if action.blocked_by_id else None
    return blocker.text if blocker is not None and blocker.archived_at is None else None


def write_blocked_by(session: Session, action: Action, value: object, _now: datetime) -> None:
    """Let the action wait for another one of its deal, by a part of its text.

    Raises :class:`FieldRefused` where none or several answer, and for a circle.
    """
    wanted = fold(clean(str(value or "")))
    if not wanted:
        action.blocked_by_id = None
        return
    rows = connection(session).execute(
        "SELECT id, text FROM action WHERE deal_id = ? AND archived_at IS NULL AND id IS NOT ? "
        "AND (state <> 'done' OR id IS ?) ORDER BY id",
        (action.deal_id, action.id, action.blocked_by_id),
    )
    block(session, action, one_of(rows.fetchall(), wanted, "open action"))


def block(session: Session, action: Action, blocker_id: int) -> None:
    """Let an action wait for another one; raises :class:`FieldRefused` for a circle."""
    con = connection(session)
    if action.id is not None and action.id in _waits_for(con, blocker_id):
        blocker = session.get_one(Action, blocker_id)
        raise FieldRefused(f"That would be a circle: {short(blocker.text)} already waits for {short(action.text)}.")
    action.blocked_by_id = blocker_id


def _waits_for(con: sqlite3.Connection, action_id: int) -> list[int]:
    """Return an action, what it waits for, what that waits for, and so on."""
    chain: list[int] = []
    at: int | None = action_id
    while at is not None and at not in chain:
        chain.append(at)
        row = con.execute("SELECT blocked_by_id FROM action WHERE id = ? AND archived_at IS NULL", (at,)).fetchone()
        at = row[0] if row else None
    return chain


def one_of(rows: list[tuple[int, str]], wanted: str, what: str) -> int:
    """Return the id of the one row that answers to the folded words ``wanted``; raises :class:`FieldRefused`."""
    exact = [number for number, text in rows if fold(clean(text)) == wanted]
    if exact:
        return exact[0]
    fitting = [(number, text) for number, text in rows if all(word in fold(text) for word in wanted.split())]
    if len(fitting) == 1:
        return fitting[0][0]
    if not fitting:
        raise FieldRefused(f"No {what} of this deal answers to {short(wanted)}.")
    named = ", ".join(short(text) for _, text in fitting[:_SHOWN])
    raise FieldRefused(f"{len(fitting)} {what}s of this deal answer to {short(wanted)}: {named}. Type more of the one.")
