"""How counts are said."""

from __future__ import annotations

import pytest

from dealdesk.counts import counted


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12_000, "12,000 entries")]
)
def test_a_count_agrees_with_its_noun(number: int, words: str) -> None:
    assert counted(number, "entry", "entries") == words


def test_most_nouns_take_an_s() -> None:
    assert [counted(1, "friction"), counted(3, "friction")] == ["1 friction", "3 frictions"]
