"""The one connection factory: durable, private, and careful with files that are no desk."""

from __future__ import annotations

import os
import random
import sqlite3
from pathlib import Path

import pytest

from dealdesk import paths
from dealdesk.errors import Damaged, DealdeskError, NewerSchema, NotWritable
from dealdesk.store import backup, connect, migrate
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.version import SCHEMA
from tests.desks import NOW, FixedClock, add_deal, open_desk


def test_every_writing_connection_is_durable(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    migrate.open_or_create(path).close()
    for con in (migrate.open_or_create(path), connect.connect(path)):
        found = {
            name: con.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        assert found == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1}
        con.close()


def test_a_reader_can_not_write(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    before = Path(desk.path).read_bytes()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        desk.con.execute("INSERT INTO typing (key, text, at) VALUES ('a', 'b', 'c')")
    assert Path(desk.path).read_bytes() == before


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o002, 0o077])
def test_files_are_for_the_owner_alone_under_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        path = str(tmp_path / "new" / "folder" / "desk.db")
        con = migrate.open_or_create(path)
        con.execute("BEGIN IMMEDIATE")
        con.execute("INSERT INTO typing (key, text, at) VALUES ('a', 'b', 'c')")
        journal = os.stat(path + "-journal").st_mode & 0o777
        con.execute("COMMIT")
        con.close()
        copy = backup.make(path, NOW)
    finally:
        os.umask(before)
    files = [os.stat(path).st_mode & 0o777, journal, os.stat(copy).st_mode & 0o777]
    assert files == [0o600, 0o600, 0o600]
    folders = [tmp_path / "new", tmp_path / "new" / "folder", Path(paths.backup_folder(path))]
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700, 0o700, 0o700]


def test_a_name_with_signs_of_an_address_is_a_name(tmp_path: Path) -> None:
    path = str(tmp_path / "a?mode=memory#%41.db")
    migrate.open_or_create(path).close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a?mode=memory#%41.db"]
    connect.connect(path).close()


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [("newer", NewerSchema, 4), ("foreign", Damaged, 5), ("text", Damaged, 5), ("cut", Damaged, 5)],
)
def test_a_file_that_is_no_desk_of_ours_is_refused_and_left_as_it_was(
    tmp_path: Path, kind: str, error: type[DealdeskError], code: int
) -> None:
    path = tmp_path / "desk.db"
    if kind == "newer":
        migrate.open_or_create(str(path)).execute(f"PRAGMA user_version={SCHEMA + 98}")
    elif kind == "foreign":
        con = sqlite3.connect(path)
        con.execute("CREATE TABLE other (a)")
        con.commit()
        con.close()
    elif kind == "text":
        path.write_text("these are no bytes of a desk\n" * 400, encoding="utf-8")
    else:
        migrate.open_or_create(str(path)).close()
        path.write_bytes(path.read_bytes()[:5000])
    before = path.read_bytes()
    for opened in (lambda: migrate.open_or_create(str(path)), lambda: Desk(str(path), FixedClock())):
        with pytest.raises(error) as refusal:
            _used(opened())
        assert refusal.value.exit_code == code
        assert str(path) in str(refusal.value)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["desk.db"]


