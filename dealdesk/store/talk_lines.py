"""Conversations, decisions and ideas as lists and the shell show them; without the ORM. Dates are ISO text."""

from __future__ import annotations

import os
import sqlite3
from typing import NamedTuple


class TalkLine(NamedTuple):
    """One conversation."""

    uid: str
    deal_id: int
    ref: str
    on: str
    channel: str
    direction: str
    """A value of ``Direction``."""
    person_id: int | None
    people: str
    """Who it was with, as typed, else the name of the person; empty for nobody named."""
    summary: str
    useful: bool | None
    disagreed: str
    recap_sent_on: str
    win: str
    target: str
    feedback: str
    feedback_from: str


class DecisionLine(NamedTuple):
    """One decision."""

    uid: str
    on: str
    what: str
    who: str
    why: str
    constraints: str
    conversation_uid: str


class IdeaLine(NamedTuple):
    """One idea."""

    uid: str
    text: str
    used_on: str
    ref: str
    """The deal it was noted in; empty for none."""
    added_at: str
    """UTC instant."""


_TALK = (
    "SELECT conversation.uid, conversation.deal_id, deal.ref, coalesce(conversation.happened_on, ''), "
    "conversation.channel, conversation.direction, conversation.person_id, "
    "coalesce(nullif(conversation.people, ''), person.name, ''), conversation.summary, conversation.useful, "
    "conversation.disagreed, coalesce(conversation.recap_sent_on, ''), conversation.win, conversation.target, "
    "conversation.feedback, coalesce(conversation.feedback_from, '') "
    "FROM conversation JOIN deal ON deal.id = conversation.deal_id "
    "LEFT JOIN person ON person.id = conversation.person_id "
    "WHERE conversation.archived_at IS NULL AND deal.archived_at IS NULL AND {} "
    "ORDER BY conversation.happened_on DESC, conversation.id DESC LIMIT ?"
)
_DECISION = (
    "SELECT decision.uid, coalesce(decision.decided_on, ''), decision.what, decision.who, decision.why, "
    "decision.constraints, coalesce(conversation.uid, '') FROM decision "
    "LEFT JOIN conversation ON conversation.id = decision.conversation_id "
    "WHERE decision.deal_id = ? AND decision.archived_at IS NULL AND coalesce(decision.decided_on, '9') >= ? "
    "ORDER BY decision.decided_on DESC, decision.id DESC LIMIT ?"
)


def of_deal(con: sqlite3.Connection, deal_id: int, limit: int = 200) -> tuple[TalkLine, ...]:
    """Return the conversations of a deal, the newest first."""
    return _talks(con, "conversation.deal_id = ?", deal_id, limit)


def with_person(con: sqlite3.Connection, person_id: int, limit: int = 200) -> tuple[TalkLine, ...]:
    """Return the conversations with a person over all deals, the newest first."""
    return _talks(con, "conversation.person_id = ?", person_id, limit)


def one(con: sqlite3.Connection, uid: str) -> TalkLine | None:
    """Return one conversation; None when it is not there."""
    return next(iter(_talks(con, "conversation.uid = ?", uid, 1)), None)


def decisions(con: sqlite3.Connection, deal_id: int, since: str = "", limit: int = 200) -> tuple[DecisionLine, ...]:
    """Return the decisions of a deal, the newest first; with ``since`` (ISO) those from that day on."""
    return tuple(map(DecisionLine._make, con.execute(_DECISION, (deal_id, since, limit))))


def is_missing(target: str) -> bool:
    """Return whether ``target`` is the path of a file that is not there; a link and a bare name never are."""
    if "://" in target or target.startswith("mailto:"):
        return False
    if not os.path.dirname(target) and not target.lower().endswith(".eml"):
        return False
    return not os.path.exists(os.path.expanduser(target))


def _talks(con: sqlite3.Connection, where: str, value: object, limit: int) -> tuple[TalkLine, ...]:
    rows = con.execute(_TALK.format(where), (value, limit)).fetchall()
    return tuple(TalkLine._make((*row[:9], None if row[9] is None else bool(row[9]), *row[10:])) for row in rows)
