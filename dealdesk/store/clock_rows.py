"""The rows in which the section clocks of a debrief stand; written outside any command, for time can't be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dealdesk.clock import instant, stamp
from dealdesk.domain.debrief import SPONSOR
from dealdesk.domain.section_clock import SectionClock, SectionState

_COLUMNS = "planned_s, used_s, state, started_at, seen_at"


class Stood(NamedTuple):
    """Where one clock stands, as its row has it."""

    planned_s: float
    used_s: float
    state: str
    started_at: str | None
    seen_at: str | None


def stood(clock: SectionClock) -> Stood:
    """Return the row of a clock."""
    started_at = stamp(clock.started_at) if clock.started_at else None
    seen_at = stamp(clock.seen_at) if clock.seen_at else None
    return Stood(clock.planned_s, clock.used_s, str(clock.state), started_at, seen_at)


def rows(con: sqlite3.Connection, debrief_id: int) -> dict[str, Stood]:
    """Return the rows of a debrief by section, in their order."""
    found = con.execute(
        f"SELECT section, {_COLUMNS} FROM debrief_section WHERE debrief_id = ? AND archived_at IS NULL "
        "ORDER BY position",
        (debrief_id,),
    )
    return {section: Stood._make(row) for section, *row in found}


def taken_up(section: str, row: Stood) -> SectionClock:
    """Return the clock of a row, ready to be resumed."""
    return SectionClock(
        section=section,
        planned_s=row.planned_s,
        used_s=row.used_s,
        state=SectionState(row.state),
        started_at=instant(row.started_at) if row.started_at else None,
        seen_at=instant(row.seen_at) if row.seen_at else None,
    )


def beat(
    con: sqlite3.Connection,
    debrief_id: int,
    clocks: Sequence[SectionClock],
    section: str,
    known: Mapping[str, Stood] | None = None,
) -> None:
    """Write where the clocks stand; every 5 seconds and at each change, outside any command.

    ``section`` is the one in front; the sponsor's slot comes after them all and leaves it as it is. With ``known``,
    nothing is written over a row that is not as known: another window wrote it since.
    """
    con.execute("BEGIN IMMEDIATE")
    try:
        now = rows(con, debrief_id) if known is not None else {}
        if known is None or all(now.get(clock.section) == known.get(clock.section) for clock in clocks):
            con.executemany(
                "UPDATE debrief_section SET planned_s = ?, used_s = ?, state = ?, started_at = ?, seen_at = ? "
                "WHERE debrief_id = ? AND section = ?",
                [(*stood(clock), debrief_id, clock.section) for clock in clocks],
            )
            if section != SPONSOR:
                con.execute("UPDATE debrief SET section = ? WHERE id = ?", (section, debrief_id))
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise
