"""Debriefs and the clock of each section."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, String, text
from sqlmodel import Field, SQLModel

from dealdesk.domain.vocabulary import DebriefKind, DebriefState, Verdict
from dealdesk.store.tables.base import Dated, OfDeal, Row


class DebriefFields(SQLModel):
    """What a person says about a debrief."""

    kind: DebriefKind = Field(default=DebriefKind.FIRST, sa_type=String)
    length_min: int = Field(default=45, ge=5, le=240)
    participants: str = ""
    sponsor: bool = False
    intended: str = ""
    actual: str = ""
    lucky: str = ""
    insight: str = ""
    satisfaction: int | None = Field(default=None, ge=1, le=5)
    risk: str = ""


class Debrief(DebriefFields, Dated, OfDeal, Row, table=True):
    """A debrief, from the day it is due to the minute it ends; its lines live in the registers."""

    searched: ClassVar[tuple[str, ...]] = ("intended", "actual", "lucky", "insight")
    untracked: ClassVar[frozenset[str]] = frozenset({"section"})

    state: DebriefState = Field(default=DebriefState.PLANNED, sa_type=String)
    section: str | None = None
    started_at: str | None = None
    ended_at: str | None = None


class DebriefSection(OfDeal, Row, table=True):
    """One timed section. The clock's own columns are no history: time can't be undone."""

    __tablename__ = "debrief_section"
    untracked: ClassVar[frozenset[str]] = frozenset({"planned_s", "used_s", "state", "started_at", "seen_at", "gap_s"})

    debrief_id: int = Field(foreign_key="debrief.id", index=True)
    section: str
    position: int = 0
    planned_s: float = 0.0
    used_s: float = 0.0
    gap_s: float = 0.0
    state: str = "idle"
    started_at: str | None = None
    seen_at: str | None = None


class HeldMark(OfDeal, Row, table=True):
    """What a second debrief says of a line of the first one: it held, did not hold, or that is unclear."""

    __tablename__ = "held_mark"
    __table_args__ = (
        Index("held_mark_once", "debrief_id", "line_uid", unique=True, sqlite_where=text("archived_at IS NULL")),
    )

    debrief_id: int = Field(foreign_key="debrief.id", index=True)
    """The second debrief, in which the mark was made."""
    line_uid: str
    """The uid of the line, or of the leverage mark, that is judged."""
    section: str
    """The section whose register holds that line."""
    verdict: Verdict = Field(sa_type=String)
