"""What every table shares: the key, the stable uid, revision, instants, and the provenance of stored dates."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import String
from sqlmodel import Field, SQLModel

from dealdesk.store.uid import new_uid


class Row(SQLModel):
    """A row that has history. ``created_at``, ``updated_at`` and ``rev`` are written by triggers, never by code."""

    #: Columns whose changes are no history and need no command, such as the heartbeat of a clock.
    untracked: ClassVar[frozenset[str]] = frozenset()
    #: Columns that feed the full-text search; the first one is the title of a hit.
    searched: ClassVar[tuple[str, ...]] = ()

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, unique=True)
    created_at: str = ""
    updated_at: str = ""
    rev: int = 0
    archived_at: str | None = None


def stored_id(row: Row) -> int:
    """Return the key of a row that is in the file; only a row that was never flushed has none."""
    if row.id is None:
        raise LookupError("this row is not stored yet")
    return row.id


class OfDeal(SQLModel):
    """A row that belongs to one deal."""

    deal_id: int = Field(foreign_key="deal.id", index=True)


class Dated(SQLModel):
    """A due date with its provenance: which rule, from which anchor, set by whom (architecture 5.5).

    ``soft_on`` is the day it is best done by, ``due_on`` the last day before it is late; ``not_before`` the day it was
    entered, before which no rule may put it; ``later_count`` how often it was put off.
    """

    due_on: date | None = None
    due_at: str | None = None
    soft_on: date | None = None
    due_rule: str | None = None
    due_anchor: str | None = None
    due_offset: str | None = None
    due_reason: str | None = None
    due_set_by: str | None = None
    not_before: date | None = None
    later_until: date | None = None
    later_count: int = 0
    weight: int = 0


class LineFields(SQLModel):
    """One line of a register: what is typed; validated, because forms and the add line fill it."""

    text: str = Field(min_length=1, max_length=20_000)
    said_by: str | None = Field(default=None, max_length=40)
    happened_on: date | None = None
    kind: str | None = Field(default=None, max_length=40)
    role: str | None = Field(default=None, max_length=40, sa_type=String)
    tags: str = ""


class Line(LineFields):
    """Where a line stands: its debrief (if any) and its place among its neighbours."""

    debrief_id: int | None = Field(default=None, foreign_key="debrief.id", index=True)
    position: float = 0.0


class RegisterRow(Line, OfDeal, Row):
    """One line of a deal's register, as it is stored."""
