"""Single cells: strict, absolute, never a guess."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.dates import Period
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import Outcome, Stage
from dealdesk.imports import values
from dealdesk.imports.values import CellRefused, WrongOrder

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2020-01-02", "dmy", date(2020, 1, 2)),
        ("2020/1/2", "mdy", date(2020, 1, 2)),
        ("2020-01-02T10:30:00Z", "dmy", date(2020, 1, 2)),
        ("2020-01-02 10:30", "dmy", date(2020, 1, 2)),
        ("1/2/2020", "dmy", date(2020, 2, 1)),
        ("1/2/2020", "mdy", date(2020, 1, 2)),
        ("1.2.2020", "mdy", date(2020, 2, 1)),
        ("2 Jan 2020", "mdy", date(2020, 1, 2)),
        ("2-Jan-2020", "dmy", date(2020, 1, 2)),
        ("January 2, 2020", "dmy", date(2020, 1, 2)),
        ("Thu 2 Jan 2020", "dmy", date(2020, 1, 2)),
    ],
)
def test_full_dates_are_read(text: str, order: str, day: date) -> None:
    assert values.read_date(text, order, TODAY).day == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("03/[]/1999", "missing"),
        ("[]/[]/20[]", "missing"),
        ("May 2019", "no full date"),
        ("2019", "no full date"),
        ("05/2019", "no full date"),
        ("perpetual", "without end"),
        ("09/05/2019; perpetual", "more than one"),
        ("1/2/2019; 1/2/2020", "more than one date"),
        ("2019-02-30", "no day 30"),
        ("1/1/0001", "1900 to 2200"),
        ("43831", "a number"),
        ("1/2/20", "two digits"),
        ("today", "no date"),
        ("fri", "no date"),
        ("+3d", "no date"),
        ("12 mar", "no date"),
        ("eom", "no date"),
        ("12/6", "no date"),
    ],
)
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_nothing_else_becomes_a_date(text: str, why: str, order: str) -> None:
    with pytest.raises(CellRefused, match=why):
        values.read_date(text, order, TODAY)


def test_a_date_of_the_other_order_is_told_apart() -> None:
    with pytest.raises(WrongOrder, match="no month 20 in day/month order"):
        values.read_date("12/20/2007", "dmy", TODAY)
    assert values.read_date("3/4/2020", "dmy", TODAY).either
    assert not values.read_date("4/4/2020", "dmy", TODAY).either
    assert not values.read_date("30/4/2020", "dmy", TODAY).either
    assert not values.read_date("2020-04-03", "dmy", TODAY).either


@pytest.mark.parametrize(
    ("text", "unit", "period"),
    [
        ("30 days", "", Period(30, "day")),
        ("90", "day", Period(90, "day")),
        ("3.0", "month", Period(3, "month")),
        ("60) days", "", Period(60, "day")),
        ("successive 1 year", "", Period(1, "year")),
        ("three (3) years", "", Period(3, "year")),
        ("6 months", "day", Period(6, "month")),
    ],
)
def test_lengths_of_time_are_read(text: str, unit: str, period: Period) -> None:
    assert values.read_period(text, unit) == period


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("90", "without a unit"),
        ("perpetual", "no length"),
        ("60 days; 180 days", "more than one"),
        ("7/22/2019; 7/22/2022", "no length"),
        ("[]", "no length"),
        ("0 days", "no length"),
    ],
)
def test_what_is_no_single_length_of_time_is_refused(text: str, why: str) -> None:
    with pytest.raises(CellRefused, match=why):
        values.read_period(text)


def test_amounts_take_currency_and_period_from_beside() -> None:
    assert values.read_amount("$3.75 million", "EUR") == Amount(375_000_000, "USD")
    assert values.read_amount("U.S.$10 Million", "EUR") == Amount(1_000_000_000, "USD")
    assert values.read_amount("1,200", "EUR", "GBP", "monthly") == Amount(120_000, "GBP", "month")
    assert values.read_amount("1,200 CHF/year", "EUR", "GBP", "month") == Amount(120_000, "CHF", "year")


@pytest.mark.parametrize("text", ["700-500", "12*850", "90k - 84k", "2020-01-02", "1/2/2020", "tbd", "-5", "$0.0001"])
def test_no_amount_is_calculated_or_guessed(text: str) -> None:
    with pytest.raises(CellRefused):
        values.read_amount(text, "EUR")


def test_words_for_stages_say_outcomes_too() -> None:
    assert values.read_stage("Closed Won") == (Stage.SIGNED, Outcome.SIGNED)
    assert values.read_stage("closed-lost") == (Stage.ENDED, Outcome.THEY_WALKED)
    assert values.read_stage("Active") == (Stage.RUNNING, None)
    with pytest.raises(CellRefused):
        values.read_stage("purple")
