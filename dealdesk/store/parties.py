"""Parties and people: found again by spelling variants, created once, linked to deals."""

from __future__ import annotations

import sqlite3
from collections import Counter

from sqlmodel import Session, col, select

from dealdesk.domain import names
from dealdesk.domain.vocabulary import Role, Side
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal, DealParty, DealPerson, Party, PartyFields, Person, PersonFields


def known(con: sqlite3.Connection) -> list[tuple[str, int]]:
    """Return all parties by name with how many deals each has, most deals first."""
    return con.execute(
        "SELECT party.name, count(deal_party.id) FROM party LEFT JOIN deal_party ON deal_party.party_id = party.id "
        "AND deal_party.archived_at IS NULL WHERE party.archived_at IS NULL GROUP BY party.id "
        "ORDER BY count(deal_party.id) DESC, party.name"
    ).fetchall()


def tags(con: sqlite3.Connection) -> list[str]:
    """Return the tags in use on deals, frictions and lines, the most used first."""
    counts: Counter[str] = Counter()
    for table in ("deal", "friction", "takeaway"):
        rows = con.execute(f"SELECT tags, count(*) FROM {table} WHERE tags <> '' AND archived_at IS NULL GROUP BY tags")
        for text, count in rows:
            counts.update(dict.fromkeys(text.split(), count))
    return [tag for tag, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))]


def owners(con: sqlite3.Connection) -> list[str]:
    """Return the names that may own a deal: whoever this desk belongs to, owners of deals, then people on our side."""
    rows = con.execute(
        "SELECT name FROM person WHERE archived_at IS NULL AND (is_me OR id IN (SELECT owner_id FROM deal) "
        "OR id IN (SELECT person_id FROM deal_person WHERE side = 'us' AND archived_at IS NULL)) "
        "GROUP BY name ORDER BY max(is_me) DESC, name"
    ).fetchall()
    return [row[0] for row in rows]


def find_or_add(session: Session, name: str) -> Party:
    """Return the party of exactly this name, added if there is none.

    A spelling variant is proposed while typing, never merged here: two firms may share all but a letter.
    """
    found = session.exec(
        select(Party).where(Party.name == name, col(Party.archived_at).is_(None)).order_by(col(Party.id))
    ).first()
    if found:
        return found
    fields = PartyFields.model_validate({"name": name})
    party = Party(**fields.model_dump(), name_key=names.key(name))
    session.add(party)
    session.flush()
    return party


def of_deal(session: Session, deal: Deal) -> list[tuple[DealParty, Party]]:
    """Return the counterparties of a deal, the main one first."""
    rows = session.exec(
        select(DealParty, Party)
        .join(Party, col(Party.id) == col(DealParty.party_id))
        .where(DealParty.deal_id == deal.id, col(DealParty.archived_at).is_(None))
        .order_by(col(DealParty.position), col(DealParty.id))
    ).all()
    return [(link, party) for link, party in rows]


def set_main(session: Session, deal: Deal, name: str | None, stamp: str) -> None:
    """Make ``name`` the main counterparty of a deal; None takes it away (the party itself stays)."""
    links = [link for link, _ in of_deal(session, deal) if link.position == 0]
    _replace(session, deal, links, [name] if name else [], 0, stamp)


def set_further(session: Session, deal: Deal, wanted: list[str], stamp: str) -> None:
    """Make ``wanted`` the further counterparties of a deal, in this order."""
    links = [link for link, _ in of_deal(session, deal) if link.position > 0]
    _replace(session, deal, links, wanted, 1, stamp)


def _replace(session: Session, deal: Deal, links: list[DealParty], wanted: list[str], first: int, stamp: str) -> None:
    for position, name in enumerate(wanted, first):
        party = find_or_add(session, name)
        if position - first < len(links):
            link = links[position - first]
            link.party_id, link.position = stored_id(party), position
        else:
            link = DealParty(deal_id=stored_id(deal), party_id=stored_id(party), position=position)
        session.add(link)
    for link in links[len(wanted) :]:
        link.archived_at = stamp
        session.add(link)
    session.flush()


def me(session: Session) -> Person | None:
    """Return the person this desk belongs to, once they said so."""
    return session.exec(select(Person).where(Person.is_me, col(Person.archived_at).is_(None))).first()


def set_me(session: Session, name: str, initials: str) -> Person:
    """Say who this desk belongs to."""
    person = me(session) or Person(name=name or "me", is_me=True)
    fields = PersonFields.model_validate({"name": name or "me", "initials": initials})
    person.name, person.initials = fields.name, fields.initials
    session.add(person)
    session.flush()
    return person


def person_named(session: Session, name: str, party_id: int | None = None) -> Person:
    """Return the person of this name (of that party, where one is given), added if there is none."""
    query = select(Person).where(Person.name == name, col(Person.archived_at).is_(None))
    if party_id is not None:
        query = query.where(Person.party_id == party_id)
    found = session.exec(query.order_by(col(Person.id))).first()
    if found:
        return found
    person = Person(**PersonFields.model_validate({"name": name}).model_dump(), party_id=party_id)
    session.add(person)
    session.flush()
    return person


def link_person(session: Session, deal: Deal, person: Person, side: Side, role: Role, uid: str | None) -> DealPerson:
    """Give a person a part in a deal."""
    link = DealPerson(deal_id=stored_id(deal), person_id=stored_id(person), side=side, role=role)
    if uid:
        link.uid = uid
    session.add(link)
    session.flush()
    return link
