"""Backups: whole, verified, kept by a rule, brought back without losing what they replace."""

from __future__ import annotations

import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from dealdesk import paths
from dealdesk.errors import Damaged, NotFound, NotWritable
from dealdesk.store import backup
from dealdesk.store.desk import Desk
from tests.desks import NOW, FixedClock, add_deal, open_desk


def _titles(path: str | os.PathLike[str]) -> list[str]:
    con = sqlite3.connect(path)
    found = [row[0] for row in con.execute("SELECT title FROM deal WHERE archived_at IS NULL ORDER BY id")]
    con.close()
    return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = open_desk(tmp_path)
    add_deal(made, "Hosting renewal")
    return made


def test_a_copy_is_whole_verified_and_named_by_its_instant(desk: Desk) -> None:
    copy = backup.make(desk.path, NOW)
    assert os.path.basename(copy).startswith("20260513T093000")
    assert backup.taken_at(copy) == NOW
    assert _titles(copy) == ["Hosting renewal"]
    assert backup.listing(desk.path) == [copy]
    assert not [name for name in os.listdir(os.path.dirname(copy)) if name.endswith(".part")]


def test_a_copy_is_made_while_another_window_writes(desk: Desk) -> None:
    con, _engine = desk._writer()
    con.execute("BEGIN IMMEDIATE")
    copy = backup.make(desk.path, NOW)
    con.execute("ROLLBACK")
    assert _titles(copy) == ["Hosting renewal"]


def test_a_second_backup_of_the_same_instant_does_not_replace_the_first(desk: Desk) -> None:
    first = Path(backup.make(desk.path, NOW)).read_bytes()
    with pytest.raises(NotWritable):
        backup.make(desk.path, NOW)
    assert Path(backup.listing(desk.path)[0]).read_bytes() == first


def test_a_damaged_desk_is_not_backed_up(tmp_path: Path, desk: Desk) -> None:
    desk.close()
    path = Path(desk.path)
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(Damaged):
        backup.make(str(path), NOW)
    assert backup.listing(str(path)) == []


def test_automatic_backups_follow_changes_half_an_hour_apart(desk: Desk) -> None:
    os.utime(desk.path, (NOW.timestamp(), NOW.timestamp()))
    later = NOW + timedelta(minutes=5)
    assert backup.if_due(desk.path, later) is not None
    assert backup.if_due(desk.path, later + timedelta(minutes=40)) is None  # nothing changed
    changed = (later + timedelta(minutes=10)).timestamp()
    os.utime(desk.path, (changed, changed))
    assert backup.if_due(desk.path, later + timedelta(minutes=20)) is None  # too soon
    assert backup.if_due(desk.path, later + timedelta(minutes=31)) is not None


