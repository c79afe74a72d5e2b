"""What each of the 45 inputs of the review form shows: read from the deal, its registers and the picks of a version.

Rows are the registers' own; nothing is copied until a version is frozen.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from dealdesk.errors import NotFound
from dealdesk.store import review_actions, review_parts
from dealdesk.store.review_parts import Filled, Pick
from dealdesk.templates.review import SLOT_IDS


class Reading(NamedTuple):
    """One version of the review of one deal."""

    version: int
    reviewed_on: date
    """Local date; that of reading, while no version was opened."""
    closed: bool
    """A closed version shows the texts it was frozen with."""
    slots: dict[str, Filled]
    """By slot id, all 45, in the order of the page."""
    picks: Mapping[str, Pick] = MappingProxyType({})
    """What this version itself says about a slot; a slot that is not among them shows what fits first."""


def slots(con: sqlite3.Connection, deal_id: int, today: date, version: int | None = None) -> dict[str, str]:
    """Return the printed text of all 45 slots by id, empty where there is nothing; a tick is ``x``.

    Raises :class:`NotFound` as :func:`read` does.
    """
    return {slot: filled.printed for slot, filled in read(con, deal_id, today, version).slots.items()}


def read(con: sqlite3.Connection, deal_id: int, today: date, version: int | None = None) -> Reading:
    """Return a version of the review (the newest one, where none is named), live or as it was frozen.

    A deal whose review was never opened has a live version 1. Raises :class:`NotFound` for a deal or version there is
    not.
    """
    row = con.execute(
        "SELECT id, version, reviewed_on, frozen_at FROM review WHERE deal_id = ? AND archived_at IS NULL "
        "AND (? IS NULL OR version = ?) ORDER BY version DESC LIMIT 1",
        (deal_id, version, version),
    ).fetchone()
    if row is None and version not in (None, 1):
        raise NotFound(f"The review of this deal has no version {version}.")
    review_id, number, reviewed, frozen_at = row or (None, 1, None, None)
    reviewed_on = date.fromisoformat(reviewed) if reviewed else today
    picks = _picks(con, review_id)
    if frozen_at:
        filled = {slot: Filled(pick.text or "") for slot, pick in picks.items()}
    else:
        filled = _live(con, deal_id, today, reviewed_on, picks)
        filled |= {slot: Filled(pick.text) for slot, pick in picks.items() if pick.text is not None}
    names = [f"{part}.{slot}" for part, ids in SLOT_IDS.items() for slot in ids]
    every = {name: filled.get(name, Filled("")) for name in names}
    return Reading(number, reviewed_on, bool(frozen_at), every, picks)


def versions(con: sqlite3.Connection, deal_id: int) -> list[int]:
    """Return the numbers of the versions that were opened, oldest first."""
    rows = con.execute("SELECT version FROM review WHERE deal_id = ? AND archived_at IS NULL ORDER BY 1", (deal_id,))
    return [row[0] for row in rows]


def _picks(con: sqlite3.Connection, review_id: int | None) -> dict[str, Pick]:
    found: dict[str, Pick] = {}
    for slot, uid, text in con.execute(
        "SELECT slot, row_uid, frozen_text FROM review_slot WHERE review_id = ? AND archived_at IS NULL ORDER BY id",
        (review_id,),
    ):
        rows, earlier = found.get(slot, Pick((), None))
        found[slot] = Pick((*rows, uid) if uid else rows, text if text is not None else earlier)
    return found


def _live(
    con: sqlite3.Connection, deal_id: int, today: date, reviewed_on: date, picks: Mapping[str, Pick]
) -> dict[str, Filled]:
    return {
        **review_parts.head(con, deal_id, today, reviewed_on),
        **review_parts.outcome(con, deal_id, picks),
        **review_parts.worked(con, deal_id, picks),
        **review_parts.leverage(con, deal_id),
        **review_parts.missed(con, deal_id, picks),
        **review_parts.friction(con, deal_id, picks),
        **review_parts.changes(con, deal_id, picks),
        **review_actions.owed(con, deal_id),
        **review_actions.follow(con, deal_id, picks),
        **review_parts.risks(con, deal_id, picks),
    }
