"""The lines of the registers, and lines on their way into them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.line_grammar import Line
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import connect, history, lines, notes, typed_lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.store.writer import Writer
from tests.desks import NOW, add_deal, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def add(desk: Desk, text: str, section: str = "worked", **more: Any) -> str:  # noqa: ANN401
    line = Line(text)._replace(**more)
    return desk.write(Command("added a line"), lines.add, section, 1, None, line)


def rows(desk: Desk, section: str = "worked") -> list[lines.LineRow]:
    return desk.rows(lines.of_section, section, 1)


def texts(desk: Desk, section: str = "worked") -> list[str]:
    return [row.text for row in rows(desk, section)]


def keep(desk: Desk, key: str, text: str) -> None:
    writer = Writer(desk.path, desk.clock, desk.window, lambda _event: None)
    writer.start()
    writer.keep(key, text, deal_id=1)
    writer.close()


def test_kind_and_role_are_guessed_unless_they_are_typed(desk: Desk) -> None:
    add(desk, "Showed the rollout plan; they stopped asking")
    add(desk, "Something", kind="packaging")
    add(desk, "Who signs", "missed")
    add(desk, "They went quiet", "missed", kind="hidden")
    add(desk, "Their legal took six weeks", "friction")
    add(desk, "Whatever", "friction", kind="trust")
    add(desk, "They quoted 92k", "moments")
    add(desk, "Whatever", "moments", kind="escalation")
    assert [(row.kind, row.role) for row in rows(desk)] == [("proof", "proof"), ("packaging", "tactic")]
    assert [(row.kind, row.role) for row in rows(desk, "missed")] == [("", "ask earlier"), ("", "hidden")]
    assert [row.role for row in rows(desk, "friction")] == ["pace", "trust"]
    assert [row.kind for row in rows(desk, "moments")] == ["first serious offer", "escalation"]


def test_an_edit_keeps_what_it_does_not_say(desk: Desk) -> None:
    uid = add(desk, "Showed the plan", said_by="ab", happened_on=date(2026, 5, 2), tags=("sla",))
    desk.write(Command("edited"), lines.edit, "worked", uid, Line("Showed the whole plan", kind="framing"))
    row = rows(desk)[0]
    assert row[1:7] == ("Showed the whole plan", "ab", "2026-05-02", "framing", "tactic", "sla")


@pytest.mark.parametrize("text", ["", "x" * (lines.LONGEST + 1)])
def test_an_edit_is_checked_like_a_new_line(desk: Desk, text: str) -> None:
    uid = add(desk, "kept")
    with pytest.raises(InputRefused):
        desk.write(Command("edited"), lines.edit, "worked", uid, Line(text))
    with pytest.raises(InputRefused):
        add(desk, text)
    assert texts(desk) == ["kept"]


def test_a_line_taken_away_can_not_be_edited(desk: Desk) -> None:
    uid = add(desk, "gone")
    desk.write(Command("deleted"), lines.archive, "worked", uid, NOW)
    with pytest.raises(NotFound):
        desk.write(Command("edited"), lines.edit, "worked", uid, Line("back"))
    assert texts(desk) == []


def test_lines_change_places_even_from_the_same_place(desk: Desk) -> None:
    uids = [add(desk, text) for text in ("one", "two", "three")]
    for uid in uids[:2]:
        desk.write(Command("placed"), lines.place, "worked", uid, 1.0)
    desk.write(Command("moved"), lines.swap, "worked", uids[0], uids[1])
    assert texts(desk) == ["two", "one", "three"]


def test_a_fourth_change_is_refused_until_one_is_taken_away(desk: Desk) -> None:
    uids = [add(desk, text, "changes") for text in ("one", "two", "three")]
    with pytest.raises(InputRefused, match="3 changes"):
        add(desk, "four", "changes")
    desk.write(Command("deleted"), lines.archive, "changes", uids[0], NOW)
    add(desk, "four", "changes")
    assert texts(desk, "changes") == ["two", "three", "four"]


def test_typed_lines_are_added_and_their_typing_forgotten_at_once(desk: Desk) -> None:
    uid = new_uid()
    keep(desk, typed_lines.typing_key("worked", uid), "one")
    assert desk.rows(typed_lines.drafts, 1) == [typed_lines.DraftRow(uid, "worked", "one", None, desk.window)]
    desk.write(Command("added"), typed_lines.add_typed, "worked", 1, None, [Line("one"), Line("two")], uid)
    assert texts(desk) == ["one", "two"]
    assert rows(desk)[0].uid == uid
    assert desk.rows(typed_lines.drafts, 1) == []


def test_the_same_typing_added_in_two_windows_is_one_line(desk: Desk) -> None:
    uid = new_uid()
    for text in ("one", "one", "one, longer"):
        desk.write(Command("added"), typed_lines.add_typed, "worked", 1, None, [Line(text)], uid)
    assert texts(desk) == ["one", "one, longer"]


def test_the_draft_of_an_edit_knows_what_the_line_is(desk: Desk) -> None:
    uid = add(desk, "one")
    keep(desk, typed_lines.typing_key("worked", uid), "one more")
    assert desk.rows(typed_lines.drafts, 1) == [typed_lines.DraftRow(uid, "worked", "one more", "one", desk.window)]
    typed = [Line("one more"), Line("and another")]
    desk.write(Command("edited"), typed_lines.edit_typed, "worked", 1, None, typed, uid)
    assert texts(desk) == ["one more", "and another"]
    assert desk.rows(typed_lines.drafts, 1) == []


def test_drafts_of_another_deal_or_of_no_section_are_left_alone(desk: Desk) -> None:
    keep(desk, f"line/{new_uid()}/nonsense", "x")
    keep(desk, f"friction/{new_uid()}/text", "x")
    assert desk.rows(typed_lines.drafts, 1) == []
    assert desk.rows(typed_lines.drafts, 2) == []


def test_a_note_taken_over_is_used_until_that_is_undone(desk: Desk) -> None:
    con = connect.connect(desk.path)
    note = notes.capture(con, 1, "They asked twice", NOW)
    desk.write(Command("took a note over"), typed_lines.take_note, "worked", 1, None, note)
    assert (texts(desk), texts(desk, "notes")) == (["They asked twice"], [])
    history.undo(con, desk.window, NOW)
    assert (texts(desk), texts(desk, "notes")) == ([], ["They asked twice"])
