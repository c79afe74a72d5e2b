"""Bring a desk file to the schema this code knows: one transaction, with a verified backup before it."""

from __future__ import annotations

import sqlite3

from dealdesk.errors import Damaged
from dealdesk.store import backup, connect, sqlfile
from dealdesk.store.version import APPLICATION_ID, SCHEMA

STEPS = ("0001.sql",)


def open_or_create(path: str, *, timeout_ms: int = 5000, any_thread: bool = False) -> sqlite3.Connection:
    """Return a writing connection to the desk at ``path``, created or brought up to date as needed.

    Raises what :func:`connect.connect` raises; whatever happens, the file is the old one or the new one.
    """
    connect.create(path)
    with connect.sentences(path):
        con = connect.raw(path, timeout_ms=timeout_ms, any_thread=any_thread)
        try:
            found = connect.version(con, path, empty_is_new=True)
            connect.must_be_writable(path)
            connect.must_be_sound(con, path)
            if found < SCHEMA:
                _migrate(con, path)
            connect.for_writing(con)
        except BaseException:
            con.close()
            raise
    return con


def _migrate(con: sqlite3.Connection, path: str) -> None:
    con.execute("PRAGMA foreign_keys=OFF")
    con.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        version = con.execute("PRAGMA user_version").fetchone()[0]
        if version < SCHEMA:
            if version:
                backup.before_migration(path, version)
            _run_steps(con, version)
            _derive(con)
            con.execute(f"PRAGMA application_id={APPLICATION_ID}")
            con.execute(f"PRAGMA user_version={SCHEMA}")
            if con.execute("PRAGMA foreign_key_check").fetchone():
                raise Damaged(f"{path} holds rows that point nowhere; it was left as it was. Run dealdesk doctor.")
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise


def _run_steps(con: sqlite3.Connection, version: int) -> None:
    _drop_derived(con)
    for name in STEPS[version:SCHEMA]:
        for statement in sqlfile.statements(f"migrations/{name}"):
            con.execute(statement)
    con.execute("INSERT OR IGNORE INTO writing (id, command_id, at) VALUES (1, NULL, NULL)")


def _drop_derived(con: sqlite3.Connection) -> None:
    # A table can't be rebuilt while a trigger or a view mentions it.
    found = con.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
    for kind, name in found:
        con.execute(f'DROP {kind} "{name}"')
    # Read to the end before the first DROP: a statement still being read locks the schema.
    indexes = con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'due\\_%' ESCAPE '\\'"
    ).fetchall()
    for (name,) in indexes:
        con.execute(f'DROP INDEX "{name}"')


def _derive(con: sqlite3.Connection) -> None:
    for name in ("views.sql", "guards.sql"):
        for statement in sqlfile.statements(f"migrations/{name}"):
            con.execute(statement)
