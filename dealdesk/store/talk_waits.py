"""What a conversation does to what is waited for: an answer closes it, a message counts on it, a question begins it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Direction
from dealdesk.store import new_people, people, wait_lines, waiting
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Conversation, Waiting
from dealdesk.store.tables.deals import Person


def followed(
    session: Session,
    row: Conversation,
    context: Context,
    now: datetime,
    waiting_for: str | None,
    need_until: date | None,
    about_uid: str,
) -> list[str]:
    """Close the waits a conversation answers, begin the one that is wanted, and count a message on the others."""
    told = _introduced(session, row, context, now) if waiting_for is not None or _answered(session, row) else []
    answered = _answered(session, row)
    told += [waiting.close(session, wait.uid, stored_id(row), context, now) for wait in answered]
    about = []
    if row.direction == Direction.OUT:
        about = _waited(session, row, about_uid, asking=waiting_for is not None)
    if waiting_for is not None:
        told += _asked(session, row, context, now, waiting_for, need_until, [*about[:1], *answered])
        about = about[1:]
    told += _counted(session, row, context, about)
    if row.direction == Direction.OUT and not row.people and waiting_for is None:
        counted = [wait.uid for wait in about]
        told += wait_lines.untouched(connection(session), row.deal_id, counted)
    return told


def noted(
    session: Session,
    row: Conversation,
    context: Context,
    now: datetime,
    waiting_for: str | None,
    need_until: date | None,
) -> list[str]:
    """Begin the wait that is wanted after a note; a day until which they need belongs to the one wait there is."""
    rows = waiting.open_rows(session, row.deal_id)
    if waiting_for == "" and need_until is not None and len(rows) == 1:
        wait = waiting.set_need_until(session, rows[0].uid, need_until, context, now)
        return [waiting_words(session, wait)]
    if waiting_for is not None:
        on = row.happened_on or context.today
        args = (session, row.deal_id, None, waiting_for, row.channel, context, now, need_until, None, on)
        return [waiting_words(session, waiting.begin(*args, sent=False))]
    return wait_lines.still_open(connection(session), row.deal_id)


def _introduced(session: Session, row: Conversation, context: Context, now: datetime) -> list[str]:
    """Make people of their side of those whom the conversation names and the deal does not know."""
    told = new_people.add(session, row.deal_id, row.people, context, now)
    if told:
        row.person_id = people.meant(connection(session), row.deal_id, row.people)
        session.add(row)
        session.flush()
    return [told] if told else []


def _answered(session: Session, row: Conversation) -> list[Waiting]:
    """Return the waits that a conversation answers: those for its people, and that for the counterparty as such.

    One with nobody named answers all of them. What was asked after its day it can't answer.
    """
    if row.direction == Direction.OUT or row.happened_on is None:
        return []
    answering = (None, *people.all_meant(connection(session), row.deal_id, row.people))
    return [
        wait
        for wait in waiting.open_rows(session, row.deal_id)
        if (not row.people or wait.person_id in answering) and wait.since <= row.happened_on
    ]


def _asked(
    session: Session,
    row: Conversation,
    context: Context,
    now: datetime,
    text: str,
    need_until: date | None,
    before: Sequence[Waiting],
) -> list[str]:
    """Begin the wait for an answer that is wanted, or count on the open one.

    ``before``: what was waited for until now; one of the same person says for what, where ``text`` is empty.
    """
    on = row.happened_on or context.today
    first = before[0] if before and before[0].closed_on is None else None
    person_id = first.person_id if first else row.person_id
    same = next((wait for wait in before if wait.person_id == person_id), None)
    kept = same if same is not None and not text.strip() else None
    told = _early(first, on) if first else []
    begun = waiting.begin(
        session,
        row.deal_id,
        person_id,
        kept.text if kept else text,
        row.channel,
        context,
        now,
        need_until,
        kept.action_id if kept else None,
        on,
    )
    return [*told, waiting_words(session, begun)]


def _counted(session: Session, row: Conversation, context: Context, about: Sequence[Waiting]) -> list[str]:
    """Count a message to them on the waits it is about."""
    told, on = [], row.happened_on or context.today
    for wait in about:
        if on >= wait.since and not _is_first(session, wait, row):
            told += _early(wait, on)
            told.append(waiting_words(session, waiting.one_more(session, wait, row.channel, on, context)))
    return told


def _waited(session: Session, row: Conversation, about_uid: str, *, asking: bool) -> list[Waiting]:
    """Return the open waits a message is about: the one named, else those of its people, and the counterparty's.

    The wait for nobody in particular stands behind that for a person (``due``), so what asks the one asks for both. One
    to nobody named is about the only one there is. One that asks somebody known for an answer (``asking``) begins
    a wait of its own beside that for the counterparty.
    """
    rows = waiting.open_rows(session, row.deal_id)
    whom = people.all_meant(connection(session), row.deal_id, row.people)
    named = [wait for wait in rows if wait.uid == about_uid]
    theirs = sorted((wait for wait in rows if wait.person_id in whom), key=lambda wait: whom.index(wait.person_id or 0))
    common = [wait for wait in rows if wait.person_id is None and not (asking and whom)]
    only = rows if not row.people and len(rows) == 1 else []
    first = named or theirs
    if named and named[0].person_id is None:
        first = [*named, *theirs]
    return [*first, *(wait for wait in common if wait not in first)] or only


def _is_first(session: Session, wait: Waiting, row: Conversation) -> bool:
    """Return whether this is the message the wait began with: that was not logged, and is logged now."""
    if wait.sent > 1 or row.happened_on != wait.since:
        return False
    query = select(func.count()).where(
        Conversation.deal_id == row.deal_id,
        Conversation.direction != Direction.IN,
        col(Conversation.happened_on) >= wait.since,
        col(Conversation.archived_at).is_(None),
    )
    return session.exec(query).one() <= 1


def _early(wait: Waiting, on: date) -> list[str]:
    if wait.due_on is None or on >= wait.due_on or on <= wait.last_on:
        return []
    return [f"That was early: {wait.due_rule} was due {day_words(wait.due_on)}."]


def waiting_words(session: Session, wait: Waiting) -> str:
    """Return for whom one waits, and what is next: "Waiting for Dana, message 2; nudge 2 on Mon 25 May."."""
    person = session.get(Person, wait.person_id) if wait.person_id else None
    whom = person.name if person else "their answer"
    times = f", message {wait.sent}" if wait.sent > 1 else ""
    due = f"; {wait.due_rule} on {day_words(wait.due_on)}" if wait.due_on else ""
    return f"Waiting for {whom}{times}{due}."