def _used(opened: object) -> None:
    """Read a whole desk, for a cut file may be found out only by reading."""
    con = opened.con if isinstance(opened, Desk) else opened
    assert isinstance(con, sqlite3.Connection)
    with connect.sentences(con.execute("PRAGMA database_list").fetchone()[2]):
        for (name,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            con.execute(f"SELECT * FROM {name}").fetchall()


def test_an_empty_file_is_a_new_desk_only_where_no_backup_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.touch()
    with pytest.raises(Damaged, match="is empty"):
        connect.connect(str(path))
    migrate.open_or_create(str(path)).close()
    copy = backup.make(str(path), NOW)
    path.write_bytes(b"")
    with pytest.raises(Damaged, match=os.path.basename(copy)):
        migrate.open_or_create(str(path))
    assert path.read_bytes() == b""


def test_a_missing_desk_with_backups_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    migrate.open_or_create(str(path)).close()
    backup.make(str(path), NOW)
    path.unlink()
    with pytest.raises(Damaged, match="dealdesk restore"):
        Desk(str(path), FixedClock())
    assert not path.exists()


def test_a_place_that_can_not_be_written_is_one_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    with pytest.raises(NotWritable, match="can't be"):
        migrate.open_or_create(str(blocked / "desk.db"))


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    for opened in (connect.connect, migrate.open_or_create):
        with pytest.raises(NotWritable, match="is a folder"):
            opened(str(tmp_path))


def test_a_desk_that_was_replaced_while_it_was_open_takes_nothing_more_and_says_so(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    migrate.open_or_create(path).close()
    con = connect.connect(path)
    os.rename(path, path + ".old")
    migrate.open_or_create(path).close()
    with pytest.raises(NotWritable, match="moved or replaced"), connect.sentences(path):
        con.execute("INSERT INTO typing (key, text, at, state) VALUES ('k', 'x', 'now', 'typing')")
    con.close()


def test_no_damage_of_a_byte_is_a_traceback(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Łódź hosting", "Acme", amount="84k EUR", notice="3 months", end_on="2027-12-31")
    desk.close()
    path = Path(desk.path)
    whole = path.read_bytes()
    dice = random.Random(5)  # noqa: S311 - the same damage every time
    refused = 0
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(dice.choice((1, 8, 400))):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(bytes(damaged))
        try:
            found = Desk(str(path), FixedClock())
            _used(found)
            found.close()
        except DealdeskError:
            refused += 1
        assert path.read_bytes() == bytes(damaged)
    assert refused > 0


def _swapped(data: bytes, first: int, second: int) -> bytes:
    size = 4096
    pages = [data[at : at + size] for at in range(0, len(data), size)]
    pages[first], pages[second] = pages[second], pages[first]
    return b"".join(pages)


@pytest.mark.parametrize("kind", ["zeroed", "swapped"])
def test_nothing_is_written_to_a_file_with_damaged_pages(tmp_path: Path, kind: str) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    good = backup.make(desk.path, NOW)
    replaced = good.replace("-asked", "-replaced").replace("2026", "2027")
    Path(replaced).write_bytes(b"what a restore put aside " * 400)
    desk.close()
    path = Path(desk.path)
    whole = path.read_bytes()
    tried = range(1, len(whole) // 4096 - 1, 17)
    for page in tried:
        start = page * 4096
        damaged = (
            whole[:start] + bytes(4096) + whole[start + 4096 :] if kind == "zeroed" else _swapped(whole, page, page + 1)
        )
        if damaged == whole:  # two pages of empty indexes are alike
            continue
        path.write_bytes(damaged)
        for opened in (migrate.open_or_create, connect.connect):
            with pytest.raises(Damaged, match=os.path.basename(good)):
                opened(str(path))
        assert path.read_bytes() == damaged
    assert len(tried) > 5


def test_what_the_disk_refuses_in_the_midst_of_a_command_is_a_sentence(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    desk.write(Command("looked"), lambda session: session.connection().exec_driver_sql("PRAGMA max_page_count=1"))
    with pytest.raises(NotWritable, match="full or failing"):
        _fill(desk)
    desk.close()


def _fill(desk: Desk) -> None:
    for _ in range(400):
        add_deal(desk, "Hosting " * 20)


def test_damage_that_a_session_meets_is_a_sentence(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    told: list[Damaged] = []
    desk.on_damage = told.append
    with pytest.raises(Damaged, match="is damaged"):
        desk.read(lambda session: session.connection().exec_driver_sql("SELECT * FROM no_such_table"))
    assert len(told) == 1
    desk.close()
