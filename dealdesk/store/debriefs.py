"""Debriefs: planned when a deal is signed, started by the first letter, resumed to the second.

The clock's heartbeat is no history: it is written on the writer's connection outside any command, and only to columns
that are not tracked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.clock import instant, stamp
from dealdesk.domain import deadlines, debrief
from dealdesk.domain.deadlines import WorkTime
from dealdesk.domain.fields import Context
from dealdesk.domain.section_clock import SectionClock, SectionState
from dealdesk.domain.vocabulary import DebriefKind, DebriefState, SetBy
from dealdesk.errors import NotFound
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief, DebriefSection
from dealdesk.templates.load import DebriefTemplate

#: Urgency every planned debrief has before its date counts (see ``domain.urgency``).
WEIGHT = 4


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


def settle_first(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Plan the first debrief of a deal that is signed, or move the planned one with the day of signing.

    A quiet deal plans nothing by itself; a date set by a person stays.
    """
    planned = session.exec(
        select(Debrief).where(
            Debrief.deal_id == deal.id, Debrief.kind == DebriefKind.FIRST, col(Debrief.archived_at).is_(None)
        )
    ).first()
    if deal.signed_on is None:
        if planned and planned.state == DebriefState.PLANNED and planned.due_set_by == SetBy.RULE:
            planned.archived_at = stamp(now)
            session.add(planned)
        return
    if planned is None:
        if deal.quiet:
            return
        planned = Debrief(deal_id=stored_id(deal), kind=DebriefKind.FIRST, weight=WEIGHT, due_set_by=SetBy.RULE)
    if planned.state != DebriefState.PLANNED or planned.due_set_by != SetBy.RULE:
        return
    signed_at = instant(deal.signed_at) if deal.signed_at else None
    date_first(planned, deal, signed_at, WorkTime(context.calendar), now.astimezone().tzinfo)
    session.add(planned)
    session.flush()


def date_first(planned: Debrief, deal: Deal, signed_at: datetime | None, work: WorkTime, zone: tzinfo | None) -> None:
    """Write when the first debrief of ``deal`` is due, and from what that follows."""
    if deal.signed_on is None:
        return
    due = deadlines.first_debrief(deal.signed_on, signed_at, zone or UTC, work)
    planned.due_on = due.due_on
    planned.due_at = stamp(due.due_at) if due.due_at else None
    planned.due_rule = due.rule
    planned.due_anchor = stamp(signed_at) if signed_at else deal.signed_on.isoformat()
    planned.due_offset = due.reason


def start(
    session: Session, deal_id: int, kind: DebriefKind, length_min: int, template: DebriefTemplate, now: datetime
) -> int:
    """Open the debrief of a deal, with the clocks of its sections idle, and return its id.

    A planned debrief of that kind is the one that opens; one that is running is simply taken up again, and so is one
    that was ended: what was forgotten belongs to it.
    """
    row = open_row(session, deal_id, kind)
    if row is None:
        row = Debrief(deal_id=deal_id, kind=kind, weight=WEIGHT)
    if row.state == DebriefState.RUNNING:
        return stored_id(row)
    if row.state == DebriefState.DONE:
        row.state, row.ended_at = DebriefState.RUNNING, None
        session.add(row)
        session.flush()
        return stored_id(row)
    agenda = debrief.agenda(kind, length_min, template)
    row.state = DebriefState.RUNNING
    row.length_min = length_min
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

    Raises :class:`NotFound` for a debrief there is not.
    """
    row = con.execute(
        "SELECT id, uid, deal_id, kind, length_min, state, section FROM debrief WHERE id = ? AND archived_at IS NULL",
        (debrief_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That debrief is not there any more.")
    return Started._make((*row[:6], row[6] or "", _clocks(con, debrief_id)))


def _clocks(con: sqlite3.Connection, debrief_id: int) -> tuple[SectionClock, ...]:
    rows = con.execute(
        "SELECT section, planned_s, used_s, state, started_at, seen_at FROM debrief_section "
        "WHERE debrief_id = ? AND archived_at IS NULL ORDER BY position",
        (debrief_id,),
    ).fetchall()
    return tuple(
        SectionClock(
            section=section,
            planned_s=planned_s,
            used_s=used_s,
            state=SectionState(state),
            started_at=instant(started_at) if started_at else None,
            seen_at=instant(seen_at) if seen_at else None,
        )
        for section, planned_s, used_s, state, started_at, seen_at in rows
    )


def beat(con: sqlite3.Connection, debrief_id: int, clocks: Sequence[SectionClock], section: str) -> None:
    """Write where the clocks stand; every 5 seconds and at each change, outside any command."""
    con.execute("BEGIN IMMEDIATE")
    try:
        con.executemany(
            "UPDATE debrief_section SET planned_s = ?, used_s = ?, state = ?, started_at = ?, seen_at = ? "
            "WHERE debrief_id = ? AND section = ?",
            [
                (
                    clock.planned_s,
                    clock.used_s,
                    str(clock.state),
                    stamp(clock.started_at) if clock.started_at else None,
                    stamp(clock.seen_at) if clock.seen_at else None,
                    debrief_id,
                    clock.section,
                )
                for clock in clocks
            ],
        )
        con.execute("UPDATE debrief SET section = ? WHERE id = ?", (section, debrief_id))
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise


class Choice(NamedTuple):
    """A debrief one could hold now."""

    deal_id: int
    ref: str
    title: str
    state: str
    due_on: str | None


def waiting(con: sqlite3.Connection) -> list[Choice]:
    """Return the debriefs that run or are due, the running one first: what ``dealdesk debrief`` alone means."""
    rows = con.execute(
        "SELECT debrief.deal_id, deal.ref, deal.title, debrief.state, debrief.due_on FROM debrief "
        "JOIN deal ON deal.id = debrief.deal_id WHERE debrief.state IN ('planned', 'running') "
        "AND debrief.archived_at IS NULL AND deal.archived_at IS NULL "
        "ORDER BY debrief.state = 'planned', debrief.due_on"
    ).fetchall()
    return [Choice._make(row) for row in rows]
