"""What becomes of an action on Today and on its deal's page: done, and a new date agreed with them."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, ActionState, SetBy, Side
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import checkin_ties, wait_parts
from dealdesk.store.blocking import Blocked, blockers, freed
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action, NewDate
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal

#: The rule of a date that both sides agreed on.
AGREED = "agreed with them"
_SHOWN = 60


def short(text: str) -> str:
    """Return as much of a text of the person's as a sentence can hold, in quotes."""
    line = " ".join(text.split())
    return f"“{line}”" if len(line) <= _SHOWN else f"“{line[: _SHOWN - 1]}…”"


def day_words(day: date) -> str:
    """Return "Mon 18 May"."""
    return f"{day:%a} {day.day} {day:%b}"


def done(session: Session, action: Action, context: Context, now: datetime, *, anyway: bool = False) -> list[str]:
    """Mark an action done today; what follows from a deliverable moves with it. Returns what there is to say.

    Raises :class:`blocking.Blocked` while it waits for another one, unless it is done ``anyway``; its notes say so.
    """
    if action.state == ActionState.DONE:
        raise InputRefused("That is done already.")
    blocker = next(iter(blockers(connection(session), action.uid)), None)
    if blocker is not None and not anyway:
        raise Blocked(f"It waits for {short(blocker.text)}, which is still open.")
    if blocker is not None:
        noted = (
            f"Done {day_words(context.today)} {context.today.year} before {short(blocker.text)}, which it waits for."
        )
        action.notes = f"{action.notes}\n{noted}".strip()
    action.state, action.done_on, action.done_at = ActionState.DONE, context.today, stamp(now)
    action.waiting_since, action.review_until = None, None
    session.add(action)
    session.flush()
    said = [f"Done: {short(action.text)}."]
    if blocker is not None:
        said.append(f"{short(blocker.text)}, which it waits for, is still open.")
    said += [f"{short(text)} can begin now." for text in freed(connection(session), action.uid)]
    said += wait_parts.end(session, action, context, now)
    follow(session, action, context, now)
    return said


def follow(session: Session, action: Action, context: Context, now: datetime) -> None:
    """Move what is dated by an action: check-ins that are tied to it, and by a deliverable the second debrief."""
    checkin_ties.moved(session, action)
    if action.kind == ActionKind.DELIVERABLE:
        from dealdesk.store.settling import settle

        settle(session, session.get_one(Deal, action.deal_id), context, now)


def new_date(
    session: Session, action: Action, day: date, reason: str, put_behind: str, context: Context, now: datetime
) -> list[str]:
    """Move an action to a day agreed with them, and remember the day it had: it is kept by the new one.

    ``reason`` says why, ``put_behind`` what has to wait for it; both may be empty. What follows from a deliverable
    moves with it.
    """
    old = action.due_on
    if day == old and action.later_until is None:
        raise InputRefused(f"It is due on {day_words(day)} already.")
    session.add(
        NewDate(
            deal_id=action.deal_id,
            action_id=stored_id(action),
            old_on=old,
            new_on=day,
            reason=reason,
            put_behind=put_behind,
        )
    )
    action.due_on, action.soft_on, action.due_at, action.later_until = day, None, None, None
    action.due_rule, action.due_set_by = AGREED, SetBy.PERSON
    was = f"; it was {day_words(old)}" if old else ""
    action.due_reason = f"{AGREED}{was}" + (f": {short(reason)}" if reason else "")
    session.add(action)
    session.flush()
    follow(session, action, context, now)
    return [f"New date: {day_words(day)}."]


def told(session: Session, uid: str, today: date) -> None:
    """Remember that it was asked whether to tell them of a promise at risk; raises :class:`NotFound`."""
    row = session.exec(select(Action).where(Action.uid == uid)).one_or_none()
    if row is None:
        raise NotFound("That line is not there any more.")
    row.told_on = today
    session.add(row)
    session.flush()


def is_first_deliverable(con: sqlite3.Connection, uid: str) -> bool:
    """Return whether this is a deliverable of ours, and no other one of its deal is done."""
    row = con.execute(
        "SELECT deal_id FROM action WHERE uid = ? AND kind = ? AND side = ?",
        (uid, ActionKind.DELIVERABLE.value, Side.US.value),
    ).fetchone()
    if row is None:
        return False
    other = con.execute(
        "SELECT 1 FROM action WHERE deal_id = ? AND kind = ? AND side = ? AND state = 'done' AND uid <> ? "
        "AND archived_at IS NULL LIMIT 1",
        (row[0], ActionKind.DELIVERABLE.value, Side.US.value, uid),
    ).fetchone()
    return other is None
