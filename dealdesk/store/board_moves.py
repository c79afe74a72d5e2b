"""What moves a card of the action board: to another state, to another place, to an owner. Each is one command."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session

from dealdesk.domain import board
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import action_owners, actions, engine, records
from dealdesk.store.board import PLACE
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action

#: So many cards behind a crowded place are looked at for room; beyond them there is room for sure.
_CROWD = 200
_GONE = "That action is not there any more."


class MovedElsewhere(InputRefused):
    """Another window moved the card to another state since this one drew it; nothing was changed."""


class Moved(NamedTuple):
    """What a move did."""

    said: list[str]
    ids: list[int]
    """The cards that have another place now, the moved one first."""


def warm(con: sqlite3.Connection) -> None:
    """Load what the first move needs; reads only."""
    with engine.session(engine.engine_over(con)) as session, suppress(NotFound):
        _action(session, 0)


def move(
    session: Session,
    number: int,
    state: str,
    context: Context,
    now: datetime,
    *,
    seen: str = "",
    anyway: bool = False,
) -> Moved:
    """Move a card to the column of ``state``, where it stands by its day; nothing happens where it is there already.

    ``seen`` is the state it was shown in. What follows is what :func:`dealdesk.store.actions.move` does; raises what
    that raises, and :class:`MovedElsewhere` for a card that is not in the state it was shown in.
    """
    action = _action(session, number, seen)
    if action.state == state:
        return Moved([], [])
    action.position = 0.0
    return Moved(actions.move(session, action.uid, ActionState(state), context, now, anyway=anyway), [number])


def reorder(session: Session, number: int, before: int | None, after: int | None, *, seen: str = "") -> Moved:
    """Put a card between two others of its column, None for the ends; cards that are too close make room.

    Where another window moved one of those away meanwhile, the other one counts. Raises :class:`NotFound`,
    :class:`MovedElsewhere` where the card is not ``seen`` in its state any more, :class:`InputRefused` for a done card.
    """
    con, state = connection(session), _action(session, number, seen).state
    if state == ActionState.DONE:
        raise InputRefused("Done actions stand by the day they were done.")
    low, high = _place(con, before, state), _place(con, after, state)
    if low is not None and high is not None and high < low:
        high = None
    ids = [number]
    place = board.between(low, high)
    if place is None and low is not None:
        crowd = con.execute(
            f"SELECT id, {PLACE} AS place FROM action WHERE state = ? AND archived_at IS NULL AND id NOT IN (?, ?) "
            "AND place >= ? ORDER BY place, id LIMIT ?",
            (state, number, before, low, _CROWD),
        ).fetchall()
        made = board.make_room(low, [held for _id, held in crowd])
        place = made[0]
        for (other, _held), moved_to in zip(crowd, made[1:], strict=False):
            con.execute("UPDATE action SET position = ? WHERE id = ?", (moved_to, other))
            ids.append(other)
    con.execute("UPDATE action SET position = ? WHERE id = ?", (place, number))
    return Moved([], ids)


def drop(
    session: Session,
    number: int,
    state: str,
    before: int | None,
    after: int | None,
    context: Context,
    now: datetime,
    *,
    seen: str = "",
    anyway: bool = False,
) -> Moved:
    """Move a card to the column of ``state`` and put it between two cards there; a done card stands by its day."""
    moved = move(session, number, state, context, now, seen=seen, anyway=anyway)
    if state == ActionState.DONE:
        return moved
    session.flush()
    return Moved(moved.said, reorder(session, number, before, after).ids)


def give_to(session: Session, number: int, name: str) -> Moved:
    """Give an action to whom ``name`` means, as its form does; nothing gives it to nobody. Raises :class:`NotFound`."""
    action = _action(session, number)
    action_owners.give(session, action, name)
    session.add(action)
    session.flush()
    return Moved([], [number])


def archive(session: Session, number: int, now: datetime) -> Moved:
    """Take an action away; undo brings it back. Raises :class:`NotFound`."""
    records.archive(session, "action", _action(session, number).uid, now)
    return Moved([], [number])


def must_be_there(con: sqlite3.Connection, number: int) -> None:
    """Raise :class:`NotFound` for an action that was taken away, before anybody types what is about it."""
    if con.execute("SELECT 1 FROM action WHERE id = ? AND archived_at IS NULL", (number,)).fetchone() is None:
        raise NotFound(_GONE)


def _action(session: Session, number: int, seen: str = "") -> Action:
    action = session.get(Action, number)
    if action is None or action.archived_at is not None:
        raise NotFound(_GONE)
    if seen and action.state != seen:
        raise MovedElsewhere(f"Another window moved it to {ActionState(action.state).value} meanwhile; it stays there.")
    return action


def _place(con: sqlite3.Connection, number: int | None, state: str) -> float | None:
    if number is None:
        return None
    query = f"SELECT {PLACE} FROM action WHERE id = ? AND state = ? AND archived_at IS NULL"
    row = con.execute(query, (number, state)).fetchone()
    return None if row is None else float(row[0])
