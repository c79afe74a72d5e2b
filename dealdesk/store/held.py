"""What became of the first debrief's lines by the second one: each held, did not hold, or that is unclear."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.vocabulary import DebriefKind, Verdict
from dealdesk.store.lines import REGISTERS
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.debriefs import Debrief, HeldMark

#: The sections whose lines are judged, in the order of the debrief; of leverage what moved them.
SECTIONS = ("moments", "worked", "leverage", "missed", "friction", "changes")
#: The debriefs whose lines are judged: what was believed when the deal was signed.
_JUDGED = (DebriefKind.FIRST, DebriefKind.QUICK)


class HeldLine(NamedTuple):
    """A line of the first debrief, and what the second says of it."""

    uid: str
    section: str
    text: str
    verdict: Verdict | None


def lines(
    con: sqlite3.Connection, deal_id: int, debrief_id: int | None, labels: Mapping[str, str] | None = None
) -> list[HeldLine]:
    """Return what there is to judge, section by section, with the verdicts of ``debrief_id``; None for none yet.

    ``labels`` are the words for the sources of leverage.
    """
    verdicts = dict(
        con.execute(
            "SELECT line_uid, verdict FROM held_mark WHERE debrief_id = ? AND archived_at IS NULL", (debrief_id,)
        ).fetchall()
    )
    found = []
    for section in SECTIONS:
        rows = (
            _moved(con, deal_id, debrief_id, labels or {}) if section == "leverage" else _lines(con, section, deal_id)
        )
        found += [
            HeldLine(uid, section, text, Verdict(verdicts[uid]) if uid in verdicts else None) for uid, text in rows
        ]
    return found


def _lines(con: sqlite3.Connection, section: str, deal_id: int) -> list[tuple[str, str]]:
    table = REGISTERS[section].__tablename__
    return con.execute(
        f"SELECT {table}.uid, text FROM {table} JOIN debrief ON debrief.id = {table}.debrief_id "
        f"WHERE {table}.deal_id = ? AND debrief.kind IN (?, ?) AND {table}.archived_at IS NULL "
        f"ORDER BY {table}.position, {table}.id",
        (deal_id, *_JUDGED),
    ).fetchall()


def _moved(
    con: sqlite3.Connection, deal_id: int, debrief_id: int | None, labels: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what moved them, each source with its drivers; marks that this debrief made itself are no belief yet."""
    rows = con.execute(
        "SELECT uid, source, driver, quote FROM leverage_mark WHERE deal_id = ? AND moved AND archived_at IS NULL "
        "AND debrief_id IS NOT ? ORDER BY id",
        (deal_id, debrief_id),
    ).fetchall()
    return [
        (
            uid,
            f"{labels.get(source, source)}{f', {driver}' if driver else ''} moved them{f': {quote}' if quote else ''}",
        )
        for uid, source, driver, quote in rows
    ]


def mark(
    session: Session, debrief_id: int, section: str, line_uid: str, verdict: Verdict | None, now: datetime
) -> None:
    """Say what became of a line; None takes the verdict back."""
    row = session.exec(
        select(HeldMark)
        .where(HeldMark.debrief_id == debrief_id, HeldMark.line_uid == line_uid)
        .order_by(col(HeldMark.archived_at).is_not(None))
    ).first()
    if row is None:
        if verdict is None:
            return
        debrief = session.get_one(Debrief, debrief_id)
        row = HeldMark(
            deal_id=debrief.deal_id,
            debrief_id=stored_id(debrief),
            section=section,
            line_uid=line_uid,
            verdict=verdict,
        )
    elif verdict is None:
        row.archived_at = stamp(now)
    else:
        row.archived_at, row.verdict = None, verdict
    session.add(row)
    session.flush()


def counts(con: sqlite3.Connection, debrief_id: int) -> dict[Verdict, int]:
    """Return how often each verdict was given in a debrief."""
    rows = dict(
        con.execute(
            "SELECT verdict, count(*) FROM held_mark WHERE debrief_id = ? AND archived_at IS NULL GROUP BY verdict",
            (debrief_id,),
        ).fetchall()
    )
    return {verdict: rows.get(verdict, 0) for verdict in Verdict}


def told(counted: dict[Verdict, int]) -> str:
    """Return counts in words, "held 7, did not hold 2, unclear 1"; empty where nothing was judged."""
    return ", ".join(f"{verdict} {count}" for verdict, count in counted.items() if count)
