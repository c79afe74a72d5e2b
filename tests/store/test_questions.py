"""The question bank: missed questions on their way into it, and the questions it starts with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import Theme
from dealdesk.errors import NotFound
from dealdesk.store import connect, history, lines, questions, upkeep
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.writer import Writer
from dealdesk.templates.questions import load_questions
from tests.desks import NOW, add_deal, open_desk

BANK = load_questions()
SIGNS = "Who has to sign?"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk, type="vendor")
    add_deal(desk, "Other", "Beta")
    return desk


def add(desk: Desk, text: str, deal: int = 1, kind: str | None = None) -> str:
    return desk.write(Command("added"), lines.add, "missed", deal, None, Line(text, kind=kind))


def role(desk: Desk, uid: str, word: str) -> None:
    desk.write(Command("changed the role"), lines.set_kind, "missed", uid, None, word)


def rename(desk: Desk, uid: str, text: str) -> None:
    desk.write(Command("edited"), lines.edit, "missed", uid, Line(text))


def in_bank(desk: Desk, columns: str = "text") -> list[Any]:
    found = desk.con.execute(f"SELECT {columns} FROM question WHERE archived_at IS NULL ORDER BY id").fetchall()
    return [row[0] if len(row) == 1 else row for row in found]


def change_in_bank(desk: Desk, assignment: str) -> None:
    desk.write(Command("x"), lambda session: session.connection().exec_driver_sql(f"UPDATE question SET {assignment}"))


def test_a_missed_question_stands_in_the_bank_with_what_it_decides(desk: Desk) -> None:
    uid = add(desk, SIGNS)
    add(desk, "They hid their lawyer", kind="hidden")
    add(desk, "Raj signs; heard late", kind="learned late")
    decision = BANK.decision(Theme.APPROVAL)
    assert in_bank(desk, "text, theme, decision, type, deal_id, starter") == [
        (SIGNS, "approval and process", decision, "vendor", 1, 0),
        ("Raj signs; heard late", "approval and process", decision, "vendor", 1, 0),
    ]
    assert desk.rows(questions.of_lines, 1)[uid] == ("approval and process", decision)


def test_what_names_no_theme_has_none(desk: Desk) -> None:
    uid = add(desk, "Hm")
    assert desk.rows(questions.of_lines, 1)[uid] == ("", "")


def test_the_question_follows_its_line(desk: Desk) -> None:
    uid = add(desk, SIGNS)
    rename(desk, uid, "Which security reviews apply?")
    decision = BANK.decision(Theme.RISK)
    assert in_bank(desk, "text, theme, decision") == [
        ("Which security reviews apply?", "risk and constraints", decision)
    ]
    assert desk.rows(questions.of_lines, 1)[uid] == ("risk and constraints", decision)


@pytest.mark.parametrize("touched", ["asked = 1", "text = 'Who signs here?'"])
def test_a_question_that_lives_in_the_bank_is_left_alone(desk: Desk, touched: str) -> None:
    uid = add(desk, SIGNS)
    change_in_bank(desk, touched)
    before = in_bank(desk)
    rename(desk, uid, "Something else?")
    assert before[0] in in_bank(desk)
    desk.write(Command("deleted"), lines.archive, "missed", uid, NOW)
    assert before[0] in in_bank(desk)


def test_the_same_question_is_in_the_bank_once_and_parts_when_one_line_is_edited(desk: Desk) -> None:
    add(desk, SIGNS)
    other = add(desk, SIGNS.upper(), deal=2)
    assert in_bank(desk) == [SIGNS]
    rename(desk, other, "Who pays?")
    assert in_bank(desk) == [SIGNS, "Who pays?"]
    desk.write(Command("deleted"), lines.archive, "missed", other, NOW)
    assert in_bank(desk) == [SIGNS]


def test_a_line_that_becomes_hidden_leaves_the_bank_and_comes_back(desk: Desk) -> None:
    uid = add(desk, SIGNS)
    for _round in range(2):
        role(desk, uid, "hidden")
        assert in_bank(desk) == []
        role(desk, uid, "learned late")
        assert in_bank(desk) == [SIGNS]
    assert desk.con.execute("SELECT count(*) FROM question").fetchone() == (1,)


def test_adding_and_deleting_are_undone_as_a_whole(desk: Desk) -> None:
    uid = add(desk, SIGNS)
    desk.write(Command("deleted"), lines.archive, "missed", uid, NOW)
    con = connect.connect(desk.path)
    assert in_bank(desk) == []
    history.undo(con, desk.window, NOW)
    assert in_bank(desk) == [SIGNS]
    history.undo(con, desk.window, NOW)
    assert (in_bank(desk), desk.rows(lines.of_section, "missed", 1)) == ([], [])


def test_another_theme_brings_its_decision_unless_one_was_typed(desk: Desk) -> None:
    uid = add(desk, SIGNS)
    desk.write(Command("x"), questions.set_theme, uid, Theme.SUCCESS)
    assert desk.rows(questions.of_lines, 1)[uid] == ("success criteria", BANK.decision(Theme.SUCCESS))
    desk.write(Command("x"), questions.set_decision, uid, "who gets the offer")
    desk.write(Command("x"), questions.set_theme, uid, Theme.RISK)
    assert desk.rows(questions.of_lines, 1)[uid] == ("risk and constraints", "who gets the offer")
    assert in_bank(desk, "theme, decision") == [("risk and constraints", "who gets the offer")]
    desk.write(Command("x"), questions.set_decision, uid, "")
    assert desk.rows(questions.of_lines, 1)[uid].decision == BANK.decision(Theme.RISK)


def test_a_theme_of_one_deal_does_not_change_what_another_said(desk: Desk) -> None:
    add(desk, SIGNS)
    other = add(desk, SIGNS, deal=2)
    desk.write(Command("x"), questions.set_theme, other, Theme.RISK)
    assert in_bank(desk, "theme, deal_id") == [("approval and process", 1), ("risk and constraints", 2)]


def test_what_is_hidden_has_no_theme_to_choose(desk: Desk) -> None:
    uid = add(desk, SIGNS, kind="hidden")
    with pytest.raises(NotFound):
        desk.write(Command("x"), questions.set_theme, uid, Theme.RISK)


def test_a_long_line_is_cut_in_the_bank_only(desk: Desk) -> None:
    add(desk, "x" * 5000)
    assert len(in_bank(desk)[0]) == questions.LONGEST
    assert len(desk.rows(lines.of_section, "missed", 1)[0].text) == 5000


async def test_a_desk_gets_its_starter_questions_once_in_its_life(desk: Desk) -> None:
    writer = Writer(desk.path, desk.clock, desk.window, lambda event: None)
    writer.start()
    await upkeep.advance(desk, writer)
    writer.close()
    assert len(in_bank(desk)) == 10
    change_in_bank(desk, "archived_at = '2026-05-13T09:30:00.000Z'")
    assert desk.rows(questions.seeded)
    assert desk.write(Command("x"), questions.seed, BANK) == 0
    assert in_bank(desk) == []


def test_a_starter_question_that_was_missed_is_linked_and_never_edited(desk: Desk) -> None:
    desk.write(Command("x"), questions.seed, BANK)
    starter = BANK.themes[0].questions[0]
    uid = add(desk, starter)
    assert len(in_bank(desk)) == 10
    rename(desk, uid, "Whose yes do we need?")
    assert starter in in_bank(desk)
    assert len(in_bank(desk)) == 11
