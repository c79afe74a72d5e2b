"""Once a week one deal that nobody touched for long is asked about, on that day only."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.store import connect, dating, deals, history, still_true
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.checkins import Conversation
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Desk:
    return open_desk(tmp_path, clock)


def asked(desk: Desk) -> list[int]:
    """Return the deals that are asked about."""
    return [row[0] for row in desk.con.execute("SELECT id FROM deal WHERE still_true_on IS NOT NULL ORDER BY id")]


def day_by_day(desk: Desk, clock: FixedClock, days: int) -> dict[date, list[int]]:
    """Let days pass and return which deals were asked about on which of them."""
    found = {}
    for _ in range(days):
        clock.wall += timedelta(days=1)
        desk.write(Command("moved dates on", origin="rule"), dating.advance, desk.settings.calendar, clock.today())
        desk.refresh()
        if asked(desk):
            found[clock.today()] = asked(desk)
    return found


def test_one_a_week_after_ninety_days_each_in_its_turn(desk: Desk, clock: FixedClock) -> None:
    start = clock.today()
    for title in "ABC":
        add_deal(desk, title, title)
    found = day_by_day(desk, clock, 120)
    assert found == {start + timedelta(days=90 + 7 * week): [week + 1] for week in range(3)}, "then all were asked"


def test_a_sign_of_life_counts(desk: Desk, clock: FixedClock) -> None:
    for title in "ABCDE":
        add_deal(desk, title, title)
    day_by_day(desk, clock, 50)
    edit(desk, "deal", uid_of(desk, "deal", 1), "term", "a year")
    desk.write(Command("archived"), deals.archive, 2, clock.now())
    desk.write(Command("confirmed"), still_true.confirm, 3, clock.now())
    today = clock.today()

    def talk(session: Session) -> None:
        session.add(Conversation(deal_id=4, summary="talked", happened_on=today))

    desk.write(Command("moved", origin="rule"), talk)
    found = day_by_day(desk, clock, 60)
    assert list(found.values()) == [[5]]


def test_a_confirmation_answers_and_the_week_goes_on(desk: Desk, clock: FixedClock) -> None:
    for title in "AB":
        add_deal(desk, title, title)
    day_by_day(desk, clock, 90)
    assert asked(desk) == [1]
    desk.write(Command("confirmed"), still_true.confirm, 1, clock.now())
    assert asked(desk) == []
    assert desk.con.execute("SELECT confirmed_on FROM deal WHERE id = 1").fetchone() == (clock.today().isoformat(),)
    assert day_by_day(desk, clock, 6) == {}
    assert list(day_by_day(desk, clock, 1).values()) == [[2]]


def test_ended_deals_are_left_in_peace(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, outcome="no decision")
    assert day_by_day(desk, clock, 100) == {}


def test_the_question_is_asked_once_a_day_however_often_the_day_is_moved_on(desk: Desk, clock: FixedClock) -> None:
    for title in "AB":
        add_deal(desk, title, title)
    day_by_day(desk, clock, 90)
    for _ in range(2):
        desk.write(Command("moved dates on"), dating.advance, desk.settings.calendar, clock.today())
    assert asked(desk) == [1]


@pytest.mark.parametrize(
    ("change", "asked_about"),
    [
        ("notice_decision = 'end'", False),
        ("end_on = '2026-06-10'", False),
        ("end_on = '2026-06-20'", True),
        ("end_on = '2026-06-10', renewal_count = 1, renewal_unit = 'year'", True),
        ("end_on = '2026-06-10', evergreen = 1", True),
    ],
)
def test_what_ends_soon_is_not_asked_about(tmp_path: Path, change: str, asked_about: bool) -> None:
    made = open_desk(tmp_path)
    add_deal(made)
    with closing(connect.connect(made.path)) as con, history.unit(con, Command("set"), NOW):
        con.execute(f"UPDATE deal SET stage = 'running', {change}")
        con.execute("UPDATE deal SET end_on = date(end_on, '+120 days')")
    later = NOW.date() + timedelta(days=120)
    assert (made.rows(still_true.stalest, later) is not None) == asked_about
