"""Moves check-ins back where a talk that had moved them is taken away, or turns out to have been on another day.

What a talk did to a check-in is read from the commands that wrote the talk down; later talks count as they did.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.domain import checkins
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Direction, SetBy
from dealdesk.store import checkin_dates, checkin_talks, checkin_ties, quiet, settings
from dealdesk.store.moment import connection
from dealdesk.store.settings import Settings
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.deals import Deal

_MEMORY = ("counted_on", "held_on")
_DATES = ("next_on", "due_on", "later_until", "soft_on", "not_before", *_MEMORY)
_NUMBERS = ("action_id", "action_days", "later_count")
_TEXTS = ("due_rule", "due_anchor", "due_offset", "due_reason", "due_set_by", "due_at")
# What the commands that touched a talk did to check-ins, in their order.
_DID = (
    "SELECT uid, col, old, new FROM change WHERE tab = 'checkin' AND op = 'update' AND command_id IN ("
    "SELECT command_id FROM change WHERE tab = 'conversation' AND uid = ?) ORDER BY id"
)
#: So many talks that were taken away one after the other are followed back.
_MOST = 50


def taken_away(session: Session, talk: Conversation, today: date) -> list[str]:
    """Move back the check-ins that an archived talk had moved; return where they are now, a sentence each."""
    found, rows = settings.load(connection(session)), checkin_dates.of_deal(session, talk.deal_id)
    before = {row.uid: row.next_on for row in rows}
    _take_back(session, talk, talk.happened_on, found, today)
    return [
        f"{(row.purpose or checkin_dates.RULE).capitalize()} is on {checkin_dates.said(row.next_on, today)} again."
        for row in rows
        if row.next_on is not None and row.next_on != before[row.uid]
    ]


def edited(
    session: Session, talk: Conversation, was_on: date | None, was: str, context: Context, now: datetime
) -> None:
    """Let check-ins follow a talk whose day (``was_on``) or direction (``was``) was another one.

    A note that counted for no check-in still counts for none, unless its direction makes a talk of it now.
    """
    found = settings.load(connection(session))
    moved = _take_back(session, talk, was_on, found, context.today)
    linked = session.get(Checkin, talk.checkin_id) if talk.checkin_id else None
    counts = moved or not talk.note_only or was != talk.direction
    if talk.direction == Direction.BOTH and talk.happened_on is not None and counts:
        uid = linked.uid if linked is not None and _same(linked, was_on, talk.happened_on) else ""
        checkin_talks.talked(session, talk.deal_id, talk.happened_on, context, now, uid, talk=talk)
    else:
        quiet.settle(session, session.get_one(Deal, talk.deal_id), found, context.today)


def _same(row: Checkin, was_on: date | None, on: date) -> bool:
    """Return whether a talk whose day was mended is the same check-in for sure: as near as a talk may be to one."""
    every = checkin_dates.rhythm_of(row).interval(on)
    return was_on is None or abs((on - was_on).days) <= max(1, checkins.near(every) if every else 0)


def _take_back(session: Session, talk: Conversation, on: date | None, found: Settings, today: date) -> bool:
    """Give the check-ins that a talk of the local date ``on`` moved what they had before; return whether any was."""
    moved = False
    rows = {row.uid: row for row in checkin_dates.of_deal(session, talk.deal_id)}
    did = _did(connection(session), talk.uid)
    for uid, row in rows.items():
        old, new = did.get(uid, ({}, {}))
        if not _is_of(row, new, on):
            if on is not None and row.counted_on == on:  # its day was set since; only what was held goes back
                _restore(row, {name: text for name, text in old.items() if name in _MEMORY})
                session.add(row)
            continue
        _restore(row, old)
        _follow_back(session, row, talk)
        _replay(session, list(rows.values()), row, talk, on, found, today)
        if row.due_set_by == SetBy.RULE and not checkin_ties.is_tied(row):
            checkin_dates.derive(row, found, today)  # how often it is may have been edited since
        checkin_ties.redate(session, row, found)
        session.add(row)
        moved = moved or uid in did
    session.flush()
    return moved


def _did(con: sqlite3.Connection, uid: str) -> dict[str, tuple[dict[str, str | None], dict[str, str | None]]]:
    """Return by check-in what its columns held before the talk, and what the talk made of them."""
    found: dict[str, tuple[dict[str, str | None], dict[str, str | None]]] = {}
    for checkin, name, old, new in con.execute(_DID, (uid,)):
        before, after = found.setdefault(checkin, ({}, {}))
        before.setdefault(name, old)
        after[name] = new
    return found


def _is_of(row: Checkin, new: dict[str, str | None], on: date | None) -> bool:
    """Return whether a check-in still stands where a talk put it; what came after that stays."""
    day = row.next_on.isoformat() if row.next_on else None
    if "next_on" in new and new["next_on"] == day:
        return True
    counted = row.due_set_by == SetBy.RULE and not checkin_ties.is_tied(row)
    return bool(counted and on is not None and row.counted_on == on)


def _restore(row: Checkin, old: dict[str, str | None]) -> None:
    for name, text in old.items():
        if name in _DATES:
            setattr(row, name, date.fromisoformat(text) if text else None)
        elif name in _NUMBERS:
            setattr(row, name, int(text) if text is not None else 0 if name == "later_count" else None)
        elif name in _TEXTS:
            setattr(row, name, text)


def _follow_back(session: Session, row: Checkin, talk: Conversation) -> None:
    """Go back further where what it is counted from now is a talk that was taken away before."""
    for _ in range(_MOST):
        on = row.counted_on
        if row.due_set_by != SetBy.RULE or on is None or checkin_ties.is_tied(row):
            return
        query = select(Conversation).where(Conversation.deal_id == row.deal_id, Conversation.happened_on == on)
        those = [one for one in session.exec(query) if one.id != talk.id and one.direction != Direction.IN]
        if not those or any(one.archived_at is None for one in those):
            return
        before = next((did[row.uid] for one in those if row.uid in (did := _did(connection(session), one.uid))), None)
        if before is None or "counted_on" not in before[0]:
            return
        _restore(row, before[0])


def _replay(
    session: Session,
    rows: list[Checkin],
    row: Checkin,
    talk: Conversation,
    on: date | None,
    found: Settings,
    today: date,
) -> None:
    """Let the talks of that day and after it count for the check-in, as they did."""
    query = select(Conversation).where(
        Conversation.deal_id == row.deal_id,
        Conversation.id != talk.id,
        Conversation.direction == Direction.BOTH,
        col(Conversation.note_only).is_(False),
        col(Conversation.happened_on) >= on,
        col(Conversation.archived_at).is_(None),
    )
    for other in session.exec(query.order_by(col(Conversation.happened_on), col(Conversation.id))).all():
        if other.happened_on is not None:
            named = next((one.uid for one in rows if one.id == other.checkin_id), "")
            checkin_talks.counts(rows, row, other.happened_on, named, found, today)
