"""Check-ins, conversations, what was decided in them, and ideas for the relationship."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from dealdesk.domain.vocabulary import Direction, Side
from dealdesk.store.tables.base import Dated, OfDeal, Row


class Checkin(Dated, OfDeal, Row, table=True):
    """A schedule of check-ins: how often early, how often later, and when the next one is.

    ``counted_on`` is the local date of the last talk that counted for it; ``held_on`` the day up to which the schedule
    was kept by it: that of the talk or, if later, of the check-in it was (counting from the start with the missed ones,
    that of the check-in alone). No edit of a field forgets them.
    """

    purpose: str = ""
    mode: str = "after-last"
    early_count: int | None = None
    early_unit: str | None = None
    ongoing_count: int | None = None
    ongoing_unit: str | None = None
    switch_on: date | None = None
    maximum_days: int | None = None
    anchor_on: date | None = None
    next_on: date | None = Field(default=None, index=True)
    counted_on: date | None = None
    held_on: date | None = None
    action_id: int | None = Field(default=None, foreign_key="action.id")
    action_days: int | None = None
    agreed_on: date | None = None
    goal: str = ""
    agenda: str = ""


class ConversationFields(SQLModel):
    """What a person types about a conversation; only the summary is needed."""

    summary: str = Field(min_length=1, max_length=5000)
    channel: str = ""
    direction: Direction = Field(default=Direction.BOTH, sa_type=String)
    happened_on: date | None = Field(default=None, index=True)
    people: str = ""
    status: str = ""
    status_why: str = ""
    disagreed: str = ""
    recap_sent_on: date | None = None
    useful: bool | None = None
    win: str = ""
    target: str = ""
    feedback: str = ""
    feedback_from: Side | None = Field(default=None, sa_type=String)


class Conversation(ConversationFields, OfDeal, Row, table=True):
    """What was said, with whom, over which channel; ``target`` is a link or the path of a mail.

    ``note_only``: it was only written down, with neither channel nor people, and counts for no check-in.
    """

    searched: ClassVar[tuple[str, ...]] = ("summary", "people", "status_why", "win", "disagreed", "feedback")

    happened_at: str | None = None
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    checkin_id: int | None = Field(default=None, foreign_key="checkin.id")
    note_only: bool = False


class Waiting(Dated, OfDeal, Row, table=True):
    """What we wait for from one person of a deal (none: from the counterparty); at most one open at a time.

    ``since`` is the day of the first message, ``last_on`` of the last one, ``sent`` how many there were; ``due_on`` is
    the day of the next nudge. A closed one tells, with ``answer_id``, how long the reply took.
    """

    searched: ClassVar[tuple[str, ...]] = ("text",)
    __table_args__ = (
        Index(
            "waiting_once",
            "deal_id",
            sql("coalesce(person_id, 0)"),
            unique=True,
            sqlite_where=sql("closed_on IS NULL AND archived_at IS NULL"),
        ),
    )

    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    action_id: int | None = Field(default=None, foreign_key="action.id")
    text: str = ""
    channel: str = ""
    since: date
    last_on: date
    sent: int = 1
    need_until: date | None = None
    closed_on: date | None = None
    answer_id: int | None = Field(default=None, foreign_key="conversation.id")


class DecisionFields(SQLModel):
    """What a person types about a decision; only what was decided is needed."""

    what: str = Field(min_length=1, max_length=2000)
    who: str = ""
    why: str = ""
    constraints: str = ""
    decided_on: date | None = None


class Decision(DecisionFields, OfDeal, Row, table=True):
    """What was decided with them, by whom, and why."""

    searched: ClassVar[tuple[str, ...]] = ("what", "why", "who", "constraints")

    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", index=True)


class IdeaFields(SQLModel):
    """What a person types about an idea."""

    text: str = Field(min_length=1, max_length=2000)
    used_on: date | None = None


class Idea(IdeaFields, Row, table=True):
    """Something to offer a party one day; ``party_id`` is whom, else the counterparty of its deal."""

    searched: ClassVar[tuple[str, ...]] = ("text",)

    deal_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
