"""The themes of missed questions, and the question in a line."""

from __future__ import annotations

import pytest

from dealdesk.domain.questions import asked_in, guess_theme
from dealdesk.domain.vocabulary import Theme
from dealdesk.templates.questions import load_questions


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Who has to sign for a discount, and how long does each signature take?", Theme.APPROVAL),
        ("What does procurement need to see?", Theme.APPROVAL),
        ("By which metrics will they judge us?", Theme.SUCCESS),
        ("Who owns adoption on their side?", Theme.IMPLEMENTATION),
        ("Which security reviews apply?", Theme.RISK),
        ("When do they evaluate whether to renew?", Theme.RENEWAL),
    ],
)
def test_the_theme_and_the_words_it_rests_on(text: str, theme: Theme) -> None:
    guess = guess_theme(text)
    assert guess is not None
    assert guess.value is theme
    assert all(word in text.lower() for word in guess.words)


def test_what_says_nothing_has_no_theme() -> None:
    assert guess_theme("Something was odd") is None


def test_the_starter_questions_lie_in_their_own_theme_or_in_none() -> None:
    for spec in load_questions().themes:
        for text in spec.questions:
            guess = guess_theme(text)
            assert guess is None or guess.value == spec.id, text


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Who signs?", "Who signs?"),
        ("We never asked. 'what approvals are needed?'", "What approvals are needed?"),
        ("Raj has to sign; we heard it late", "Raj has to sign; we heard it late"),
        ("Why? Nobody knows", "Why? Nobody knows"),
        ("", ""),
    ],
)
def test_the_question_in_a_line(text: str, asked: str) -> None:
    assert asked_in(text) == asked
