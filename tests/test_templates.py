"""The template files: what came with the program is whole, a user's own file wins or is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.errors import InputRefused
from dealdesk.templates.load import SECTION_IDS, load_sections

BUILT_IN = Path(__file__).parent.parent / "dealdesk" / "templates" / "sections.toml"


def own_file(folder: Path, old: str, new: str) -> Path:
    """Write the built-in file with one change into ``folder``."""
    text = BUILT_IN.read_text(encoding="utf-8")
    assert old in text
    (folder / "sections.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_six_sections_are_those_of_the_article() -> None:
    template = load_sections()
    assert tuple(section.id for section in template.sections) == SECTION_IDS
    assert [section.number for section in template.sections] == [1, 2, 3, 4, 5, 6]
    assert [section.minutes for section in template.sections] == [5, 10, 10, 10, 5, 5]


def test_every_section_fits_the_rail_and_asks_three_things() -> None:
    for section in load_sections().sections:
        assert len(section.short) <= 9
        assert len(section.prompts) == 3
        assert section.question.endswith("?")


def test_targets_stand_where_a_number_is_asked_for() -> None:
    template = load_sections()
    assert (template.section("worked").target_low, template.section("worked").target_high) == (3, 5)
    assert template.section("changes").target_high == 3
    assert template.section("moments").target_high == 0


def test_three_pairs_are_shown_and_the_specific_one_says_more() -> None:
    pairs = load_sections().pairs
    assert len(pairs) == 3
    assert all(len(pair.specific) > 2 * len(pair.vague) for pair in pairs)


def test_an_unknown_section_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        load_sections().section("epilogue")


def test_a_file_in_the_configuration_folder_wins(tmp_path: Path) -> None:
    folder = own_file(tmp_path, 'title = "What worked"', 'title = "Was half"')
    assert load_sections(folder).section("worked").title == "Was half"


def test_a_folder_without_the_file_changes_nothing(tmp_path: Path) -> None:
    assert load_sections(tmp_path) == load_sections()


def test_texts_pass_the_gate(tmp_path: Path) -> None:
    folder = own_file(tmp_path, 'title = "What worked"', 'title = "What \\u001b[31mworked"')
    assert load_sections(folder).section("worked").title == "What worked"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('id = "worked"', 'id = "success"', "in this order"),
        ("minutes = 5", "minutes = 0", "section moments: minutes must be at least 1"),
        ("minutes = 5", "minutes = true", "section moments: minutes must be a whole number"),
        ('short = "Moments"', 'short = "Key moments"', "longer than 9"),
        ('title = "Friction"', 'title = " "', "section friction: title must be a text"),
        ("target_low = 3", "target_low = 9", "larger than target_high"),
        ('vague = "Our demo went well."', "", "pair 1: vague"),
        ('hints = ["framing", ', "hints = [1, ", "section worked: hints"),
        ("[[section]]", "[[section]", "is no TOML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    folder = own_file(tmp_path, old, new)
    with pytest.raises(InputRefused) as refused:
        load_sections(folder)
    assert problem in str(refused.value)
    assert "sections.toml" in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sections.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputRefused, match="not UTF-8"):
        load_sections(tmp_path)


def test_a_file_without_sections_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sections.toml").write_text("", encoding="utf-8")
    with pytest.raises(InputRefused, match=r"\[\[section\]\] is missing"):
        load_sections(tmp_path)
