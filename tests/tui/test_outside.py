"""A text in the person's own editor: private while it is there, back as it was left, and not lost by a crash."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from dealdesk.store import lines
from dealdesk.tui import outside
from tests.tui.desk_app import add_deal, open_desk, running, settled


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("EDITOR", "my-editor --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    os.umask(0o077)
    return str(tmp_path / "desk.db")


def test_the_text_comes_back_as_it_was_left_and_its_folder_is_gone(desk: str) -> None:
    seen: list[list[str]] = []

    def run(words: list[str]) -> int:
        seen.append(words)
        path = Path(words[-1])
        assert path.read_text("utf-8") == "half a"
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
        path.write_text("half a line\x1b[31m, and\na second\n", "utf-8")
        return 0

    assert outside.edit("half a", desk, 7, 100, run) == "half a line, and\na second"
    assert seen[0][:2] == ["my-editor", "--wait"]
    assert list(outside.folder_of(desk).iterdir()) == []


def test_an_editor_that_failed_changes_nothing(desk: str) -> None:
    with pytest.raises(outside.EditorFailed, match="my-editor ended with 3; the text is as it was"):
        outside.edit("as it was", desk, 7, 100, lambda _words: 3)
    assert list(outside.folder_of(desk).iterdir()) == []


def test_an_editor_that_can_not_be_started_is_named(desk: str) -> None:
    def run(_words: list[str]) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    with pytest.raises(outside.EditorFailed, match=r"my-editor can't be started \(No such file"):
        outside.edit("as it was", desk, 7, 100, run)
    assert list(outside.folder_of(desk).iterdir()) == []


def test_too_long_a_text_stays_in_its_file(desk: str) -> None:
    def run(words: list[str]) -> int:
        Path(words[-1]).write_text("x" * 101, "utf-8")
        return 0

    with pytest.raises(outside.EditorFailed, match="left 101 characters, 100 fit; they lie in") as refused:
        outside.edit("", desk, None, 100, run)
    path = str(refused.value).split("they lie in ")[1].split(";")[0]
    assert Path(path).read_text("utf-8") == "x" * 101


def test_what_a_crash_left_is_found_unless_nothing_was_written_or_it_is_still_open(desk: str) -> None:
    found: list[list[outside.Unfinished]] = []

    def killed(words: list[str]) -> int:
        Path(words[-1]).write_text("the long story", "utf-8")
        found.append(outside.unfinished(desk))  # another window starts meanwhile
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outside.edit("the long", desk, 7, 100, killed)
    assert found == [[]]
    (left,) = outside.unfinished(desk)
    assert (left.deal_id, left.text) == (7, "the long story")
    outside.forget(left)
    assert outside.unfinished(desk) == []

    def killed_early(_words: list[str]) -> int:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outside.edit("nothing new", desk, 7, 100, killed_early)
    assert outside.unfinished(desk) == []
    assert list(outside.folder_of(desk).iterdir()) == []


def test_without_a_name_a_usual_editor_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "  ")
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name == "vi" else None)
    assert outside.command() == ["vi"]
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(outside.NoEditor, match="EDITOR"):
        outside.command()


async def test_a_text_that_a_crash_left_is_a_note_of_its_deal_at_the_next_start(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk, "Acme hosting")

    def killed(words: list[str]) -> int:
        Path(words[-1]).write_text("They relaxed once\nlegal had read it", "utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outside.edit("They", desk.path, deal_id, 1000, killed)
    async with running(desk) as (app, pilot):
        await settled(app, pilot)
        (note,) = desk.rows(lines.of_section, "notes", deal_id)
        assert note.text == "They relaxed once legal had read it"
        assert outside.unfinished(desk.path) == []


async def test_outside_a_long_text_the_key_says_what_it_wants(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+g")
        await settled(app, pilot)
        assert [note.message for note in app._notifications] == [
            "^G opens a long text in your editor: put the cursor into one first."
        ]
