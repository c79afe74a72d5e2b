"""The leverage checklist as data: it knows the store's sources, prints the form's labels, and refuses half a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import LeverageSource
from dealdesk.errors import InputRefused
from dealdesk.templates.leverage import LONGEST, SOURCE_IDS, UNPRINTED, load_leverage
from dealdesk.templates.review import load_review

FOLDER = Path(__file__).parent.parent / "dealdesk" / "templates"


def own_file(folder: Path, old: str, new: str, name: str = "leverage.toml") -> Path:
    """Write a built-in file with one change into ``folder``."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_the_sources_are_those_the_store_keeps() -> None:
    assert tuple(LeverageSource) == SOURCE_IDS
    assert LeverageSource.PRICE == UNPRINTED
    assert tuple(source.id for source in load_leverage().sources) == SOURCE_IDS


def test_the_first_six_are_called_as_the_form_prints_them(tmp_path: Path) -> None:
    printed = {slot.id: slot.label for slot in load_review().slots}
    for source in load_leverage().sources[:-1]:
        assert source.label == printed[f"leverage.{source.id}"]
    own_file(tmp_path, 'label = "Less risk"', 'label = "Safer"', "review.toml")
    assert load_leverage(tmp_path).source("risk").label == "Safer"


def test_every_source_says_what_it_means_and_has_drivers() -> None:
    for source in load_leverage().sources:
        assert source.meaning.endswith(".")
        assert len(f"{source.label}: {source.meaning}") <= 78, "they stand on one line of 80 cells"
        assert 2 <= len(source.drivers) <= 4


def test_a_file_in_the_configuration_folder_wins(tmp_path: Path) -> None:
    own_file(tmp_path, '"launch date"', '"trade fair"')
    assert "trade fair" in load_leverage(tmp_path).source("time").drivers


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "risk"', 'id = "luck"', "in this order"),
        ('label = "Price or something else"', "", "label must be a text"),
        ('meaning = "A date', 'meaning = 3 # "A date', "source time: meaning"),
        ('drivers = ["price", "other"]', "drivers = []", "drivers must be a list"),
        ('drivers = ["price", "other"]', "drivers = [1]", "each driver must be a text"),
        ('drivers = ["price", "other"]', 'drivers = ["price", "price"]', "stands there twice"),
        ('"price", "other"', f'"{"x" * (LONGEST + 1)}"', "is longer than"),
        ('"Price or something else"', f'"{"x" * (LONGEST + 1)}"', "label is longer"),
        ("[[source]]", "[source", "is no TOML"),
    ],
)
def test_a_file_that_lacks_something_is_refused_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    own_file(tmp_path, old, new)
    with pytest.raises(InputRefused, match=told) as refused:
        load_leverage(tmp_path)
    assert str(tmp_path / "leverage.toml") in str(refused.value)


def test_an_unknown_source_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        load_leverage().source("charm")
