"""Guessing kinds, roles, effects and causes: on invented sentences, and never without words to point at."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealdesk.domain.takeaways import guess_cause, guess_effect, guess_kind, guess_role
from dealdesk.domain.vocabulary import Cause, Effect, TakeawayKind, TakeawayRole
from dealdesk.templates.load import load_sections


@pytest.mark.parametrize(("text", "kind"), [
    ("Sent the one-page incident playbook; Dana forwarded it to legal.", TakeawayKind.PROOF),
    ("Showed last year's uptime figures; they dropped the penalty clause.", TakeawayKind.PROOF),
    ("A week of pilot with two of their shops; nobody asked about price again", TakeawayKind.PROOF),
    ("Brought in their finance director before the second meeting; budget was found.", TakeawayKind.STAKEHOLDER),
    ("Our executive phoned theirs, and the contract was back in two days.", TakeawayKind.STAKEHOLDER),
    ("Lunch with the head of logistics; she told us who really signs.", TakeawayKind.STAKEHOLDER),
    ("Offered three options instead of one; they took the middle one.", TakeawayKind.PACKAGING),
    ("Split the fee into phases, so their budget year was no longer in the way.", TakeawayKind.PACKAGING),
    ("Traded a longer notice for a fixed price; both sides were glad.", TakeawayKind.PACKAGING),
    ("Opened with the cost of downtime, and the discount never came up.", TakeawayKind.FRAMING),
    ("Reframed the fee as insurance; purchasing nodded.", TakeawayKind.FRAMING),
    ("We compared it with the total cost of two hires. They stopped haggling.", TakeawayKind.FRAMING),
    ("We were more confident.", TakeawayKind.OTHER),
    ("", TakeawayKind.OTHER),
])  # fmt: skip
def test_kind_of_a_takeaway(text: str, kind: TakeawayKind) -> None:
    assert guess_kind(text).value == kind


@pytest.mark.parametrize(("text", "role"), [
    ("Showed last year's uptime figures; they dropped the penalty clause.", TakeawayRole.PROOF),
    ("Brought in their finance director before the second meeting.", TakeawayRole.RELATIONSHIP),
    ("Offered three options instead of one.", TakeawayRole.TACTIC),
    ("Opened with the cost of downtime.", TakeawayRole.TACTIC),
    ("We were more confident.", TakeawayRole.TACTIC),
])  # fmt: skip
def test_the_role_follows_the_kind(text: str, role: TakeawayRole) -> None:
    assert guess_role(text).value == role


def test_a_chosen_kind_decides_the_role() -> None:
    assert guess_role("Offered three options", TakeawayKind.PROOF).value == TakeawayRole.PROOF


def test_every_kind_has_a_role() -> None:
    assert {guess_role("", kind).value for kind in TakeawayKind} == set(TakeawayRole)


def test_a_guess_says_why() -> None:
    guess = guess_kind("Sent the runbook and the test  results; they signed.")
    assert guess.words == ("runbook", "test results")
    assert guess.why == "proof: the line says runbook, test results"
    assert guess_kind("Luck").why == "other: nothing in the line says otherwise"


def test_a_draw_is_no_guess() -> None:
    assert guess_kind("pilot, options").value == TakeawayKind.OTHER


def test_the_first_clause_weighs_double() -> None:
    assert guess_kind("Sent a prototype; procurement agreed.").value == TakeawayKind.PROOF
    assert guess_kind("Met with procurement; the prototype did the rest.").value == TakeawayKind.STAKEHOLDER


def test_words_inside_words_are_no_cue() -> None:
    assert guess_kind("The capacity of their warehouse was illegally small").value == TakeawayKind.OTHER


@pytest.mark.parametrize(("text", "effect"), [
    ("Six days of silence after the second draft", Effect.PACE),
    ("We chased them twice for the signed annex", Effect.PACE),
    ("Sales and support gave two answers on response times; they doubted the rest.", Effect.TRUST),
    ("We raised the price after the handshake; their lead was angry.", Effect.TRUST),
    ("The meeting room was small", None),
    ("", None),
])  # fmt: skip
def test_effect_of_a_friction(text: str, effect: Effect | None) -> None:
    guess = guess_effect(text)
    assert (guess.value if guess else None) == effect


@pytest.mark.parametrize(("text", "cause"), [
    ("We sent the wrong price list", Cause.INTERNAL),
    ("Our lawyer sat on the draft for nine days and they got nervous", Cause.INTERNAL),
    ("They changed their contact and nobody told us", Cause.EXTERNAL),
    ("The supplier went silent over Easter", Cause.EXTERNAL),
    ("Approvals above 50k go through a committee with a portal and a form", Cause.PROCESS),
    ("Handover had no owner", Cause.PROCESS),
    ("Their procurement wanted a third form", None),
    ("Six silent days", None),
])  # fmt: skip
def test_cause_of_a_friction(text: str, cause: Cause | None) -> None:
    guess = guess_cause(text)
    assert (guess.value if guess else None) == cause


def test_the_specific_examples_beside_the_prompt_are_guessed() -> None:
    kinds = [guess_kind(pair.specific).value for pair in load_sections().pairs]
    assert kinds[0] == TakeawayKind.PROOF


def test_on_real_takeaways_every_guess_points_at_words_of_the_line(realdata: Path) -> None:
    """Other people's lessons, from another trade: most stay unguessed, and no guess is made out of thin air."""
    rows = json.loads((realdata / "takeaways" / "takeaways.json").read_text(encoding="utf-8"))
    texts = [" ".join(row["text"].split()) for row in rows]
    for text in texts:
        for guess in (guess_kind(text), guess_effect(text), guess_cause(text)):
            assert all(word in text.lower() for word in (guess.words if guess else ()))
    guessed = [text for text in texts if guess_kind(text).value != TakeawayKind.OTHER]
    assert 0 < len(guessed) < len(texts) / 2
