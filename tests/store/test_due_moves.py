"""What one does with a line of Today: done, later, a new date; one command each, and undo takes it back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import DebriefKind, DebriefState
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import action_moves, due, due_moves, history, promises
from dealdesk.store.blocking import Blocked
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk
from tests.desks import NOW, add_deal, open_desk

#: A Wednesday.
TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def put(desk: Desk, row: Row) -> str:
    """Store a row and return its uid."""

    def add(session: Session) -> None:
        session.add(row)
        session.flush()

    desk.write(Command("stored"), add)
    return row.uid


def action(desk: Desk, **fields: object) -> str:
    values: dict[str, Any] = {"deal_id": 1, "text": "send the plan", "due_on": day(0), "weight": 4, **fields}
    return put(desk, Action(**values))


def column(desk: Desk, table: str, uid: str, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
    return desk.con.execute(f"SELECT {name} FROM {table} WHERE uid = ?", (uid,)).fetchone()[0]


def move(desk: Desk, function: Callable[..., list[str]], *args: object, **kwargs: object) -> list[str]:
    return desk.write(Command("moved a line"), function, *args, **kwargs)


def done(desk: Desk, kind: str, uid: str) -> list[str]:
    return move(desk, due_moves.done, kind, uid, desk.context, NOW)


def later(desk: Desk, kind: str, uid: str, on: date) -> list[str]:
    return move(desk, due_moves.later, kind, uid, on, NOW)


def agreed(desk: Desk, kind: str, uid: str, on: date, reason: str = "", behind: str = "") -> list[str]:
    return move(desk, due_moves.new_date, kind, uid, on, reason, desk.context, NOW, put_behind=behind)


def undo(desk: Desk) -> None:
    con, _ = desk._writer()
    history.undo(con, desk.window, NOW)


def kinds(desk: Desk) -> list[str]:
    return [item.kind for item in due.due(desk.con, TODAY.isoformat()).items]


def risky(desk: Desk, *uids: str) -> frozenset[str]:
    return promises.at_risk(desk.con, uids, desk.settings.calendar, TODAY)


# Actions


def test_done_is_dated_and_one_undo_takes_it_back(desk: Desk) -> None:
    uid = action(desk)
    assert done(desk, "action", uid) == ["Done: “send the plan”."]
    assert column(desk, "action", uid, "state || ' ' || done_on") == f"done {TODAY}"
    assert kinds(desk) == []
    undo(desk)
    assert column(desk, "action", uid, "state") == "to do"
    assert kinds(desk) == ["action"]


def test_done_twice_is_refused(desk: Desk) -> None:
    uid = action(desk)
    done(desk, "action", uid)
    with pytest.raises(InputRefused, match="done already"):
        done(desk, "action", uid)


def test_a_line_that_is_gone_is_said(desk: Desk) -> None:
    with pytest.raises(NotFound, match="not there any more"):
        done(desk, "action", "no such uid")


def test_what_waits_for_another_needs_a_second_yes(desk: Desk) -> None:
    first = action(desk, text="their sign-off")
    number = column(desk, "action", first, "id")
    second = action(desk, blocked_by_id=number)
    with pytest.raises(Blocked, match="It waits for “their sign-off”, which is still open"):
        done(desk, "action", second)
    done(desk, "action", first)
    assert len(done(desk, "action", second)) == 1


def test_done_ends_the_wait_that_was_for_it(desk: Desk) -> None:
    uid = action(desk, side="them")
    number = column(desk, "action", uid, "id")
    wait = put(desk, Waiting(deal_id=1, action_id=number, text="x", since=day(-3), last_on=day(-3), due_on=day(0)))
    done(desk, "action", uid)
    assert column(desk, "waiting", wait, "closed_on") == TODAY.isoformat()
    undo(desk)
    assert column(desk, "waiting", wait, "closed_on") is None


def test_the_first_deliverable_is_known_and_moves_the_second_debrief(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on=day(-5).isoformat())
    uid = action(desk, kind="deliverable", due_on=day(60))
    other = action(desk, kind="deliverable", due_on=day(90))
    assert action_moves.is_first_deliverable(desk.con, uid)
    done(desk, "action", uid)
    assert action_moves.is_first_deliverable(desk.con, uid)
    assert not action_moves.is_first_deliverable(desk.con, other)
    second = desk.con.execute("SELECT due_on FROM debrief WHERE kind = 'second'").fetchone()
    assert second[0] == TODAY.isoformat()


def test_a_new_date_of_the_first_deliverable_moves_the_second_debrief(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on=day(-2).isoformat())
    uid = desk.con.execute("SELECT uid FROM action WHERE kind = 'deliverable'").fetchone()[0]
    said = agreed(desk, "action", uid, day(14))
    assert said == ["New date: Wed 27 May.", "With it: the second debrief, now Wed 27 May."]
    second = desk.con.execute("SELECT due_on FROM debrief WHERE kind = 'second'").fetchone()
    assert second[0] == day(14).isoformat()
    undo(desk)
    assert desk.con.execute("SELECT due_on FROM debrief WHERE kind = 'second'").fetchone() != second


def test_later_keeps_the_limit_and_counts(desk: Desk) -> None:
    uid = action(desk)
    assert later(desk, "action", uid, day(2)) == ["Back on Fri 15 May; its limit is Wed 13 May."]
    assert column(desk, "action", uid, "due_on") == TODAY.isoformat()
    assert column(desk, "action", uid, "later_until") == day(2).isoformat()
    assert column(desk, "action", uid, "later_count") == 1
    undo(desk)
    assert column(desk, "action", uid, "later_count") == 0


@pytest.mark.parametrize("days", [0, -1])
def test_later_is_a_day_to_come(desk: Desk, days: int) -> None:
    uid = action(desk)
    with pytest.raises(InputRefused, match="still to come"):
        later(desk, "action", uid, day(days))


def test_a_new_date_is_remembered_with_its_reason(desk: Desk) -> None:
    uid = action(desk, soft_on=day(-1), later_until=day(1))
    assert agreed(desk, "action", uid, day(9), " their audit ", "the report") == ["New date: Fri 22 May."]
    row = desk.con.execute("SELECT due_on, soft_on, later_until, due_set_by, due_reason FROM action").fetchone()
    assert row[:4] == (day(9).isoformat(), None, None, "person")
    assert row[4] == "agreed with them; it was Wed 13 May: “their audit”"
    kept = desk.con.execute("SELECT old_on, new_on, reason, put_behind FROM new_date").fetchone()
    assert kept == (TODAY.isoformat(), day(9).isoformat(), "their audit", "the report")
    undo(desk)
    assert column(desk, "action", uid, "due_on") == TODAY.isoformat()
    assert desk.con.execute("SELECT count(*) FROM new_date WHERE archived_at IS NULL").fetchone()[0] == 0


def test_a_new_date_that_is_over_or_the_same_is_refused(desk: Desk) -> None:
    uid = action(desk)
    with pytest.raises(InputRefused, match="not over yet"):
        agreed(desk, "action", uid, day(-1))
    with pytest.raises(InputRefused, match="already"):
        agreed(desk, "action", uid, TODAY)


# What is done by something else


@pytest.mark.parametrize(
    ("kind", "row", "way"),
    [
        ("debrief", Debrief(deal_id=1, due_on=TODAY), "D holds it"),
        ("check-in", Checkin(deal_id=1, next_on=TODAY), "t logs"),
        ("waiting", Waiting(deal_id=1, since=TODAY, last_on=TODAY, due_on=TODAY), "t logs"),
        ("issue", Issue(deal_id=1, text="down", due_on=TODAY), "outcome"),
    ],
)
def test_done_says_the_way_where_something_else_ends_a_line(desk: Desk, kind: str, row: Row, way: str) -> None:
    with pytest.raises(InputRefused, match=way):
        done(desk, kind, put(desk, row.model_copy()))


@pytest.mark.parametrize("kind", ["debrief", "give notice", "quiet", "still true", "risk"])
def test_a_line_without_a_date_to_agree_on_says_so(kind: str) -> None:
    with pytest.raises(InputRefused, match=r".+"):
        due_moves.may_get_new_date(kind)


@pytest.mark.parametrize("kind", ["hand-over", "playbook", "formal step"])
def test_what_is_ours_alone_gets_no_date_agreed_with_them(desk: Desk, kind: str) -> None:
    uid = action(desk, kind=kind)
    line = "change" if kind == "playbook" else "action"
    with pytest.raises(InputRefused, match=r"ours alone.*s puts it off"):
        agreed(desk, line, uid, day(7))
    assert column(desk, "action", uid, "due_on") == TODAY.isoformat()


def test_a_formal_step_of_theirs_gets_a_new_date(desk: Desk) -> None:
    uid = action(desk, kind="formal step", side="them")
    assert agreed(desk, "action", uid, day(5)) == ["New date: Mon 18 May."]


def test_a_debrief_that_runs_is_not_put_off(desk: Desk) -> None:
    uid = put(desk, Debrief(deal_id=1, due_on=TODAY, state=DebriefState.RUNNING))
    with pytest.raises(InputRefused, match="running"):
        later(desk, "debrief", uid, day(1))


def test_a_debrief_put_off_takes_the_other_one_with_it(desk: Desk) -> None:
    first = put(desk, Debrief(deal_id=1, kind=DebriefKind.FIRST, due_on=day(-3)))
    put(desk, Debrief(deal_id=1, kind=DebriefKind.SECOND, due_on=day(-1)))
    later(desk, "debrief", first, day(4))
    assert kinds(desk) in ([], ["debrief"])
    assert {row[0] for row in desk.con.execute("SELECT later_until FROM debrief")} == {day(4).isoformat()}
    undo(desk)
    assert {row[0] for row in desk.con.execute("SELECT later_until FROM debrief")} == {None}


# The other kinds


def test_a_check_in_put_off_does_not_let_the_silence_behind_it_speak(desk: Desk) -> None:
    uid = put(desk, Checkin(deal_id=1, next_on=TODAY))
    put(desk, Checkin(deal_id=1, next_on=day(30)))
    deal = str(desk.con.execute("SELECT uid FROM deal").fetchone()[0])
    quiet = "UPDATE deal SET quiet_on = ?"
    desk.write(Command("x"), lambda session: session.connection().exec_driver_sql(quiet, (TODAY.isoformat(),)) and None)
    later(desk, "check-in", uid, day(5))
    assert column(desk, "deal", deal, "quiet_on") == day(5).isoformat()
    assert [row[0] for row in desk.con.execute("SELECT later_until FROM checkin ORDER BY id")] == [
        day(5).isoformat(),
        None,
    ]


def test_a_check_in_put_off_twice_is_counted(desk: Desk) -> None:
    uid = put(desk, Checkin(deal_id=1, next_on=TODAY))
    later(desk, "check-in", uid, day(1))
    later(desk, "check-in", uid, day(2))
    assert column(desk, "checkin", uid, "later_count") == due_moves.OFTEN_PUT_OFF
    agreed(desk, "check-in", uid, day(7))
    assert column(desk, "checkin", uid, "next_on") == day(7).isoformat()
    assert column(desk, "checkin", uid, "later_until") is None


def test_a_wait_rests_or_is_given_time(desk: Desk) -> None:
    uid = put(desk, Waiting(deal_id=1, text="report", since=day(-9), last_on=day(-9), due_on=TODAY, weight=3))
    assert later(desk, "waiting", uid, day(20)) == ["Left for now. Back on Tue 2 Jun."]
    assert kinds(desk) == []
    undo(desk)
    assert kinds(desk) == ["waiting"]
    assert agreed(desk, "waiting", uid, day(5)) == ["They need until Mon 18 May."]
    assert column(desk, "waiting", uid, "need_until") == day(5).isoformat()
    assert column(desk, "waiting", uid, "due_on") > day(5).isoformat()


def _notice_deal(tmp_path: Path) -> tuple[Desk, str]:
    desk = open_desk(tmp_path)
    texts = {"signed_on": day(-300).isoformat(), "end_on": day(40).isoformat()}
    add_deal(desk, **texts, notice="30 days", renewal="12 months")
    return desk, str(desk.con.execute("SELECT uid FROM deal").fetchone()[0])


def test_a_notice_is_never_put_off_beyond_its_last_safe_day(tmp_path: Path) -> None:
    desk, uid = _notice_deal(tmp_path)
    by = date.fromisoformat(column(desk, "deal", uid, "give_notice_by"))
    with pytest.raises(InputRefused, match="last safe day"):
        later(desk, "give notice", uid, by + timedelta(days=1))
    later(desk, "give notice", uid, by)
    assert column(desk, "deal", uid, "notice_remind_on") == by.isoformat()


@pytest.mark.parametrize(("kind", "name"), [("quiet", "quiet_on"), ("still true", "still_true_on")])
def test_what_a_deal_asks_is_asked_later(desk: Desk, kind: str, name: str) -> None:
    uid = str(desk.con.execute("SELECT uid FROM deal").fetchone()[0])
    later(desk, kind, uid, day(7))
    assert column(desk, "deal", uid, name) == day(7).isoformat()


def test_still_true_is_confirmed(desk: Desk) -> None:
    uid = str(desk.con.execute("SELECT uid FROM deal").fetchone()[0])
    later(desk, "still true", uid, day(7))
    assert done(desk, "still true", uid) == ["Still true."]
    assert column(desk, "deal", uid, "confirmed_on") == TODAY.isoformat()
    assert column(desk, "deal", uid, "still_true_on") is None


def test_a_risk_comes_back_with_the_next_check_in_or_after_a_month(desk: Desk) -> None:
    uid = put(desk, Risk(deal_id=1, text="budget", due_on=TODAY))
    assert done(desk, "risk", uid) == ["Reviewed. Again on Fri 12 Jun."]
    put(desk, Checkin(deal_id=1, next_on=day(6)))
    assert done(desk, "risk", uid) == ["Reviewed. Again on Mon 13 Jul."]
    other = put(desk, Risk(deal_id=1, text="people", due_on=TODAY))
    assert done(desk, "risk", other) == ["Reviewed. Again on Tue 19 May."]


def test_a_risk_reviewed_early_never_comes_back_before_its_own_day(desk: Desk) -> None:
    put(desk, Checkin(deal_id=1, next_on=day(6)))
    uid = put(desk, Risk(deal_id=1, text="budget", due_on=day(6)))
    assert done(desk, "risk", uid) == ["Reviewed. Again on Thu 18 Jun."]
    put(desk, Checkin(deal_id=1, next_on=day(40)))
    assert done(desk, "risk", uid) == ["Reviewed. Again on Mon 22 Jun."]


def test_an_issue_is_closed_by_its_outcome(desk: Desk) -> None:
    uid = put(desk, Issue(deal_id=1, text="down", due_on=TODAY, weight=5))
    with pytest.raises(InputRefused, match="outcome"):
        move(desk, due_moves.close_issue, uid, "  ", NOW)
    assert move(desk, due_moves.close_issue, uid, "fixed", NOW) == ["Issue closed."]
    assert kinds(desk) == []
    undo(desk)
    assert kinds(desk) == ["issue"]


# Promises


def test_a_promise_is_at_risk_when_late_or_put_off_past_its_day_or_due_and_not_doable(desk: Desk) -> None:
    blocker = column(desk, "action", action(desk, text="their part", side="them", due_on=day(9)), "id")
    late = action(desk, due_on=day(-1))
    past = action(desk, due_on=day(3), later_until=day(4))
    blocked = action(desk, due_on=day(1), blocked_by_id=blocker)
    waits = action(desk, due_on=day(0), state="waiting for them")
    assert risky(desk, late, past, blocked, waits) == {late, past, blocked, waits}


def test_what_is_in_time_or_theirs_or_our_own_housekeeping_is_not_at_risk(desk: Desk) -> None:
    blocker = column(desk, "action", action(desk, text="their part", side="them", due_on=day(9)), "id")
    calm = [
        action(desk, due_on=day(0)),
        action(desk, due_on=day(3), later_until=day(3)),
        action(desk, due_on=day(2), blocked_by_id=blocker),
        action(desk, due_on=day(-9), side="them"),
        action(desk, due_on=day(-9), kind="hand-over"),
        action(desk, due_on=day(-9), told_on=day(-2)),
        action(desk, due_on=day(-9), state="done"),
        action(desk),
    ]
    assert risky(desk, *calm) == frozenset()


def test_over_the_weekend_the_next_working_day_is_soon(desk: Desk) -> None:
    friday, monday = day(2), day(5)
    uid = action(desk, due_on=monday, state="waiting for them")
    assert promises.at_risk(desk.con, [uid], desk.settings.calendar, friday) == {uid}
    assert promises.at_risk(desk.con, [uid], desk.settings.calendar, day(1)) == frozenset()


def test_once_told_it_is_never_named_again_and_undo_takes_back_what_was_done_before(desk: Desk) -> None:
    uid = action(desk)
    later(desk, "action", uid, day(3))
    assert risky(desk, uid) == {uid}
    desk.write(Command("asked whether to tell them", origin="rule"), action_moves.told, uid, TODAY)
    assert risky(desk, uid) == frozenset()
    undo(desk)
    assert column(desk, "action", uid, "later_until") is None
    assert column(desk, "action", uid, "told_on") == TODAY.isoformat()


def test_promises_kept_are_counted_back_to_the_last_late_one(desk: Desk) -> None:
    assert promises.kept_in_a_row(desk.con) == 0
    for ago, late in ((9, 0), (8, 2), (5, 0), (3, 0), (1, 0)):
        action(desk, state="done", done_on=day(-ago), due_on=day(-ago - late))
    action(desk, state="done", done_on=day(-1), due_on=day(-9), side="them")
    action(desk, state="done", done_on=day(-1), due_on=None)
    assert promises.kept_in_a_row(desk.con) == 3


def test_a_promise_kept_by_its_new_date_is_kept(desk: Desk) -> None:
    uid = action(desk, due_on=day(0))
    agreed(desk, "action", uid, day(1))
    done(desk, "action", uid)
    assert promises.kept_in_a_row(desk.con) == 1
    late = action(desk, due_on=day(-2))
    agreed(desk, "action", late, day(1))
    done(desk, "action", late)
    assert promises.kept_in_a_row(desk.con) == 0


def test_a_done_action_is_not_put_off_and_gets_no_new_date(desk: Desk) -> None:
    uid = action(desk)
    done(desk, "action", uid)
    for move_it in (later, agreed):
        with pytest.raises(InputRefused, match="That is done"):
            move_it(desk, "action", uid, day(3))
    assert desk.con.execute("SELECT count(*) FROM new_date").fetchone() == (0,)
