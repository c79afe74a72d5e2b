"""Commands: one transaction each, recorded by triggers; undo and redo are read from what they recorded.

Standard library only, so that a one-line capture from the shell needs no ORM.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from dealdesk.clock import stamp
from dealdesk.errors import DealdeskError, NewerSchema
from dealdesk.store import undo_rules
from dealdesk.store.version import SCHEMA

#: How many commands back undo reaches; history itself is never pruned.
UNDO_REACH = 200


class CannotUndo(DealdeskError):
    """Undo or redo stopped, and nothing was changed."""

    exit_code = 7


class Command(NamedTuple):
    """What is about to be done, in words: ``name`` is the past-tense line of the history ("added a deal").

    ``origin`` is a value of ``domain.vocabulary.Origin``, spelled out here: the glance and the capture from the shell
    would pay for loading it.
    """

    name: str
    deal_id: int | None = None
    window: str = ""
    origin: str = "person"
    why: str = ""
    undoes: int | None = None


class Entry(NamedTuple):
    """One line of the history: a command and one of its changes (``col`` is empty for a whole row)."""

    command_id: int
    at: str
    name: str
    origin: str
    why: str
    undone: bool
    tab: str
    uid: str
    op: str
    col: str
    old: str | None
    new: str | None


def must_be_ours(con: sqlite3.Connection) -> None:
    """Refuse to write what another window has brought to a newer schema; asked inside each transaction.

    Raises :class:`NewerSchema`.
    """
    if con.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
        raise NewerSchema("A newer dealdesk changed this file; restart dealdesk to go on writing.")


@contextmanager
def unit(con: sqlite3.Connection, command: Command, now: datetime) -> Iterator[int]:
    """Carry out one command in one transaction and yield its id.

    A unit that changes nothing leaves no command behind. On any exception everything is rolled back.
    Raises :class:`NewerSchema` when another window migrated the file meanwhile.
    """
    con.execute("BEGIN IMMEDIATE")
    try:
        must_be_ours(con)
        cursor = con.execute(
            "INSERT INTO command (name, deal_id, window, origin, at, undoes, why) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                command.name,
                command.deal_id,
                command.window,
                str(command.origin),
                stamp(now),
                command.undoes,
                command.why,
            ),
        )
        number = int(cursor.lastrowid or 0)
        con.execute("UPDATE writing SET command_id = ?, at = ?", (number, stamp(now)))
        yield number
        con.execute("UPDATE writing SET command_id = NULL")
        con.execute(
            "UPDATE command SET deal_id = (SELECT max(deal_id) FROM change WHERE command_id = ?) "
            "WHERE id = ? AND deal_id IS NULL",
            (number, number),
        )
        con.execute(
            "DELETE FROM command WHERE id = ? AND NOT EXISTS (SELECT 1 FROM change WHERE command_id = ?)",
            (number, number),
        )
        con.execute("COMMIT")
    except BaseException:
        if con.in_transaction:
            con.execute("ROLLBACK")
        raise


def window_of(con: sqlite3.Connection) -> str:
    """Return the window whose command is being carried out; "" while there is none."""
    row = con.execute("SELECT command.window FROM writing JOIN command ON command.id = writing.command_id").fetchone()
    return row[0] if row else ""


def join(con: sqlite3.Connection, tab: str, uid: str, col: str, new: str, since: datetime) -> None:
    """Let the command being carried out be part of the one before it, if that set ``col`` of a row to ``new``.

    For a question that follows a command: one undo takes both back. Only the newest command of this window is meant,
    as long as it stands and is not older than ``since``.
    """
    found = con.execute(
        "SELECT last.id FROM writing JOIN command AS now ON now.id = writing.command_id "
        "JOIN command AS last ON last.id = (SELECT max(id) FROM command WHERE id < now.id AND window = now.window) "
        "WHERE last.origin = 'person' AND last.at >= ? AND EXISTS (SELECT 1 FROM change "
        "WHERE command_id = last.id AND tab = ? AND uid = ? AND col = ? AND new = ?)",
        (stamp(since), tab, uid, col, new),
    ).fetchone()
    if found is not None and stands(con, found[0]):
        con.execute("UPDATE writing SET command_id = ?", found)


def set_aside(con: sqlite3.Connection, tab: str, uid: str, col: str, text: str) -> None:
    """Write into the history of a row a text that was typed for ``col`` and not taken; for use inside a command."""
    con.execute(
        "INSERT INTO change (command_id, deal_id, tab, uid, op, col, old, new) "
        "SELECT writing.command_id, (SELECT max(deal_id) FROM change WHERE uid = ?), ?, ?, 'aside', ?, NULL, ? "
        "FROM writing",
        (uid, tab, uid, col, text),
    )


def undo(con: sqlite3.Connection, window: str, now: datetime) -> str:
    """Undo the newest command of a person that is not undone yet; return what was undone, in words.

    Commands of this window come first; after a restart, when this window has none, the newest of any window counts.
    Raises :class:`CannotUndo` when there is nothing, or when something was changed again since.
    """
    found = _latest_done(con, window)
    if found is None:
        raise CannotUndo("There is nothing to undo.")
    number, name, deal_id = found
    with unit(con, Command(f"undid: {name}", deal_id, window, "undo", undoes=number), now):
        _reverse(con, number, now)
    return name


def redo(con: sqlite3.Connection, window: str, now: datetime) -> str:
    """Bring back the newest undone command, unless something was done since; return what came back, in words.

    Raises :class:`CannotUndo` as :func:`undo` does.
    """
    found = _latest_undone(con, window)
    if found is None:
        raise CannotUndo("There is nothing to redo.")
    number, name, deal_id = found
    again = name.removeprefix("undid: ")
    with unit(con, Command(f"redid: {again}", deal_id, window, "undo", undoes=number), now):
        _reverse(con, number, now)
    return again


def _recent(con: sqlite3.Connection) -> list[tuple[int, str, int | None, str, int | None, str]]:
    """Return the newest commands of persons, imports and undos as (id, name, deal_id, origin, undoes, window)."""
    return con.execute(
        "SELECT id, name, deal_id, origin, undoes, window FROM command WHERE origin IN ('person', 'import', 'undo') "
        "ORDER BY id DESC LIMIT ?",
        (3 * UNDO_REACH,),  # an undone and redone command is three rows
    ).fetchall()


def _latest_done(con: sqlite3.Connection, window: str) -> tuple[int, str, int | None] | None:
    """Return the newest command that can be undone: done by a person and standing (undone and redone also stands)."""
    done = [row for row in _recent(con) if row[3] == "person"][:UNDO_REACH]
    mine = (row for row in done if row[5] == window and stands(con, row[0]))
    anyones = (row for row in done if stands(con, row[0]))
    found = next(mine, None) or next(anyones, None)
    return found[:3] if found else None


def _latest_undone(con: sqlite3.Connection, window: str) -> tuple[int, str, int | None] | None:
    """Return the newest undo that stands, unless something was done or imported after it."""
    rows = _recent(con)
    origins = {row[0]: row[3] for row in rows}
    # After a restart this window has undone less than the one before it, so both are looked through.
    for candidates in ([row for row in rows if row[5] == window], rows):
        for number, name, deal_id, origin, undoes, _window in candidates:
            if origin != "undo":
                return None
            is_redo = origins.get(undoes or 0) == "undo"
            if not is_redo and stands(con, number):
                return number, name, deal_id
    return None


def stands(con: sqlite3.Connection, number: int) -> bool:
    """Return whether a command was not undone, or was brought back since."""
    row = con.execute("SELECT id FROM command WHERE undoes = ? ORDER BY id DESC LIMIT 1", (number,)).fetchone()
    return row is None or not stands(con, row[0])


def _reverse(con: sqlite3.Connection, number: int, now: datetime) -> None:
    try:
        _take_back(con, number, now)
    except sqlite3.IntegrityError:
        # Another window made what may be there only once, such as the open wait for a person.
        raise CannotUndo("Something newer stands in its place; undo or close that first.") from None


def _take_back(con: sqlite3.Connection, number: int, now: datetime) -> None:
    changes = con.execute(
        "SELECT id, tab, uid, op, col, old, new FROM change WHERE command_id = ? ORDER BY id DESC", (number,)
    ).fetchall()
    for change_id, tab, uid, op, col, old, new in changes:
        if op == "insert":
            _refuse_if_newer(con, change_id, number, tab, uid)
            con.execute(f'UPDATE "{tab}" SET archived_at = ? WHERE uid = ?', (stamp(now), uid))
            continue
        row = con.execute(f'SELECT "{col}", CAST("{col}" AS TEXT) FROM "{tab}" WHERE uid = ?', (uid,)).fetchone()
        if row is None or not _is_still(row[0], row[1], new):
            raise CannotUndo(f"This was changed again since ({tab} {col}); undo the later change first.")
        con.execute(f'UPDATE "{tab}" SET "{col}" = ? WHERE uid = ?', (old, uid))
    if why := undo_rules.in_the_way(con, ((tab, uid) for _id, tab, uid, *_rest in changes)):
        raise CannotUndo(why)


def _is_still(value: object, text: str | None, new: str | None) -> bool:
    """Return whether a column holds what a change made of it: the history keeps it as text."""
    return text == new or (isinstance(value, float) and new is not None and value == float(new))


def _refuse_if_newer(con: sqlite3.Connection, change_id: int, number: int, tab: str, uid: str) -> None:
    later = con.execute(
        "SELECT id FROM change WHERE tab = ? AND uid = ? AND id > ? AND command_id <> ? AND op <> 'aside'",
        (tab, uid, change_id, number),
    ).fetchall()
    standing = [row for row in later if _change_stands(con, row[0])]
    if standing:
        raise CannotUndo(f"This {tab.replace('_', ' ')} was changed again since; undo the later change first.")


def _change_stands(con: sqlite3.Connection, change_id: int) -> bool:
    number, origin = con.execute(
        "SELECT command.id, command.origin FROM command JOIN change ON change.command_id = command.id "
        "WHERE change.id = ?",
        (change_id,),
    ).fetchone()
    return origin != "undo" and stands(con, number)


def of_deal(con: sqlite3.Connection, deal_id: int, limit: int = 500) -> list[Entry]:
    """Return who changed what of a deal, when and why, newest first."""
    return _entries(con, "change.deal_id = ?", (deal_id,), limit)


def of_row(con: sqlite3.Connection, uid: str, limit: int = 200) -> list[Entry]:
    """Return the history of one row, newest first."""
    return _entries(con, "change.uid = ?", (uid,), limit)


def _entries(con: sqlite3.Connection, where: str, values: tuple[object, ...], limit: int) -> list[Entry]:
    rows = con.execute(
        "SELECT command.id, command.at, command.name, command.origin, command.why, "
        "change.tab, change.uid, change.op, coalesce(change.col, ''), change.old, change.new "
        f"FROM change JOIN command ON command.id = change.command_id WHERE {where} "
        "ORDER BY change.command_id DESC, change.id LIMIT ?",
        (*values, limit),
    ).fetchall()
    undone = {number: not stands(con, number) for number in {row[0] for row in rows}}
    return [Entry._make((*row[:5], undone[row[0]], *row[5:])) for row in rows]
