"""For which check-ins of a deal a talk counts, and what it moves.

Schedules go on side by side. A plain talk, held as no check-in, counts for the most frequent schedule of the deal and
for every other one that was due by then, but for no review: one that is called so, or is rarer than monthly beside a
more frequent one, is counted only by the talk held as it. A talk held as one check-in counts for that one; and where
the most frequent one is for nothing in particular, for that as well: whatever they talked about, they talked. A
check-in that is tied to an action is counted beside these and never instead of them.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session

from dealdesk.clock import LOCAL
from dealdesk.domain import checkins
from dealdesk.domain.calendar import add_days
from dealdesk.domain.fields import Context
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import SetBy
from dealdesk.store import checkin_dates, checkin_ties, quiet, settings
from dealdesk.store.action_fields import one_of
from dealdesk.store.checkin_dates import RULE, rhythm_of, said
from dealdesk.store.handles import handle
from dealdesk.store.moment import connection
from dealdesk.store.settings import Settings
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.deals import Deal
from dealdesk.text import clean, fold

#: A talk so many days before a check-in that is tied to an action is that check-in.
_TIED_NEAR = 2


def talked(
    session: Session,
    deal_id: int,
    on: date,
    context: Context,
    now: datetime,
    checkin_uid: str = "",
    *,
    both_ways: bool = True,
    talk: Conversation | None = None,
) -> list[str]:
    """Move what a talk on the local date ``on`` moves: check-ins, and the day from which a deal is quiet.

    A message to them only (not ``both_ways``) is no talk: it moves the quiet day, and no check-in.

    ``checkin_uid`` names the check-in it was held as; ``talk`` is linked to that.
    Return what moved, one sentence each: "Next check-in Thu 22 May."; and which review is due still.
    """
    deal = session.get_one(Deal, deal_id)
    found = settings.load(connection(session))
    told: list[str] = []
    rows = checkin_dates.of_deal(session, deal_id)
    for row in _meant(rows, on, checkin_uid) if both_ways else ():
        before, every = row.next_on, checkin_dates.every_known(row, found, on)
        if talk is not None and row.uid == checkin_uid:
            talk.checkin_id = row.id
        if not _move(row, on, found, context.today, named=row.uid == checkin_uid):
            continue
        checkin_ties.limit(row, found)
        session.add(row)
        if row.next_on is not None and row.next_on != before:
            told.append(f"Next {row.purpose or RULE} {said(row.next_on, context.today)}.")
            later = rhythm_of(row).interval(row.next_on)
            if every and later and later != every:
                told.append(f"From now on every {later if later.count > 1 else later.unit}.")
    if both_ways and not checkin_uid:
        told += _still_due(rows, on, context.today)
    session.flush()
    quiet.settle(session, deal, found, now.astimezone(LOCAL).date())
    return told


def not_held(session: Session, deal_id: int, checkin_uid: str) -> list[str]:
    """Say of the check-in that a message was named for that it still stands: only a talk of both sides holds one."""
    return [
        f"{(row.purpose or RULE).capitalize()} is not held by this: a message, or a call in which nobody was reached, "
        "is no talk."
        for row in checkin_dates.of_deal(session, deal_id)
        if row.uid == checkin_uid
    ]


def named(con: sqlite3.Connection, deal_id: int, words: str) -> str:
    """Return the uid of the check-in that ``words`` name: by its handle, its purpose or a part of that.

    One without a purpose answers to "check-in". Raises :class:`InputRefused` where none or several answer.
    """
    rows = con.execute(
        "SELECT id, uid, purpose FROM checkin WHERE deal_id = ? AND archived_at IS NULL ORDER BY id", (deal_id,)
    ).fetchall()
    wanted = fold(clean(words)).strip()
    uids = {number: str(uid) for number, uid, _purpose in rows}
    handles = [uid for uid in uids.values() if handle(RULE, uid) == wanted]
    if handles:
        return handles[0]
    return uids[one_of([(number, purpose or RULE) for number, _uid, purpose in rows], wanted, RULE)]


def counts(rows: list[Checkin], row: Checkin, on: date, named: str, found: Settings, today: date) -> None:
    """Let a talk on the local date ``on`` count for one of the check-ins of a deal, if it is meant."""
    if row in _meant(rows, on, named):
        _move(row, on, found, today, named=row.uid == named)


def _meant(rows: list[Checkin], on: date, checkin_uid: str) -> list[Checkin]:
    """Return the check-ins for which a talk counts: those that go by how often they are first."""
    named = next((row for row in rows if row.uid == checkin_uid), None)
    usual = _usual(rows, on)
    if named is not None and not checkin_ties.is_tied(named):
        return [row for row in rows if row is named or (row is usual and not row.purpose)]
    free = [row for row in rows if row is usual or (_is_due(row, on) and not _is_review(row, on))]
    return free + [row for row in rows if checkin_ties.is_tied(row) and (row is named or _is_near(row, on))]


def _usual(rows: list[Checkin], on: date) -> Checkin | None:
    """Return the most frequent schedule that is no review by its name; one that goes by an action is none of these."""
    every = [
        (checkins.days_of(interval), place)
        for place, row in enumerate(rows)
        if (interval := _interval(row, on)) and not checkins.is_review(row.purpose)
    ]
    return rows[min(every)[1]] if every else None


def _interval(row: Checkin, on: date) -> Period | None:
    """Return how often a check-in is that has a day and goes by no action."""
    if row.next_on is None or checkin_ties.is_tied(row):
        return None
    return rhythm_of(row).interval(row.next_on)


def _is_due(row: Checkin, on: date) -> bool:
    return row.next_on is not None and row.next_on <= on and _interval(row, on) is not None


def _is_review(row: Checkin, on: date) -> bool:
    return checkins.is_review(row.purpose, _interval(row, on))


def _is_near(row: Checkin, on: date) -> bool:
    """Return whether a talk is near enough to the day of a tied check-in to be that; never to that of a review."""
    near = row.next_on is not None and add_days(on, _TIED_NEAR) >= row.next_on
    return near and not checkins.is_review(row.purpose)


def _still_due(rows: list[Checkin], on: date, today: date) -> list[str]:
    """Return which reviews a plain talk left due, so that whoever held one learns that it has to be named."""
    usual = _usual(rows, on)
    return [
        f"{row.purpose[:1].upper() + row.purpose[1:] or 'A check-in'} is still due since {said(row.next_on, today)}."
        for row in rows
        if row is not usual and row.next_on and _is_due(row, on) and _is_review(row, on)
    ]


def _move(row: Checkin, on: date, found: Settings, today: date, *, named: bool) -> bool:
    """Move a check-in on because of a talk; return whether that talk counted for it."""
    if _is_behind(row, on):
        return False
    every, typed = rhythm_of(row).interval(row.next_on or on), row.due_set_by == SetBy.PERSON
    near = row.next_on is not None and add_days(on, checkins.near(every) if every else 0) >= row.next_on
    if checkin_ties.is_tied(row):
        checkin_ties.release(row)  # it was held; from now on it goes by how often it is
        near = True
    elif every is None or not (near or named or row.next_on is None or (row.mode == checkins.AFTER_LAST and not typed)):
        return False
    held = on
    if row.next_on is not None and (near or row.mode != checkins.AFTER_LAST):
        held = row.next_on if row.mode == checkins.CATCH_UP else max(on, row.next_on)
    row.counted_on, row.held_on = max(on, row.counted_on or on), max(held, row.held_on or held)
    row.later_until, row.later_count = None, 0
    checkin_dates.derive(row, found, today)
    return True


def _is_behind(row: Checkin, on: date) -> bool:
    """Return whether a later talk counted already, or one was before the day from which a check-in is counted.

    Where each missed one is held later, an older talk counts for the oldest of these.
    """
    if row.mode == checkins.CATCH_UP:
        return False
    if row.counted_on is not None and on < row.counted_on:
        return True
    by_rule = row.mode == checkins.AFTER_LAST and row.due_set_by == SetBy.RULE and row.due_rule == RULE
    return by_rule and row.anchor_on is not None and on < row.anchor_on
