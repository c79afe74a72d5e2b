"""What follows from a signing: which steps, at which level, under which rule; when each is due says ``due_rules``."""

from __future__ import annotations

from collections.abc import Mapping

from dealdesk.domain import deadlines
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import ActionKind, DebriefKind, FollowThrough
from dealdesk.templates.follow_through import FollowThrough as Template
from dealdesk.templates.follow_through import Step

#: The rule under which each kind of action that a signing makes is stored; those named "first" have no date by rule.
RULES: Mapping[ActionKind, str] = {
    ActionKind.HANDOVER: "hand-over",
    ActionKind.NEXT_STEPS: "next-steps mail",
    ActionKind.PLAYBOOK: deadlines.AFTER_SIGNING,
    ActionKind.KICKOFF: "kickoff",
    ActionKind.DELIVERABLE: "first deliverable",
    ActionKind.INVOICE: "first invoice",
    ActionKind.REVIEW: "first review",
}
#: The step of each debrief that a signing plans.
DEBRIEFS: Mapping[str, DebriefKind] = {"first debrief": DebriefKind.FIRST, "second debrief": DebriefKind.SECOND}
FORMAL_RULE = "formal step"


def default_level(setting: str, light_below: Amount | None, amount: Amount | None) -> FollowThrough:
    """Return how much follow-through a deal gets where nobody says: what is set, light for a small deal.

    Amounts of two currencies, or one a month and one in all, are not compared.
    """
    level = FollowThrough(setting)
    if level is not FollowThrough.FULL or light_below is None or amount is None:
        return level
    alike = (amount.currency, amount.per) == (light_below.currency, light_below.per)
    return FollowThrough.LIGHT if alike and amount.minor < light_below.minor else level


def started(template: Template, level: FollowThrough, *, team: bool) -> tuple[Step, ...]:
    """Return the steps that a signing starts at this level, in the order of the template."""
    return tuple(step for step in template.steps if level in step.levels and (team or not step.team))


def offset(step: Step) -> str:
    """Return the lengths of time of a step as the store keeps them: "48 h", or soft and hard "24 h, 48 h"."""
    return f"{step.best_by}, {step.late}" if step.best_by else step.late
