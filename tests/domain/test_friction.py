"""The one question a friction is worth."""

from __future__ import annotations

from dealdesk.domain.friction import CAUSE_KEYS, asks_cause, cause_question, effect_told
from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import Cause


def test_every_cause_has_the_key_it_begins_with() -> None:
    assert {key: str(cause)[0] for key, cause in CAUSE_KEYS.items()} == {key: key for key in CAUSE_KEYS}
    assert set(CAUSE_KEYS.values()) == set(Cause)


def test_it_is_asked_unless_it_was_typed() -> None:
    assert asks_cause(Line("Slow"))
    assert asks_cause(Line("Slow", kind="pace"))
    assert not asks_cause(Line("Slow", kind="internal"))


def test_the_question_says_what_enter_keeps_and_why() -> None:
    asked = cause_question("The approval sat in a committee")
    assert asked == 'Cause? i internal  e external  p process (Enter keeps process, guessed from "approval")'
    assert cause_question("Hm").endswith("(Enter leaves it open)")


def test_what_it_cost_is_told_with_its_word() -> None:
    assert effect_told("It took three weeks") == 'effect pace, from "weeks"'
    assert effect_told("Hm") == ""
