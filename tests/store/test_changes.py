"""Section 6: candidates, changes taken and put back, their one action and their rules."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.line_grammar import Line
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import changes, connect, deal_lines, due, history, lines, notes, review, settings_form
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from tests.desks import NOW, add_deal, add_friction, edit, open_desk, uid_of, without_follow_through

TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = without_follow_through(open_desk(tmp_path))
    add_deal(desk, type="vendor", signed_on="2026-05-12")
    return desk


def add(desk: Desk, section: str, text: str, **more: Any) -> str:  # noqa: ANN401
    return desk.write(Command("added a line"), lines.add, section, 1, None, Line(text)._replace(**more))


def take(desk: Desk, section: str, uid: str) -> str:
    return desk.write(Command("took a change"), changes.take, 1, None, section, uid, NOW)


def untake(desk: Desk, uid: str) -> None:
    desk.write(Command("put a change back"), changes.untake, uid, NOW)


def offered(desk: Desk) -> list[str]:
    return [candidate.text for candidate in desk.rows(changes.candidates, 1)]


def rows(desk: Desk, query: str) -> list[tuple[Any, ...]]:
    return desk.con.execute(query).fetchall()


def rules(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT text, kind, type, deal_id FROM rule WHERE archived_at IS NULL ORDER BY id")


def actions(desk: Desk) -> list[tuple[Any, ...]]:
    return rows(desk, "SELECT due_on, due_rule, due_set_by FROM action WHERE archived_at IS NULL ORDER BY id")


def test_lines_are_offered_ready_ones_first_and_notes_last(desk: Desk) -> None:
    notes.capture(connect.connect(desk.path), 1, "They asked twice", NOW)
    add(desk, "moments", "A key moment")
    add(desk, "worked", "We waited, and it paid")
    add(desk, "worked", "Showed the plan. Next time: the plan before the price.")
    add_friction(desk, 1, "Slow", remedy="Name one owner")
    add(desk, "missed", "Who signs?")
    assert offered(desk) == [
        "Ask early: Who signs?",
        "Name one owner",
        "The plan before the price",
        "We waited, and it paid",
        "They asked twice",
    ]


def test_a_line_taken_has_kind_rule_owner_and_date_in_one_command(desk: Desk) -> None:
    line = add(desk, "missed", "Who signs?", said_by="ab", tags=("sla",))
    commands = len(rows(desk, "SELECT id FROM command"))
    uid = take(desk, "missed", line)
    assert len(rows(desk, "SELECT id FROM command")) == commands + 1
    (row,) = desk.rows(lines.of_section, "changes", 1)
    assert (row.uid, row.text, row.kind, row.said_by, row.tags) == (
        uid,
        "Ask early: Who signs?",
        "discovery question",
        "ab",
        "sla",
    )
    assert rules(desk) == [("Ask early: Who signs?", "discovery question", "vendor", 1)]
    assert actions(desk) == [("2026-05-19", "changes: after signing", "rule")]
    assert offered(desk) == []
    assert take(desk, "missed", line) == uid  # another window had it on its screen still
    assert len(desk.rows(lines.of_section, "changes", 1)) == 1


def test_a_taken_one_put_back_is_offered_again_and_comes_back_as_it_was(desk: Desk) -> None:
    line = add(desk, "missed", "Who signs?")
    uid = take(desk, "missed", line)
    desk.write(Command("edited"), lines.edit, "changes", uid, Line("Ask for names"))
    untake(desk, uid)
    assert (offered(desk), rules(desk), actions(desk)) == (["Ask early: Who signs?"], [], [])
    assert take(desk, "missed", line) == uid
    assert [row.text for row in desk.rows(lines.of_section, "changes", 1)] == ["Ask for names"]
    assert [rule[0] for rule in rules(desk)] == ["Ask for names"]
    assert len(actions(desk)) == 1
    assert rows(desk, "SELECT count(*) FROM action") == rows(desk, "SELECT count(*) FROM rule") == [(1,)]


def test_three_changes_have_one_action_that_goes_with_the_last(desk: Desk) -> None:
    uids = [take(desk, "missed", add(desk, "missed", f"Who signs {n}?")) for n in range(2)]
    uids.append(add(desk, "changes", "Show the plan before the price"))
    with pytest.raises(InputRefused, match="3 changes"):
        take(desk, "missed", add(desk, "missed", "And the fourth?"))
    assert len(actions(desk)) == 1
    assert len(rules(desk)) == 3
    for uid in uids[:2]:
        untake(desk, uid)
        assert len(actions(desk)) == 1
    untake(desk, uids[2])
    assert actions(desk) == []


def test_everything_taken_is_undone_at_once(desk: Desk) -> None:
    take(desk, "missed", add(desk, "missed", "Who signs?"))
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)
    assert (offered(desk), rules(desk), actions(desk)) == (["Ask early: Who signs?"], [], [])
    history.redo(con, desk.window, NOW)
    assert (len(rules(desk)), len(actions(desk))) == (1, 1)


def test_a_note_taken_is_used_until_it_is_put_back(desk: Desk) -> None:
    note = notes.capture(connect.connect(desk.path), 1, "Always ask Dana", NOW)
    uid = take(desk, "notes", note)
    assert desk.rows(lines.of_section, "notes", 1) == []
    untake(desk, uid)
    assert [row.text for row in desk.rows(lines.of_section, "notes", 1)] == ["Always ask Dana"]


def test_the_rule_follows_its_change_until_it_lives_elsewhere(desk: Desk) -> None:
    uid = add(desk, "changes", "Ask who signs")
    desk.write(Command("edited"), lines.edit, "changes", uid, Line("Ask who signs what", kind="script"))
    assert rules(desk)[0][:2] == ("Ask who signs what", "script")
    desk.write(Command("used"), lambda session: session.connection().exec_driver_sql("UPDATE rule SET tried = 1"))
    desk.write(Command("edited"), lines.edit, "changes", uid, Line("Something else"))
    untake(desk, uid)
    assert [rule[0] for rule in rules(desk)] == ["Ask who signs what"]


def test_a_typed_change_guesses_its_kind(desk: Desk) -> None:
    add(desk, "changes", "Show the plan before the price", kind="script")
    add(desk, "changes", "Who signs what?")
    add(desk, "changes", "Be nicer")
    assert [row.kind for row in desk.rows(lines.of_section, "changes", 1)] == ["script", "discovery question", ""]


def test_the_date_moves_with_signing_unless_a_person_set_it(desk: Desk) -> None:
    add(desk, "changes", "Ask who signs")
    deal = uid_of(desk, "deal", 1)
    edit(desk, "deal", deal, "signed_on", "2026-05-08")
    assert actions(desk) == [("2026-05-15", "changes: after signing", "rule")]
    edit(desk, "deal", deal, "signed_on", "2026-01-08")
    assert actions(desk) == [("2026-05-20", "changes: after the debrief", "rule")]
    edit(desk, "deal", deal, "signed_on", "2026-05-11")
    assert actions(desk) == [("2026-05-18", "changes: after signing", "rule")]
    desk.write(Command("new date"), changes.set_due, 1, "+3d", desk.context)
    edit(desk, "deal", deal, "signed_on", "2026-05-08")
    assert actions(desk) == [((TODAY + timedelta(days=3)).isoformat(), None, "person")]
    desk.write(Command("new date"), changes.set_due, 1, "", desk.context)
    assert actions(desk) == [("2026-05-15", "changes: after signing", "rule")]


def test_a_date_that_was_typed_has_no_reason_of_the_rule(desk: Desk) -> None:
    add(desk, "changes", "Ask who signs")
    reason = "SELECT due_reason FROM action WHERE kind = 'playbook'"
    assert desk.con.execute(reason).fetchone() != (None,)
    desk.write(Command("new date"), changes.set_due, 1, "+3d", desk.context)
    assert desk.con.execute(reason).fetchone() == (None,)


def test_a_day_off_moves_it(desk: Desk) -> None:
    add(desk, "changes", "Ask who signs")
    write = settings_form.write
    desk.write(Command("set: days off"), write, "days_off", "2026-05-19", desk.context, desk.clock.now())
    assert actions(desk)[0][0] == "2026-05-20"


def test_an_unsigned_deal_counts_from_the_day_of_the_debrief(desk: Desk) -> None:
    deal = add_deal(desk, "Not signed", "Beta")
    desk.write(Command("added"), lines.add, "changes", deal, None, Line("Ask who signs"))
    owed = desk.rows(changes.owed, deal)
    assert owed is not None
    assert (owed.due_on, owed.set_by, owed.done) == ("2026-05-20", "rule", False)


def test_owner_and_date_are_set_together_and_read_by_form_and_today(desk: Desk) -> None:
    with pytest.raises(NotFound, match="No change"):
        desk.write(Command("x"), changes.set_owed, 1, "Jonas", None, desk.context)
    uid = add(desk, "changes", "Ask who signs")
    desk.write(Command("x"), changes.set_owed, 1, "Jonas Feld", "fri", desk.context)
    owed = desk.rows(changes.owed, 1)
    assert owed is not None
    assert (owed.owner, owed.due_on, owed.set_by) == ("Jonas Feld", "2026-05-15", "person")
    with pytest.raises(InputRefused):
        desk.write(Command("x"), changes.set_owed, 1, "Nobody", "someday", desk.context)
    slots = desk.rows(review.slots, 1, TODAY)
    assert (slots["changes.1"], slots["changes.owner"], slots["changes.due"]) == (
        "Ask who signs",
        "Jonas Feld",
        "15 May 2026",
    )
    due_ones = [item.kind for item in desk.rows(due.due, TODAY.isoformat()).items]
    assert "change" in due_ones
    untake(desk, uid)
    assert "change" not in [item.kind for item in desk.rows(due.due, TODAY.isoformat()).items]


def test_the_owner_of_the_deal_owns_its_changes(desk: Desk) -> None:
    deal = add_deal(desk, "Other", "Beta", owner="Mara Kessel")
    desk.write(Command("added"), lines.add, "changes", deal, None, Line("Ask who signs"))
    owed = desk.rows(changes.owed, deal)
    assert owed is not None
    assert owed.owner == "Mara Kessel"


def test_changes_after_the_first_ones_were_made_are_owed_anew(desk: Desk) -> None:
    add(desk, "changes", "Ask who signs")
    done = "UPDATE action SET state = 'done', done_on = '2026-05-13'"
    desk.write(Command("done"), lambda session: session.connection().exec_driver_sql(done))
    add(desk, "changes", "Show the plan before the price")
    assert rows(desk, "SELECT state FROM action ORDER BY id") == [("done",), ("to do",)]
    owed = desk.rows(changes.owed, 1)
    assert owed is not None
    assert not owed.done
    assert desk.rows(deal_lines.lines, [1])[1].ref
