"""Whom a name means in a deal: its people first, then its contacts, then those of its counterparties; without the ORM.

A name that means nobody for certain stays text: nobody is added to the desk because a line was typed.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.domain.talk import names_in
from dealdesk.domain.vocabulary import Side
from dealdesk.text import fold


class Known(NamedTuple):
    """A person a deal knows."""

    id: int
    name: str
    side: str
    """A value of ``Side``."""


_KNOWN = (
    "SELECT person.id, person.name, link.side FROM ("
    "SELECT person_id, side, 0 AS place FROM deal_person WHERE deal_id = :deal AND archived_at IS NULL "
    "UNION ALL SELECT person_id, side, 1 FROM contact "
    "WHERE deal_id = :deal AND archived_at IS NULL AND person_id IS NOT NULL "
    "UNION ALL SELECT person.id, 'them', 2 FROM person JOIN deal_party ON deal_party.party_id = person.party_id "
    "WHERE deal_party.deal_id = :deal AND deal_party.archived_at IS NULL"
    ") AS link JOIN person ON person.id = link.person_id WHERE person.archived_at IS NULL "
    "ORDER BY link.place, person.is_me, link.side = 'us', person.id"
)


def known(con: sqlite3.Connection, deal_id: int) -> tuple[Known, ...]:
    """Return whom a deal knows, each once: its people, its contacts, then those of its counterparties."""
    found: dict[int, Known] = {}
    for row in con.execute(_KNOWN, {"deal": deal_id}):
        found.setdefault(row[0], Known._make(row))
    return tuple(found.values())


def named(con: sqlite3.Connection, deal_id: int, name: str) -> Known | None:
    """Return the one person a deal knows by this name or a part of it, such as the first name; else None."""
    people, wanted = known(con, deal_id), fold(name)
    exact = [one for one in people if fold(one.name) == wanted]
    if exact:
        return exact[0]
    fitting = [one for one in people if wanted in fold(one.name).split()]
    return fitting[0] if len(fitting) == 1 else None


def meant(con: sqlite3.Connection, deal_id: int, names: str) -> int | None:
    """Return the first of their people among the ``names`` of a conversation; None for nobody known."""
    return next(iter(all_meant(con, deal_id, names)), None)


def all_meant(con: sqlite3.Connection, deal_id: int, names: str) -> tuple[int, ...]:
    """Return their people among the ``names`` of a conversation, in the order named; a name may hold a comma itself."""
    whole = named(con, deal_id, names)
    found = [whole] if whole else [named(con, deal_id, name) for name in names_in(names)]
    return tuple(dict.fromkeys(one.id for one in found if one is not None and one.side == Side.THEM))


class AskedOf(NamedTuple):
    """What one waits for, and from whom where the line names one of them."""

    person_id: int | None
    name: str
    text: str


def asked_of(con: sqlite3.Connection, deal_id: int, line: str) -> AskedOf:
    """Read ``Dana: the signed annex``; without one of their names in front, all of it is what one waits for."""
    head, colon, rest = line.partition(":")
    one = named(con, deal_id, head.strip()) if colon and head.strip() else None
    if one is None or one.side != Side.THEM or not rest.strip():
        return AskedOf(None, "", line.strip())
    return AskedOf(one.id, one.name, rest.strip())
