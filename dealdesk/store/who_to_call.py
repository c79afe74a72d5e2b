"""Who to call: delivery, billing and executive matters on both sides; read without the ORM."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain.registers import Matter
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import InputRefused

if TYPE_CHECKING:
    from sqlmodel import Session

#: Begins the uid of a place where nobody stands yet.
BLANK = "+"


class Call(NamedTuple):
    """Who is called about a matter on one side; ``uid`` begins with :data:`BLANK` where nobody is named."""

    uid: str
    matter: str
    side: str
    name: str
    response: str
    address: str

    @property
    def texts(self) -> dict[str, str]:
        """What the form of a free place begins with."""
        return {"matter": self.matter, "side": self.side}


class Pair(NamedTuple):
    """Whom one calls about a matter on both sides; ``uid`` names the line, which is no row of the table."""

    uid: str
    matter: str
    ours: tuple[Call, ...]
    """At least one, of which the only one may be a free place."""
    theirs: tuple[Call, ...]

    @property
    def named(self) -> tuple[Call, ...]:
        """Those who are named, ours first."""
        return tuple(call for call in (*self.ours, *self.theirs) if not call.uid.startswith(BLANK))

    @property
    def free(self) -> tuple[Call, ...]:
        """The places where nobody stands yet."""
        return tuple(call for call in (*self.ours, *self.theirs) if call.uid.startswith(BLANK))

    @property
    def uids(self) -> tuple[str, ...]:
        """The rows of the table on this line."""
        return tuple(call.uid for call in self.named)


def pairs(con: sqlite3.Connection, deal_id: int) -> tuple[Pair, ...]:
    """Return the grid as a line per matter; none where nobody was named."""
    calls = grid(con, deal_id)
    found = []
    for matter in dict.fromkeys(call.matter for call in calls):
        here = [call for call in calls if call.matter == matter]
        ours = tuple(call for call in here if call.side == Side.US)
        found.append(Pair(f"{BLANK}{matter}", matter, ours, tuple(call for call in here if call.side != Side.US)))
    return tuple(found)


class Calls(NamedTuple):
    """The whole grid as one line."""

    uid: str
    pairs: tuple[Pair, ...]


def in_one(con: sqlite3.Connection, deal_id: int) -> tuple[Calls, ...]:
    """Return the grid as one line; none where nobody was named."""
    found = pairs(con, deal_id)
    return (Calls(f"{BLANK}all", found),) if found else ()


def grid(con: sqlite3.Connection, deal_id: int) -> tuple[Call, ...]:
    """Return who is called, matter by matter, ours before theirs, with the places that are still free.

    A deal where nobody was named has no grid at all.
    """
    rows = con.execute(
        "SELECT contact.uid, matter, side, coalesce(person.name, ''), response, coalesce(person.address, '') "
        "FROM contact LEFT JOIN person ON person.id = contact.person_id "
        "WHERE deal_id = ? AND contact.archived_at IS NULL ORDER BY contact.id",
        (deal_id,),
    )
    found = [Call._make(row) for row in rows]
    if not found:
        return ()
    order = [(matter.value, side.value) for matter in Matter for side in Side]
    taken = {(call.matter, call.side) for call in found}
    free = [
        Call(f"{BLANK}{matter} {side}", matter, side, "", "", "")
        for matter, side in order
        if (matter, side) not in taken
    ]
    places = {place: number for number, place in enumerate(order)}
    return tuple(sorted([*found, *free], key=lambda call: places.get((call.matter, call.side), len(order))))


def fill_with_me(session: Session, deal_id: int) -> int:
    """Name whoever this desk belongs to in every free place of our side; return how many that were.

    Raises :class:`InputRefused` while nobody said who that is.
    """
    from dealdesk.store import parties
    from dealdesk.store.moment import connection
    from dealdesk.store.tables.delivery import Contact

    me = parties.me(session)
    if me is None:
        raise InputRefused("Say who you are first: Settings of this desk, in the palette.")
    rows = connection(session).execute(
        "SELECT matter FROM contact WHERE deal_id = ? AND side = ? AND archived_at IS NULL", (deal_id, Side.US.value)
    )
    taken = {row[0] for row in rows}
    free = [matter.value for matter in Matter if matter not in taken]
    for matter in free:
        session.add(Contact(deal_id=deal_id, matter=matter, side=Side.US.value, person_id=me.id))
    session.flush()
    return len(free)
