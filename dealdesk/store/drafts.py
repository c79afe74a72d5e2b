"""Typed text that is not part of a record: read back by row, and the newest of a row that was never added.

Standard library only: a form for a new row opens without the ORM.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple


class Draft(NamedTuple):
    """The text of one field as it was typed; ``at`` is UTC, ``base`` what the field held before (None: not known)."""

    text: str
    base: str | None
    at: str
    state: str


class NewRow(NamedTuple):
    """What was typed for a row that is not there yet."""

    uid: str
    at: str
    fields: dict[str, Draft]


def of_row(con: sqlite3.Connection, table: str, uid: str) -> dict[str, Draft]:
    """Return the typing of one row by field."""
    return {name: draft for _uid, name, draft in _typed(con, f"{table}/{uid}/")}


def newest(con: sqlite3.Connection, table: str, deal_id: int | None) -> NewRow | None:
    """Return the typing of the row of ``table`` (and deal) that was typed last and never added; None for none."""
    rows: dict[str, dict[str, Draft]] = {}
    for uid, name, draft in _typed(con, f"{table}/", deal_id=deal_id):
        rows.setdefault(uid, {})[name] = draft
    found: NewRow | None = None
    for uid, fields in rows.items():
        at = max(draft.at for draft in fields.values())
        told = any(draft.text.strip() for draft in fields.values())
        if told and (found is None or at > found.at) and not _is_row(con, table, uid):
            found = NewRow(uid, at, fields)
    return found


def _typed(con: sqlite3.Connection, prefix: str, **where: int | None) -> list[tuple[str, str, Draft]]:
    """Return (uid, field, draft) of all keys below ``prefix``; keys are ``table/uid/field``."""
    more = "".join(f" AND {column} IS ?" for column in where)
    rows = con.execute(
        f"SELECT key, text, base_text, at, state FROM typing WHERE key >= ? AND key < ?{more}",
        (prefix, prefix[:-1] + "0", *where.values()),  # "0" follows "/" in ASCII
    ).fetchall()
    found = []
    for key, text, base, at, state in rows:
        _table, _, rest = key.partition("/")
        uid, _, name = rest.partition("/")
        found.append((uid, name, Draft(text, base, at, state)))
    return found


def _is_row(con: sqlite3.Connection, table: str, uid: str) -> bool:
    return con.execute(f'SELECT 1 FROM "{table}" WHERE uid = ?', (uid,)).fetchone() is not None


def forget(con: sqlite3.Connection, table: str, uid: str) -> None:
    """Forget the typing of one row: all of it was taken back by whoever typed it."""
    prefix = f"{table}/{uid}/"
    con.execute("DELETE FROM typing WHERE key >= ? AND key < ?", (prefix, prefix[:-1] + "0"))
