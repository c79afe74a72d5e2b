"""Actions: what was promised, by whom, by when, and how both sides will know it is done."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from dealdesk.domain.vocabulary import ActionClass, ActionKind, ActionState, Side
from dealdesk.store.tables.base import Dated, OfDeal, Row


class ActionFields(SQLModel):
    """What a person types about an action; what, who and when are asked, all else is behind one fold."""

    text: str = Field(min_length=1, max_length=2000)
    side: Side = Field(default=Side.US, sa_type=String)
    action_class: ActionClass | None = Field(default=None, sa_type=String)
    done_when: str = ""
    how_we_check: str = ""
    clause: str = ""
    notes: str = ""


class Action(ActionFields, Dated, OfDeal, Row, table=True):
    """An action of either side; ``due_on`` is a local date, ``position`` its place in the board's column.

    ``review_since``: the day it was handed over to be looked at; one that was in time is kept, however long they look.

    ``told_on``: the day they were told that it will be late, or on which that was answered with no.
    """

    searched: ClassVar[tuple[str, ...]] = ("text", "done_when", "notes")
    __table_args__ = (Index("board_done", "done_on", sqlite_where=sql("state = 'done' AND archived_at IS NULL")),)

    kind: ActionKind = Field(default=ActionKind.PROMISE, sa_type=String)
    state: ActionState = Field(default=ActionState.TODO, sa_type=String)
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    position: float = 0.0
    progress: int | None = None
    review_days: int | None = None
    review_until: date | None = None
    review_since: date | None = None
    waiting_since: date | None = None
    blocked_by_id: int | None = Field(default=None, foreign_key="action.id")
    metric_id: int | None = Field(default=None, foreign_key="metric.id")
    attendees: str = ""
    told_on: date | None = None
    done_on: date | None = None
    done_at: str | None = None


class NewDate(OfDeal, Row, table=True):
    """A date that moved by agreement: counts in promises kept."""

    __tablename__ = "new_date"

    action_id: int = Field(foreign_key="action.id", index=True)
    old_on: date | None = None
    new_on: date | None = None
    reason: str = ""
    put_behind: str = ""
    confirmed_on: date | None = None
