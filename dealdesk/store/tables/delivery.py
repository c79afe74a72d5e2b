"""What keeps a signed deal healthy: metrics, risks, issues, disagreements, give and take, who to call."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from dealdesk.store.tables.base import Dated, OfDeal, Row


class Metric(OfDeal, Row, table=True):
    """A number both sides watch, in one of three families: value, operational, relationship."""

    searched: ClassVar[tuple[str, ...]] = ("name", "measured", "report")

    name: str
    family: str = ""
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    target: str = ""
    measured: str = ""
    report: str = ""
    reviewer: str = ""
    position: float = 0.0


class MetricReading(OfDeal, Row, table=True):
    """One reading of a metric."""

    __tablename__ = "metric_reading"

    metric_id: int = Field(foreign_key="metric.id", index=True)
    read_on: date
    value: float
    note: str = ""


class Pulse(OfDeal, Row, table=True):
    """How content they are, 1 to 5, and in their words what would make it a 5."""

    searched: ClassVar[tuple[str, ...]] = ("five",)

    asked_on: date
    score: int
    five: str = ""
    person_id: int | None = Field(default=None, foreign_key="person.id")


class Risk(Dated, OfDeal, Row, table=True):
    """A risk worth watching and what is done about it; ``reviewed_on``: the local day it was last looked at."""

    searched: ClassVar[tuple[str, ...]] = ("text", "mitigation")

    text: str
    mitigation: str = ""
    position: float = 0.0
    reviewed_on: date | None = None
    closed_on: date | None = None


class Issue(Dated, OfDeal, Row, table=True):
    """A problem on the escalation ladder; ``due_on`` is the end of its current level."""

    searched: ClassVar[tuple[str, ...]] = ("text", "facts", "impact", "outcome")

    text: str
    level: int = 1
    severe: bool = False
    opened_at: str | None = None
    level_since: str | None = None
    facts: str = ""
    impact: str = ""
    mitigation: str = ""
    root_cause: str = ""
    follow_up_on: date | None = None
    outcome: str = ""
    closed_at: str | None = None


class Disagreement(OfDeal, Row, table=True):
    """What the two sides see differently, the remedies named, and by when."""

    searched: ClassVar[tuple[str, ...]] = ("points", "remedies", "timeline")

    points: str
    remedies: str = ""
    timeline: str = ""
    circulated_on: date | None = None
    closed_on: date | None = None


class Contact(OfDeal, Row, table=True):
    """Who to call: one person per matter (delivery, billing, executive) and side."""

    matter: str
    side: str
    person_id: int | None = Field(default=None, foreign_key="person.id")
    response: str = ""


class Need(OfDeal, Row, table=True):
    """Something one side needs from the other before work can go on."""

    searched: ClassVar[tuple[str, ...]] = ("text",)

    side: str
    text: str
    kind: str = ""
    since: date | None = None
    met_on: date | None = None


class GiveTake(OfDeal, Row, table=True):
    """A contribution of one partner, in hours, money or introductions."""

    __tablename__ = "give_take"
    searched: ClassVar[tuple[str, ...]] = ("text",)

    side: str
    text: str
    unit: str = ""
    quantity: float | None = None
    happened_on: date | None = None


class Arrangement(OfDeal, Row, table=True):
    """How we work together: one agreed point per row (how often, format, who decides what, conflicts)."""

    searched: ClassVar[tuple[str, ...]] = ("text", "topic")

    topic: str
    text: str = ""


class Ladder(OfDeal, Row, table=True):
    """One level of the deal's own escalation ladder."""

    level: int
    names: str = ""
    response: str = ""
