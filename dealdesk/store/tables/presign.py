"""Before you sign: expectations, my limits, walk-away, my guesses; and drafts of messages."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlmodel import Field, SQLModel

from dealdesk.store.tables.base import OfDeal, Row


class Expectation(OfDeal, Row, table=True):
    """What one side expects of the deal, in its own words."""

    searched: ClassVar[tuple[str, ...]] = ("text",)

    side: str
    text: str
    accepted_by: str = ""
    met: bool | None = None


class Limit(OfDeal, Row, table=True):
    """One of my limits for this deal, and whether the terms keep it."""

    __tablename__ = "my_limit"

    text: str
    kept: bool | None = None


class WalkAway(OfDeal, Row, table=True):
    """When I walk away, written before signing: ability, willingness, obligation."""

    __tablename__ = "walk_away"

    text: str
    aspect: str = ""


class SignCheck(OfDeal, Row, table=True):
    """One tick of "Before you sign", or the reason it was passed over."""

    __tablename__ = "sign_check"

    name: str
    ticked: bool = False
    override_reason: str = ""


class Guess(OfDeal, Row, table=True):
    """A guess made before signing, scored in the debrief."""

    topic: str
    text: str
    outcome: str = ""
    score: float | None = None


class DraftFields(SQLModel):
    """What a person types of a message."""

    subject: str = Field(default="", max_length=300)
    body: str = Field(default="", max_length=20_000)


class Draft(DraftFields, OfDeal, Row, table=True):
    """A message that a person changed or sent; one that was only looked at is made anew each time.

    ``about_uid``: the action, waiting or conversation it is about; ``strength`` 1 to 3 is that of a nudge.
    """

    searched: ClassVar[tuple[str, ...]] = ("subject", "body")

    kind: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    about_uid: str = ""
    channel: str = ""
    formal: bool = False
    strength: int = 1
    sent_on: date | None = None
