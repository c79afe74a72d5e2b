"""How long someone usually takes to answer, by channel: read from the waits that an answer closed; without the ORM.

Counted from the last message, for that is what a nudge counts from too (from the first, where the answer was written
before the last one was). A wait for which they had
named a day tells nothing about a habit and is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.store import settings

#: From how many answers on there is a usual reply time, and how many of the last ones decide it.
FEWEST, LATEST = 3, 10

_ANSWERED = (
    "SELECT CASE WHEN waiting.last_on <= waiting.closed_on THEN waiting.last_on ELSE waiting.since END, "
    "waiting.closed_on FROM waiting JOIN deal ON deal.id = waiting.deal_id "
    "WHERE waiting.person_id = ? AND waiting.channel = ? AND waiting.answer_id IS NOT NULL "
    "AND waiting.closed_on IS NOT NULL AND waiting.need_until IS NULL AND waiting.archived_at IS NULL "
    "AND deal.archived_at IS NULL ORDER BY waiting.closed_on DESC, waiting.id DESC LIMIT ?"
)


class ReplyTime(NamedTuple):
    """How long one person takes over one channel."""

    channel: str
    days: int
    """Median in working days, the longer one of two."""
    answers: int
    """How many answers it rests on."""


def usual(
    con: sqlite3.Connection, person_id: int | None, channel: str, calendar: WorkCalendar | None = None
) -> int | None:
    """Return in how many working days a person usually answers over ``channel``; None below three answers."""
    if person_id is None:
        return None
    found = _over(con, person_id, channel, calendar or settings.load(con).calendar)
    return found.days if found and found.answers >= FEWEST else None


def table(con: sqlite3.Connection, person_id: int, calendar: WorkCalendar | None = None) -> tuple[ReplyTime, ...]:
    """Return the reply times of a person by channel, the most answers first; also those of one or two answers."""
    calendar = calendar or settings.load(con).calendar
    rows = con.execute(
        "SELECT DISTINCT channel FROM waiting WHERE person_id = ? AND answer_id IS NOT NULL AND archived_at IS NULL",
        (person_id,),
    ).fetchall()
    found = (_over(con, person_id, channel, calendar) for (channel,) in rows)
    return tuple(sorted(filter(None, found), key=lambda time: (-time.answers, time.days, time.channel)))


def words(times: Iterable[ReplyTime]) -> str:
    """Return the reply times as a person reads them: "mail 4 days (6 answers), call same day (3)"."""
    said: list[str] = []
    for time in times:
        answers = f"{time.answers:,}" if said else counted(time.answers, "answer")
        said.append(f"{time.channel or 'any channel'} {days_words(time.days)} ({answers})")
    return ", ".join(said)


def days_words(days: int) -> str:
    """Return a reply time in words: "same day", "1 day", "4 days"; they are working days."""
    return counted(days, "day") if days else "same day"


def lag(sent_on: date, answered_on: date, calendar: WorkCalendar) -> int:
    """Return how many working days an answer took; 0 on the same day, and when it came before."""
    return max(0, calendar.between(sent_on, answered_on))


def _over(con: sqlite3.Connection, person_id: int, channel: str, calendar: WorkCalendar) -> ReplyTime | None:
    rows = con.execute(_ANSWERED, (person_id, channel, LATEST)).fetchall()
    lags = sorted(lag(date.fromisoformat(sent), date.fromisoformat(answered), calendar) for sent, answered in rows)
    return ReplyTime(channel, lags[len(lags) // 2], len(lags)) if lags else None
