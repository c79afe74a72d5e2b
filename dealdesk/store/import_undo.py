"""What an import knows of the desk before it, and the way back; standard library only, so that it costs no ORM."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.domain.vocabulary import Origin
from dealdesk.store import history
from dealdesk.store.history import CannotUndo, Command
from dealdesk.text import clean

# Deals of an import that was taken back. They are off the desk as if they had never come: their rows can be imported
# again, under their own references. A deal that a person archived stays known, or each new import would bring it back.
_TAKEN_BACK = (
    "SELECT deal.id FROM deal WHERE deal.import_key IS NOT NULL AND deal.archived_at IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM change JOIN command ON command.id = change.command_id WHERE change.tab = 'deal' "
    "AND change.uid = deal.uid AND change.col = 'archived_at' AND change.new = deal.archived_at "
    "AND command.origin = 'undo')"
)
KNOWN_REFS = f"SELECT ref FROM deal_ref WHERE deal_id NOT IN ({_TAKEN_BACK})"
KNOWN_KEYS = f"SELECT import_key FROM deal WHERE import_key IS NOT NULL AND id NOT IN ({_TAKEN_BACK})"
REUSABLE_REFS = f"SELECT ref, id FROM deal_ref WHERE deal_id IN ({_TAKEN_BACK})"
_ARCHIVE = (
    "UPDATE {0} SET archived_at = ? WHERE archived_at IS NULL "
    "AND uid IN (SELECT uid FROM change WHERE command_id = ? AND tab = '{0}' AND op = 'insert')"
)
#: Tables an import adds rows to, and which of their rows others have come to use since.
_TABLES = {
    "deal": "",
    "deal_ref": "",
    "deal_party": "",
    "document": "",
    "debrief": "",
    "action": "",
    "checkin": "",
    "party": " AND NOT EXISTS (SELECT 1 FROM deal_party JOIN deal ON deal.id = deal_party.deal_id WHERE "
    "deal_party.party_id = party.id AND deal_party.archived_at IS NULL AND deal.archived_at IS NULL) "
    "AND NOT EXISTS (SELECT 1 FROM person WHERE person.party_id = party.id AND person.archived_at IS NULL)",
    "person": " AND NOT is_me AND NOT EXISTS (SELECT 1 FROM deal WHERE deal.owner_id = person.id "
    "AND deal.archived_at IS NULL) AND NOT EXISTS (SELECT 1 FROM deal_person JOIN deal ON "
    "deal.id = deal_person.deal_id WHERE deal_person.person_id = person.id AND deal_person.archived_at IS NULL "
    "AND deal.archived_at IS NULL) AND NOT EXISTS (SELECT 1 FROM action WHERE action.owner_id = person.id "
    "AND action.archived_at IS NULL) AND NOT EXISTS (SELECT 1 FROM contact WHERE contact.person_id = person.id "
    "AND contact.archived_at IS NULL)",
}
_REACH = 50
_SHOWN = 3


class Import(NamedTuple):
    """An import that stands."""

    command_id: int
    name: str
    """What was done, in words: ``imported 255 deals from register.csv``."""
    at: str
    """The UTC instant, as the store keeps it."""


def command(count: int, file_name: str) -> Command:
    """Return the command that stores ``count`` deals from the file of that name."""
    return Command(f"imported {counted(count, 'deal')} from {clean(file_name)[:120]}", origin=Origin.IMPORT)


def known(con: sqlite3.Connection) -> tuple[frozenset[str], frozenset[str]]:
    """Return all references (aliases too) and all import keys of the desk, for planning an import."""
    taken = frozenset(row[0] for row in con.execute(KNOWN_REFS))
    return taken, frozenset(row[0] for row in con.execute(KNOWN_KEYS))


def last_import(con: sqlite3.Connection) -> Import | None:
    """Return the newest import that was not taken back."""
    rows = con.execute(
        "SELECT id, name, at FROM command WHERE origin = ? ORDER BY id DESC LIMIT ?", (Origin.IMPORT, _REACH)
    ).fetchall()
    return next((Import._make(row) for row in rows if history.stands(con, row[0])), None)


def undo_import(con: sqlite3.Connection, command_id: int, now: datetime, window: str = "") -> str:
    """Take an import back as a whole and return its name; parties and people whom other deals use by now stay.

    Raises :class:`CannotUndo` where it is no import, was taken back already, or its deals were worked on since.
    """
    row = con.execute("SELECT name, origin FROM command WHERE id = ?", (command_id,)).fetchone()
    if row is None or row[1] != Origin.IMPORT:
        raise CannotUndo("There is no import to take back.")
    if not history.stands(con, command_id):
        raise CannotUndo("That import was taken back already.")
    name = str(row[0])
    with history.unit(con, Command(f"undid: {name}", None, window, Origin.UNDO, undoes=command_id), now):
        _refuse_if_worked_on(con, command_id)
        for table, used in _TABLES.items():
            con.execute(_ARCHIVE.format(table) + used, (stamp(now), command_id))
        _give_back_refs(con, command_id)
    return name


def _refuse_if_worked_on(con: sqlite3.Connection, command_id: int) -> None:
    """Raise where a person did something with one of the deals: it would vanish with them."""
    rows = con.execute(
        "SELECT DISTINCT change.command_id, deal.ref FROM change JOIN command ON command.id = change.command_id "
        "JOIN deal ON deal.id = change.deal_id WHERE change.command_id > ? AND command.origin = 'person' "
        "AND change.deal_id IN (SELECT deal_id FROM change WHERE command_id = ? AND tab = 'deal' AND op = 'insert') "
        "ORDER BY change.command_id",
        (command_id, command_id),
    ).fetchall()
    touched = list(dict.fromkeys(ref for number, ref in rows if history.stands(con, number)))
    if touched:
        shown = ", ".join(touched[:_SHOWN]) + (" and others" if len(touched) > _SHOWN else "")
        one = len(touched) == 1
        raise CannotUndo(
            f"The import stays: {shown} {'was' if one else 'were'} worked on since. "
            f"Undo that first, or archive single deals."
        )


def _give_back_refs(con: sqlite3.Connection, command_id: int) -> None:
    """Return references that this import took over from one taken back before."""
    changes = con.execute(
        "SELECT uid, col, old FROM change WHERE command_id = ? AND tab = 'deal_ref' AND op = 'update' ORDER BY id DESC",
        (command_id,),
    ).fetchall()
    for uid, column, old in changes:
        con.execute(f'UPDATE deal_ref SET "{column}" = ? WHERE uid = ?', (old, uid))
