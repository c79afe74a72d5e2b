"""Who owns an action: a person by name, of either side; the side follows from the person."""

from __future__ import annotations

import sqlite3

from sqlmodel import Session

from dealdesk.domain.vocabulary import Role, Side
from dealdesk.store import parties, people, settings
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal, Person
from dealdesk.text import clean, fold

_ME = frozenset({"me", "i", "myself"})
_SIDES = {**dict.fromkeys(("us", "we", "ours"), Side.US), **dict.fromkeys(("them", "they", "theirs"), Side.THEM)}


def known(con: sqlite3.Connection, deal_id: int) -> dict[str, str]:
    """Return whom one may name in a deal, each with the side: its people, then whoever is on our side at all."""
    found = {one.name: one.side for one in people.known(con, deal_id)}
    for name in parties.owners(con):
        found.setdefault(name, Side.US.value)
    return found


def give(session: Session, action: Action, name: str) -> None:
    """Give an action to whom ``name`` means, and its side with it; "us" and "them" name a side and nobody.

    Somebody whom nobody knows yet is added to the deal, on the side that the action is on.
    """
    name = clean(name)
    side = _SIDES.get(fold(name))
    if not name or side is not None:
        action.owner_id, action.side = None, side or action.side
        return
    person, side = _meant(session, action.deal_id, name)
    if person is None:
        deal = session.get_one(Deal, action.deal_id)
        side, party_id = Side(action.side), None
        if side is Side.THEM:
            party_id = next((party.id for link, party in parties.of_deal(session, deal) if link.position == 0), None)
        person = parties.person_named(session, name, party_id)
        parties.link_person(session, deal, person, side, Role.OTHER, None)
    action.owner_id, action.side = person.id, side or action.side


def take_if_alone(session: Session, action: Action) -> None:
    """Give an action of ours that nobody owns to whoever works here, unless they work with a team."""
    if action.owner_id is None and action.side == Side.US and settings.load(connection(session)).team == "alone":
        action.owner_id = _me(session).id


def _me(session: Session) -> Person:
    return parties.me(session) or parties.set_me(session, "", "")


def _meant(session: Session, deal_id: int, name: str) -> tuple[Person | None, Side | None]:
    if fold(name) in _ME:
        return _me(session), Side.US
    one = people.named(connection(session), deal_id, name)
    if one is not None:
        return session.get_one(Person, one.id), Side(one.side)
    ours = parties.owners(connection(session))
    exact = [other for other in ours if fold(other) == fold(name)]
    fitting = exact or [other for other in ours if fold(name) in fold(other).split()]
    return (parties.person_named(session, fitting[0]), Side.US) if len(fitting) == 1 else (None, None)
