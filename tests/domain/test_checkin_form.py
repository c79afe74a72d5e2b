"""How the tie of a check-in to an action is typed, and the lengths of its form."""

from __future__ import annotations

import pytest

from dealdesk.domain.checkin_form import Tie, maximum_of, often_words, read_tie, tie_words
from dealdesk.domain.periods import Period
from dealdesk.errors import InputRefused


@pytest.mark.parametrize(
    ("text", "tie"),
    [
        ("3 days before First deliverable", Tie(-3, "First deliverable")),
        ("a week after kickoff", Tie(7, "kickoff")),
        ("the day before kickoff", Tie(-1, "kickoff")),
        ("1 day AFTER the kickoff after lunch", Tie(1, "the kickoff after lunch")),
        ("on kickoff", Tie(0, "kickoff")),
        ("kickoff", Tie(0, "kickoff")),
        ("online training before noon", Tie(0, "online training before noon")),
        ("report before", Tie(0, "report before")),
    ],
)
def test_a_tie_is_days_before_or_after_an_action(text: str, tie: Tie) -> None:
    assert read_tie(text) == tie


def test_a_tie_is_read_back_as_it_is_told() -> None:
    for tie in (Tie(-3, "kickoff"), Tie(-1, "kickoff"), Tie(0, "kickoff"), Tie(14, "kickoff")):
        assert read_tie(tie_words(*tie)) == tie


def test_a_tie_a_lifetime_away_is_refused() -> None:
    with pytest.raises(InputRefused, match="ten years"):
        read_tie("900 years before kickoff")


def test_a_longest_time_is_told_in_the_largest_unit_that_fits() -> None:
    told = [str(maximum_of(days) or "") for days in (None, 10, 21, 60, 365)]
    assert told == ["", "10 days", "3 weeks", "2 months", "1 year"]


def test_how_often_is_told_as_it_is_typed() -> None:
    week, month = Period(1, "week"), Period(2, "month")
    assert often_words(week, month, "2026-06-08") == "every week until 2026-06-08, then every 2 months"
    assert often_words(None, month, "2026-06-08") == "every 2 months"
