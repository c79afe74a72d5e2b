"""References: made from a name, never given to a second deal."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.store import connect, deal_lines, deals, history, refs
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal
from tests.desks import NOW, add_deal, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def ref_of(desk: Desk, deal_id: int) -> str:
    return desk.rows(deal_lines.lines, [deal_id])[deal_id].ref


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Acme Ltd", "ACME"),
        ("The Łódź Mills", "LODZ"),
        ("2026 hosting", "HOSTIN"),
        ("DE LA Rue", "RUE"),
        ("4711", "DEAL"),
        ("", "DEAL"),
        ("日本", "DEAL"),
    ],
)
def test_the_letters_come_from_the_first_word_that_tells_something(name: str, stem: str) -> None:
    assert refs.stem(name) == stem


def test_numbers_count_over_the_whole_desk(desk: Desk) -> None:
    made = [add_deal(desk, party="Acme"), add_deal(desk, party="Beta"), add_deal(desk, "Hosting", party="")]
    assert [ref_of(desk, deal_id) for deal_id in made] == ["ACME-1", "BETA-2", "HOSTIN-3"]


def test_an_archived_deal_keeps_its_reference_and_has_it_again_after_undo(desk: Desk) -> None:
    first = add_deal(desk)
    assert desk.write(Command("archived a deal"), deals.archive, first, NOW) == "Hosting renewal"
    assert ref_of(desk, add_deal(desk)) == "ACME-2"
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)  # takes the second deal back
    history.undo(con, desk.window, NOW)
    assert [line.ref for line in desk.rows(deal_lines.listing)] == ["ACME-1"]


def test_a_reference_of_a_deal_that_was_taken_back_is_not_given_again(desk: Desk) -> None:
    add_deal(desk)
    assert history.undo(connect.connect(desk.path), desk.window, NOW) == "added a deal"
    assert desk.rows(deal_lines.ids) == []
    assert ref_of(desk, add_deal(desk)) == "ACME-2"


def test_a_reference_given_by_hand_is_stepped_around_whatever_its_case(desk: Desk) -> None:
    def alias(session: Session) -> None:
        refs.give(session, session.get_one(Deal, 1), "acme-2", None)

    first = add_deal(desk)
    desk.write(Command("gave a reference"), alias)
    assert not desk.read(refs.is_free, "ACME-2")
    assert desk.read(refs.is_free, "ACME-3")
    assert ref_of(desk, add_deal(desk)) == "ACME-3"
    assert ref_of(desk, first) == "ACME-1"
