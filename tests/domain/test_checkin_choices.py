"""The usual check-ins of a signing: each can be read, and what a deal gets by itself is among them."""

from __future__ import annotations

import pytest

from dealdesk.domain.checkin_choices import choices, next_choice, schedule_words
from dealdesk.domain.checkins import default_text
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import DealType


@pytest.mark.parametrize("deal_type", [*DealType, None])
@pytest.mark.parametrize("days", [60, 400])
def test_what_a_deal_gets_by_itself_is_a_choice(deal_type: DealType | None, days: int) -> None:
    assert default_text(deal_type, days) in choices(deal_type)
    assert choices(deal_type)[-1] == "none"


def test_keys_go_around_the_choices_and_begin_with_the_first_or_the_last() -> None:
    offered = ("weekly", "monthly", "none")
    assert next_choice(offered, "weekly", 1) == "monthly"
    assert next_choice(offered, "none", 1) == "weekly"
    assert next_choice(offered, "weekly", -1) == "none"
    assert next_choice(offered, "my own", 1) == "weekly"
    assert next_choice(offered, "", -1) == "none"


@pytest.mark.parametrize(
    ("early", "ongoing", "until", "words"),
    [
        (Period(1, "week"), Period(2, "week"), "Sat 12 Dec", "weekly until Sat 12 Dec, then every 2 weeks"),
        (None, Period(3, "month"), "", "quarterly"),
        (Period(1, "week"), None, "Fri 1 May", "weekly until Fri 1 May"),
    ],
)
def test_how_often_in_words(early: Period | None, ongoing: Period | None, until: str, words: str) -> None:
    assert schedule_words(early, ongoing, until) == words
