"""Exports on disk: whole, for the owner alone, and never over something else by accident."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dealdesk.errors import NotWritable
from dealdesk.exports.write import file_name, free_path, write_text


def test_a_new_file_is_written_for_the_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    write_text(str(target), "Łódź\n")
    assert target.read_bytes() == "Łódź\n".encode()
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["page.md"]


def test_a_file_that_is_there_stays_unless_replacing_was_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    target.write_text("old")
    with pytest.raises(NotWritable, match="already there and was left alone"):
        write_text(str(target), "new")
    assert target.read_text() == "old"
    write_text(str(target), "new", replace=True)
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["page.md"]


@pytest.mark.parametrize("replace", [False, True])
def test_a_link_is_never_followed(tmp_path: Path, replace: bool) -> None:
    secret = tmp_path / "secret"
    secret.write_text("keep")
    (tmp_path / "page.md").symlink_to(secret)
    (tmp_path / "dangling.md").symlink_to(tmp_path / "nowhere")
    for name in ("page.md", "dangling.md"):
        with pytest.raises(NotWritable, match="is a link"):
            write_text(str(tmp_path / name), "new", replace)
    assert secret.read_text() == "keep"
    assert not (tmp_path / "nowhere").exists()


def test_folders_and_missing_folders_say_so(tmp_path: Path) -> None:
    with pytest.raises(NotWritable, match="is a folder"):
        write_text(str(tmp_path), "x", replace=True)
    with pytest.raises(NotWritable, match="There is no folder"):
        write_text(str(tmp_path / "none" / "page.md"), "x")
    with pytest.raises(NotWritable, match="can't be used as a file name"):
        write_text(str(tmp_path / "a\0b"), "x")


def test_a_failing_disk_leaves_the_old_file_and_no_leftovers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "page.md"
    target.write_text("old")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(NotWritable, match="No space left"):
        write_text(str(target), "new", replace=True)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["page.md"]


def test_a_disk_without_hard_links_works_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_source: str, _target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_text(str(tmp_path / "page.md"), "text")
    assert (tmp_path / "page.md").read_text() == "text"
    assert os.listdir(tmp_path) == ["page.md"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("ACME-7", "review"), "acme-7-review.md"),
        (("../../etc/passwd", "review"), "etc-passwd-review.md"),
        (("..", "/"), "export.md"),
        (("Łódź Mills\n", "v2"), "lodz-mills-v2.md"),
        (("合同", ""), "export.md"),
        (("a" * 300,), "a" * 80 + ".md"),
    ],
)
def test_names_from_data_never_leave_the_folder(words: tuple[str, ...], name: str) -> None:
    assert file_name(*words, suffix=".md") == name


def test_the_app_writes_beside_the_desk_under_a_name_that_is_free(tmp_path: Path) -> None:
    desk = str(tmp_path / "desk.db")
    first = free_path(desk, "a-recap.txt")
    assert first == str(tmp_path / "exports" / "a-recap.txt")
    assert stat.S_IMODE((tmp_path / "exports").stat().st_mode) == 0o700
    write_text(first, "one")
    assert free_path(desk, "a-recap.txt") == str(tmp_path / "exports" / "a-recap-2.txt")
    (tmp_path / "exports" / "a-recap-2.txt").symlink_to("/nowhere")
    assert free_path(desk, "a-recap.txt").endswith("a-recap-3.txt")
    (tmp_path / "blocked").write_text("a file")
    with pytest.raises(NotWritable):
        free_path(str(tmp_path / "blocked" / "desk.db"), "a.txt")
