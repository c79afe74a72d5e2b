"""Check-ins, conversations, what was decided in them, and ideas for the relationship."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from dealdesk.store.tables.base import Dated, OfDeal, Row


class Checkin(Dated, OfDeal, Row, table=True):
    """A schedule of check-ins: how often early, how often later, and when the next one is."""

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
    action_id: int | None = Field(default=None, foreign_key="action.id")
    agreed_on: date | None = None
    goal: str = ""
    agenda: str = ""


class Conversation(OfDeal, Row, table=True):
    """What was said, with whom, over which channel."""

    searched: ClassVar[tuple[str, ...]] = ("summary", "people", "win")

    channel: str = ""
    direction: str = ""
    happened_on: date | None = Field(default=None, index=True)
    happened_at: str | None = None
    people: str = ""
    summary: str = ""
    disagreed: str = ""
    recap_sent_on: date | None = None
    useful: bool | None = None
    win: str = ""
    status: str = ""
    target: str = ""
    feedback: str = ""
    checkin_id: int | None = Field(default=None, foreign_key="checkin.id")
    waiting_person_id: int | None = Field(default=None, foreign_key="person.id")


class Decision(OfDeal, Row, table=True):
    """What was decided with them, by whom, and why."""

    searched: ClassVar[tuple[str, ...]] = ("what", "why")

    conversation_id: int | None = Field(default=None, foreign_key="conversation.id", index=True)
    what: str
    who: str = ""
    why: str = ""
    constraints: str = ""
    decided_on: date | None = None


class Idea(Row, table=True):
    """Something to offer a party one day."""

    searched: ClassVar[tuple[str, ...]] = ("text",)

    deal_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    text: str
    used_on: date | None = None
