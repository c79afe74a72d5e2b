"""Undo and redo beside a second window keep the rules that the forms keep."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.store import connect, history, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import CannotUndo, Command
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, edit, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    return desk


def add(desk: Desk, table: str, **texts: str) -> str:
    uid = new_uid()
    desk.write(Command(f"added a {table}", 1), records.add, table, uid, 1, texts, desk.context, NOW)
    return uid


def take_away(desk: Desk, table: str, uid: str) -> None:
    desk.write(Command("archived", 1), records.archive, table, uid, NOW)


def refused(desk: Desk) -> str:
    """Undo in the window of ``desk``, which must be refused and change nothing; return why."""
    con = connect.connect(desk.path)
    before = list(con.iterdump())
    with pytest.raises(CannotUndo) as why:
        history.undo(con, desk.window, NOW)
    assert list(con.iterdump()) == before
    con.close()
    return str(why.value)


def test_no_circle_of_actions_comes_back(desk: Desk) -> None:
    other = Desk(desk.path, desk.clock)
    alpha, bravo, charlie = (add(desk, "action", text=text) for text in ("alpha", "bravo", "charlie"))
    edit(desk, "action", alpha, "blocked_by", "bravo")
    edit(desk, "action", bravo, "blocked_by", "charlie")
    take_away(desk, "action", bravo)
    edit(other, "action", charlie, "blocked_by", "alpha")
    assert refused(desk) == (
        "“bravo” and “charlie” would wait for each other in a circle; let one of them wait for nothing first."
    )
    edit(other, "action", charlie, "blocked_by", "", "alpha")
    con = connect.connect(desk.path)
    assert history.undo(con, desk.window, NOW) == "archived"
    con.close()


def test_no_second_row_of_a_level_comes_back(desk: Desk) -> None:
    other = Desk(desk.path, desk.clock)
    uid = add(desk, "ladder", level="1", names="Kim")
    take_away(desk, "ladder", uid)
    again = add(other, "ladder", level="1", names="Lee")
    assert refused(desk) == "This deal has another level 1 on its ladder by now; take that one away first."
    edit(other, "ladder", again, "level", "2")
    con = connect.connect(desk.path)
    assert history.undo(con, desk.window, NOW) == "archived"
    con.close()


def test_no_check_in_stays_tied_to_nothing(desk: Desk) -> None:
    other = Desk(desk.path, desk.clock)
    add(desk, "action", text="Go-live", due_on="2026-09-01")
    checkin = add(other, "checkin", purpose="ops", tied="3 days before Go-live")
    assert refused(desk) == "“Go-live” has ops tied to it by now; untie that first."
    edit(other, "checkin", checkin, "tied", "")
    con = connect.connect(desk.path)
    assert history.undo(con, desk.window, NOW) == "added a action"
    con.close()


def test_a_number_comes_back_with_all_its_digits(desk: Desk) -> None:
    add(desk, "metric", name="Revenue")
    uid = add(desk, "metric_reading", metric="Revenue", value="12345678901234.56")
    con = connect.connect(desk.path)

    def value() -> object:
        return con.execute("SELECT value FROM metric_reading").fetchone()[0]

    for typed in ("1", "3.3333333333333335", "0.1"):
        was = value()
        edit(desk, "metric_reading", uid, "value", typed)
        assert value() == float(typed)
        history.undo(con, desk.window, NOW)
        assert value() == was
        history.redo(con, desk.window, NOW)
        assert value() == float(typed)
    told = [(entry.old, entry.new) for entry in history.of_row(con, uid) if entry.col == "value"]
    assert ("3.3333333333333335", "0.1") in told
    con.close()
