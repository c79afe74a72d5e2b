"""Parties and people: found by exactly their name, linked to deals and taken off them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import Role, Side
from dealdesk.store import deal_lines, deal_page, parties
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal
from tests.desks import add_deal, add_friction, edit, open_desk, uid_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def change(desk: Desk, name: str, text: str) -> None:
    """Type into a field of the first deal."""
    assert edit(desk, "deal", uid_of(desk, "deal", 1), name, text).state is None


def shown(desk: Desk) -> tuple[str, tuple[str, ...]]:
    """Return the main counterparty of the first deal and the further ones."""
    page = desk.rows(deal_page.page, 1)
    return page.line.party, page.further


def test_the_same_name_is_the_same_party(desk: Desk) -> None:
    add_deal(desk, party="Acme Ltd")
    add_deal(desk, party="  Acme Ltd ")
    assert desk.rows(parties.known) == [("Acme Ltd", 2)]


def test_a_spelling_variant_is_a_party_of_its_own(desk: Desk) -> None:
    for name in ("Acme Ltd", "ACME Ltd", "Acme Limited", "Acmé Ltd"):
        add_deal(desk, party=name)
    assert sorted(desk.rows(parties.known)) == [("ACME Ltd", 1), ("Acme Limited", 1), ("Acme Ltd", 1), ("Acmé Ltd", 1)]


def test_the_main_counterparty_is_set_changed_and_taken_away(desk: Desk) -> None:
    add_deal(desk, party="", further="Bank; Broker")
    assert shown(desk) == ("", ("Bank", "Broker"))
    change(desk, "counterparty", "Acme")
    change(desk, "counterparty", "Beta")
    assert shown(desk) == ("Beta", ("Bank", "Broker"))
    change(desk, "counterparty", "")
    assert shown(desk) == ("", ("Bank", "Broker"))
    assert ("Beta", 0) in desk.rows(parties.known), "the party itself stays"


def test_further_counterparties_are_set_in_order_shortened_and_taken_away(desk: Desk) -> None:
    add_deal(desk, party="Acme", further="Bank; Broker;; Carrier ")
    assert shown(desk) == ("Acme", ("Bank", "Broker", "Carrier"))
    change(desk, "further", "Carrier; Bank")
    assert shown(desk) == ("Acme", ("Carrier", "Bank"))
    change(desk, "further", "")
    assert shown(desk) == ("Acme", ())


def test_the_first_party_found_by_the_store_is_the_main_one(desk: Desk) -> None:
    deal_id = add_deal(desk, party="Zeta", further="Alpha")

    def read(session: Session) -> list[tuple[int, str]]:
        found = parties.of_deal(session, session.get_one(Deal, deal_id))
        return [(int(link.position), party.name) for link, party in found]

    assert desk.read(read) == [(0, "Zeta"), (1, "Alpha")]


def test_parties_tags_and_owners_in_use_come_first(desk: Desk) -> None:
    add_deal(desk, party="Zeta", tags="sla", owner="Kim")
    deal_id = add_deal(desk, party="Zeta", tags="hosting")
    add_deal(desk, party="Alpha")
    add_friction(desk, deal_id, "late", tags="sla")
    assert desk.rows(parties.known) == [("Zeta", 2), ("Alpha", 1)]
    assert desk.rows(parties.tags) == ["sla", "hosting"]
    desk.write(Command("introduced"), parties.set_me, "Robin", "R")
    assert desk.rows(parties.owners) == ["Robin", "Kim"]


def test_this_desk_belongs_to_one_person_who_may_change_their_name(desk: Desk) -> None:
    assert desk.read(parties.me) is None
    desk.write(Command("introduced"), parties.set_me, "Robin", "R")
    desk.write(Command("introduced"), parties.set_me, "Robin Roe", "RR")
    assert desk.rows(lambda con: con.execute("SELECT name, initials FROM person").fetchall()) == [("Robin Roe", "RR")]


def test_people_of_two_parties_may_have_one_name(desk: Desk) -> None:
    first, second = add_deal(desk, party="Acme"), add_deal(desk, party="Beta")

    def link(session: Session, deal_id: int) -> int | None:
        deal = session.get_one(Deal, deal_id)
        [(_, party)] = parties.of_deal(session, deal)
        person = parties.person_named(session, "Kim", party.id)
        assert parties.person_named(session, "Kim", party.id).id == person.id
        parties.link_person(session, deal, person, Side.THEM, Role.OTHER, None)
        return person.id

    assert desk.write(Command("added"), link, first) != desk.write(Command("added"), link, second)
    assert [person.name for person in desk.rows(deal_page.people_of, second)] == ["Kim"]
    assert desk.rows(deal_lines.ids, "beta") == [second]
