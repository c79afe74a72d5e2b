"""The six records of a deal: which of them exist (article 000: the least one keeps of a deal)."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.store import leverage_lines
from dealdesk.store.deal_lines import DealLine


class Records(NamedTuple):
    """Which of the six records of a deal exist (article 000: the least one keeps of a deal)."""

    snapshot: bool
    outcome: bool
    leverage: bool
    friction: bool
    changes: bool
    relationship: bool

    @property
    def kept(self) -> int:
        """How many of the six exist."""
        return sum(self)


def count(con: sqlite3.Connection, table: str, deal_id: int) -> int:
    """Return how many rows of a table a deal has."""
    row = con.execute(f"SELECT count(*) FROM {table} WHERE deal_id = ? AND archived_at IS NULL", (deal_id,)).fetchone()
    return int(row[0])


def of_deal(con: sqlite3.Connection, deal: DealLine, *, people: bool, terms: bool) -> Records:
    """Return which records a deal has; ``people`` and ``terms`` say whether it has any of these."""
    relationship = any(count(con, table, deal.id) for table in ("checkin", "metric", "contact"))
    return Records(
        snapshot=bool(deal.party and deal.type and deal.amount and people),
        outcome=terms,
        leverage=not all(mark.blank for mark in leverage_lines.of_deal(con, deal.id)),
        friction=bool(count(con, "friction", deal.id)),
        changes=bool(count(con, "playbook_change", deal.id)),
        relationship=relationship,
    )
