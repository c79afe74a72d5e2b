"""Deals: added whole or not at all, picked by the words a person has for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import deal_lines, deals, refs
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal
from tests.desks import NOW, add_deal, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with three deals."""
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting renewal", "Acme")
    add_deal(desk, "Cloth for 2027", "Łódź Mills", tags="sla")
    add_deal(desk, "Hosting in the east", "Beta", signed_on="2026-05-12")
    return desk


def alias(desk: Desk, deal_id: int, ref: str) -> None:
    """Give a deal a second reference, as an import does."""

    def write(session: Session) -> None:
        refs.give(session, session.get_one(Deal, deal_id), ref, None)

    desk.write(Command("gave a reference"), write)


@pytest.mark.parametrize("words", ["LODZ-2", "lodz-2", " LODZ-2 ", "2", "łódź", "lodz mills", "Clo", "cloth sla"])
def test_a_deal_is_picked_by_reference_number_or_parts_blind_to_case_and_accents(desk: Desk, words: str) -> None:
    assert desk.rows(deal_lines.pick, words).title == "Cloth for 2027"


def test_a_deal_is_picked_by_a_reference_it_has_besides(desk: Desk) -> None:
    alias(desk, 1, "K-77")
    assert desk.rows(deal_lines.pick, "k-77").ref == "ACME-1"


def test_a_number_is_that_of_a_reference_before_it_is_a_part_of_a_title(desk: Desk) -> None:
    add_deal(desk, "Round 2", "Gamma")
    assert desk.rows(deal_lines.pick, "2").ref == "LODZ-2"


def test_words_that_several_deals_answer_to_list_them(desk: Desk) -> None:
    with pytest.raises(NotFound) as refused:
        desk.rows(deal_lines.pick, "hosting")
    first, *candidates = str(refused.value).splitlines()
    assert first.startswith("2 deals answer to “hosting”")
    assert candidates == [
        "  1. BETA-3  Hosting in the east  Beta  2026-05-12",
        "  2. ACME-1  Hosting renewal  Acme",
    ]


def test_of_many_candidates_nine_are_listed_and_the_others_counted(desk: Desk) -> None:
    for number in range(10):
        add_deal(desk, f"Hosting again {number}")
    with pytest.raises(NotFound) as refused:
        desk.rows(deal_lines.pick, "hosting")
    lines = str(refused.value).splitlines()
    assert lines[0].startswith("12 deals answer")
    assert len(lines) == 11
    assert lines[-1] == "  … and 3 more"


@pytest.mark.parametrize("words", ["nothing", "", "  ", "%", "_"])
def test_words_that_no_deal_answers_to_are_refused(desk: Desk, words: str) -> None:
    with pytest.raises(NotFound, match="No deal answers to"):
        desk.rows(deal_lines.pick, words)


def test_an_archived_deal_is_neither_picked_nor_listed(desk: Desk) -> None:
    desk.write(Command("archived a deal"), deals.archive, 1, NOW)
    assert desk.rows(deal_lines.ids) == [3, 2]
    for words in ("ACME-1", "1", "acme"):
        with pytest.raises(NotFound):
            desk.rows(deal_lines.pick, words)


def test_a_listed_deal_has_its_amount_in_words_and_its_dates_as_stored(desk: Desk) -> None:
    deal_id = add_deal(desk, amount="3,500 EUR per month", signed_on="2026-05-12", end_on="31 dec 2027")
    line = desk.rows(deal_lines.lines, [deal_id])[deal_id]
    assert (line.party, line.stage, line.amount) == ("Acme", "signed", "EUR 3,500 per month")
    assert (line.signed_on, line.end_on, line.give_notice_by) == ("2026-05-12", "2027-12-31", None)
    assert desk.rows(deal_lines.lines, [deal_id, 99]).keys() == {deal_id}
    assert deal_lines.amount_text(None, None, None) == ""


@pytest.mark.parametrize("texts", [{"title": ""}, {"end_on": "31 fe"}, {"amount": "much"}, {"notice": "soon"}])
def test_a_deal_that_can_not_be_read_is_not_there_at_all(desk: Desk, texts: dict[str, str]) -> None:
    every = {"title": "New", "counterparty": "Newcomer", **texts}
    with pytest.raises(InputRefused):
        desk.write(Command("added a deal"), deals.add, every, desk.context, NOW)
    assert desk.rows(deal_lines.ids) == [3, 2, 1]
    assert desk.con.execute("SELECT count(*) FROM party WHERE name = 'Newcomer'").fetchone() == (0,)


@pytest.mark.parametrize(
    ("texts", "stage"),
    [
        ({}, "negotiating"),
        ({"signed_on": "2026-05-13"}, "signed"),
        ({"signed_on": "2026-05-12", "stage": "agreed"}, "signed"),
        ({"signed_on": "2026-05-12", "stage": "running"}, "running"),
        ({"stage": "agreed"}, "agreed"),
        ({"outcome": "they walked away"}, "ended"),
        ({"outcome": "no decision", "stage": "agreed"}, "ended"),
        ({"outcome": "signed"}, "signed"),
    ],
)
def test_a_day_of_signing_or_an_end_without_one_moves_the_stage(desk: Desk, texts: dict[str, str], stage: str) -> None:
    deal_id = add_deal(desk, **texts)
    assert desk.rows(deal_lines.lines, [deal_id])[deal_id].stage == stage
