"""The files on the disk, the migrated desk and the models say the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from dealdesk.store import connect, migrate, schema, sqlfile
from dealdesk.store.version import APPLICATION_ID, SCHEMA

TABLES = sorted(SQLModel.metadata.tables)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    return migrate.open_or_create(str(tmp_path_factory.mktemp("desk") / "desk.db"))


@pytest.fixture(scope="module")
def modelled() -> sqlite3.Connection:
    con = sqlite3.connect(":memory:", check_same_thread=False)
    engine = create_engine("sqlite://", creator=lambda: con)
    SQLModel.metadata.create_all(engine)
    return con


@pytest.mark.parametrize(
    ("name", "statements"),
    [
        ("triggers.sql", schema.triggers_sql),
        ("searched.sql", schema.searched_sql),
        ("migrations/guards.sql", schema.guards_sql),
    ],
)
def test_what_is_generated_is_what_lies_on_the_disk(name: str, statements: Any) -> None:  # noqa: ANN401
    on_disk = [statement.strip().removesuffix(";") for statement in sqlfile.statements(name)]
    assert on_disk == [statement.removesuffix(";") for statement in statements()]


def _columns(con: sqlite3.Connection, table: str) -> list[tuple[Any, ...]]:
    rows = con.execute(f'PRAGMA table_info("{table}")').fetchall()
    return sorted((name, kind, notnull, default, key) for _cid, name, kind, notnull, default, key in rows)


def _indexes(con: sqlite3.Connection, table: str) -> set[tuple[Any, ...]]:
    found = set()
    for _seq, name, unique, origin, partial in con.execute(f'PRAGMA index_list("{table}")').fetchall():
        if str(name).startswith("due_"):  # these belong to the view and are made with it
            continue
        columns = tuple(row[2] for row in con.execute(f'PRAGMA index_info("{name}")').fetchall())
        sql = con.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
        where = str(sql[0]).split(" WHERE ")[-1] if partial and sql and sql[0] else ""
        found.add((columns, unique, origin, where))
    return found


def _references(con: sqlite3.Connection, table: str) -> set[tuple[Any, ...]]:
    return {(row[3], row[2], row[4]) for row in con.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()}


@pytest.mark.parametrize("table", TABLES)
def test_the_migrated_desk_is_what_the_models_say(
    migrated: sqlite3.Connection, modelled: sqlite3.Connection, table: str
) -> None:
    assert _columns(migrated, table) == _columns(modelled, table)
    assert _indexes(migrated, table) == _indexes(modelled, table)
    assert _references(migrated, table) == _references(modelled, table)


def test_there_is_no_table_beside_those_of_the_models(migrated: sqlite3.Connection) -> None:
    names = {row[0] for row in migrated.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in names if not name.startswith(("search_text", "sqlite_"))} == set(TABLES)


def test_a_desk_says_what_it_is(migrated: sqlite3.Connection) -> None:
    assert migrated.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert migrated.execute("PRAGMA user_version").fetchone() == (SCHEMA,)
    assert len(migrate.STEPS) == SCHEMA


def test_the_view_of_what_is_due_has_the_columns_its_readers_name(migrated: sqlite3.Connection) -> None:
    columns = [row[0] for row in migrated.execute("SELECT * FROM due_item LIMIT 0").description]
    assert columns == [
        "kind", "uid", "deal_id", "due_on", "due_at", "hard_on", "soft_on", "weight", "who", "text",
        "state", "person_id", "reason", "action_kind",
    ]  # fmt: skip


def test_each_table_has_its_guards_in_the_file_and_its_history_in_the_connection(
    migrated: sqlite3.Connection,
) -> None:
    kept = {row[0] for row in migrated.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    made = {row[0] for row in migrated.execute("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")}
    for table in schema.models():
        assert {f"{table}_insert_guard", f"{table}_update_guard", f"{table}_delete_guard"} <= kept
        assert {f"{table}_inserted", f"{table}_updated", f"{table}_deleted"} <= made


def test_no_trigger_calls_a_function_of_ours(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    migrate.open_or_create(path).close()
    con = connect.raw(path)  # knows no function of dealdesk
    connect.for_writing(con)
    con.execute("BEGIN IMMEDIATE")
    con.execute("INSERT INTO command (id, name, at) VALUES (1, 'x', 'now')")
    con.execute("UPDATE writing SET command_id = 1, at = 'now'")
    con.execute("INSERT INTO party (uid, name) VALUES ('p', 'Łódź')")
    con.execute("COMMIT")
    assert con.execute("SELECT count(*) FROM search_text WHERE search_text MATCH 'lodz'").fetchone() == (1,)


def test_every_row_that_holds_text_of_a_deal_can_be_found_by_its_deal() -> None:
    shared = {"deal", "party", "person", "setting", "day_off", "question", "rule", "benchmark", "lesson"}
    for name, model in schema.models().items():
        if model.searched and name not in shared:
            assert "deal_id" in SQLModel.metadata.tables[name].columns, name
