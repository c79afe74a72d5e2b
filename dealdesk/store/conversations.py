"""Logging a conversation: one command that writes it down and does what follows from it.

An answer closes what was waited for, a message counts on what still is, and the next check-in moves. What followed is
said, a sentence each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import func
from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.talk import Talk, default_direction, read_talk
from dealdesk.domain.vocabulary import Channel, Direction
from dealdesk.errors import InputRefused
from dealdesk.store import checkin_dates, forms, people, talk_lines, waiting
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Conversation, Decision, Waiting
from dealdesk.store.tables.deals import Deal, Person
from dealdesk.store.uid import new_uid


def log_line(
    session: Session,
    deal_id: int,
    line: str,
    context: Context,
    now: datetime,
    *,
    uid: str = "",
    waiting_for: str | None = None,
    need_until: date | None = None,
    checkin_uid: str = "",
) -> list[str]:
    """Log a conversation from one line as ``domain.talk`` reads it; else as :func:`log`."""
    con = connection(session)
    known = [one.name for one in people.known(con, deal_id)]
    talk = read_talk(line, context, known, session.get_one(Deal, deal_id).channel)
    texts = texts_of(talk)
    return log(
        session,
        deal_id,
        uid or new_uid(),
        texts,
        context,
        now,
        waiting_for=waiting_for,
        need_until=need_until,
        checkin_uid=checkin_uid,
    )


def texts_of(talk: Talk) -> dict[str, str]:
    """Return what a line said as the texts of the form."""
    return {
        "summary": talk.summary,
        "channel": talk.channel,
        "direction": talk.direction,
        "happened_on": talk.day.isoformat(),
        "people": ", ".join(talk.people),
    }


def log(
    session: Session,
    deal_id: int,
    uid: str,
    texts: Mapping[str, str],
    context: Context,
    now: datetime,
    *,
    waiting_for: str | None = None,
    need_until: date | None = None,
    decisions: Sequence[Mapping[str, str]] = (),
    checkin_uid: str = "",
    about_uid: str = "",
) -> list[str]:
    """Log the conversation ``uid`` from the texts of its form and return what followed, a sentence each.

    Channel, direction and day have defaults: the deal's main channel or a call, what is usual for the channel, today.
    An answer closes the waits it answers; a message to them counts on an open one. ``waiting_for`` says that an answer
    is wanted and for what (empty where they only asked for time: for what was waited for before), ``need_until`` the
    day until which they said they need. ``decisions`` are texts of that form; ``checkin_uid`` the check-in this was;
    ``about_uid`` the wait a message was about.
    Raises :class:`InputRefused` for what can't be read and for a day to come; nothing is written then.
    """
    deal = session.get_one(Deal, deal_id)
    row = cast("Conversation", forms.create(session, "conversation", uid, deal_id, _filled(texts, deal), context, now))
    if row.happened_on is None:
        row.happened_on = context.today
    if row.happened_on > context.today:
        raise InputRefused("A conversation is logged when it was; that day is still to come.")
    if row.happened_on == context.today:
        row.happened_at = stamp(now)
    session.add(row)
    session.flush()
    for decision in decisions:
        decide(session, deal_id, new_uid(), decision, context, now, row)
    answered = _answered(session, row)
    told = [waiting.close(session, wait.uid, stored_id(row), context, now) for wait in answered]
    about = _waited(session, row, about_uid) if row.direction == Direction.OUT else []
    if waiting_for is not None:
        told += _asked(session, row, context, now, waiting_for, need_until, [*about[:1], *answered])
        about = about[1:]
    told += _counted(session, row, context, about)
    if row.direction != Direction.IN:
        both_ways = row.direction == Direction.BOTH
        told += checkin_dates.talked(session, deal_id, row.happened_on, context, now, checkin_uid, both_ways=both_ways)
    if row.target and talk_lines.is_missing(row.target):
        told.append(f"There is no file at {row.target} now; the path is kept.")
    return told


def decide(
    session: Session,
    deal_id: int,
    uid: str,
    texts: Mapping[str, str],
    context: Context,
    now: datetime,
    talk: Conversation | None = None,
) -> Decision:
    """Write a decision of a deal down, taken in ``talk``; its day is the one typed, else that of the talk, else today.

    Raises :class:`InputRefused`.
    """
    row = cast("Decision", forms.create(session, "decision", uid, deal_id, texts, context, now))
    if row.decided_on is None:
        row.decided_on = talk.happened_on if talk else context.today
    row.conversation_id = stored_id(talk) if talk else None
    session.add(row)
    session.flush()
    return row


def _filled(texts: Mapping[str, str], deal: Deal) -> dict[str, str]:
    """Return the texts with a channel and a direction."""
    channel = texts.get("channel", "").strip() or deal.channel or Channel.CALL.value
    direction = texts.get("direction", "").strip() or default_direction(channel)
    return {**texts, "channel": channel, "direction": direction}


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


def _waited(session: Session, row: Conversation, about_uid: str) -> list[Waiting]:
    """Return the open waits a message is about: the one named, else those of its people, else the counterparty's.

    One to nobody named is about the only one there is.
    """
    rows = waiting.open_rows(session, row.deal_id)
    whom = people.all_meant(connection(session), row.deal_id, row.people)
    named = [wait for wait in rows if wait.uid == about_uid]
    theirs = sorted((wait for wait in rows if wait.person_id in whom), key=lambda wait: whom.index(wait.person_id or 0))
    common = [wait for wait in rows if wait.person_id is None]
    only = rows if not row.people and len(rows) == 1 else []
    return named or theirs or common or only


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
    person = session.get(Person, wait.person_id) if wait.person_id else None
    whom = person.name if person else "their answer"
    times = f", message {wait.sent}" if wait.sent > 1 else ""
    due = f"; {wait.due_rule} on {day_words(wait.due_on)}" if wait.due_on else ""
    return f"Waiting for {whom}{times}{due}."
