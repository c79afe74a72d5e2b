"""The words of the registers of a signed deal; the value of each is what the store keeps."""

from __future__ import annotations

from enum import StrEnum


class Family(StrEnum):
    """What a metric tells of: what the deal brings, how the work runs, how both sides get on (article 000)."""

    VALUE = "value"
    OPERATIONAL = "operational"
    RELATIONSHIP = "relationship"


class Matter(StrEnum):
    """What one calls somebody about."""

    DELIVERY = "delivery"
    BILLING = "billing"
    EXECUTIVE = "executive"


class NeedKind(StrEnum):
    """What one side needs from the other."""

    ACCESS = "access"
    DATA = "data"
    APPROVALS = "approvals"
    INTRODUCTIONS = "introductions"
    TECHNICAL = "technical"


class Unit(StrEnum):
    """What a contribution of a partner is counted in."""

    HOURS = "hours"
    MONEY = "money"
    INTRODUCTIONS = "introductions"


class Topic(StrEnum):
    """What is agreed on about working together."""

    RHYTHM = "how often"
    FORMAT = "format"
    DECISIONS = "who decides what"
    CONFLICT = "how conflict is raised"
