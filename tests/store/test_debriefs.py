"""Debriefs in the file: planned, started, beating, ended, taken up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.section_clock import SectionState
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.errors import NotFound
from dealdesk.store import clock_rows, connect, debrief_cards, debriefs, history, lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.templates.load import load_sections
from tests.desks import NOW, add_deal, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="today")
    return desk


def start(desk: Desk, deal: int = 1, length: int = 45) -> int:
    return desk.write(
        Command("started"), debriefs.start, deal, DebriefKind.FIRST, length, load_sections(), desk.clock.now()
    )


def taken_up(desk: Desk, number: int) -> debriefs.Started:
    return desk.rows(debriefs.taken_up, number)


def test_signing_plans_the_first_debrief_and_starting_opens_that_one(desk: Desk) -> None:
    planned = desk.rows(debriefs.of_deal, 1)
    assert planned is not None
    assert (planned.state, planned.clocks) == ("planned", ())
    number = start(desk, length=30)
    assert number == planned.id
    found = taken_up(desk, number)
    assert (found.state, found.section, found.length_min) == ("running", "moments", 30)
    assert [clock.planned_s / 60 for clock in found.clocks] == [3, 7, 7, 7, 3, 3]
    assert {clock.state for clock in found.clocks} == {SectionState.IDLE}


def test_a_deal_that_is_not_signed_gets_a_debrief_by_starting_one(desk: Desk) -> None:
    other = add_deal(desk, "Lost one", "Beta")
    assert desk.rows(debriefs.of_deal, other) is None
    number = start(desk, other)
    assert start(desk, other) == number


def test_the_heartbeat_is_no_history_and_comes_back_to_the_second(desk: Desk) -> None:
    number = start(desk)
    con = connect.connect(desk.path)
    before = con.execute("SELECT count(*) FROM change").fetchone()
    clock = replace(
        taken_up(desk, number).clocks[1],
        state=SectionState.RUNNING,
        used_s=61.5,
        started_at=NOW,
        seen_at=NOW + timedelta(seconds=61.5),
        planned_s=720.0,
    )
    clock_rows.beat(con, number, [clock], "worked")
    assert con.execute("SELECT count(*) FROM change").fetchone() == before
    found = taken_up(desk, number)
    assert (found.section, found.clocks[1]) == ("worked", clock)
    assert found.clocks[0].state is SectionState.IDLE


def test_an_ended_debrief_is_taken_up_again_with_its_time(desk: Desk) -> None:
    number = start(desk)
    con = connect.connect(desk.path)
    clock_rows.beat(con, number, [replace(taken_up(desk, number).clocks[1], used_s=61.0)], "worked")
    desk.write(Command("ended"), debriefs.finish, number, NOW)
    found = desk.rows(debriefs.of_deal, 1)
    assert found is not None
    assert (found.id, found.state) == (number, "done")
    assert [(choice.kind, choice.due_on) for choice in desk.rows(debriefs.waiting)] == [("second", "2026-06-12")]
    assert start(desk) == number
    found = taken_up(desk, number)
    assert (found.state, found.clocks[1].used_s, len(found.clocks)) == ("running", 61.0, 6)


def test_an_ended_debrief_runs_again_after_undo(desk: Desk) -> None:
    number = start(desk)
    desk.write(Command("ended"), debriefs.finish, number, NOW)
    history.undo(connect.connect(desk.path), desk.window, NOW)
    assert taken_up(desk, number).state == "running"


def test_what_waits_begins_with_the_one_that_runs(desk: Desk) -> None:
    other = add_deal(desk, "Later", "Beta", signed_on="today")
    start(desk, other)
    assert [(choice.deal_id, choice.state) for choice in desk.rows(debriefs.waiting)] == [
        (other, "running"),
        (1, "planned"),
    ]


def test_lines_are_counted_by_register(desk: Desk) -> None:
    number = start(desk)
    for section in ("worked", "worked", "friction"):
        desk.write(Command("added"), lines.add, section, 1, number, Line("a line"))
    desk.write(Command("added"), lines.add, "worked", 1, None, Line("of no debrief"))
    assert desk.rows(debrief_cards.outcome, number).went_where == ("2 takeaways", "1 friction")


def test_a_debrief_taken_back_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        taken_up(desk, 99)
