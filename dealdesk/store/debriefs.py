"""Debriefs: started by the first letter, resumed to the second, ended; ``debrief_plan`` says when each is due.

The clocks of a debrief are no history: ``clock_rows`` writes them outside any command, and only columns that are not
tracked.
"""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain import debrief, debrief_kinds
from dealdesk.domain.debrief_kinds import KindChoice, Known
from dealdesk.domain.section_clock import SectionClock
from dealdesk.domain.vocabulary import DebriefKind, DebriefState
from dealdesk.errors import NotFound
from dealdesk.store import clock_rows
from dealdesk.store.debrief_plan import WEIGHT
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.debriefs import Debrief, DebriefSection
from dealdesk.templates.load import SECTION_IDS, DebriefTemplate

#: The states of debriefs that can be taken up, the first choice first.
_TAKEN_UP = (DebriefState.RUNNING, DebriefState.PLANNED, DebriefState.DONE)


class Started(NamedTuple):
    """A debrief that can be shown: its row and its clocks, none while it is only planned."""

    id: int
    uid: str
    deal_id: int
    kind: str
    length_min: int
    state: str
    section: str
    clocks: tuple[SectionClock, ...]


def start(
    session: Session,
    deal_id: int,
    kind: DebriefKind,
    length_min: int,
    template: DebriefTemplate,
    now: datetime,
    *,
    participants: str = "",
    sponsor: bool = False,
) -> int:
    """Open the debrief of a deal, with the clocks of its sections idle, and return its id.

    A planned debrief of that kind is the one that opens; one that is running is simply taken up again, and so is one
    that was ended: what was forgotten belongs to it. ``participants`` and ``sponsor`` are what :func:`prepare` takes.
    """
    row = prepare(session, deal_id, kind, length_min, participants=participants, sponsor=sponsor)
    if row.state == DebriefState.RUNNING:
        return stored_id(row)
    if row.state == DebriefState.DONE:
        row.state, row.ended_at = DebriefState.RUNNING, None
        session.add(row)
        session.flush()
        return stored_id(row)
    agenda = debrief.agenda(kind, length_min, template)
    row.state = DebriefState.RUNNING
    row.started_at = stamp(now)
    row.section = agenda[0][0]
    session.add(row)
    session.flush()
    for position, (section, seconds) in enumerate(agenda):
        session.add(
            DebriefSection(
                debrief_id=stored_id(row), deal_id=deal_id, section=section, position=position, planned_s=float(seconds)
            )
        )
    session.flush()
    return stored_id(row)


def prepare(
    session: Session,
    deal_id: int,
    kind: DebriefKind,
    length_min: int,
    *,
    participants: str = "",
    sponsor: bool = False,
    uid: str = "",
) -> Debrief:
    """Return the debrief that :func:`start` would open, with what the set-up said of it; made where there is none.

    ``participants`` are initials parted by ", ", empty for what is known already; ``length_min`` (minutes) is taken
    until the debrief has begun; ``uid`` is that of a debrief that has to be made.
    """
    row = open_row(session, deal_id, kind)
    if row is None:
        row = Debrief(deal_id=deal_id, kind=kind, weight=WEIGHT)
        row.uid = uid or row.uid
    if row.state == DebriefState.PLANNED:
        row.length_min = length_min
    if participants:
        row.participants, row.sponsor = participants, sponsor
    session.add(row)
    session.flush()
    return row


def open_row(session: Session, deal_id: int, kind: DebriefKind) -> Debrief | None:
    """Return the debrief of that kind to take up: the running one, else the planned one, else the last that ended."""
    rows = session.exec(
        select(Debrief)
        .where(
            Debrief.deal_id == deal_id,
            Debrief.kind == kind,
            col(Debrief.state).in_(_TAKEN_UP),
            col(Debrief.archived_at).is_(None),
        )
        .order_by(col(Debrief.id).desc())
    ).all()
    return min(rows, key=lambda row: _TAKEN_UP.index(row.state), default=None)


def finish(session: Session, debrief_id: int, now: datetime) -> None:
    """End a debrief; its lines stay where they are."""
    row = session.get_one(Debrief, debrief_id)
    row.state = DebriefState.DONE
    row.ended_at = stamp(now)
    session.add(row)
    session.flush()


def of_deal(con: sqlite3.Connection, deal_id: int, kind: DebriefKind = DebriefKind.FIRST) -> Started | None:
    """Return the debrief of a deal that :func:`start` would open, or None where it would make a new one."""
    row = con.execute(
        "SELECT id FROM debrief WHERE deal_id = ? AND kind = ? AND archived_at IS NULL "
        "AND state IN ('running', 'planned', 'done') "
        "ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'planned' THEN 1 ELSE 2 END, id DESC LIMIT 1",
        (deal_id, str(kind)),
    ).fetchone()
    return taken_up(con, row[0]) if row else None


