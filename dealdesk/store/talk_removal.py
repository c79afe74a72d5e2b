"""What follows when a conversation is taken away: what it answered is waited for again, what it moved goes back.

What it did is read from the command that wrote it down.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import LOCAL, stamp
from dealdesk.domain.vocabulary import Direction
from dealdesk.store import checkin_back, quiet, settings, waiting
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Conversation, Waiting
from dealdesk.store.tables.deals import Deal

# By wait: what the command that inserted the conversation did to it ("insert", "sent"), and the value before.
_DID = (
    "SELECT uid, op, coalesce(col, ''), old FROM change WHERE tab = 'waiting' AND command_id = ("
    "SELECT command_id FROM change WHERE tab = 'conversation' AND uid = ? AND op = 'insert')"
)


def settle(session: Session, row: Row, now: datetime) -> list[str]:
    """Take back what an archived conversation did to waits and check-ins of its deal; return what there is to say.

    A wait stays closed where another one for the same person is open by now.
    """
    if not isinstance(row, Conversation):
        return []
    con = connection(session)
    desk, today = settings.load(con), now.astimezone(LOCAL).date()
    did = _did(con, row.uid)
    for wait in session.exec(select(Waiting).where(Waiting.deal_id == row.deal_id)).all():
        if wait.archived_at is not None:
            continue
        if wait.answer_id == row.id and waiting.open_row(session, row.deal_id, wait.person_id) is None:
            wait.closed_on = wait.answer_id = None
        elif wait.closed_on is None and (wait.uid in did or _counts(wait, row)) and not _another(session, row):
            _count_back(session, wait, row, did.get(wait.uid, {}), now)
        else:
            continue
        wait.not_before = today
        waiting.redate(session, wait, desk)
        session.add(wait)
        session.flush()
    said = checkin_back.taken_away(session, row, today)
    quiet.settle(session, session.get_one(Deal, row.deal_id), desk, today)
    return said


def _another(session: Session, row: Conversation) -> bool:
    """Return whether another message to the same person went out that day: they counted once, and still do."""
    query = select(Conversation).where(
        Conversation.deal_id == row.deal_id,
        Conversation.person_id == row.person_id,
        Conversation.direction == row.direction,
        Conversation.happened_on == row.happened_on,
        col(Conversation.archived_at).is_(None),
    )
    return any(other.id != row.id for other in session.exec(query))


def _did(con: sqlite3.Connection, uid: str) -> dict[str, dict[str, str | None]]:
    found: dict[str, dict[str, str | None]] = {}
    for wait, op, name, old in con.execute(_DID, (uid,)):
        found.setdefault(wait, {})["insert" if op == "insert" else name] = old
    return found


def _counts(wait: Waiting, row: Conversation) -> bool:
    """Return whether a message was of the last day that counted, beside the one that is counted."""
    same = row.person_id is None or row.person_id == wait.person_id
    return row.direction == Direction.OUT and same and row.happened_on == wait.last_on > wait.since


def _count_back(session: Session, wait: Waiting, row: Conversation, did: dict[str, str | None], now: datetime) -> None:
    """Count a message less; a wait that began with it and saw no other goes with it."""
    if "insert" in did:
        if wait.sent == 1 and wait.since == row.happened_on:
            wait.archived_at = stamp(now)
    elif ("sent" in did or not did) and wait.sent > 1:
        wait.sent -= 1
        before = did.get("last_on")
        if wait.last_on == row.happened_on:
            wait.last_on = date.fromisoformat(before) if before else _day_before(session, wait, row)


def _day_before(session: Session, wait: Waiting, row: Conversation) -> date:
    """Return the day of the last message before that of ``row``."""
    query = select(Conversation).where(
        Conversation.deal_id == row.deal_id,
        Conversation.person_id == row.person_id,
        Conversation.direction == Direction.OUT,
        col(Conversation.happened_on) < row.happened_on,
        col(Conversation.archived_at).is_(None),
    )
    return max([wait.since, *(talk.happened_on for talk in session.exec(query) if talk.happened_on)])
