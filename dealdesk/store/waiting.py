"""What we wait for from them: one open row a deal and person, dated by the next nudge, closed by their answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.domain import nudges
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState, SetBy
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import reply_times
from dealdesk.store import settings as desk_settings
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Conversation, Waiting
from dealdesk.store.tables.deals import Person
from dealdesk.store.wait_lines import WaitLine, line, next_step, nudge_of, open_of, said
from dealdesk.text import clean

if TYPE_CHECKING:
    from dealdesk.store.settings import Settings

__all__ = [
    "WaitLine",
    "begin",
    "close",
    "leave",
    "line",
    "nudge_of",
    "one_more",
    "open_of",
    "open_row",
    "open_rows",
    "redate",
    "said",
    "set_need_until",
]

#: Urgency every wait has before its date counts (see ``domain.urgency``).
WEIGHT = 3
#: Between the things that one wait is for.
JOINT = "; "
_LONGEST = 2000


def begin(
    session: Session,
    deal_id: int,
    person_id: int | None,
    text: str,
    channel: str,
    context: Context,
    now: datetime,
    need_until: date | None = None,
    action_id: int | None = None,
    on: date | None = None,
    *,
    sent: bool = True,
) -> Waiting:
    """Wait for an answer to a message of the local date ``on`` (today); count it where the wait is open already.

    Where no message was ``sent``, an open wait only learns what else is waited for.

    ``person_id`` None waits for the counterparty. The action is marked as waiting for them. Raises
    :class:`InputRefused` for a text that is too long, and for a day of theirs that has passed.
    """
    text, on = clean(text), on or context.today
    if len(text) > _LONGEST:
        raise InputRefused(f"That is {len(text):,} characters; what we wait for takes {_LONGEST:,}.")
    row = open_row(session, deal_id, person_id)
    if row is None:
        row = Waiting(
            deal_id=deal_id,
            person_id=person_id,
            text=text,
            channel=channel,
            since=on,
            last_on=on,
            not_before=context.today,
            weight=WEIGHT,
        )
    else:
        if text and f"{JOINT}{text}{JOINT}" not in f"{JOINT}{row.text}{JOINT}":
            row.text = f"{row.text}{JOINT}{text}"[:_LONGEST] if row.text else text
        if sent:
            _one_more(row, channel, on, context)
    if need_until is not None:
        row.need_until = _ahead(need_until, context)
    if action_id is not None:
        row.action_id = action_id
        _action_waits(session, action_id, row.since)
    return _dated(session, row)


def one_more(session: Session, row: Waiting, channel: str, on: date, context: Context) -> Waiting:
    """Count one more message of the local date ``on`` about what is waited for; those of one day count once."""
    _one_more(row, channel, on, context)
    return _dated(session, row)


def _one_more(row: Waiting, channel: str, on: date, context: Context) -> None:
    row.sent += on not in (row.since, row.last_on)
    if on >= row.last_on:
        row.last_on, row.channel = on, channel or row.channel
    row.not_before, row.later_until, row.later_count = context.today, None, 0


def close(session: Session, uid: str, answer_id: int | None, context: Context, now: datetime) -> str:
    """Close a wait and return the sentence that says so.

    With the conversation ``answer_id``, the wait ends on its day and counts for the reply times; without, it ends
    today because no answer is needed any more. Raises :class:`NotFound`.
    """
    row = _row(session, uid)
    answer = session.get(Conversation, answer_id) if answer_id else None
    row.closed_on = max(row.since, (answer.happened_on if answer else None) or context.today)
    row.answer_id = answer_id
    session.add(row)
    session.flush()
    _actions_go_on(session, row)
    person = session.get(Person, row.person_id) if row.person_id else None
    if answer is None:
        return f"No longer waiting for {person.name if person else 'them'}."
    whose = f"{person.name}'s" if person else "Their"
    passed = reply_times.lag(row.since, row.closed_on, context.calendar)
    took = counted(passed, "working day") if passed else "the same day"
    if row.sent > 1:
        took += f", {counted(row.sent, 'message')}"
    return f"{whose} answer closed the wait: {took}."


def leave(session: Session, uid: str, day: date | None, now: datetime) -> Waiting:
    """Leave a wait alone until a local date; without one, for 20 working days.

    Raises :class:`NotFound`, and :class:`InputRefused` for a day that is not to come.
    """
    row, today = _row(session, uid), local_day(stamp(now))
    if day is None:
        day = nudges.leave_until(today, desk_settings.load(connection(session)).calendar)
    if day <= today:
        raise InputRefused("Leave it until a day that is still to come.")
    row.later_until, row.later_count, row.due_reason = day, row.later_count + 1, _left(day)
    session.add(row)
    session.flush()
    return row


def set_need_until(session: Session, uid: str, day: date | None, context: Context, now: datetime) -> Waiting:
    """Note the day until which they said they need (None takes it back); no nudge comes before it has passed.

    Raises :class:`NotFound`, and :class:`InputRefused` for a day that has passed.
    """
    row = _row(session, uid)
    row.need_until, row.later_until = _ahead(day, context) if day else None, None
    return _dated(session, row)


def redate(session: Session, row: Waiting, settings: Settings) -> None:
    """Compute the day of the next nudge again; a day that a person set stays, and a closed wait as it is."""
    if row.due_set_by == SetBy.PERSON or row.closed_on is not None:
        return
    key = (row.deal_id, row.person_id, row.channel, row.since, row.sent)
    nudge = next_step(connection(session), key, row.last_on, row.need_until, settings.calendar)
    earliest = settings.calendar.forward(row.not_before) if row.not_before else nudge.on
    row.due_on = max(nudge.on, earliest)
    row.due_reason = nudge.why
    if row.due_on != nudge.on and row.not_before:
        row.due_reason += f"; was due {day_words(nudge.on)}; entered {day_words(row.not_before)}"
    if row.later_until is not None:
        row.due_reason = _left(row.later_until)
    row.due_rule, row.due_anchor = nudge.step.value, row.last_on.isoformat()
    row.due_offset, row.due_set_by, row.weight = counted(nudge.days, "business day"), SetBy.RULE, WEIGHT
    session.add(row)


def _left(day: date) -> str:
    return f"left for now until {day_words(day)}"


def _ahead(day: date, context: Context) -> date:
    if day < context.today:
        raise InputRefused(f"They need until a day that is still to come; {day_words(day)} has passed.")
    return day


def open_row(session: Session, deal_id: int, person_id: int | None) -> Waiting | None:
    """Return the open wait of a deal for a person, or for the counterparty."""
    return next((row for row in open_rows(session, deal_id) if row.person_id == person_id), None)


def open_rows(session: Session, deal_id: int) -> list[Waiting]:
    """Return the open waits of a deal, the oldest first."""
    query = select(Waiting).where(
        Waiting.deal_id == deal_id, col(Waiting.closed_on).is_(None), col(Waiting.archived_at).is_(None)
    )
    return list(session.exec(query.order_by(col(Waiting.id))))


def _row(session: Session, uid: str) -> Waiting:
    row = session.exec(select(Waiting).where(Waiting.uid == uid, col(Waiting.archived_at).is_(None))).one_or_none()
    if row is None or row.closed_on is not None:
        raise NotFound("That is not waited for any more.")
    return row


def _dated(session: Session, row: Waiting) -> Waiting:
    session.add(row)
    session.flush()
    redate(session, row, desk_settings.load(connection(session)))
    session.flush()
    return row


def _action_waits(session: Session, action_id: int, since: date) -> None:
    action = session.get(Action, action_id)
    if action is None or action.state == ActionState.DONE:
        return
    if action.state != ActionState.WAITING:
        action.state, action.waiting_since, action.review_since = ActionState.WAITING, since, None
    session.add(action)
    session.flush()


def _actions_go_on(session: Session, row: Waiting) -> None:
    """Bring back to *to do* the action that waited, and others that waited for the same person."""
    waiting = session.exec(
        select(Action).where(
            Action.deal_id == row.deal_id, Action.state == ActionState.WAITING, col(Action.archived_at).is_(None)
        )
    )
    for action in waiting:
        if stored_id(action) == row.action_id or (row.person_id is not None and action.owner_id == row.person_id):
            action.state, action.waiting_since = ActionState.TODO, None
            session.add(action)
    session.flush()
