"""Guessing what kind of key moment a line tells of: on invented sentences, and never without words to point at."""

from __future__ import annotations

import pytest

from dealdesk.domain.line_guess import reading, why
from dealdesk.domain.moments import guess_kind
from dealdesk.domain.vocabulary import MomentKind


@pytest.mark.parametrize(("text", "kind"), [
    ("First serious offer: list price, 12 months, no review", MomentKind.OFFER),
    ("They quoted 92k for three years", MomentKind.OFFER),
    ("Our first number went out, 15 % above what they had in mind", MomentKind.OFFER),
    ("Lena joined and the tone changed", MomentKind.TURN),
    ("Their plant manager came round after the site visit", MomentKind.TURN),
    ("Their CFO wrote to our managing director about the delay", MomentKind.ESCALATION),
    ("We escalated the liability cap to both legal heads", MomentKind.ESCALATION),
    ("Final trade: 24 months against 4 % and night support", MomentKind.TRADE),
    ("Gave up the exclusivity in return for two named references", MomentKind.TRADE),
    ("Signed at 17:40, after their purchase order came in", MomentKind.SIGNATURE),
    ("They chose another supplier", MomentKind.SIGNATURE),
])  # fmt: skip
def test_kind_of_a_key_moment(text: str, kind: MomentKind) -> None:
    guess = guess_kind(text)
    assert guess is not None
    assert guess.value == kind
    assert guess.words


@pytest.mark.parametrize("text", ["", "A long call on Tuesday", "They offered it and we signed"])
def test_words_that_do_not_say_make_no_kind(text: str) -> None:
    assert guess_kind(text) is None


@pytest.mark.parametrize(("section", "text", "told"), [
    ("moments", "They quoted 92k", "kind first serious offer (quoted)"),
    ("worked", "Showed the rollout plan", "kind proof (showed, rollout plan), role proof"),
    ("missed", "Who signs?", "theme approval and process (signs)"),
    ("friction", "Their legal took six weeks", "effect pace (weeks)"),
    ("changes", "Ask who signs", "kind discovery question (ask)"),
    ("moments", "A long call", ""),
    ("notes", "Who signs?", ""),
])  # fmt: skip
def test_a_typed_line_is_told_with_the_words_it_rests_on(section: str, text: str, told: str) -> None:
    assert reading(section, text) == told


def test_a_kind_that_was_chosen_is_not_told_as_the_guess() -> None:
    assert why("moments", "They quoted 92k", "first serious offer") == "first serious offer: the line says quoted"
    told = "chosen: turning point; the guess was first serious offer: the line says quoted"
    assert why("moments", "They quoted 92k", "turning point") == told
    assert why("moments", "A long call", "turning point") == ""
