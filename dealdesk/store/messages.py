"""What a person does with a message to the other side: changes its text, and says that it went out."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, ActionState, Channel, Direction, Message
from dealdesk.errors import InputRefused
from dealdesk.store import action_moves, conversations, message_drafts, waiting
from dealdesk.store import draft_rows as rows
from dealdesk.store.tables.actions import Action, NewDate
from dealdesk.store.tables.checkins import Conversation, Decision
from dealdesk.store.uid import new_uid

#: What one waits for after a message of each kind, unless something else is named.
WAITS_FOR = {
    Message.THANKS: "a word on the next steps",
    Message.RECAP: "their yes to the recap, or corrections",
    Message.DELAY: "their yes to the new day",
    Message.ISSUE: "their answer on the issue",
    Message.NO_NEWS: "whether anything changed on their side",
}


class Sending(NamedTuple):
    """How a message went out, and what is expected now."""

    channel: Channel = Channel.MAIL
    waiting_for: str | None = None
    """What they are to answer; None: no answer is needed."""
    need_until: date | None = None
    """The day until which they said they need."""


def waits_for(con: sqlite3.Connection, draft: message_drafts.Draft) -> str:
    """Return what one would wait for after this message."""
    if draft.kind is not Message.NUDGE:
        return WAITS_FOR[draft.kind]
    row = con.execute(
        "SELECT text FROM waiting WHERE uid = :uid UNION ALL SELECT text FROM action WHERE uid = :uid",
        {"uid": draft.about_uid},
    ).fetchone()
    return row[0] if row else ""


def sent(
    session: Session,
    deal_id: int,
    draft: message_drafts.Draft,
    sending: Sending,
    context: Context,
    now: datetime,
) -> list[str]:
    """Write down that a message went out, and do what follows from it; return what followed, a sentence each.

    Its text is kept as it was sent, the conversation is logged, an answer is waited for if one is wanted (a nudge
    counts on the wait it is about), and what the message was owed for is done. Raises :class:`InputRefused` when it
    was marked as sent already in another window.
    """
    row = rows.put(session, deal_id, draft, draft.subject, draft.body)
    if row.sent_on is not None:
        raise InputRefused("This message was marked as sent already.")
    row.sent_on, row.channel = context.today, sending.channel.value
    session.add(row)
    session.flush()
    talked = _last_talk(session, deal_id, draft.about_uid) if draft.kind is Message.RECAP else None
    texts = {
        "summary": f"{draft.kind.value}: {draft.subject}",
        "channel": sending.channel.value,
        "direction": Direction.OUT.value,
        "happened_on": context.today.isoformat(),
        "people": draft.to.name if draft.to else "",
    }
    told = conversations.log(
        session,
        deal_id,
        new_uid(),
        texts,
        context,
        now,
        waiting_for=sending.waiting_for,
        need_until=sending.need_until,
        about_uid=draft.about_uid if draft.kind is Message.NUDGE else "",
    )
    return [*_follows(session, deal_id, draft, talked, context, now), *told]


def _follows(
    session: Session,
    deal_id: int,
    draft: message_drafts.Draft,
    talked: Conversation | None,
    context: Context,
    now: datetime,
) -> list[str]:
    if draft.kind is Message.THANKS:
        about = session.exec(select(Action.kind).where(Action.uid == draft.about_uid)).first()
        if about == ActionKind.DELIVERABLE:
            return []
        query = select(Action).where(
            Action.deal_id == deal_id,
            Action.kind == ActionKind.NEXT_STEPS,
            Action.state != ActionState.DONE,
            col(Action.archived_at).is_(None),
        )
        actions = session.exec(query).all()
        return [line for row in actions for line in action_moves.done(session, row, context, now, anyway=True)]
    if draft.kind is Message.RECAP and talked is not None:
        talks = [*_unrecapped(session, talked), talked]
        for talk in talks:
            talk.recap_sent_on = context.today
            session.add(talk)
        session.flush()
        days = list(dict.fromkeys(day_words(talk.happened_on or context.today) for talk in talks))
        several = "conversations" if len(talks) > 1 else "conversation"
        return [f"Recap of the {several} on {' and '.join(filter(None, (', '.join(days[:-1]), days[-1])))} sent."]
    if draft.kind is Message.RECAP and draft.about_uid:
        return _confirmed(session, draft.about_uid, context)
    if draft.kind is Message.NUDGE:
        _wait_for(session, deal_id, draft, context)
    if draft.kind is Message.DELAY and draft.about_uid:
        action_moves.told(session, draft.about_uid, context.today)
        return ["They were told."]
    return []


def _confirmed(session: Session, uid: str, context: Context) -> list[str]:
    """Note of the new dates of an action that they have them in writing."""
    query = select(NewDate).join(Action, col(Action.id) == col(NewDate.action_id)).where(Action.uid == uid)
    rows = session.exec(query.where(col(NewDate.confirmed_on).is_(None), col(NewDate.archived_at).is_(None))).all()
    for row in rows:
        row.confirmed_on = context.today
        session.add(row)
    session.flush()
    return ["They have the new date in writing."] if rows else []


def _wait_for(session: Session, deal_id: int, draft: message_drafts.Draft, context: Context) -> None:
    """Let the wait that began with a nudge about an action of theirs be the wait for it."""
    action = session.exec(select(Action).where(Action.uid == draft.about_uid)).one_or_none()
    wait = waiting.open_row(session, deal_id, draft.to.id if draft.to else None) if action else None
    if action is None or wait is None or wait.action_id is not None:
        return
    wait.action_id = action.id
    if action.state in (ActionState.TODO, ActionState.DOING):
        action.state, action.waiting_since = ActionState.WAITING, context.today
    session.add(wait)
    session.add(action)
    session.flush()


def _unrecapped(session: Session, talked: Conversation) -> list[Conversation]:
    """Return the other conversations whose decisions the recap names too, the first one first."""
    query = select(Conversation).where(
        Conversation.deal_id == talked.deal_id,
        Conversation.id != talked.id,
        col(Conversation.recap_sent_on).is_(None),
        col(Conversation.archived_at).is_(None),
        col(Conversation.id).in_(select(Decision.conversation_id).where(col(Decision.archived_at).is_(None))),
    )
    return list(session.exec(query.order_by(col(Conversation.happened_on), col(Conversation.id))))


def _last_talk(session: Session, deal_id: int, uid: str) -> Conversation | None:
    """Return the conversation a recap is of: the one named, else the last one that was no message of ours."""
    query = select(Conversation).where(Conversation.deal_id == deal_id, col(Conversation.archived_at).is_(None))
    query = (
        query.where(Conversation.uid == uid)
        if uid
        else query.where(Conversation.direction != Direction.OUT).order_by(
            col(Conversation.happened_on).desc(), col(Conversation.id).desc()
        )
    )
    return session.exec(query.limit(1)).first()
