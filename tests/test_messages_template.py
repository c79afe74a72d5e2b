"""The messages as data: whole as they come, and refused with a sentence where a person's own file lacks something."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.messages import LIST_SLOTS, MESSAGE_IDS, SLOT, SLOT_IDS, load_messages


def _own(folder: Path, *changes: tuple[str, str]) -> Path:
    text = resources.files("dealdesk.templates").joinpath("messages.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / "messages.toml").write_text(text, encoding="utf-8")
    return folder


def test_every_message_is_there_in_both_tones_and_every_slot_is_used() -> None:
    messages = load_messages()
    assert tuple(message.id for message in messages.messages) == MESSAGE_IDS
    used: set[str] = set()
    for message in messages.messages:
        for wording in (message.formal, message.informal):
            used |= set(SLOT.findall(wording.subject + wording.body))
            assert wording.body.endswith("{me}")
        assert message.formal.body != message.informal.body
        assert message.formal.body.startswith("Dear {name},")
        assert message.informal.body.startswith("Hi {first_name},")
    assert used == set(SLOT_IDS)
    assert set(SLOT_IDS) > LIST_SLOTS


def test_the_sentences_blame_nobody() -> None:
    for message in load_messages().messages:
        for wording in (message.formal, message.informal):
            text = f" {wording.subject} {wording.body} ".lower()
            for word in ("unfortunately", "you failed", "you have not", "you did not", "fault", "disappoint", "asap"):
                assert word not in text, (message.id, word)


def test_a_nudge_restates_the_goal_and_names_a_day_at_every_strength() -> None:
    messages = load_messages()
    for strength in "123":
        for formal in (True, False):
            body = messages.wording(f"nudge {strength}", formal=formal).body
            assert "{goal}" in body
            assert "{answer_by}" in body


def test_a_file_of_ones_own_takes_its_place(tmp_path: Path) -> None:
    folder = _own(tmp_path, ("Hi {first_name},", "Moin {first_name},"))
    assert load_messages(folder).wording("recap", formal=False).body.startswith("Moin {first_name},")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "no news"', 'id = "news"', "the messages must be thank-you"),
        ("Payment: {payment}", "Payment: {price}", "there is no slot {price}"),
        ("Payment: {payment}", "Payment: {friction}", "there is no slot {friction}"),
        ("- {terms}", "- {terms} {steps}", "{steps} is a list and needs a line of its own"),
        ('formal.subject = "{title}: a delay on our side"', 'formal.subject = ""', "subject must be a text"),
        ('kickoff_on = { name = "kickoff day"', 'kickoff_on = { name = "kickoff [day]"', "must be without brackets"),
        ("kickoff_on = {", "kickoff = {", "[slot] must hold these"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(TemplateRefused, match=r"messages[.]toml") as refused:
        load_messages(_own(tmp_path, (old, new)))
    assert says in str(refused.value)
