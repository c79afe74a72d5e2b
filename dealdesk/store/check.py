"""Whether a desk file is sound: each check takes a connection, changes nothing, and returns what is wrong, in words.

``integrity_check`` alone is not enough: it says ok to broken text and to a broken search index (measured).
"""

from __future__ import annotations

import sqlite3

from dealdesk.store import sqlfile
from dealdesk.store.migrate import STEPS

_LISTED = 100


def structure(con: sqlite3.Connection) -> list[str]:
    """Check pages, indexes and constraints."""
    found = [str(row[0]) for row in con.execute(f"PRAGMA integrity_check({_LISTED})")]
    return [] if found == ["ok"] else found


def links(con: sqlite3.Connection) -> list[str]:
    """Check that every foreign key points to a row that is there."""
    rows = con.execute("PRAGMA foreign_key_check").fetchmany(_LISTED)
    return [f"{table} row {number} points to a missing {parent}" for table, number, parent, _key in rows]


def rows(con: sqlite3.Connection) -> list[str]:
    """Read every value of every table."""
    troubles = []
    for (table,) in con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'search\\_text\\_%' ESCAPE '\\'"
    ).fetchall():
        try:
            for _row in con.execute(f'SELECT * FROM "{table}"'):
                pass
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            troubles.append(f"{table} holds values that can't be read")
    return troubles


def schema(con: sqlite3.Connection) -> list[str]:
    """Compare tables, views, indexes and guards with those a fresh desk has."""
    fresh = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for name in (*STEPS, "views.sql", "guards.sql"):
            for statement in sqlfile.statements(f"migrations/{name}"):
                fresh.execute(statement)
        wanted, found = _objects(fresh), _objects(con)
    finally:
        fresh.close()
    missing = [f"{kind} {name} is missing" for kind, name in wanted.keys() - found.keys()]
    foreign = [f"{kind} {name} is not ours" for kind, name in found.keys() - wanted.keys()]
    other = [f"{kind} {name} differs" for (kind, name), sql in wanted.items() if found.get((kind, name), sql) != sql]
    return sorted(missing) + sorted(foreign) + sorted(other)


def _objects(con: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {
        (kind, name): " ".join((sql or "").split())
        for kind, name, sql in con.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%'")
    }


def search_index(con: sqlite3.Connection) -> list[str]:
    """Compare the full-text index with the rows it is built over.

    SQLite makes this check a write, so it runs on a copy in memory; the file is only read.
    """
    copy = sqlite3.connect(":memory:", isolation_level=None)
    try:
        con.backup(copy)
        copy.execute("INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        return [f"the search index is broken ({error})"]
    finally:
        copy.close()
    return []
