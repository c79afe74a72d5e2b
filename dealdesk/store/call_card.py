"""What to know before talking to someone of a deal, on one card; without the ORM, for it is read while the phone rings.

It is for our side alone: nothing of it goes into a message.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from typing import NamedTuple

from dealdesk.domain.calendar import add_days
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import NotFound
from dealdesk.store import deal_lines, ideas, people, reply_times, settings, talk_lines, wait_lines
from dealdesk.store.talk_lines import DecisionLine, TalkLine

#: How many last conversations, open actions of a side and decisions a card shows, and how far back decisions reach.
LAST, OPEN_SHOWN, DECIDED, RECENT_DAYS = 3, 5, 5, 90


class OpenItem(NamedTuple):
    """An action that is not done; ``due_on`` is ISO text, empty for none."""

    uid: str
    text: str
    due_on: str
    state: str
    late: bool


class CallCard(NamedTuple):
    """What to know before a conversation. Texts are empty where nothing is known."""

    deal_id: int
    ref: str
    title: str
    party: str
    person_id: int | None
    person: str
    role: str
    channel: str
    address: str
    style: str
    interests: str
    notes: str
    reply_times: str
    """ "mail 4 days (6 answers), call same day (3)"; of working days."""
    last: tuple[TalkLine, ...]
    """The last conversations, the newest first; those of other deals have another ``ref``."""
    waits: tuple[wait_lines.WaitLine, ...]
    said: tuple[str, ...]
    """For each wait: too early, too quiet, or empty."""
    ours: tuple[OpenItem, ...]
    theirs: tuple[OpenItem, ...]
    decisions: tuple[DecisionLine, ...]
    idea: str
    """The oldest one not used yet."""
    next_checkin: str
    """ISO text."""


_PERSON = (
    "SELECT person.name, coalesce((SELECT role FROM deal_person WHERE deal_person.person_id = person.id "
    "AND deal_person.deal_id = ? AND deal_person.archived_at IS NULL LIMIT 1), ''), person.channel, person.address, "
    "person.style, person.interests, person.notes FROM person WHERE person.id = ? AND person.archived_at IS NULL"
)
_OPEN = (
    "SELECT uid, text, coalesce(due_on, ''), state, coalesce(due_on < ?, 0) FROM action WHERE deal_id = ? AND side = ? "
    "AND kind <> 'playbook' AND state <> 'done' AND archived_at IS NULL ORDER BY due_on IS NULL, due_on, id LIMIT ?"
)
_CHECKIN = (
    "SELECT min(coalesce(later_until, next_on)) FROM checkin WHERE deal_id = ? AND next_on IS NOT NULL "
    "AND archived_at IS NULL"
)


def card(con: sqlite3.Connection, deal_id: int, person_id: int | None, today: date) -> CallCard:
    """Return the card of a person in a deal; without a person that of the only one known on their side, if it is one.

    Raises :class:`NotFound` for a deal that is not there.
    """
    deal = deal_lines.lines(con, [deal_id]).get(deal_id)
    if deal is None:
        raise NotFound("That deal is not there any more.")
    if person_id is None:
        theirs = [one for one in people.known(con, deal_id) if one.side == Side.THEM]
        person_id = theirs[0].id if len(theirs) == 1 else None
    row = con.execute(_PERSON, (deal_id, person_id)).fetchone() if person_id is not None else None
    person_id = person_id if row else None
    name, role, channel, address, style, interests, notes = row or ("",) * 7
    calendar = settings.load(con).calendar
    waits = tuple(
        wait for wait in wait_lines.open_of(con, deal_id) if person_id is None or wait.person_id in (None, person_id)
    )
    idea = ideas.oldest(con, deal_id)
    return CallCard(
        deal_id=deal_id,
        ref=deal.ref,
        title=deal.title,
        party=deal.party,
        person_id=person_id,
        person=name,
        role=role,
        channel=channel,
        address=address,
        style=style,
        interests=interests,
        notes=notes,
        reply_times=reply_times.words(reply_times.table(con, person_id, calendar)) if person_id else "",
        last=_last(con, deal_id, person_id),
        waits=waits,
        said=tuple(wait_lines.said(wait, today, calendar) for wait in waits),
        ours=_open(con, deal_id, Side.US, today),
        theirs=_open(con, deal_id, Side.THEM, today),
        decisions=talk_lines.decisions(con, deal_id, add_days(today, -RECENT_DAYS).isoformat(), DECIDED),
        idea=idea.text if idea else "",
        next_checkin=con.execute(_CHECKIN, (deal_id,)).fetchone()[0] or "",
    )


def _last(con: sqlite3.Connection, deal_id: int, person_id: int | None) -> tuple[TalkLine, ...]:
    """Return the last words with a person over all deals, and those of this deal with nobody known."""
    if person_id is None:
        return talk_lines.of_deal(con, deal_id, LAST)
    found = {line.uid: line for line in talk_lines.with_person(con, person_id, LAST)}
    found.update(
        (line.uid, line)
        for line in talk_lines.of_deal(con, deal_id, 4 * LAST)
        if line.person_id is None or person_id in people.all_meant(con, deal_id, line.people)
    )
    return tuple(sorted(found.values(), key=lambda line: line.on, reverse=True)[:LAST])


def _open(con: sqlite3.Connection, deal_id: int, side: Side, today: date) -> tuple[OpenItem, ...]:
    rows = con.execute(_OPEN, (today.isoformat(), deal_id, side.value, OPEN_SHOWN))
    return tuple(OpenItem._make((*row[:4], bool(row[4]))) for row in rows)
