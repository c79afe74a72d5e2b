"""What has an hour on Today: late from its hour on, the clock of an issue; and a review whose window is over."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dealdesk.clock import LOCAL, stamp
from dealdesk.domain.vocabulary import ActionState, Side
from dealdesk.store import actions, due, due_moves, due_words, issue_lines, issue_opening, issues, promises, records
from dealdesk.store.desk import Desk
from dealdesk.store.due import DueItem
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock, add_deal, open_desk
from tests.tui.today_desk import action, day, put

HOUR = 3600.0


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Desk:
    """Return a desk with one deal, on Wednesday 13 May 2026, 9:30 UTC."""
    desk = open_desk(tmp_path, clock)
    add_deal(desk)
    return desk


def today(desk: Desk, *, hours: bool = True) -> due.Due:
    now = stamp(desk.clock.now()) if hours else ""
    return desk.rows(due.due, desk.today.isoformat(), now=now)


def only(desk: Desk) -> DueItem:
    (item,) = today(desk).items
    return item


def words(desk: Desk) -> str:
    return due.sentence(only(desk), desk.today.isoformat())


def write(desk: Desk, function: Any, *args: Any) -> Any:  # noqa: ANN401 - whatever it is
    return desk.write(Command("did"), function, *args)


def open_issue(desk: Desk, text: str = "feed down") -> str:
    uid = new_uid()
    write(desk, issue_opening.add, "issue", uid, 1, {"text": text}, desk.context, desk.clock.now())
    return uid


def test_an_hour_that_has_passed_is_late_at_once(desk: Desk, clock: FixedClock) -> None:
    due_at = clock.now() + timedelta(hours=2)
    put(desk, action(due_at=stamp(due_at), due_rule="next steps"))
    assert (only(desk).group, only(desk).late_minutes) == ("today", 0)
    clock.pass_by(2.5 * HOUR)
    item = only(desk)
    assert (item.group, item.late_days, item.late_minutes) == ("overdue", 0, 30)
    assert item.why.startswith("limit passed (+8)")
    assert today(desk).counts == (1, 0, 0, 0)
    assert today(desk, hours=False).counts == (0, 1, 0, 0), "a day as such knows no hour"


def test_what_was_put_off_is_not_late_by_its_hour(desk: Desk, clock: FixedClock) -> None:
    put(desk, action(due_at=stamp(clock.now() - timedelta(hours=1)), later_until=day(2)))
    assert (only(desk).group, only(desk).due_on) == ("soon", day(2).isoformat())


def test_an_issue_tells_what_is_left_who_is_on_it_and_who_comes_next(desk: Desk, clock: FixedClock) -> None:
    for level, names in ((1, "Ops (Maria)"), (2, "MK")):
        write(
            desk,
            records.add,
            "ladder",
            new_uid(),
            1,
            {"level": str(level), "names": names, "response": "4 h" if level == 1 else "48 h"},
            desk.context,
            clock.now(),
        )
    uid = open_issue(desk)
    assert words(desk) == "issue (level 1): feed down, 4 h left, Ops (Maria), then MK"
    (line,) = desk.rows(issue_lines.of_deal, 1)
    assert line.clock(clock.now()) == f"level 1: {only(desk).clock}", "one rule for Today and for the deal's page"
    clock.pass_by(3.5 * HOUR)
    assert "30 min left" in words(desk)
    clock.pass_by(HOUR)
    item = only(desk)
    assert (item.group, item.late_minutes) == ("overdue", 30)
    at = (clock.now() - timedelta(minutes=30)).astimezone(LOCAL)
    assert f"over since Wed 13 May {at:%H:%M}, Ops (Maria), then MK" in words(desk)
    write(desk, issues.raise_level, uid, clock.now())
    assert only(desk).group != "overdue"
    assert "MK, then the sponsors of both sides" in words(desk)


def test_the_same_day_is_over_with_the_day(desk: Desk, clock: FixedClock) -> None:
    open_issue(desk)
    assert "till the end of today" in words(desk)
    clock.pass_by(6 * HOUR)
    assert only(desk).group == "today"
    clock.pass_by(24 * HOUR)
    assert (only(desk).group, only(desk).late_days) == ("overdue", 1)


def to_review(desk: Desk, days: int = 2, **fields: Any) -> str:  # noqa: ANN401 - columns of an action
    """Add an action, due today, and move it to review for so many working days; return its uid."""
    put(desk, action("the design", review_days=days, **fields))
    uid = str(desk.con.execute("SELECT uid FROM action").fetchone()[0])
    write(desk, actions.move, uid, ActionState.REVIEW, desk.context, desk.clock.now())
    return uid


def test_a_window_that_is_over_is_due_the_day_after_and_once(desk: Desk, clock: FixedClock) -> None:
    uid = to_review(desk)
    assert words(desk) == "in review: the design, they have until Fri"
    assert (only(desk).group, only(desk).due_on) == ("soon", "2026-05-16")
    clock.pass_by(3 * 24 * HOUR)
    assert words(desk) == "window over: the design, no word by Fri 15 May"
    assert "they have until Fri 15 May to say no: then silence is a yes" in only(desk).why
    clock.pass_by(4 * 24 * HOUR)
    assert (only(desk).group, only(desk).late_days) == ("today", 0), "silence is nobody's delay, nor is our own day"
    assert desk.rows(promises.at_risk, [uid], desk.settings.calendar, desk.today) == frozenset()
    write(desk, due_moves.done, "action", uid, desk.context, clock.now())
    assert today(desk).items == []


def test_a_window_gets_a_new_end_and_can_be_put_off(desk: Desk, clock: FixedClock) -> None:
    uid = to_review(desk)
    clock.pass_by(5 * 24 * HOUR)
    said = write(desk, due_moves.new_date, "action", uid, date(2026, 5, 20), "", desk.context, clock.now())
    assert said == ["They have until Wed 20 May to say no."]
    assert (only(desk).due_on, words(desk)) == ("2026-05-21", "in review: the design, they have until Wed")
    assert desk.con.execute("SELECT count(*), max(due_on) FROM action").fetchone()[:] == (1, "2026-05-13")
    assert desk.con.execute("SELECT count(*) FROM new_date").fetchone()[0] == 0, "nothing that was promised moved"
    clock.pass_by(3 * 24 * HOUR)
    assert write(desk, due_moves.later, "action", uid, date(2026, 5, 26), clock.now()) == ["Back on Tue 26 May."]
    assert only(desk).due_on == "2026-05-26"


def test_what_they_sent_us_is_due_on_the_last_day_to_say_no(desk: Desk, clock: FixedClock) -> None:
    to_review(desk, side=Side.THEM)
    clock.pass_by(2 * 24 * HOUR)
    assert (only(desk).group, words(desk)) == ("today", "in review: the design, say yes or no by today")
    clock.pass_by(24 * HOUR)
    assert (only(desk).late_days, words(desk)) == (1, "window over: the design, we said nothing by Fri 15 May")


def test_a_review_without_a_window_keeps_its_own_day(desk: Desk, clock: FixedClock) -> None:
    put(desk, action("the design", state=ActionState.REVIEW))
    clock.pass_by(24 * HOUR)
    assert (only(desk).late_days, words(desk)) == (1, "the design")


def test_where_room_is_short_the_day_stands_before_what_is_typed(desk: Desk, clock: FixedClock) -> None:
    to_review(desk)
    assert due_words.short(only(desk), desk.today.isoformat()) == "in review till Fri: the design"
    clock.pass_by(96 * HOUR)
    assert due_words.short(only(desk), desk.today.isoformat()) == "window over Fri 15 May: the design"


def test_a_best_day_and_a_limit_are_told_briefly_where_room_is_short(desk: Desk) -> None:
    put(desk, action("thank them", soft_on=day(0), due_on=day(1)))
    item, today_iso = only(desk), desk.today.isoformat()
    assert words(desk) == "thank them, best by today, at the latest Thu"
    assert due_words.short(item, today_iso) == "thank them, latest Thu"
    assert due_words.short_tail(item, today_iso) == ", latest Thu"


def test_an_issue_past_its_time_says_how_it_climbs(desk: Desk, clock: FixedClock) -> None:
    uid = open_issue(desk)
    assert "raises it" not in only(desk).why
    clock.pass_by(48 * HOUR)
    assert "+ on the deal's page raises it" in only(desk).why
    for _ in range(2):
        write(desk, issues.raise_level, uid, clock.now())
    clock.pass_by(30 * 24 * HOUR)
    assert "raises it" not in only(desk).why
