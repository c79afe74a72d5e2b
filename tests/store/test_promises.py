"""Promises kept and late, of both sides, in one deal and on the whole desk."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import action_moves, actions, history, promises
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.promises import Account, Count
from dealdesk.store.tables.actions import Action
from tests.desks import NOW, FixedClock, add_deal, open_desk

TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def put(desk: Desk, **fields: object) -> str:
    values: dict[str, Any] = {"deal_id": 1, "text": "send it", "due_on": TODAY, **fields}
    row = Action(**values)

    def add(session: Session) -> None:
        session.add(row)
        session.flush()

    desk.write(Command("stored"), add)
    return row.uid


def finished(desk: Desk, due: int, on: int, **fields: object) -> str:
    return put(desk, due_on=day(due), done_on=day(on), state="done", **fields)


def agree(desk: Desk, uid: str, on: date) -> None:
    def move(session: Session) -> None:
        action_moves.new_date(session, actions.row_of(session, uid), on, "", "", desk.context, NOW)

    desk.write(Command("agreed"), move)


def account(desk: Desk, deal_id: int | None = 1, since: date | None = None) -> Account:
    return desk.rows(promises.account, TODAY, deal_id, since)


def move(desk: Desk, uid: str, state: ActionState) -> None:
    desk.write(Command("moved"), actions.move, uid, state, desk.context, desk.clock.now())


def test_what_they_were_given_in_time_to_look_at_is_kept_however_long_they_look(desk: Desk) -> None:
    uid, clock = put(desk, due_on=TODAY, review_days=5), desk.clock
    assert isinstance(clock, FixedClock)
    move(desk, uid, ActionState.REVIEW)
    clock.pass_by(6 * 86_400)
    assert str(desk.rows(promises.account, desk.today, 1).ours) == "1 open"
    assert desk.rows(promises.late, 1, TODAY, desk.today) == []
    move(desk, uid, ActionState.DONE)
    assert str(desk.rows(promises.account, desk.today, 1).ours) == "1 kept"
    assert desk.rows(promises.late, 1, TODAY, desk.today) == []
    assert desk.rows(promises.kept_in_a_row) == 1


def test_what_comes_back_from_a_review_is_late_like_anything_else(desk: Desk) -> None:
    uid, clock = put(desk, due_on=TODAY), desk.clock
    assert isinstance(clock, FixedClock)
    move(desk, uid, ActionState.REVIEW)
    move(desk, uid, ActionState.DOING)
    clock.pass_by(86_400)
    assert str(desk.rows(promises.account, desk.today, 1).ours) == "1 open (1 overdue)"
    move(desk, uid, ActionState.REVIEW)
    move(desk, uid, ActionState.DONE)
    assert str(desk.rows(promises.account, desk.today, 1).ours) == "1 late"


def test_a_late_one_is_told_with_the_day_that_was_missed(desk: Desk) -> None:
    uid = put(desk, due_on=day(-3))
    agree(desk, uid, day(2))
    move(desk, uid, ActionState.DONE)
    found = desk.rows(promises.late, 1, day(-9), TODAY)
    assert found == [("us", "send it", day(-3).isoformat(), TODAY.isoformat(), "", "")]


def test_both_sides_are_counted(desk: Desk) -> None:
    finished(desk, 0, -1)
    finished(desk, 0, 0)
    finished(desk, -3, -1)
    put(desk, due_on=day(-1))
    put(desk, due_on=day(4))
    finished(desk, 0, 0, side="them")
    put(desk, due_on=day(-9), side="them")
    assert account(desk) == Account(Count(2, 1, 2, 1), Count(1, 0, 1, 1))
    assert str(account(desk).ours) == "2 kept, 1 late, 2 open (1 overdue)"
    assert str(Count()) == ""


def test_housekeeping_and_what_has_no_day_are_no_promises(desk: Desk) -> None:
    put(desk, kind="hand-over")
    put(desk, due_on=None)
    assert account(desk) == Account(Count(), Count())


def test_a_new_date_agreed_before_the_day_is_the_one_that_counts(desk: Desk) -> None:
    uid = put(desk, due_on=day(1))
    agree(desk, uid, day(5))
    finish(desk, uid, day(4))
    assert account(desk).ours == Count(kept=1)
    assert desk.rows(promises.kept_in_a_row) == 1
    late = put(desk, due_on=day(-1))
    agree(desk, late, day(5))
    finish(desk, late, day(4))
    assert account(desk).ours == Count(kept=1, late=1)


def finish(desk: Desk, uid: str, on: date) -> None:
    def move(session: Session) -> None:
        row = actions.row_of(session, uid)
        row.state, row.done_on = ActionState.DONE, on
        session.add(row)
        session.flush()

    desk.write(Command("done"), move)


def test_one_deal_or_the_whole_desk_since_a_day(desk: Desk) -> None:
    other = add_deal(desk, "Other")
    finished(desk, 0, 0)
    finished(desk, 0, -40, deal_id=other)
    assert account(desk, None).ours == Count(kept=2)
    assert account(desk, other).ours == Count(kept=1)
    assert account(desk, None, day(-30)).ours == Count(kept=1)
    con, _ = desk._writer()
    history.undo(con, desk.window, NOW)
    assert account(desk, None).ours == Count(kept=1)
