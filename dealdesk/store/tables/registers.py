"""The registers that a debrief fills, one line each, and the banks they feed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, text
from sqlmodel import Field, SQLModel

from dealdesk.domain.vocabulary import Cause, ChangeKind, Effect, Evidence, LeverageSource
from dealdesk.store.tables.base import LineFields, OfDeal, RegisterRow, Row


class KeyMoment(RegisterRow, table=True):
    """A dated moment of the negotiation: first serious offer, turning point, escalation, trade-off, signature."""

    __tablename__ = "key_moment"
    searched: ClassVar[tuple[str, ...]] = ("text", "tags")


class Takeaway(RegisterRow, table=True):
    """An action that clearly improved the outcome."""

    searched: ClassVar[tuple[str, ...]] = ("text", "tags")


class Missed(RegisterRow, table=True):
    """A question asked too late, or a signal ignored."""

    searched: ClassVar[tuple[str, ...]] = ("text", "tags")

    decision: str = ""
    question_id: int | None = Field(default=None, foreign_key="question.id")


class FrictionFields(LineFields):
    """What a person types about a friction."""

    effect: Effect | None = Field(default=None, sa_type=String)
    cause: Cause | None = Field(default=None, sa_type=String)
    remedy: str = ""


class Friction(FrictionFields, RegisterRow, table=True):
    """A moment that reduced trust or slowed progress."""

    searched: ClassVar[tuple[str, ...]] = ("text", "tags", "remedy")


class PlaybookChange(RegisterRow, table=True):
    """A change agreed in section 6; owner and date live on its one action."""

    __tablename__ = "playbook_change"
    searched: ClassVar[tuple[str, ...]] = ("text", "tags")

    action_id: int | None = Field(default=None, foreign_key="action.id")
    rule_id: int | None = Field(default=None, foreign_key="rule.id")
    source_uid: str = ""
    """The uid of the line it was taken from; "" where it was typed in section 6."""


class Note(RegisterRow, table=True):
    """A note captured while negotiating; the debrief offers it again."""

    searched: ClassVar[tuple[str, ...]] = ("text", "tags")

    used: bool = False


class QuestionFields(SQLModel):
    """A question worth asking again."""

    text: str = Field(min_length=1, max_length=2000)
    theme: str = ""
    decision: str = ""
    type: str | None = None


class Question(QuestionFields, Row, table=True):
    """A question of the bank."""

    searched: ClassVar[tuple[str, ...]] = ("text", "theme", "decision")

    deal_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    asked: int = 0
    helped: int = 0
    starter: bool = False


class RuleFields(SQLModel):
    """A playbook rule."""

    text: str = Field(min_length=1, max_length=2000)
    kind: ChangeKind | None = Field(default=None, sa_type=String)
    type: str | None = None


class Rule(RuleFields, Row, table=True):
    """A playbook rule with its proof."""

    searched: ClassVar[tuple[str, ...]] = ("text",)

    deal_id: int | None = Field(default=None, foreign_key="deal.id", index=True)
    tried: int = 0
    helped: int = 0
    last_used_on: date | None = None
    retired_on: date | None = None


class LeverageFields(SQLModel):
    """One mark of the leverage grid."""

    source: LeverageSource = Field(sa_type=String)
    driver: str = ""
    counted_on: bool = False
    moved: bool = False
    did_not_move: bool = False
    evidence: Evidence | None = Field(default=None, sa_type=String)
    quote: str = ""
    notes: str = ""


class LeverageMark(LeverageFields, OfDeal, Row, table=True):
    """What one source of leverage, or one driver of it, was counted on for, and whether it moved them.

    A deal has one row per source (``driver`` is empty) and one per driver that is marked.
    """

    __tablename__ = "leverage_mark"
    __table_args__ = (
        Index(
            "leverage_mark_once", "deal_id", "source", "driver", unique=True, sqlite_where=text("archived_at IS NULL")
        ),
    )
    searched: ClassVar[tuple[str, ...]] = ("quote", "notes")

    debrief_id: int | None = Field(default=None, foreign_key="debrief.id", index=True)
