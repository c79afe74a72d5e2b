"""What is due: in groups and an order that can be explained, read from indexes alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from dealdesk.domain.vocabulary import DebriefState, Side
from dealdesk.store import due
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Waiting
from dealdesk.store.tables.deals import Person
from dealdesk.store.tables.debriefs import Debrief
from tests.store.due_rows import ARCHIVED, TODAY, Write, day, deal, found, lines, writing


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    """Store rows and give a reading connection."""
    with writing(tmp_path) as store:
        yield store


def test_a_running_debrief_stands_first_whenever_it_was_due(write: Write) -> None:
    con = write(
        deal(),
        deal(2),
        Debrief(deal_id=1, state=DebriefState.RUNNING, due_on=day(60)),
        Debrief(deal_id=2, state=DebriefState.RUNNING, due_on=None),
        Action(deal_id=1, text="late", due_on=day(-5), weight=9),
    )
    assert [group for group, _text in lines(con)] == ["running", "running", "overdue"]
    assert "debrief running" in found(con).items[0].why


@pytest.mark.parametrize(
    ("days", "group", "step"),
    [
        (-31, None, ""),
        (-30, "overdue", "the day to give notice has passed"),
        (0, "today", "give notice: send the notice"),
        (7, "coming", "give notice: write the notice"),
        (8, "coming", "give notice: decide"),
        (90, "coming", "give notice: confirm the terms"),
        (91, None, ""),
    ],
)
def test_a_give_notice_day_comes_up_in_time_and_goes_away(
    write: Write, days: int, group: str | None, step: str
) -> None:
    con = write(deal(give_notice_by=day(days), notice_remind_on=day(days)))
    assert lines(con) == ([(group, f"{step} (Deal 1)")] if group else [])


@pytest.mark.parametrize(
    ("by", "remind", "group", "said"),
    [
        (60, 0, "today", "give notice: compare the market (Deal 1)"),
        (60, -3, "today", "give notice: compare the market (Deal 1)"),
        (62, 0, "today", "give notice: compare the market (Deal 1)"),  # the 60th day is a Sunday: rolled back to 62
        (62, 5, "coming", "give notice: confirm the terms (Deal 1)"),
        (180, 0, "today", "give notice: confirm the terms (Deal 1)"),  # a lead of one's own
        (180, 1, None, ""),
        (6, 5, "coming", "give notice: write the notice (Deal 1)"),  # seen, or put off until tomorrow
        (0, 30, "today", "give notice: send the notice (Deal 1)"),
        (-1, -1, "overdue", "the day to give notice has passed (Deal 1)"),
    ],
)
def test_a_reminder_stands_in_today_until_it_is_answered(
    write: Write, by: int, remind: int, group: str | None, said: str
) -> None:
    con = write(
        deal(give_notice_by=day(by), notice_remind_on=day(remind)),
        deal(2, give_notice_by=day(by), notice_remind_on=day(remind), notice_decision="renew"),
    )
    assert lines(con) == ([(group, said)] if group else [])


@pytest.mark.parametrize(
    ("soft", "hard", "later", "group", "late"),
    [
        (0, 5, None, "today", 0),  # best done by today
        (-1, 5, None, "soon", 0),
        (-1, 2, None, "soon", 0),
        (-1, 1, None, "today", 0),
        (-1, 0, None, "today", 0),
        (-40, 20, None, "soon", 0),
        (-3, -1, None, "overdue", 1),
        (2, 9, None, "soon", 0),
        (8, 15, None, None, 0),
        (-3, 5, -1, "today", 0),  # put off until a day that has come
        (-3, 5, 2, "soon", 0),
        (-3, -1, 0, "overdue", 1),
    ],
)
def test_only_what_is_past_its_limit_is_late(
    write: Write, soft: int, hard: int, later: int | None, group: str | None, late: int
) -> None:
    put_off = None if later is None else day(later)
    con = write(deal(), Action(deal_id=1, text="x", soft_on=day(soft), due_on=day(hard), later_until=put_off))
    assert [(item.group, item.late_days) for item in found(con).items] == ([(group, late)] if group else [])


def test_the_points_of_a_line_add_up_in_why(write: Write) -> None:
    con = write(
        deal(give_notice_by=day(7), notice_remind_on=TODAY, quiet_on=day(-4)),
        deal(2, still_true_on=TODAY),
        Action(deal_id=1, text="soft", side=Side.US, soft_on=day(-1), due_on=day(4), weight=6, due_reason="(+99) days"),
        Action(deal_id=2, text="late", side=Side.THEM, due_on=day(-20), weight=2),
        Waiting(deal_id=1, since=TODAY, last_on=TODAY, due_on=TODAY, due_rule="another channel", weight=3),
    )
    whys = {item.why.split(";")[0]: item.urgency for item in found(con).items}
    assert len(whys) == 4
    for why, urgency in whys.items():
        assert sum(int(part.rsplit("(", 1)[1].rstrip(")")) for part in why.split(", ")) == urgency, why
    assert "best day passed (+1), weight of its kind (+6), promised to them (+2)" in whys
    assert "due today (+3), unanswered for long (+2), weight of its kind (+3)" in whys


def test_of_long_overdue_items_the_heaviest_are_shown_and_the_others_counted(write: Write) -> None:
    heavy = [Action(deal_id=1, text=f"heavy {n}", due_on=day(-300 - n), weight=5) for n in range(20)]
    light = [Action(deal_id=1, text=f"light {n}", due_on=day(-40 - n), weight=1) for n in range(100)]
    con = write(deal(), *light, *heavy)
    answer = found(con)
    texts = [item.text for item in answer.items]
    assert len(texts) == due.OLDER_SHOWN
    assert {action.text for action in heavy} <= set(texts)
    assert answer.older == 70
    everything = found(con, all_items=True)
    assert len(everything.items) == 120
    assert everything.older == 0


def test_what_is_more_than_a_list_holds_is_not_counted_to_its_end(write: Write) -> None:
    many = [Action(deal_id=1, text="x", due_on=day(0)) for _ in range(due.LIMITS["today"] + 5)]
    con = write(deal(), *many, Action(deal_id=1, text="late", due_on=day(-1)))
    whole = due.due(con, TODAY.isoformat())
    first = due.due(con, TODAY.isoformat(), shown=10)
    assert first.items == whole.items[:10]
    assert first.more == whole.more == {"today"}
    assert (first.counts.overdue, first.counts.today) == (1, due.LIMITS["today"])
    everything = found(con, all_items=True)
    assert (everything.counts.today, everything.more) == (due.LIMITS["today"] + 5, frozenset())


def test_no_more_than_300_items_and_the_counts_stay_true(write: Write) -> None:
    rows = [Action(deal_id=1, text="x", due_on=day(n % 60 - 45), weight=n % 6) for n in range(900)]
    rows += [Action(deal_id=1, text="today", due_on=TODAY) for _ in range(400)]
    con = write(deal(), *rows)
    answer = found(con)
    assert len(answer.items) <= 300
    assert {"overdue", "today", "soon"} <= answer.more
    assert sum(answer.counts) == len(answer.items)
    assert len(found(con, all_items=True).items) == sum(-45 <= n % 60 - 45 <= 7 for n in range(900)) + 400


def test_put_off_until_today_is_overdue_when_its_limit_has_passed(write: Write) -> None:
    con = write(
        deal(),
        Action(deal_id=1, text="late all the same", due_on=day(-2), later_until=TODAY),
        Action(deal_id=1, text="put off further", due_on=day(-2), later_until=day(3)),
    )
    assert lines(con) == [("overdue", "late all the same"), ("soon", "put off further")]


def test_what_comes_next_is_said_when_nothing_is_due(write: Write) -> None:
    con = write(deal(), deal(2, archived_at=ARCHIVED), Action(deal_id=1, text="kickoff", due_on=day(40)))
    assert found(con).items == []
    coming = due.next_item(con, TODAY.isoformat())
    assert coming is not None
    assert (coming.text, coming.due_on) == ("kickoff", day(40).isoformat())


def test_nothing_comes_next_on_an_empty_desk(write: Write) -> None:
    assert due.next_item(write(deal()), TODAY.isoformat()) is None


@pytest.mark.parametrize("day_of_asking", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_trouble(write: Write, day_of_asking: str) -> None:
    con = write(deal(give_notice_by=TODAY), Action(deal_id=1, text="x", due_on=TODAY))
    assert due.due(con, day_of_asking).counts.today == 0


class _Watching:
    """A connection that keeps the plan of every query it is asked."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self.plans: list[str] = []
        self.sorting: list[str] = []

    def execute(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        plan = [str(row[3]) for row in self._con.execute("EXPLAIN QUERY PLAN " + query, values)]
        self.plans += plan
        self.sorting += [query for step in plan if step == "USE TEMP B-TREE FOR ORDER BY"]
        return self._con.execute(query, values)


def test_every_query_walks_an_index(write: Write) -> None:
    rows: list[SQLModel] = [Action(deal_id=1, text="x", due_on=day(n % 1000 - 500), weight=n % 6) for n in range(6000)]
    rows += [Waiting(deal_id=1, person_id=1, since=TODAY, last_on=TODAY, due_on=TODAY), Person(id=1, name="Dana")]
    one = deal(quiet_on=TODAY, still_true_on=TODAY, give_notice_by=TODAY)
    watching = _Watching(write(one, deal(2, give_notice_by=TODAY, quiet_on=TODAY), *rows))
    due.due(watching, TODAY.isoformat())  # type: ignore[arg-type]
    due.next_item(watching, TODAY.isoformat())  # type: ignore[arg-type]
    tables = ("action", "deal", "debrief", "checkin", "issue", "risk", "party", "deal_party", "waiting", "person")
    whole = [f"SCAN {table}" for table in (*tables, "conversation")]
    # These indexes hold nothing but running debriefs and archived deals: all of them is just what is asked for.
    plans = [plan for plan in watching.plans if not plan.endswith(("INDEX due_running", "INDEX due_archived"))]
    assert [plan for plan in plans if plan.split(" USING")[0] in whole] == []
    for index in ("due_debrief", "due_action", "due_waiting", "due_checkin", "due_issue", "due_risk", "due_notice"):
        assert any(f"USING INDEX {index} (" in plan for plan in plans), index
    # The arms come in the order asked for and are merged: nothing is sorted, so a limit ends the reading.
    assert any(plan.startswith("MERGE") for plan in plans)
    assert [query for query in watching.sorting if "_due " in query] == []


def test_what_comes_within_the_week_stands_by_date_and_within_a_day_by_urgency(write: Write) -> None:
    con = write(
        deal(),
        Action(deal_id=1, text="heavy and far", due_on=day(5), weight=9, side=Side.US),
        Action(deal_id=1, text="light and near", due_on=day(2), weight=1),
        Action(deal_id=1, text="heavy and near", due_on=day(2), weight=5),
    )
    items = found(con).items
    assert [item.text for item in items] == ["heavy and near", "light and near", "heavy and far"]
    assert all("coming days stand in the order of their dates" in item.why for item in items)


def test_a_window_that_is_open_stands_under_the_day_it_closes(write: Write) -> None:
    con = write(
        deal(),
        Action(deal_id=1, text="window", soft_on=day(-2), due_on=day(5), weight=4),
        Action(deal_id=1, text="sooner", due_on=day(2), weight=1),
        Action(deal_id=1, text="after", due_on=day(6), weight=9),
    )
    assert [item.text for item in found(con).items] == ["sooner", "window", "after"]