def taken_up(con: sqlite3.Connection, debrief_id: int) -> Started:
    """Return a debrief as it stands in the file, its clocks ready to be resumed.

    The clock of the sponsor's slot is not among them: see :func:`sponsor_clock`. Raises :class:`NotFound` for a
    debrief there is not.
    """
    row = con.execute(
        "SELECT id, uid, deal_id, kind, length_min, state, section FROM debrief WHERE id = ? AND archived_at IS NULL",
        (debrief_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That debrief is not there any more.")
    stand = clock_rows.rows(con, debrief_id).items()
    clocks = tuple(clock_rows.taken_up(section, found) for section, found in stand if section in SECTION_IDS)
    return Started._make((*row[:6], row[6] or "", clocks))


def sponsor_clock(con: sqlite3.Connection, debrief_id: int) -> SectionClock | None:
    """Return the clock of a debrief's sponsor slot, None where nobody opened that yet."""
    row = clock_rows.rows(con, debrief_id).get(debrief.SPONSOR)
    return clock_rows.taken_up(debrief.SPONSOR, row) if row is not None else None


def open_sponsor(session: Session, debrief_id: int, deal_id: int) -> None:
    """Give a debrief its sponsor slot, unless it has one."""
    there = session.exec(
        select(DebriefSection).where(
            DebriefSection.debrief_id == debrief_id,
            DebriefSection.section == debrief.SPONSOR,
            col(DebriefSection.archived_at).is_(None),
        )
    ).first()
    if there is None:
        slot = DebriefSection(debrief_id=debrief_id, deal_id=deal_id, section=debrief.SPONSOR, position=99)
        slot.planned_s = float(debrief.SPONSOR_S)
        session.add(slot)
        session.flush()


def known(con: sqlite3.Connection, deal_id: int) -> list[Known]:
    """Return the debriefs of a deal that are planned, run or were held, the oldest first."""
    rows = con.execute(
        "SELECT kind, state, coalesce(later_until, due_on), coalesce(ended_at, '') FROM debrief "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY id",
        (deal_id,),
    ).fetchall()
    return [
        Known(DebriefKind(kind), DebriefState(state), date.fromisoformat(due_on) if due_on else None, ended_at)
        for kind, state, due_on, ended_at in rows
    ]


def next_kind(con: sqlite3.Connection, deal_id: int, today: date) -> DebriefKind:
    """Return which kind of debrief a deal means when none is named (``domain.debrief_kinds.next_kind``)."""
    return debrief_kinds.next_kind(known(con, deal_id), today, lost=_lost(con, deal_id))


def choices(con: sqlite3.Connection, deal_id: int) -> tuple[KindChoice, ...]:
    """Return the kinds of debrief one may choose for a deal, in words."""
    return debrief_kinds.choices(known(con, deal_id), lost=_lost(con, deal_id))


def _lost(con: sqlite3.Connection, deal_id: int) -> bool:
    row = con.execute("SELECT outcome FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return row is not None and row[0] in debrief_kinds.LOST


def present(con: sqlite3.Connection, deal_id: int, *, alone: bool = False) -> list[tuple[str, str]]:
    """Return who is likely in the room, as (name, initials): me, then, unless alone, our people of the deal.

    Of a desk whose owner has neither name nor initials nobody is known.
    """
    rows = con.execute(
        "SELECT name, initials FROM person WHERE is_me AND NOT (name = 'me' AND initials = '') "
        "AND archived_at IS NULL UNION ALL "
        "SELECT person.name, person.initials FROM deal_person JOIN person ON person.id = deal_person.person_id "
        "WHERE deal_person.deal_id = ? AND deal_person.side = 'us' AND deal_person.archived_at IS NULL "
        "AND NOT person.is_me AND NOT ?",
        (deal_id, alone),
    ).fetchall()
    return [(name, initials) for name, initials in dict.fromkeys(rows)]


class Choice(NamedTuple):
    """A debrief one could hold now."""

    deal_id: int
    ref: str
    title: str
    state: str
    due_on: str | None
    kind: str


def waiting(con: sqlite3.Connection) -> list[Choice]:
    """Return the debriefs that run or are due, one of each deal, the running one first: what no DEAL means.

    One that was only set up, of a deal that is not signed, reminds nobody.
    """
    rows = con.execute(
        "SELECT debrief.deal_id, deal.ref, deal.title, debrief.state, debrief.due_on, debrief.kind FROM debrief "
        "JOIN deal ON deal.id = debrief.deal_id WHERE (debrief.state = 'running' "
        "OR debrief.state = 'planned' AND debrief.due_on IS NOT NULL) "
        "AND debrief.archived_at IS NULL AND deal.archived_at IS NULL "
        "ORDER BY debrief.state = 'planned', debrief.due_on"
    ).fetchall()
    first = {row[0]: Choice._make(row) for row in reversed(rows)}
    return [choice for row in rows if (choice := first[row[0]]) == row]
