"""The review form as data: 45 slots in nine parts; a user's own file keeps the ids or is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.review import SLOT_IDS, load_review

BUILT_IN = Path(__file__).parent.parent / "dealdesk" / "templates" / "review.toml"


def test_the_form_has_45_inputs_as_the_article_counts_them() -> None:
    form = load_review()
    assert [len(part.slots) for part in form.parts] == [10, 3, 3, 7, 3, 2, 5, 6, 6]
    assert len({slot.id for slot in form.slots}) == 45
    assert [part.number for part in form.parts] == list(range(9))
    assert tuple(part.id for part in form.parts) == tuple(SLOT_IDS)


def test_six_slots_are_ticks_and_all_stand_in_the_leverage_part() -> None:
    assert {slot.part for slot in load_review().slots if slot.kind == "tick"} == {"leverage"}
    assert sum(slot.kind == "tick" for slot in load_review().slots) == 6


def test_slots_of_one_row_share_a_line() -> None:
    risks = load_review().parts[8]
    assert [[slot.id for slot in row] for row in risks.rows()] == [
        ["risks.1", "risks.answer_1"],
        ["risks.2", "risks.answer_2"],
        ["risks.3", "risks.answer_3"],
    ]
    assert [len(row) for row in load_review().parts[1].rows()] == [1, 1, 1]


def test_a_file_in_the_configuration_folder_wins(tmp_path: Path) -> None:
    text = BUILT_IN.read_text(encoding="utf-8").replace('label = "Money"', 'label = "Fees"')
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    assert load_review(tmp_path).parts[1].slots[0].label == "Fees"


def test_a_file_without_short_titles_is_read_as_before(tmp_path: Path) -> None:
    text = BUILT_IN.read_text(encoding="utf-8").replace('short = "Moved"\n', "")
    (tmp_path / "review.toml").write_text(text, encoding="utf-8")
    assert [part.short for part in load_review(tmp_path).parts][2:4] == ["Worked", "What moved them"]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "missed"', 'id = "forgotten"', "the parts must be head"),
        ('{ id = "late"', '{ id = "early"', "part missed: the slots must be late, earlier, hidden"),
        ('label = "Money"', 'label = " "', "slot outcome.commercial: label must be a text"),
        ('kind = "amount"', 'kind = "number"', "slot head.value: kind must be one of"),
        ("row = 2 },", 'row = "2" },', "slot head.counterparty: row must be a whole number"),
        ('title = "Friction"', "title = 5", "part friction: title must be a text"),
        ("slot = [", "slots = [", "part head: slot must be a list"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = BUILT_IN.read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "review.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(TemplateRefused) as refused:
        load_review(tmp_path)
    assert problem in str(refused.value)
