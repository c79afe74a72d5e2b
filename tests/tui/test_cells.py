"""Text fitted to cells."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from rich.cells import cell_len

from dealdesk.tui.cells import Align, fit, folded
from dealdesk.tui.safe import visible

PIECES = [
    "a",
    " ",
    "é",
    "e\u0301",
    "한",
    "\u200d",
    "\ufe0f",
    "👨",
    "👩",
    "1",
    "🇺",
    "\u0300",
    "\x1b",
    "\n",
    "\u202e",
    "❤",
    "ﷺ",
]


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Acme", 6, "Acme  "),
        ("Acme Corp", 6, "Acme …"),
        ("Acme", 4, "Acme"),
        ("Acme", 1, "…"),
        ("Acme", 0, ""),
        ("Acme", -3, ""),
        ("", 3, "   "),
        ("株式会社", 5, "株式…"),
        ("株式会社", 6, "株式 …"),
        ("株", 1, "…"),
        ("one\ntwo", 8, "one⏎two "),
        ("👨‍👩‍👧 x", 5, "👨‍👩‍👧 x "),
        ("👨‍👩‍👧👨‍👩‍👧", 3, "👨‍👩‍👧…"),
        ("abc\u200d", 5, "abc  "),
        ("a\u200db", 3, "ab "),
    ],
)
def test_exact_width(text: str, width: int, shown: str) -> None:
    assert fit(text, width) == shown


@pytest.mark.parametrize(
    ("text", "align", "shown"), [("84", "right", "  84"), ("株", "right", "  株"), ("84", "left", "84  ")]
)
def test_the_side_on_which_text_stands(text: str, align: Align, shown: str) -> None:
    assert fit(text, 4, align=align) == shown


def test_another_ellipsis_that_may_not_fit() -> None:
    assert fit("Acme Corp", 6, ellipsis="...") == "Acm..."
    assert fit("Acme", 2, ellipsis="...") == "Ac"


def test_a_long_text_ends_in_an_ellipsis_though_its_end_was_never_measured() -> None:
    assert fit("x" * 40_000, 5) == "xxxx…"
    assert fit("\n" * 40_000, 3) == "⏎⏎…"
    assert fit("\u0300" * 40_000 + "end", 3).endswith("…")


@pytest.mark.parametrize("seed", range(20))
def test_any_nonsense_takes_exactly_its_cells(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(200):
        text = "".join(chance.choices(PIECES, k=chance.randrange(12)))
        width = chance.randrange(1, 9)
        for align in ("left", "right"):
            shown = fit(text, width, align="left" if align == "left" else "right")
            assert cell_len(shown) == width, ascii(text)
            assert not {"\n", "\x1b", "\u202e"} & set(shown)


def test_every_hostile_string_takes_exactly_its_cells(realdata: Path) -> None:
    for case in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        for width in (1, 2, 3, 7, 20, 60):
            assert cell_len(fit(case["text"], width)) == width, case["id"]


def test_lines_are_folded_by_cells_and_lose_no_letter(realdata: Path) -> None:
    assert folded("answered late again", 9) == ["answered", "late", "again"]
    assert folded("deal: 契約契約契約", 10) == ["deal: 契約", "契約契約"]
    assert folded("a" * 7, 3) == ["aaa", "aaa", "a"]
    assert folded("", 5) == [""]
    for case in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        text = visible(case["text"])
        for width in (2, 7, 40):
            lines = folded(text, width)
            assert max(map(cell_len, lines)) <= width, case["id"]
            assert "".join("".join(lines).split()) == "".join(text.split()), case["id"]
