"""Writes who to call: one token for each matter, with a contact of each side."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import col, select

from dealdesk.domain.review_words import ContactToken, kept, read_contact, split_tokens
from dealdesk.domain.vocabulary import Side
from dealdesk.store import parties
from dealdesk.store.review_picks import Place, archive, at_most, leave_empty, may_go, put
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal, DealPerson, Person
from dealdesk.store.tables.delivery import Contact

LONGEST = 20_000
_LONGEST_NAME = 200


def read_contacts(place: Place, text: str) -> tuple[object, str]:
    """Read "billing Jo / Ann; delivery Kim"; what is said twice of one matter is put together."""
    matters = [contact.matter for contact in _contacts(place)]
    found: dict[object, ContactToken] = {}
    for number, token in enumerate(split_tokens(at_most(text, LONGEST), place.filled.tokens)):
        contact = read_contact(token, matters)
        for part in (contact.matter, *contact.names):
            at_most(part, _LONGEST_NAME)
        key = contact.matter or number
        before = found.get(key)
        names = tuple(dict.fromkeys((*before.names, *contact.names))) if before else contact.names
        found[key] = ContactToken(contact.matter, names)
    tokens = list(found.values())
    return tokens, "; ".join(token.text for token in tokens)


def write_contacts(place: Place, value: object) -> None:
    """Let the contacts of the deal be those that were typed."""
    tokens: list[ContactToken] = value  # type: ignore[assignment]
    shown = dict(zip(place.filled.rows, place.filled.tokens, strict=True))
    contacts = _contacts(place)
    nameless = [contact.uid for contact in contacts if not contact.matter]
    loose = kept(
        [(uid, text) for uid, text in shown.items() if uid in nameless],
        [token.text for token in tokens if not token.matter],
    )
    unnamed = iter(loose)
    uids = []
    for token in tokens:
        first = next(unnamed) if not token.matter else ""
        same = next((uid for uid, text in shown.items() if text == token.text), "")
        uids.append(same or _write(place, token, _group(contacts, token, first)))
    gone = [uid for uid in shown if uid not in uids and may_go(place, uid)]
    for contact in [one for one in contacts if one.uid in gone]:
        for row in _group(contacts, ContactToken(contact.matter, ()), contact.uid):
            archive(place, row)
    if not uids:
        leave_empty(place, gone)
    elif uids != list(place.filled.rows):
        put(place, place.slot, uids)


def _contacts(place: Place) -> Sequence[Contact]:
    return place.session.exec(
        select(Contact)
        .where(Contact.deal_id == place.deal_id, col(Contact.archived_at).is_(None))
        .order_by(col(Contact.id))
    ).all()


def _group(contacts: Sequence[Contact], token: ContactToken, first: str) -> list[Contact]:
    """Return the rows of a token: those of its matter, or the one that names none."""
    if token.matter:
        return [contact for contact in contacts if contact.matter == token.matter]
    return [contact for contact in contacts if contact.uid == first]


def _write(place: Place, token: ContactToken, rows: Sequence[Contact]) -> str:
    """Let the rows of a token name its people, the first row first; return the uid of that one."""
    found: list[Contact] = []
    for number, name in enumerate(token.names):
        contact = rows[number] if number < len(rows) else None
        side = _side(place, name, number, len(token.names))
        row = contact or Contact(deal_id=place.deal_id, matter=token.matter, side=side.value)
        row.matter, row.side, row.person_id = token.matter, side.value, _person(place, name, side)
        place.session.add(row)
        found.append(row)
    place.session.flush()
    for contact in rows[len(token.names) :]:
        archive(place, contact)
    return found[0].uid


def _side(place: Place, name: str, number: int, of: int) -> Side:
    """Return whose side a person is on: as the deal has it, else ours for the first of several, theirs for one."""
    known = place.session.exec(
        select(DealPerson.side)
        .join(Person, col(Person.id) == col(DealPerson.person_id))
        .where(DealPerson.deal_id == place.deal_id, Person.name == name, col(DealPerson.archived_at).is_(None))
        .limit(1)
    ).first()
    me = parties.me(place.session)
    if known is None and me is not None and me.name == name:
        return Side.US
    return Side(known) if known else Side.US if number == 0 and of > 1 else Side.THEM


def _person(place: Place, name: str, side: Side) -> int:
    linked = place.session.exec(
        select(DealPerson.person_id)
        .join(Person, col(Person.id) == col(DealPerson.person_id))
        .where(DealPerson.deal_id == place.deal_id, Person.name == name, col(DealPerson.archived_at).is_(None))
        .limit(1)
    ).first()
    if linked is not None:
        return linked
    party = None
    if side is Side.THEM:
        deal = place.session.get_one(Deal, place.deal_id)
        party = next((one.id for link, one in parties.of_deal(place.session, deal) if link.position == 0), None)
    return stored_id(parties.person_named(place.session, name, party))
