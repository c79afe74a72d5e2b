"""What a deal waits for, as lists and cards show it, and the next step about it; without the ORM."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain import nudges
from dealdesk.domain.vocabulary import Channel, Direction
from dealdesk.store import reply_times
from dealdesk.store import settings as desk_settings

if TYPE_CHECKING:
    from dealdesk.domain.dates import WorkCalendar


class WaitLine(NamedTuple):
    """An open wait as a list shows it; dates are ISO text as the file keeps them."""

    uid: str
    deal_id: int
    person_id: int | None
    person: str
    """Empty: we wait for the counterparty, not for one person of it."""
    text: str
    channel: str
    since: str
    last_on: str
    sent: int
    need_until: str | None
    due_on: str | None
    later_until: str | None
    step: str
    """A value of ``domain.nudges.Step``."""
    reason: str
    action_uid: str | None


_LINE = (
    "SELECT waiting.uid, waiting.deal_id, waiting.person_id, coalesce(person.name, ''), waiting.text, waiting.channel, "
    "waiting.since, waiting.last_on, waiting.sent, waiting.need_until, waiting.due_on, waiting.later_until, "
    "coalesce(waiting.due_rule, ''), coalesce(waiting.due_reason, ''), action.uid "
    "FROM waiting LEFT JOIN person ON person.id = waiting.person_id "
    "LEFT JOIN action ON action.id = waiting.action_id "
)
_OPEN = "waiting.closed_on IS NULL AND waiting.archived_at IS NULL"


def open_of(con: sqlite3.Connection, deal_id: int) -> tuple[WaitLine, ...]:
    """Return what a deal waits for, the next one due first; without the ORM."""
    rows = con.execute(
        f"{_LINE} WHERE waiting.deal_id = ? AND {_OPEN} "
        "ORDER BY coalesce(waiting.later_until, waiting.due_on), waiting.id",
        (deal_id,),
    ).fetchall()
    return tuple(map(WaitLine._make, rows))


def still_open(con: sqlite3.Connection, deal_id: int) -> list[str]:
    """Return that a line which says neither channel nor direction leaves the waits open; empty where there is none."""
    return _left(open_of(con, deal_id), ("stays open", "stay open"), "mail from", "when they answer")


def untouched(con: sqlite3.Connection, deal_id: int, but: Sequence[str]) -> list[str]:
    """Return that a message to nobody named counts on no wait (``but``: the uids of those it does count on)."""
    waits = [wait for wait in open_of(con, deal_id) if wait.uid not in but]
    return _left(waits, ("stays as it is", "stay as they are"), "mail to", "if it was about that")


def _left(waits: Sequence[WaitLine], words: tuple[str, str], head: str, when: str) -> list[str]:
    if not waits:
        return []
    names = [wait.person or "their answer" for wait in waits]
    whom = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    named = next((wait.person for wait in waits if wait.person), "them")
    some, verb = ("The waits", words[1]) if len(waits) > 1 else ("The wait", words[0])
    return [f"{some} for {whom} {verb} (write “{head} {named}: …” {when})."]


def line(con: sqlite3.Connection, uid: str) -> WaitLine | None:
    """Return one wait, open or closed; None when it is not there."""
    row = con.execute(f"{_LINE} WHERE waiting.uid = ? AND waiting.archived_at IS NULL", (uid,)).fetchone()
    return WaitLine._make(row) if row else None


def said(wait: WaitLine, today: date, calendar: WorkCalendar) -> str:
    """Return why a message today would come too early, or that it was quiet for too long; empty between the two."""
    if not wait.due_on:
        return ""
    due, last = date.fromisoformat(wait.later_until or wait.due_on), date.fromisoformat(wait.last_on)
    return nudges.too_early(due, last, today, calendar) or nudges.too_quiet(due, last, today, calendar)


def nudge_of(con: sqlite3.Connection, uid: str, calendar: WorkCalendar | None = None) -> nudges.Nudge | None:
    """Return the next step about a wait, as it is dated; None when it is not there."""
    wait = line(con, uid)
    if wait is None:
        return None
    row = (wait.deal_id, wait.person_id, wait.channel, date.fromisoformat(wait.since), wait.sent)
    need_until = date.fromisoformat(wait.need_until) if wait.need_until else None
    calendar = calendar or desk_settings.load(con).calendar
    return next_step(con, row, date.fromisoformat(wait.last_on), need_until, calendar)


def next_step(
    con: sqlite3.Connection,
    key: tuple[int, int | None, str, date, int],
    last_on: date,
    need_until: date | None,
    calendar: WorkCalendar,
) -> nudges.Nudge:
    """Return the next step about a wait; ``key`` is its deal, person, channel, first day, and number of messages."""
    deal_id, person_id, channel, since, sent = key
    mails = _mails_in_row(con, deal_id, person_id, since, sent if channel == Channel.MAIL else 0)
    mails = min(mails, sent)  # those of one day count once
    usual = reply_times.usual(con, person_id, channel, calendar)
    return nudges.next_nudge(sent, last_on, channel, mails, usual, need_until, calendar)


def _mails_in_row(con: sqlite3.Connection, deal_id: int, person_id: int | None, since: date, unlogged: int) -> int:
    """Return how many of the last messages to them were mails in a row; ``unlogged`` where none is logged."""
    rows = con.execute(
        "SELECT channel FROM conversation WHERE deal_id = ? AND direction = ? AND happened_on >= ? "
        "AND archived_at IS NULL AND (? IS NULL OR person_id IS NULL OR person_id = ?) "
        "ORDER BY happened_on DESC, id DESC LIMIT 10",
        (deal_id, Direction.OUT.value, since.isoformat(), person_id, person_id),
    ).fetchall()
    if not rows:
        return unlogged
    others = [at for at, (channel,) in enumerate(rows) if channel != Channel.MAIL]
    return others[0] if others else len(rows)
