"""Typed text that is not part of a record: read back by row, and the newest of a row that was never added.

Each window keeps its own. What was left by a window that is closed, or was killed, is offered in any other, which
takes it over; what another open window types stays there. Standard library only: a form for a new row opens without
the ORM. Whose a window is says the SQL function ``claim`` of each connection (:func:`connect.claim_for`).
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
    window: str
    """Where it was typed."""


class NewRow(NamedTuple):
    """What was typed for a row that is not there yet."""

    uid: str
    at: str
    fields: dict[str, Draft]


def of_row(con: sqlite3.Connection, table: str, uid: str) -> dict[str, Draft]:
    """Return the typing of one row by field; where several left text in a field, our own, else the newest."""
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
    """Return (uid, field, draft) of all keys (``table/uid/field``) below ``prefix``, the newest and our own last."""
    more = "".join(f" AND {column} IS ?" for column in where)
    rows = con.execute(
        "SELECT key, text, base_text, at, state, window FROM typing "
        f"WHERE key >= ? AND key < ?{more} AND claim(window) > 0 ORDER BY claim(window), at",
        (prefix, prefix[:-1] + "0", *where.values()),  # "0" follows "/" in ASCII
    ).fetchall()
    found = []
    for key, *draft in rows:
        _table, _, rest = key.partition("/")
        uid, _, name = rest.partition("/")
        found.append((uid, name, Draft._make(draft)))
    return found


def _is_row(con: sqlite3.Connection, table: str, uid: str) -> bool:
    return con.execute(f'SELECT 1 FROM "{table}" WHERE uid = ?', (uid,)).fetchone() is not None


def take_over(con: sqlite3.Connection, key: str, typed_in: str, window: str) -> None:
    """Make what was typed for ``key`` in a window that is closed the typing of ``window``.

    Where that window typed something of its own meanwhile, both stay, and the other one is offered again.
    """
    con.execute("UPDATE OR IGNORE typing SET window = ? WHERE key = ? AND window = ?", (window, key, typed_in))


def forget(con: sqlite3.Connection, table: str, uid: str, window: str) -> None:
    """Forget the typing of one row in one window: all of it was taken back, or became part of its record."""
    prefix = f"{table}/{uid}/"
    con.execute("DELETE FROM typing WHERE key >= ? AND key < ? AND window = ?", (prefix, prefix[:-1] + "0", window))
