"""Since when an action waits for them and when they are nudged, as its form reads and writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import FieldRefused
from dealdesk.store import action_waits, actions, connect, forms, history, records, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, edit, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def add(desk: Desk, **texts: str) -> str:
    uid = new_uid()
    every = {"text": "send the data", "side": "them", **texts}
    desk.write(Command("added an action"), records.add, "action", uid, 1, every, desk.context, NOW)
    return uid


def of_form(desk: Desk, uid: str) -> tuple[str, str]:
    held = desk.read(forms.load, "action", uid)
    return held["waiting_since"], held["nudge_on"]


def of_wait(desk: Desk) -> Any:  # noqa: ANN401 - a row
    return desk.con.execute("SELECT since, last_on, later_until, due_on FROM waiting").fetchone()


def refused(desk: Desk, uid: str, name: str, text: str) -> str:
    value = None if not text else desk.context.today.fromisoformat(text)

    def write(session: Any) -> None:  # noqa: ANN401
        what = action_waits.write_since if name == "waiting_since" else action_waits.write_nudge
        what(session, actions.row_of(session, uid), value, NOW)

    with pytest.raises(FieldRefused) as caught:
        desk.write(Command("edited an action"), write)
    return str(caught.value)


def test_a_day_typed_lets_it_wait_and_a_nudge_brings_it_up(desk: Desk) -> None:
    uid = add(desk, waiting_since="4 may", nudge_on="fri")
    assert of_form(desk, uid) == ("2026-05-04", "2026-05-15")
    assert desk.con.execute("SELECT state FROM action").fetchone() == ("waiting for them",)
    assert desk.con.execute("SELECT due_on FROM due_item WHERE uid = ?", (uid,)).fetchone() == ("2026-05-15",)
    desk.write(Command("moved"), actions.move, uid, ActionState.DOING, desk.context, NOW)
    assert of_form(desk, uid) == ("", "")


def test_with_a_wait_of_its_own_the_days_are_those_of_the_wait(desk: Desk) -> None:
    uid = add(desk)
    number = desk.con.execute("SELECT id FROM action").fetchone()[0]
    begin = (1, None, "the data", "mail", desk.context, NOW, None, number)
    desk.write(Command("began to wait"), waiting.begin, *begin)
    by_rule = of_wait(desk)[3]
    assert of_form(desk, uid) == ("2026-05-13", by_rule)
    edit(desk, "action", uid, "nudge_on", "20 may", by_rule)
    assert of_wait(desk) == ("2026-05-13", "2026-05-13", "2026-05-20", by_rule)
    assert of_form(desk, uid) == ("2026-05-13", "2026-05-20")
    edit(desk, "action", uid, "nudge_on", "", "2026-05-20")
    assert of_form(desk, uid) == ("2026-05-13", by_rule)
    edit(desk, "action", uid, "waiting_since", "11 may", "2026-05-13")
    assert of_wait(desk)[:2] == ("2026-05-11", "2026-05-11")
    assert of_form(desk, uid)[1] < by_rule


@pytest.mark.parametrize(("name", "text"), [("waiting_since", "11 may"), ("nudge_on", "20 may")])
def test_undo_takes_back_all_of_it(desk: Desk, name: str, text: str) -> None:
    uid = add(desk, waiting_since="12 may")
    number = desk.con.execute("SELECT id FROM action").fetchone()[0]
    begin = (1, None, "the data", "mail", desk.context, NOW, None, number)
    desk.write(Command("began to wait"), waiting.begin, *begin)
    before = (of_form(desk, uid), of_wait(desk))
    edit(desk, "action", uid, name, text, before[0][name == "nudge_on"])
    assert (of_form(desk, uid), of_wait(desk)) != before
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)
    con.close()
    desk.refresh()
    assert (of_form(desk, uid), of_wait(desk)) == before


def test_what_can_not_be_is_refused(desk: Desk) -> None:
    uid = add(desk)
    assert refused(desk, uid, "nudge_on", "2026-05-20") == "It does not wait for them; type first since when it does."
    assert refused(desk, uid, "waiting_since", "2026-05-14") == "Thu 14 May is still to come."
    edit(desk, "action", uid, "waiting_since", "today", "")
    assert refused(desk, uid, "nudge_on", "2026-05-12") == "Tue 12 May is over."
    assert "It waits for them" in refused(desk, uid, "waiting_since", "")
    desk.write(Command("done"), actions.move, uid, ActionState.DONE, desk.context, NOW)
    assert "done" in refused(desk, uid, "waiting_since", "2026-05-12")
