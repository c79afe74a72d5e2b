"""Who a message to the other side goes to, and who writes it; without the ORM."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

_ROLES = "CASE role WHEN 'owner' THEN 0 WHEN 'executive' THEN 1 WHEN 'delivery' THEN 2 WHEN 'billing' THEN 4 ELSE 3 END"


class Addressee(NamedTuple):
    """One person of their side."""

    id: int
    name: str
    address: str

    @property
    def shown(self) -> str:
        """Name and address in one line."""
        return f"{self.name} <{self.address}>" if self.address else self.name


def addressees(con: sqlite3.Connection, deal_id: int) -> tuple[Addressee, ...]:
    """Return the people of their side in a deal, the one a message usually goes to first."""
    rows = con.execute(
        "SELECT person.id, person.name, person.address FROM deal_person JOIN person "
        "ON person.id = deal_person.person_id WHERE deal_person.deal_id = :deal AND side = 'them' "
        f"AND deal_person.archived_at IS NULL ORDER BY {_ROLES}, deal_person.id",
        {"deal": deal_id},
    ).fetchall()
    rows += con.execute(
        "SELECT person.id, person.name, person.address FROM contact JOIN person ON person.id = contact.person_id "
        "WHERE contact.deal_id = :deal AND contact.side = 'them' AND contact.archived_at IS NULL ORDER BY contact.id",
        {"deal": deal_id},
    ).fetchall()
    return tuple({row[0]: Addressee._make(row) for row in rows}.values())


def addressee(con: sqlite3.Connection, deal_id: int, person_id: int | None, about_uid: str) -> Addressee | None:
    """Return whom a message goes to: the one that was picked, who is waited for or talked, else who is usual."""
    wanted = person_id
    if wanted is None and about_uid:
        row = con.execute(
            "SELECT person_id FROM waiting WHERE uid = :uid UNION ALL SELECT person_id FROM conversation "
            "WHERE uid = :uid UNION ALL SELECT owner_id FROM action WHERE uid = :uid AND side = 'them'",
            {"uid": about_uid},
        ).fetchone()
        wanted = row[0] if row else None
    if wanted is not None:
        row = con.execute(
            "SELECT id, name, address FROM person WHERE id = ? AND archived_at IS NULL", (wanted,)
        ).fetchone()
        if row:
            return Addressee._make(row)
    return next(iter(addressees(con, deal_id)), None)


def party_of(con: sqlite3.Connection, deal_id: int) -> str:
    """Return the counterparty of a deal; "" for none."""
    row = con.execute(
        "SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
        "WHERE deal_party.deal_id = ? AND deal_party.archived_at IS NULL ORDER BY deal_party.position LIMIT 1",
        (deal_id,),
    ).fetchone()
    return row[0] if row else ""


def me(con: sqlite3.Connection) -> tuple[str, str]:
    """Return name and address of the owner of this desk; both "" while they are not known."""
    row = con.execute("SELECT name, address FROM person WHERE is_me AND archived_at IS NULL LIMIT 1").fetchone()
    return (row[0], row[1]) if row else ("", "")
