"""What metrics say: numbers as typed, targets, the mix of families, the course of readings, and give and take."""

from __future__ import annotations

import pytest

from dealdesk.domain.balance import Balance, balances
from dealdesk.domain.decimals import decimals_in, read_decimal, show_decimal
from dealdesk.domain.metrics import mix_words, target_words, trend_words
from dealdesk.domain.sparkline import SIGNS, sparkline


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("98", 98.0),
        ("97,5 %", 97.5),
        ("97.5%", 97.5),
        ("1,200", 1200.0),
        ("1.200", 1200.0),
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("1,234.5", 1234.5),
        ("1.234,5 EUR", 1234.5),
        ("-3", -3.0),
        ("40 h", 40.0),
        ("12'000", 12000.0),
        ("many", None),
        ("", None),
        ("5 or 6", None),
        ("1.2.3", None),
        ("12,34,56", None),
        ("9" * 400, None),
        ("٣", None),
        ("1e9", None),
    ],
)
def test_numbers_are_read_as_they_are_typed(text: str, value: float | None) -> None:
    assert read_decimal(text) == value


@pytest.mark.parametrize("value", [0.0, 98.0, 97.5, 1200.0, 0.000001, -2.25, 123456789.5])
def test_a_number_that_is_shown_is_read_back(value: float) -> None:
    assert read_decimal(show_decimal(value)) == value


def test_numbers_in_a_text_are_found() -> None:
    assert decimals_in("between 95 and 97,5 %") == [95.0, 97.5]


@pytest.mark.parametrize(
    ("value", "target", "words"),
    [
        (98.0, "98 %", "on target"),
        (99.0, "at least 98", "on target"),
        (99.0, "98 %", "above target by 1"),
        (1.18, "EUR 1.10", "above target by 0.08"),
        (99.0, "> 98 %", "on target"),
        (97.0, "\u2265 98", "below target by 1"),
        (4.0, "no more than 5", "on target"),
        (6.0, "no more than 5", "above target by 1"),
        (6.0, "no less than 5", "on target"),
        (4.0, "no less than 5", "below target by 1"),
        (95.0, "98 %", "below target by 3"),
        (3.0, "at most 2 days", "above target by 1"),
        (1.5, "< 2 h", "on target"),
        (1.5, "≤ 2", "on target"),
        (2.5, "Within 2 h", "above target by 0.5"),
        (95.0, "", ""),
        (95.0, "as good as last year", ""),
        (95.0, "95 to 97", ""),
    ],
)
def test_a_reading_is_compared_where_both_are_numbers(value: float, target: str, words: str) -> None:
    assert target_words(value, target) == words


@pytest.mark.parametrize(
    ("families", "words"),
    [
        ([], ""),
        (["value"], "1 of 3 to 5; no operational and no relationship metric"),
        (["value", "value", "operational"], "3 of 3 to 5; no relationship metric"),
        (["value", "operational", "relationship"], "3 of 3 to 5"),
        (["value", "operational", "relationship"] * 2, "6, 3 to 5 are enough"),
        ([""], "1 of 3 to 5; no value and no operational and no relationship metric"),
    ],
)
def test_a_missing_family_is_said_in_one_line(families: list[str], words: str) -> None:
    assert mix_words(families) == words


@pytest.mark.parametrize(
    ("scores", "words"),
    [([], ""), ([4], ""), ([4, 3], "4 3: going down"), ([3, 3], "3 3: steady"), ([1, 2, 5], "1 2 5: going up")],
)
def test_the_pulse_has_a_trend_from_two_on(scores: list[int], words: str) -> None:
    assert trend_words(scores) == words


def test_a_sparkline_goes_from_the_least_to_the_greatest_in_ascii() -> None:
    assert sparkline([1, 2, 3, 4]) == SIGNS
    assert sparkline([5, 5, 5]) == "---"
    assert sparkline([1]) == sparkline([]) == ""
    assert sparkline(list(range(100))) == sparkline(list(range(88, 100)))
    assert sparkline([-1e15, 0, 1e15]).isascii()


@pytest.mark.parametrize(
    ("ours", "theirs", "out"),
    [(40, 10, True), (10, 40, True), (8, 0, True), (7, 0, False), (19, 10, False), (20, 10, True), (0, 0, False)],
)
def test_hours_are_out_of_balance_when_one_side_gave_twice_as_much(ours: float, theirs: float, out: bool) -> None:
    assert Balance("hours", ours, theirs).is_out is out


def test_each_unit_has_its_balance() -> None:
    given = [("us", "introductions", 1.0), ("us", "hours", 40.0), ("them", "hours", 10.0), ("them", "money", 2500.0)]
    assert [one.words for one in balances(given)] == [
        "out of balance: ours 40 h, theirs 10 h",
        "out of balance: money ours 0, theirs 2500",
        "in balance: ours 1 introductions, theirs 0 introductions",
    ]
