"""What a signing starts: by level, by team, and light for small deals."""

from __future__ import annotations

import pytest

from dealdesk.domain.follow_through import DEBRIEFS, RULES, default_level, offset, started
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import ActionKind, FollowThrough
from dealdesk.templates.follow_through import STEP_IDS, load_follow_through

TEMPLATE = load_follow_through()
BELOW = Amount(500_000, "EUR")


def test_every_step_is_an_action_or_a_debrief() -> None:
    assert {*RULES, *DEBRIEFS} == set(STEP_IDS)


def test_full_starts_all_and_the_hand_over_only_with_a_team() -> None:
    with_team = [step.id for step in started(TEMPLATE, FollowThrough.FULL, team=True)]
    alone = [step.id for step in started(TEMPLATE, FollowThrough.FULL, team=False)]
    assert with_team == list(STEP_IDS)
    assert alone == [step for step in STEP_IDS if step != ActionKind.HANDOVER]


def test_light_starts_the_mail_both_debriefs_and_the_first_deliverable() -> None:
    light = {step.id for step in started(TEMPLATE, FollowThrough.LIGHT, team=True)}
    assert light == {"next-steps mail", "first debrief", "deliverable", "second debrief"}


def test_none_starts_nothing() -> None:
    assert started(TEMPLATE, FollowThrough.NONE, team=True) == ()


@pytest.mark.parametrize(
    ("step", "lengths"),
    [
        ("hand-over", "24 h"),
        ("next-steps mail", "24 h, 48 h"),
        ("first debrief", "72 h"),
        ("playbook", "7 days"),
        ("kickoff", "7 days, 14 days"),
        ("deliverable", ""),
        ("second debrief", "30 days"),
    ],
)
def test_the_limits_are_those_of_the_article(step: str, lengths: str) -> None:
    assert offset(TEMPLATE.step(step)) == lengths


@pytest.mark.parametrize(
    ("setting", "amount", "level"),
    [
        ("full", Amount(499_999, "EUR"), "light"),
        ("full", Amount(500_000, "EUR"), "full"),
        ("full", Amount(1, "USD"), "full"),
        ("full", Amount(1, "EUR", "month"), "full"),
        ("full", None, "full"),
        ("light", Amount(900_000, "EUR"), "light"),
        ("none", Amount(1, "EUR"), "none"),
    ],
)
def test_a_small_deal_is_followed_lightly_unless_it_can_not_be_compared(
    setting: str, amount: Amount | None, level: str
) -> None:
    assert default_level(setting, BELOW, amount) == level
    assert default_level(setting, None, amount) == setting
