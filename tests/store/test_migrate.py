"""A desk is made or brought up to date in one transaction: whatever happens, it is the old one or the new one."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dealdesk import paths
from dealdesk.errors import Damaged
from dealdesk.store import backup, connect, history, migrate, sqlfile
from dealdesk.store.version import SCHEMA
from tests.desks import add_deal, open_desk

_FILES = ("migrations/0001.sql", "migrations/views.sql", "migrations/guards.sql")
ALL = [statement for name in _FILES for statement in sqlfile.statements(name)]


class Halt(Exception):
    """The program fails here."""


def _failing(monkeypatch: pytest.MonkeyPatch, after: int, *, kill: bool = False) -> None:
    """Let the migration fail before statement number ``after``."""
    real, run = sqlfile.statements, iter(range(10**6))

    def statements(name: str) -> Iterator[str]:
        for statement in real(name):
            if next(run) == after:
                if kill:
                    os._exit(9)
                raise Halt
            yield statement

    monkeypatch.setattr(sqlfile, "statements", statements)


@pytest.mark.parametrize("after", [*range(0, len(ALL), 23), len(ALL) - 1])
def test_a_failure_at_any_statement_leaves_no_half_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    path = str(tmp_path / "desk.db")
    with monkeypatch.context() as patched:
        _failing(patched, after)
        with pytest.raises(Halt):
            migrate.open_or_create(path)
    con = connect.raw(path, readonly=True)
    assert con.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    assert con.execute("PRAGMA user_version").fetchone() == (0,)
    con.close()
    open_desk(tmp_path).close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize("after", [0, 40, len(ALL) // 2, len(ALL) - 1])
def test_killed_at_a_statement_it_is_made_whole_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    path = str(tmp_path / "desk.db")
    child = os.fork()
    if not child:
        _failing(monkeypatch, after, kill=True)
        migrate.open_or_create(path)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    desk = open_desk(tmp_path)
    assert add_deal(desk) == 1
    desk.close()


@pytest.fixture
def older(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a desk of the present schema, which the program under test takes for an older one."""
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting renewal")
    desk.close()
    for module in (connect, migrate, history):
        monkeypatch.setattr(module, "SCHEMA", SCHEMA + 1)
    monkeypatch.setattr(migrate, "STEPS", (*migrate.STEPS, "next.sql"))
    real = sqlfile.statements

    def statements(name: str) -> Iterator[str]:
        if name == "migrations/next.sql":
            yield "ALTER TABLE deal ADD COLUMN mood VARCHAR"
            yield "CREATE TABLE mood (id INTEGER PRIMARY KEY)"
        else:
            yield from real(name)

    monkeypatch.setattr(sqlfile, "statements", statements)
    return Path(desk.path)


def test_an_older_desk_is_backed_up_and_brought_up_to_date_with_all_its_rows(older: Path) -> None:
    before = older.read_bytes()
    con = migrate.open_or_create(str(older))
    assert con.execute("SELECT title, mood FROM deal").fetchall() == [("Hosting renewal", None)]
    assert con.execute("PRAGMA user_version").fetchone() == (SCHEMA + 1,)
    copy = Path(paths.backup_folder(str(older))) / f"schema-{SCHEMA}.db"
    backup.verify(str(copy))
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT title FROM deal").fetchall() == [("Hosting renewal",)]
    assert kept.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert len(copy.read_bytes()) == len(before)


def test_an_older_desk_whose_migration_fails_is_the_older_desk(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = older.read_bytes()
    for after in (0, 1, 2, 30):
        with monkeypatch.context() as patched:
            _failing(patched, after)
            with pytest.raises(Halt):
                migrate.open_or_create(str(older))
        assert older.read_bytes() == before


def test_a_command_line_reader_does_not_migrate(older: Path) -> None:
    before = older.read_bytes()
    with pytest.raises(connect.OlderSchema):
        connect.connect(str(older), readonly=True)
    assert older.read_bytes() == before


def test_a_current_desk_is_opened_without_a_write(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    desk.close()
    before = (Path(desk.path).read_bytes(), os.stat(desk.path).st_mtime_ns)
    open_desk(tmp_path).close()
    assert (Path(desk.path).read_bytes(), os.stat(desk.path).st_mtime_ns) == before


def test_rows_that_point_nowhere_stop_a_migration(older: Path) -> None:
    con = connect.raw(str(older))
    con.execute("DROP TRIGGER deal_party_update_guard")
    con.execute("PRAGMA foreign_keys=OFF")
    con.execute("UPDATE deal_party SET party_id = 99")
    con.close()
    before = older.read_bytes()
    with pytest.raises(Damaged, match="point nowhere"):
        migrate.open_or_create(str(older))
    assert older.read_bytes() == before


@pytest.mark.parametrize("version", [0, -1])
def test_a_desk_that_denies_its_tables_is_refused_and_left_as_it_is(tmp_path: Path, version: int) -> None:
    path = tmp_path / "desk.db"
    con = migrate.open_or_create(str(path))
    con.execute(f"PRAGMA user_version={version}")
    con.close()
    before = path.read_bytes()
    for opening in (migrate.open_or_create, connect.connect, connect.is_current):
        with pytest.raises(Damaged, match=rf"says it is of schema {version}, which no dealdesk wrote"):
            opening(str(path))
    assert path.read_bytes() == before
