"""Typed amounts of money."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from dealdesk.domain.coins import decimals
from dealdesk.domain.money import CURRENCIES, LARGEST_MINOR, Amount, AmountRefused, Per, parse_amount, show
from dealdesk.errors import InputRefused


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("84k EUR", "EUR 84,000"),
        ("EUR 84,000", "EUR 84,000"),
        ("84k", "EUR 84,000"),
        ("84k€", "EUR 84,000"),
        ("$120,000", "USD 120,000"),
        ("US$ 1,000,000.00", "USD 1,000,000"),
        ("U.S.$10 Million", "USD 10,000,000"),
        ("CAD $500", "CAD 500"),
        ("$3.75 million", "USD 3,750,000"),
        ("1.2m usd", "USD 1,200,000"),
        ("RMB500", "CNY 500"),
        ("12*850", "EUR 10,200"),
        ("12*€850/month", "EUR 10,200 per month"),
        ("3+4*2-10/4", "EUR 8.50"),
        ("10/3", "EUR 3.33"),
        ("84k/month", "EUR 84,000 per month"),
        ("84k/m", "EUR 84,000 per month"),
        ("3,500 per year", "EUR 3,500 per year"),
        ("84k a year", "EUR 84,000 per year"),
        ("5000 p.a.", "EUR 5,000 per year"),
        ("1'000.00", "EUR 1,000"),
        ("1.000,00", "EUR 1,000"),
        ("1.000", "EUR 1,000"),
        ("1,000", "EUR 1,000"),
        ("84 000 EUR", "EUR 84,000"),
        ("1.234.567,89", "EUR 1,234,567.89"),
        ("1,5", "EUR 1.50"),
        ("0.125", "EUR 0.13"),
        ("1234.567", "EUR 1,234.57"),
        ("JPY 84,000", "JPY 84,000"),
        ("¥84,000.50", "JPY 84,001"),
        ("KWD 1.250", "KWD 1.250"),
        ("1,250 kwd", "KWD 1,250"),
        ("0", "EUR 0"),
    ],
)
def test_reads_what_people_write(typed: str, expected: str) -> None:
    assert str(parse_amount(typed)) == expected
    assert str(parse_amount(typed.upper())) == expected


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-5", "5-6", "80-90k", "nan", "inf", "0x10", "1e5", "1E2", "(3)", "2**3", "5%", "about 84k", "5 5"),
        *(
            "1,00,000",
            "1..2",
            "1.",
            ".5.",
            "1,2,3",
            "1'00",
            "€5 usd",
            "€$5",
            "5 XYZ",
            "1/0",
            "1/(2-2)",
            "*5",
            "5*",
            "--5",
        ),
        *(
            "1.250m",
            "1k k",
            "k",
            "EUR",
            "per month",
            "5 per week",
            "²",
            "٣",
            "1_000",
            "0.0001",
            "1" + "0" * 16,
            "9" * 90,
        ),
        *("1,000.000.00", "1.000'000,5.5", "__import__('os')", "5;6", "1 2345", "x" * 10_000, "1" * 10_000),
    ],
)
def test_refuses_everything_else_with_a_sentence(typed: str) -> None:
    with pytest.raises(AmountRefused) as refused:
        parse_amount(typed)
    assert isinstance(refused.value, InputRefused)
    assert 10 < len(str(refused.value)) < 120


def test_the_desks_own_currency_is_the_default_and_decides_which_dollar() -> None:
    assert parse_amount("5", "chf") == Amount(500, "CHF", "")
    assert parse_amount("$5", "CAD") == Amount(500, "CAD", "")
    assert parse_amount("$5", "GBP") == Amount(500, "USD", "")
    with pytest.raises(AmountRefused, match="currency of this desk"):
        parse_amount("5", "EURO")


def test_the_largest_amount_is_the_last_one_taken() -> None:
    assert parse_amount(f"{LARGEST_MINOR // 100}").minor == LARGEST_MINOR
    with pytest.raises(AmountRefused, match="more money"):
        parse_amount(f"{LARGEST_MINOR // 100}.01")


@pytest.mark.parametrize("seed", range(5))
def test_reads_back_every_amount_it_shows(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    pers: list[Per] = ["", "month", "year"]
    for currency in sorted(CURRENCIES):
        amount = Amount(rng.randrange(10 ** rng.randrange(1, 16)), currency, rng.choice(pers))
        assert parse_amount(show(amount), "EUR") == amount
        whole = Amount(rng.randrange(10**6) * 10 ** decimals(currency), currency, "")
        assert "." not in show(whole)
        assert parse_amount(str(whole), "USD") == whole


def test_hostile_text_is_read_or_refused_never_worse(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty/nasty.json").read_text()):
        for text in (entry["text"], f"5 {entry['text']}", f"{entry['text']}*2", f"${entry['text']}"):
            try:
                amount = parse_amount(text)
            except InputRefused:
                continue
            assert 0 <= amount.minor <= LARGEST_MINOR
            assert amount.currency in CURRENCIES
