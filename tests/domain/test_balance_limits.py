"""How much apart is too much in give and take: typed, shown, and what it decides."""

from __future__ import annotations

import pytest

from dealdesk.domain.balance import LEAST, balances, read_limits, show_limits
from dealdesk.errors import InputRefused

GIVEN = [("us", "hours", 20.0), ("them", "hours", 5.0), ("us", "money", 900.0)]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("", {}),
        ("8 h", {"hours": 8.0}),
        ("12 hours, 1,500 money", {"hours": 12.0, "money": 1500.0}),
        ("1.5h; 1 introduction", {"hours": 1.5, "introductions": 1.0}),
        ("3 intro", {"introductions": 3.0}),
    ],
)
def test_limits_are_read_by_their_units(text: str, limits: dict[str, float]) -> None:
    assert read_limits(text) == limits
    assert read_limits(show_limits(limits)) == {**LEAST, **limits}


@pytest.mark.parametrize("text", ["8", "h", "0 h", "-3 h", "8 days", "much money", "8 h 3 money"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="numbers with their units"):
        read_limits(text)


def test_a_limit_decides_what_is_out_of_balance() -> None:
    assert [one.is_out for one in balances(GIVEN)] == [True, True]
    assert [one.is_out for one in balances(GIVEN, {"hours": 16.0})] == [False, True]
    assert [one.proposal for one in balances(GIVEN, {"hours": 16.0, "money": 1000.0})] == ["", ""]