def test_the_rule_keeps_two_days_twelve_daily_ten_weekly_nine_monthly(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    folder = Path(paths.backup_folder(path))
    folder.mkdir(parents=True)
    every = [NOW - timedelta(hours=6 * n) for n in range(4 * 400)]
    for when in every:
        (folder / f"{when:%Y%m%dT%H%M%S}000-auto.db").touch()
    for name in ("20200101T000000000-asked.db", "20200101T000000000-replaced.db", "schema-1.db"):
        (folder / name).touch()
    backup.rotate(path, NOW)
    kept = [taken for file in backup.listing(path) if file.endswith("-auto.db") and (taken := backup.taken_at(file))]
    assert {when for when in every if NOW - when <= timedelta(days=2)} <= set(kept)
    days = {f"{when:%Y%m%d}" for when in every[: 4 * 11]}
    assert days <= {f"{when:%Y%m%d}" for when in kept}
    assert len({f"{when:%G%V}" for when in kept}) >= 10
    assert len({f"{when:%Y%m}" for when in kept}) == 9
    assert len(kept) <= 9 + 12 + 10 + 9
    assert len(backup.listing(path)) == len(kept) + 3


def test_restore_brings_the_content_back_and_sets_the_replaced_desk_aside(desk: Desk) -> None:
    copy = backup.make(desk.path, NOW)
    add_deal(desk, "Licences")
    desk.close()
    kept = backup.restore(desk.path, copy, NOW + timedelta(minutes=1))
    assert kept is not None
    assert (_titles(desk.path), _titles(kept)) == (["Hosting renewal"], ["Hosting renewal", "Licences"])
    assert os.stat(desk.path).st_mode & 0o777 == 0o600
    again = Desk(desk.path, FixedClock())
    assert add_deal(again, "Another") > 1
    again.close()


def test_restore_over_a_damaged_desk_with_its_journal_loses_neither(tmp_path: Path, desk: Desk) -> None:
    copy = backup.make(desk.path, NOW)
    desk.close()
    path = Path(desk.path)
    path.write_bytes(b"broken")
    Path(f"{path}-journal").write_bytes(b"half a journal")
    kept = backup.restore(str(path), copy, NOW)
    assert kept is not None
    assert Path(kept).read_bytes() == b"broken"
    assert Path(kept + "-journal").read_bytes() == b"half a journal"
    assert not Path(f"{path}-journal").exists()
    assert _titles(path) == ["Hosting renewal"]


def test_restore_from_a_damaged_or_missing_backup_leaves_the_desk_alone(tmp_path: Path, desk: Desk) -> None:
    desk.close()
    before = Path(desk.path).read_bytes()
    broken = tmp_path / "broken.db"
    broken.write_bytes(before[:8000])
    with pytest.raises(Damaged):
        backup.restore(desk.path, str(broken), NOW)
    with pytest.raises(NotFound):
        backup.restore(desk.path, str(tmp_path / "none.db"), NOW)
    assert Path(desk.path).read_bytes() == before


@pytest.mark.parametrize("mode", ["text", "delete", "wal"])
def test_what_is_no_desk_is_said_to_be_none_and_is_not_opened(tmp_path: Path, desk: Desk, mode: str) -> None:
    other = tmp_path / "other.db"
    if mode == "text":
        other.write_text("title,counterparty\n" * 50)
    else:
        con = sqlite3.connect(other)
        con.execute(f"PRAGMA journal_mode = {mode}")
        con.execute("CREATE TABLE song (title)")
        con.close()
    before = sorted(os.listdir(tmp_path))
    with pytest.raises(Damaged, match="is not a dealdesk desk; nothing was changed"):
        backup.restore(desk.path, str(other), NOW)
    assert sorted(os.listdir(tmp_path)) == before
    assert _titles(desk.path) == ["Hosting renewal"]


def test_a_missing_desk_is_restored_too(desk: Desk) -> None:
    copy = backup.make(desk.path, NOW)
    desk.close()
    os.unlink(desk.path)
    assert backup.restore(desk.path, copy, NOW) is None
    assert _titles(desk.path) == ["Hosting renewal"]


def test_a_planted_link_is_not_followed(tmp_path: Path, desk: Desk) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious", encoding="utf-8")
    folder = Path(paths.backup_folder(desk.path))
    folder.mkdir(parents=True)
    os.symlink(victim, folder / "20260513T093000000-asked.db")
    os.symlink(victim, folder / "20260513T093000000-asked.db.part")
    with pytest.raises(NotWritable):
        backup.make(desk.path, NOW)
    assert victim.read_text(encoding="utf-8") == "precious"


def test_the_beginning_of_a_killed_copy_is_swept_away_and_a_young_one_left(tmp_path: Path, desk: Desk) -> None:
    folder = Path(paths.backup_folder(desk.path))
    backup.make(desk.path, NOW)
    for name, hours in (("a.db.part", 2), ("a.db.part-journal", 2), ("b.db.part", 0)):
        (folder / name).write_bytes(b"half")
        then = (NOW - timedelta(hours=hours)).timestamp()
        os.utime(folder / name, (then, then))
    backup.rotate(desk.path, NOW)
    assert sorted(file.name for file in folder.iterdir() if ".part" in file.name) == ["b.db.part"]


def test_a_desk_is_there_at_every_moment_of_a_restore(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup.make(desk.path, NOW)
    before = Path(desk.path).read_bytes()

    def cut(_source: str, _target: str) -> None:
        raise OSError(5, "the machine stopped here")

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(NotWritable):
        backup.restore(desk.path, made, NOW + timedelta(hours=1))
    assert Path(desk.path).read_bytes() == before
