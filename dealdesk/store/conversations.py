"""Logging a conversation: one command that writes it down and does what follows from it.

An answer closes what was waited for, a message counts on what still is, and the next check-in moves. What followed is
said, a sentence each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import cast

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.talk import Talk, default_direction, not_reached, read_talk
from dealdesk.domain.vocabulary import Channel, Direction
from dealdesk.store import checkin_talks, forms, people, talk_lines, talk_waits
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Conversation, Decision
from dealdesk.store.tables.deals import Deal
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
    """Return what a line said as the texts of the form; what was only guessed is left to :func:`log`."""
    return {
        "summary": talk.summary,
        "channel": "" if talk.guessed else talk.channel,
        "direction": "" if talk.guessed else talk.direction,
        "happened_on": talk.day.isoformat(),
        "people": ", ".join(talk.people),
        "status": talk.status,
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
    An answer closes the waits it answers; a message to them counts on an open one. Where neither channel, direction nor
    people were said it is no more than a note: it closes nothing and counts nowhere. Whoever was named, and is not
    known yet, becomes a person of their side when a wait begins or ends with it. ``waiting_for`` says that an answer
    is wanted and for what (empty where they only asked for time: for what was waited for before), ``need_until`` the
    day until which they said they need. ``decisions`` are texts of that form; ``checkin_uid`` the check-in this was,
    which a message or a call that reached nobody does not hold; ``about_uid`` the wait a message was about.
    Raises :class:`InputRefused` for what can't be read and for a day to come; nothing is written then.
    """
    deal = session.get_one(Deal, deal_id)
    note_only = not any(texts.get(name, "").strip() for name in ("channel", "direction", "people"))
    texts = _filled(texts, deal, held=note_only and bool(checkin_uid))
    row = cast("Conversation", forms.create(session, "conversation", uid, deal_id, texts, context, now))
    if row.happened_on is None:
        row.happened_on = context.today
    if row.happened_on == context.today:
        row.happened_at = stamp(now)
    session.add(row)
    session.flush()
    for decision in decisions:
        decide(session, deal_id, new_uid(), decision, context, now, row)
    both_ways = row.direction == Direction.BOTH
    row.note_only = note_only and not (checkin_uid and both_ways)
    if note_only:
        told = talk_waits.noted(session, row, context, now, waiting_for, need_until)
    else:
        told = talk_waits.followed(session, row, context, now, waiting_for, need_until, about_uid)
    if row.direction != Direction.IN and not row.note_only:
        on = row.happened_on
        told += checkin_talks.talked(session, deal_id, on, context, now, checkin_uid, both_ways=both_ways, talk=row)
    if checkin_uid and not both_ways:
        told += checkin_talks.not_held(session, deal_id, checkin_uid)
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


def _filled(texts: Mapping[str, str], deal: Deal, *, held: bool) -> dict[str, str]:
    """Return the texts with a channel and a direction.

    What was ``held`` as a check-in, and no more said of it, went both ways. A call went to them
    where its words say that nobody was reached.
    """
    channel = texts.get("channel", "").strip() or deal.channel or Channel.CALL.value
    usual = Direction.BOTH.value if held else default_direction(channel)
    if usual == Direction.BOTH and not_reached(texts.get("summary", "")):
        usual = Direction.OUT.value
    return {**texts, "channel": channel, "direction": texts.get("direction", "").strip() or usual}
