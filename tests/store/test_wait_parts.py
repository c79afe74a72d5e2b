"""Actions that wait for them: each has its part in a wait, and only that part ends with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import actions, connect, due_moves, history, records, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, open_desk
from tests.store.talking import add_person

PARTS = ("SOC2 report", "DPA draft")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def carry_out(desk: Desk, function: Callable[..., Any], *args: object, **more: object) -> Any:  # noqa: ANN401
    return desk.write(Command(function.__name__), function, *args, **more)


def add(desk: Desk, text: str, **texts: str) -> str:
    uid = new_uid()
    carry_out(desk, records.add, "action", uid, 1, {"text": text, **texts}, desk.context, NOW)
    return uid


def waits(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.con.execute(
        "SELECT text, closed_on IS NULL, action_id FROM waiting WHERE archived_at IS NULL"
    ).fetchall()


def both_wait(desk: Desk) -> tuple[str, str]:
    """Let two actions wait for the same person: that is one wait for both."""
    person = add_person(desk, 1)
    first, second = (add(desk, text) for text in PARTS)
    for number, text in enumerate(PARTS, 1):
        carry_out(desk, waiting.begin, 1, person, text, "mail", desk.context, NOW, action_id=number)
    assert waits(desk) == [("SOC2 report; DPA draft", 1, 2)]
    return first, second


def finish(desk: Desk, uid: str) -> list[str]:
    return list(carry_out(desk, due_moves.done, "action", uid, desk.context, NOW))


def go_on(desk: Desk, uid: str) -> list[str]:
    return list(carry_out(desk, actions.move, uid, ActionState.DOING, desk.context, NOW))


def take_away(desk: Desk, uid: str) -> list[str]:
    return list(carry_out(desk, records.archive, "action", uid, NOW))


ENDS = pytest.mark.parametrize("end", [finish, go_on, take_away])


@ENDS
@pytest.mark.parametrize(("which", "left", "number"), [(0, "DPA draft", 2), (1, "SOC2 report", 1)])
def test_only_its_own_part_ends(
    desk: Desk, end: Callable[[Desk, str], list[str]], which: int, left: str, number: int
) -> None:
    uids = both_wait(desk)
    assert end(desk, uids[which])[-1] == f"Still waiting for Dana Weiss: {left}."
    assert waits(desk) == [(left, 1, number)]
    other = desk.con.execute("SELECT state FROM action WHERE uid = ?", (uids[1 - which],)).fetchone()
    assert other == ("waiting for them",)
    assert end(desk, uids[1 - which])[-1] == "No longer waiting for Dana Weiss."
    assert [open_ for _text, open_, _id in waits(desk)] == [0]


@ENDS
def test_one_undo_brings_the_part_back(desk: Desk, end: Callable[[Desk, str], list[str]]) -> None:
    uids = both_wait(desk)
    before = waits(desk)
    con = connect.connect(desk.path)
    for uid in uids:
        end(desk, uid)
        after = waits(desk)
        history.undo(con, desk.window, NOW)
        assert waits(desk) == before
        history.redo(con, desk.window, NOW)
        assert waits(desk) == after
        before = after
    con.close()


def test_a_text_that_is_in_another_one_is_a_part_of_its_own(desk: Desk) -> None:
    person = add_person(desk, 1)
    whole, part = add(desk, "SOC2 report"), add(desk, "report")
    for number, text in ((1, "SOC2 report"), (2, "report"), (2, "report")):
        carry_out(desk, waiting.begin, 1, person, text, "mail", desk.context, NOW, action_id=number)
    assert waits(desk) == [("SOC2 report; report", 1, 2)]
    finish(desk, part)
    assert waits(desk) == [("SOC2 report", 1, 1)]
    assert finish(desk, whole) == ["Done: “SOC2 report”.", "No longer waiting for Dana Weiss."]


def test_a_wait_goes_on_for_another_action_of_the_same_person(desk: Desk) -> None:
    person = add_person(desk, 1)
    asked = add(desk, "SOC2 report")
    other = add(desk, "their annex", owner="Dana")
    carry_out(desk, waiting.begin, 1, person, "the report we asked for", "mail", desk.context, NOW, action_id=1)
    carry_out(desk, actions.move, other, ActionState.WAITING, desk.context, NOW)
    assert finish(desk, asked)[-1] == "Still waiting for Dana Weiss: their annex."
    assert waits(desk) == [("their annex", 1, 2)]


@pytest.mark.parametrize(
    ("owner", "person", "whom"),
    [("Raj", "Dana Weiss", "Raj"), ("me", "Dana Weiss", "Dana Weiss"), ("", "", "their answer")],
)
def test_waiting_begins_the_wait_for_its_owner_or_whom_the_deal_names(
    desk: Desk, owner: str, person: str, whom: str
) -> None:
    if person:
        add_person(desk, 1, person)
    uid = add(desk, "SOC2 report", owner=owner, **({"side": "them"} if owner == "Raj" else {}))
    said = carry_out(desk, actions.wait, uid, desk.context, NOW)
    assert said == ["“SOC2 report”: waiting for them.", f"Waiting for {whom}; nudge 1 on Mon 18 May."]
    assert waits(desk) == [("SOC2 report", 1, 1)]
    assert carry_out(desk, actions.wait, uid, desk.context, NOW) == []
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)
    con.close()
    assert waits(desk) == []
    assert desk.con.execute("SELECT state FROM action").fetchone() == ("to do",)
