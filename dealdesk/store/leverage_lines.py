"""What a deal's leverage checklist says, and what all of them say together; without the ORM.

The uid of a row follows from deal, source and driver, so that two windows that write of the same source write into
one row, before it is there as well as after.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterable
from typing import NamedTuple

from dealdesk.domain import leverage as rules
from dealdesk.domain.leverage import DealMarks, Mark, Movement, Standing
from dealdesk.domain.vocabulary import LeverageSource
from dealdesk.errors import NotFound

TABLE = "leverage_mark"
#: What a row that is there must hold to say anything.
SAYS = "(counted_on OR moved OR did_not_move OR quote <> '' OR notes <> '')"
_NAMESPACE = uuid.UUID("6d0c0e0e-7f0a-4b52-9d3c-2f1f5a3c8e11")


class SourceLine(NamedTuple):
    """A source of one deal, with what follows from its drivers."""

    uid: str
    """Of its own row; of the first driver's where it has none."""
    source: str
    standing: Standing
    quote: str
    notes: str

    @property
    def words(self) -> str:
        """Their words, else the notes."""
        return self.quote or self.notes


def of_deal(con: sqlite3.Connection, deal_id: int) -> list[Mark]:
    """Return the marks of a deal, the oldest first; blank ones too."""
    rows = con.execute(
        "SELECT uid, source, driver, counted_on, moved, did_not_move, coalesce(evidence, ''), quote, notes "
        "FROM leverage_mark WHERE deal_id = ? AND archived_at IS NULL ORDER BY id",
        (deal_id,),
    ).fetchall()
    return [
        Mark(uid, source, driver, standing_of(*marks), quote, notes)
        for uid, source, driver, *marks, quote, notes in rows
    ]


def sources(marks: Iterable[Mark]) -> list[SourceLine]:
    """Return the sources that say something, in the order of the checklist."""
    every = [mark for mark in marks if not mark.blank]
    stands = rules.standings(every)
    found = []
    for source in LeverageSource:
        of_source = sorted((mark for mark in every if mark.source == source), key=lambda mark: mark.driver != "")
        if of_source:
            quote = next((mark.quote for mark in of_source if mark.quote), "")
            notes = "; ".join(mark.notes for mark in of_source if mark.notes)
            standing = rules.shown(stands, source)
            found.append(SourceLine(of_source[0].uid, source.value, standing, quote, notes))
    return found


def uid_of(con: sqlite3.Connection, deal_id: int, source: str, driver: str = "") -> str:
    """Return the uid of the row of a place: of the one that is there, of one put away, or of the one that will be.

    Raises :class:`NotFound` for a deal there is not.
    """
    found = con.execute(
        "SELECT uid FROM leverage_mark WHERE deal_id = ? AND source = ? AND driver = ? "
        "ORDER BY archived_at IS NULL DESC, id DESC LIMIT 1",
        (deal_id, source, driver),
    ).fetchone()
    if found:
        return str(found[0])
    deal = con.execute("SELECT uid FROM deal WHERE id = ?", (deal_id,)).fetchone()
    if deal is None:
        raise NotFound("That deal is not there any more.")
    return uid_of_place(str(deal[0]), source, driver)


def uid_of_place(deal_uid: str, source: str, driver: str) -> str:
    """Return the uid that the first row of a place gets."""
    return str(uuid.uuid5(_NAMESPACE, f"{deal_uid}\n{source}\n{driver}"))


def count_of_debrief(con: sqlite3.Connection, debrief_id: int) -> int:
    """Return how many sources were marked in a debrief; words and notes alone are no mark."""
    row = con.execute(
        "SELECT count(DISTINCT source) FROM leverage_mark WHERE debrief_id = ? AND archived_at IS NULL "
        "AND (counted_on OR moved OR did_not_move)",
        (debrief_id,),
    ).fetchone()
    return int(row[0])


def marked_deals(con: sqlite3.Connection, deal_type: str | None = None) -> list[DealMarks]:
    """Return the marks of all deals that have any, or of those of one type, for ``domain.leverage.record``."""
    rows = con.execute(
        "SELECT deal.id, deal.ref, source, driver, counted_on, moved, did_not_move, coalesce(evidence, '') "
        "FROM leverage_mark JOIN deal ON deal.id = leverage_mark.deal_id WHERE leverage_mark.archived_at IS NULL "
        "AND deal.archived_at IS NULL AND (counted_on OR moved OR did_not_move) AND (? IS NULL OR deal.type = ?) "
        "ORDER BY deal.id, leverage_mark.id",
        (deal_type, deal_type),
    ).fetchall()
    found: dict[int, DealMarks] = {}
    stands: dict[int, dict[tuple[str, str], Standing]] = {}
    for deal_id, ref, source, driver, *marks in rows:
        stands.setdefault(deal_id, {})[source, driver] = standing_of(*marks)
        found[deal_id] = DealMarks(ref, stands[deal_id])
    return list(found.values())


def standing_of(counted_on: object, moved: object, did_not_move: object, evidence: str) -> Standing:
    """Return the four columns of a row as a standing."""
    movement = Movement.MOVED if moved else Movement.DID_NOT if did_not_move else Movement.OPEN
    return Standing(bool(counted_on), movement, evidence)
