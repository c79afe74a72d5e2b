"""Messages to the other side as rules: slots filled literally, gaps visible, tone, days, and what must not leave."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from dealdesk.domain import messages
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.vocabulary import Message
from dealdesk.templates.messages import LIST_SLOTS, MESSAGE_IDS, SLOT, SLOT_IDS, load_messages

TEMPLATE = load_messages()
TODAY = date(2026, 5, 13)
EVERY = {slot: (f"<{slot} a>", f"<{slot} b>") if slot in LIST_SLOTS else (f"<{slot}>",) for slot in SLOT_IDS}


@pytest.mark.parametrize("message_id", MESSAGE_IDS)
@pytest.mark.parametrize("formal", [True, False])
def test_with_every_slot_filled_nothing_is_missing_and_nothing_left_over(message_id: str, formal: bool) -> None:
    filled = messages.fill(TEMPLATE, message_id, EVERY, formal=formal)
    assert filled.missing == ()
    assert not SLOT.search(filled.subject + filled.body)
    assert "?]" not in filled.body
    assert not any(line.startswith("? ") for line in filled.body.splitlines())
    for slot in SLOT.findall(TEMPLATE.wording(message_id, formal=formal).body):
        for value in EVERY[slot]:
            assert value in filled.body


@pytest.mark.parametrize("message_id", MESSAGE_IDS)
@pytest.mark.parametrize("formal", [True, False])
def test_with_nothing_known_each_gap_stands_in_the_text_and_once_in_the_list(message_id: str, formal: bool) -> None:
    filled = messages.fill(TEMPLATE, message_id, {}, formal=formal)
    names = [missing.name for missing in filled.missing]
    assert len(names) == len(set(names)) > 0
    for missing in filled.missing:
        assert messages.gap(missing.name) in filled.subject + filled.body
        assert missing.how
    assert "\n\n\n" not in filled.body
    assert not any(paragraph.endswith(":") for paragraph in filled.body.split("\n\n"))


def test_a_message_is_short_when_it_is_full() -> None:
    for message_id in MESSAGE_IDS:
        for formal in (True, False):
            body = messages.fill(TEMPLATE, message_id, EVERY, formal=formal).body
            assert messages.word_count(body) < messages.MOST_WORDS - 30, message_id


def test_a_line_of_a_list_is_repeated_for_each_of_its_values() -> None:
    filled = messages.fill(TEMPLATE, "recap", {"terms": ("a", "b", "c")}, formal=True)
    assert "Agreed:\n- a\n- b\n- c\n" in filled.body


def test_a_heading_goes_with_the_list_that_has_nothing() -> None:
    bare = messages.fill(TEMPLATE, "no news", {}, formal=True).body
    assert "Done on our side" not in bare
    assert "What comes next" not in bare
    full = messages.fill(TEMPLATE, "no news", {"done": ("the report",)}, formal=True).body
    assert "Done on our side:\n- the report\n" in full


def test_a_value_is_never_read_as_a_template() -> None:
    hostile = "{me} [/b] {nothing} \\1 \\g<0> %s\nBcc: x"
    filled = messages.fill(TEMPLATE, "recap", {"title": (hostile,), "me": ("Mia",)}, formal=True)
    assert filled.subject.startswith("{me} [/b] {nothing} \\1 \\g<0> %s Bcc: x: what we agreed")
    assert "\n" not in filled.subject


def test_an_edited_text_still_counts_its_gaps() -> None:
    found = messages.still_missing(TEMPLATE, "[who to call?] On [kickoff day?] we start; [kickoff day?] it is. [mine?]")
    assert [missing.name for missing in found] == ["who to call", "kickoff day"]


def test_words_are_counted_without_dashes() -> None:
    assert messages.word_count("- two words\n\n- – one\n") == 3


@pytest.mark.parametrize(
    ("before", "talked", "formal", "why"),
    [
        ("", False, True, "no earlier deal with Acme"),
        ("", True, True, "no earlier deal with Acme"),
        ("ACME-1", False, True, "no conversation with Acme yet"),
        ("ACME-1", True, False, "ACME-1 was signed with Acme, and you talked"),
    ],
)
def test_the_tone_follows_the_relationship(before: str, talked: bool, formal: bool, why: str) -> None:
    assert messages.tone("Acme", before, talked=talked) == (formal, why)


def test_a_day_names_its_year_where_it_is_another_one() -> None:
    assert messages.day_words(date(2026, 5, 22), TODAY) == "Fri 22 May"
    assert messages.day_words(date(2027, 1, 4), TODAY) == "Mon 4 Jan 2027"


def test_an_answer_is_asked_for_in_working_days_and_never_before_the_day_they_named() -> None:
    calendar = WorkCalendar(frozenset({date(2026, 5, 14)}))
    assert messages.answer_by(1, TODAY, calendar, None) == date(2026, 5, 21)
    assert messages.answer_by(3, TODAY, calendar, None) == date(2026, 5, 19)
    assert messages.answer_by(3, TODAY, calendar, date(2026, 5, 29)) == date(2026, 6, 1)


@pytest.mark.parametrize(
    ("rule", "sent", "strength"),
    [
        ("nudge 1", 1, 1),
        ("nudge 3", 1, 3),
        ("another channel", 4, 3),
        ("leave for now", 9, 3),
        (None, 2, 2),
        ("", 0, 1),
    ],
)
def test_a_nudge_is_as_strong_as_its_step(rule: str | None, sent: int, strength: int) -> None:
    assert messages.strength_of(rule, sent) == strength


@pytest.mark.parametrize(
    ("due_on", "soft_on", "risk"),
    [
        (date(2026, 5, 12), None, True),
        (date(2026, 5, 14), None, True),
        (date(2026, 5, 15), None, False),
        (date(2026, 6, 1), date(2026, 5, 12), True),
        (date(2026, 6, 1), date(2026, 5, 13), False),
        (None, None, False),
    ],
)
def test_a_promise_is_at_risk_when_its_day_is_near_or_its_best_day_is_over(
    due_on: date | None, soft_on: date | None, risk: bool
) -> None:
    assert messages.at_risk(due_on, soft_on, TODAY) is risk


def test_the_delivered_thanks_and_each_nudge_have_a_wording_of_their_own() -> None:
    every = itertools.product(Message, (1, 2, 3), (False, True))
    assert {
        messages.template_id(kind, strength, delivered=d, moved=d, troubled=d) for kind, strength, d in every
    } == set(MESSAGE_IDS)


def test_copied_sentences_are_found_whatever_their_case_and_breaks() -> None:
    internal = [("the friction log", "Legal was slow again. They hid the outage from us!"), ("a note", "call Dana")]
    found = messages.copied("Well, they hid\n the OUTAGE from us, did they? We call Dana.", internal)
    assert found == (("the friction log", "They hid the outage from us!"),)
