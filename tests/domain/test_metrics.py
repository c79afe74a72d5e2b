"""What metrics say: numbers as typed, targets, the mix of families, the course of readings, and give and take."""

from __future__ import annotations

import pytest

from dealdesk.domain.balance import LEAST, Balance, balances
from dealdesk.domain.decimals import decimals_at, read_decimal, show_decimal
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
    assert decimals_at("between 95 and 97,5 %") == [(95.0, 8, 10), (97.5, 15, 19)]


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
        (3.0, "0 overdue invoices", "above target by 3"),
        (5.0, "2 overdue tickets", "above target by 3"),
        (8.0, "turnover 5 %", "above target by 3"),
        (90.0, "95 % understanding", "below target by 5"),
        (90.0, "at least 95, max effort", "below target by 5"),
        (97.0, "at least 95 %, never below", "on target"),
        (99.0, "never below 95 %", "on target"),
        (95.0, "never below 95 %", "on target"),
        (90.0, "not less than 95 %", "below target by 5"),
        (90.0, "must not fall below 95", "below target by 5"),
        (2.0, "< 2 %", "not below target"),
        (5.0, "> 5", "not above target"),
        (5.0, "more than 5", "not above target"),
        (2.0, "under EUR 2", "not below target"),
        (2.0, "less than or equal to 2", "on target"),
        (2.0, "at most 2", "on target"),
        (2.0, "<= 2", "on target"),
        (2.0, "=< 2", "on target"),
        (6.0, "=> 5", "on target"),
        (3.0, "2 or lower", "above target by 1"),
        (1.0, "2 h or less", "on target"),
        (4.5, "4+", "on target"),
        (97.0, "95 % and above", "on target"),
        (97.0, "95 % at least", "on target"),
        (3.0, "5 days max", "on target"),
        (3.0, "2 min", "above target by 1"),
        (3.0, "no longer than 2 days", "above target by 1"),
        (3.0, "max. 2", "above target by 1"),
        (96.0, "minimum: 95", "on target"),
        (96.0, "at least 95 or less", ""),
        (94.0, "max 95 or more", ""),
        (5.0, "3 days", "above target by 2"),
        (4.0, "not over 5", "on target"),
        (4.0, "doesn't exceed 5", "on target"),
    ],
)
def test_a_reading_is_compared_where_both_are_numbers(value: float, target: str, words: str) -> None:
    assert target_words(value, target) == words


@pytest.mark.parametrize(
    ("families", "words"),
    [
        ([], ""),
        (["value"], "1 (3 to 5 are good); no operational or relationship metric"),
        (["value", "value", "operational"], "3; no relationship metric"),
        (["value", "operational", "relationship"], "3"),
        (["value", "operational", "relationship"] * 2, "6, 3 to 5 are enough"),
        ([""], "1 (3 to 5 are good); no value, operational or relationship metric"),
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
    assert sparkline([-1e308, 1e308]) == sparkline([float("-inf"), float("inf")]) == SIGNS[0] + SIGNS[-1]


@pytest.mark.parametrize(
    ("ours", "theirs", "out"),
    [(40, 10, True), (10, 40, True), (8, 0, True), (7, 0, False), (19, 10, False), (20, 10, True), (0, 0, False)],
)
def test_hours_are_out_of_balance_when_one_side_gave_twice_as_much(ours: float, theirs: float, out: bool) -> None:
    assert Balance("hours", ours, theirs, LEAST["hours"]).is_out is out


def test_each_unit_has_its_balance() -> None:
    given = [("us", "introductions", 1.0), ("us", "hours", 40.0), ("them", "hours", 10.0), ("them", "money", 2500.0)]
    assert [one.words for one in balances(given)] == [
        "we gave 40 h, they 10 h: 30 h apart, over 8",
        "we gave 0, they 2500: 2500 apart, over 500",
        "we gave 1 introduction, they 0 introductions: 1 introduction apart, under 2",
    ]


@pytest.mark.parametrize(
    ("unit", "ours", "theirs", "words", "proposal"),
    [
        ("hours", 20, 3, "we gave 20 h, they 3 h: 17 h apart, over 8", "ask them for 8 h more"),
        ("hours", 3, 20, "we gave 3 h, they 20 h: 17 h apart, over 8", "offer them 8 h more"),
        ("hours", 8, 0, "we gave 8 h, they 0 h: 8 h apart, at 8", "ask them for 1 h more"),
        ("hours", 30, 20, "we gave 30 h, they 20 h: 10 h apart, over 8, but less than twice as much", ""),
        ("hours", 5, 5, "we gave 5 h, they 5 h: even", ""),
        ("money", 0, 2500, "we gave 0, they 2500: 2500 apart, over 500", "offer them 1300 more"),
        ("introductions", 3, 1, "we gave 3 introductions, they 1 introduction: 2 introductions apart, at 2", None),
    ],
)
def test_a_balance_says_its_arithmetic_and_what_to_ask_for(
    unit: str, ours: float, theirs: float, words: str, proposal: str | None
) -> None:
    found = Balance(unit, ours, theirs, LEAST[unit])
    assert found.words == words
    assert found.proposal == proposal or proposal is None


@pytest.mark.parametrize("ours", [8, 9, 17, 40, 123.5])
@pytest.mark.parametrize("theirs", [0, 1, 3, 7.5])
def test_what_is_proposed_brings_it_into_balance(ours: float, theirs: float) -> None:
    found = Balance("hours", ours, theirs, LEAST["hours"])
    asked = int(found.proposal.split()[3]) if found.proposal else 0
    assert not found._replace(theirs=theirs + asked).is_out
    assert not asked or found._replace(theirs=theirs + asked - 1).is_out
