"""What the second debrief says of the first one's lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import DebriefKind, LeverageSource, Verdict
from dealdesk.store import connect, deal_page, debriefs, held, history, lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.registers import LeverageMark
from dealdesk.templates.load import load_sections
from tests.desks import NOW, add_deal, add_friction, open_desk


def start(desk: Desk, kind: DebriefKind) -> int:
    return desk.write(Command("started"), debriefs.start, 1, kind, 45, load_sections(), NOW)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose deal had a first debrief with three lines and two leverage marks."""
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    number = start(desk, DebriefKind.FIRST)
    for section, text in (("friction", "late"), ("worked", "a plan with dates"), ("worked", "a pilot")):
        desk.write(Command("added"), lines.add, section, 1, number, Line(text))
    desk.write(Command("marked"), _mark, number)
    desk.write(Command("ended"), debriefs.finish, number, NOW)
    add_friction(desk, 1, "logged between the two")
    return desk


def _mark(session: Session, number: int) -> None:
    for source, moved in ((LeverageSource.RISK, True), (LeverageSource.TIME, False)):
        session.add(LeverageMark(deal_id=1, debrief_id=number, source=source, moved=moved, quote="legal relaxed"))


def say(desk: Desk, number: int, at: int, verdict: Verdict | None) -> None:
    line = desk.rows(held.lines, 1, number)[at]
    desk.write(Command("said what held"), held.mark, number, line.section, line.uid, verdict, NOW)


def test_the_lines_of_the_first_debrief_are_there_to_judge_section_by_section(desk: Desk) -> None:
    number = start(desk, DebriefKind.SECOND)
    desk.write(Command("added"), lines.add, "worked", 1, number, Line("learned since"))
    assert [(line.section, line.text, line.verdict) for line in desk.rows(held.lines, 1, number)] == [
        ("worked", "a plan with dates", None),
        ("worked", "a pilot", None),
        ("leverage", "risk moved them: legal relaxed", None),
        ("friction", "late", None),
    ]
    named = desk.rows(held.lines, 1, number, {"risk": "Less risk"})
    assert named[2].text == "Less risk moved them: legal relaxed"


def test_a_verdict_is_one_row_however_often_it_changes(desk: Desk) -> None:
    number = start(desk, DebriefKind.SECOND)
    for verdict in (Verdict.HELD, Verdict.DID_NOT, None, Verdict.UNCLEAR):
        say(desk, number, 0, verdict)
        assert desk.rows(held.lines, 1, number)[0].verdict == verdict
    say(desk, number, 2, Verdict.HELD)
    assert desk.con.execute("SELECT count(*) FROM held_mark").fetchone() == (2,)
    assert held.told(desk.rows(held.counts, number)) == "held 1, unclear 1"
    assert desk.rows(deal_page.page, 1).held == "held 1, unclear 1"


def test_taking_back_what_was_never_said_is_nothing(desk: Desk) -> None:
    number = start(desk, DebriefKind.SECOND)
    say(desk, number, 0, None)
    assert desk.con.execute("SELECT count(*) FROM held_mark").fetchone() == (0,)


def test_undo_takes_a_verdict_back_step_by_step(desk: Desk) -> None:
    number = start(desk, DebriefKind.SECOND)
    for verdict in (Verdict.HELD, Verdict.DID_NOT, None):
        say(desk, number, 0, verdict)
    con = connect.connect(desk.path)
    for before in (Verdict.DID_NOT, Verdict.HELD, None):
        history.undo(con, desk.window, NOW)
        assert desk.rows(held.lines, 1, number)[0].verdict == before
