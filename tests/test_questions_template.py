"""The themes of the question bank: ours are whole, a user's own file wins or is refused with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import Theme
from dealdesk.errors import InputRefused
from dealdesk.store import questions
from dealdesk.templates.questions import THEME_IDS, load_questions

BUILT_IN = Path(__file__).parent.parent / "dealdesk" / "templates" / "questions.toml"


def own_file(folder: Path, old: str, new: str) -> Path:
    text = BUILT_IN.read_text(encoding="utf-8")
    assert old in text
    (folder / "questions.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_five_themes_with_a_decision_and_two_questions_each() -> None:
    themes = load_questions().themes
    assert tuple(spec.id for spec in themes) == THEME_IDS == tuple(Theme)
    assert [len(spec.questions) for spec in themes] == [2] * 5
    assert all(text.endswith("?") for spec in themes for text in spec.questions)
    assert load_questions().decision(Theme.RENEWAL)
    assert load_questions().decision("no theme") == ""


def test_an_own_file_wins(tmp_path: Path) -> None:
    folder = own_file(tmp_path, "the start date, the scope, and who does what", "who starts")
    assert load_questions(folder).decision(Theme.IMPLEMENTATION) == "who starts"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('id = "success criteria"', 'id = "success"', "themes must be"),
        ('decision = "whom', 'decisions = "whom', "theme approval and process"),
        ("questions = [", "questions = 3 # [", "questions.toml"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(InputRefused, match=place):
        load_questions(own_file(tmp_path, old, new))


def test_a_broken_file_never_stops_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dealdesk.paths.config_folder", lambda: str(tmp_path))
    (tmp_path / "questions.toml").write_text("nonsense", encoding="utf-8")
    assert questions.bank() == load_questions()
