"""Stored dates: the day to give notice by, the end of a deal; the arithmetic itself is tested with the rules."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.store import dating, deals, settings
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.desk import DayOff
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of

TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def stored(desk: Desk) -> tuple[str | None, str | None, str]:
    """Return when to give notice of the first deal, who says so, and its stage."""
    found: tuple[str | None, str | None, str] = desk.con.execute(
        "SELECT give_notice_by, give_notice_set_by, stage FROM deal WHERE id = 1"
    ).fetchone()
    return found


def change(desk: Desk, name: str, text: str) -> None:
    assert edit(desk, "deal", uid_of(desk, "deal", 1), name, text).state is None


def day_off(desk: Desk, *days: str) -> None:
    """Put days off into the file without anything following from it."""

    def write(session: Session) -> None:
        session.add_all(DayOff(day=date.fromisoformat(day)) for day in days)

    desk.write(Command("set: days off"), write)
    desk.refresh()


def set_by_hand(desk: Desk, day: date) -> None:
    def write(session: Session) -> None:
        deal = session.get_one(Deal, 1)
        deal.give_notice_by, deal.give_notice_set_by = day, "person"
        session.add(deal)

    desk.write(Command("set a date"), write)


@pytest.mark.parametrize(
    ("end", "notice", "renewal", "by"),
    [
        ("2027-12-31", "3 months", "", "2027-09-30"),
        ("2027-05-31", "3 months", "", "2027-02-26"),  # clipped to 28 February, a Sunday
        ("2028-03-31", "1 month", "", "2028-02-29"),
        ("2026-06-30", "60 days", "1 year", "2027-04-30"),  # this year's day is over: 1 May 2027 is a Saturday
        ("2024-02-29", "10 days", "1 year", "2027-02-18"),
        ("2026-05-29", "60 days", "", "2026-03-30"),  # it just ends, so a missed day stays in sight
        ("2027-12-31", "", "1 year", None),
        ("", "3 months", "1 year", None),
    ],
)
def test_the_day_to_give_notice(desk: Desk, end: str, notice: str, renewal: str, by: str | None) -> None:
    add_deal(desk, signed_on="2024-01-02", end_on=end, notice=notice, renewal=renewal)
    assert stored(desk) == (by, "rule" if by else None, "signed")


def test_an_evergreen_deal_has_no_such_day_until_an_end_is_known(desk: Desk) -> None:
    add_deal(desk, signed_on="2024-01-02", evergreen="x", notice="3 months")
    assert stored(desk) == (None, None, "signed")
    change(desk, "end_on", "2026-12-31")
    assert stored(desk)[0] == "2026-09-30"


def test_it_follows_each_change_and_goes_with_what_it_was_made_of(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    change(desk, "notice", "1 month")
    assert stored(desk)[0] == "2027-11-30"
    change(desk, "end_on", "")
    assert stored(desk)[:2] == (None, None)


def test_a_day_that_a_person_set_stays(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    set_by_hand(desk, date(2027, 1, 4))
    change(desk, "notice", "1 month")
    desk.write(Command("computed"), dating.recompute, desk.context, NOW)
    desk.write(Command("advanced"), dating.advance, WorkCalendar(), date(2027, 6, 1))
    assert stored(desk)[:2] == ("2027-01-04", "person")


def test_a_day_off_moves_open_days_and_leaves_ended_deals_alone(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    add_deal(desk, signed_on="2024-01-02", end_on="2025-12-31", notice="3 months")
    day_off(desk, "2027-09-30")
    moved = desk.write(Command("computed"), dating.recompute, desk.context, NOW)
    assert [(move.ref, move.what, move.old, move.new) for move in moved] == [
        ("ACME-1", "give notice by", date(2027, 9, 30), date(2027, 9, 29))
    ]
    assert stored(desk)[0] == "2027-09-29"
    assert desk.write(Command("computed"), dating.recompute, desk.context, NOW) == ()


@pytest.mark.parametrize(
    ("texts", "stage"),
    [
        ({"end_on": "2026-05-12"}, "ended"),
        ({"end_on": "2026-05-13"}, "signed"),  # the last day still counts
        ({"end_on": "2026-05-12", "renewal": "1 year"}, "signed"),
        ({"end_on": "2026-05-12", "evergreen": "x"}, "signed"),
        ({"end_on": "2026-05-12", "stage": "running"}, "ended"),
        ({}, "signed"),
    ],
)
def test_a_deal_has_ended_the_day_after_its_end_unless_it_goes_on(
    desk: Desk, texts: dict[str, str], stage: str
) -> None:
    add_deal(desk, signed_on="2026-01-02", **texts)
    assert stored(desk)[2] == stage


def test_a_deal_that_was_never_signed_does_not_end(desk: Desk) -> None:
    add_deal(desk, end_on="2026-05-12")
    assert stored(desk)[2] == "negotiating"


def test_time_alone_ends_and_renews_and_archived_deals_stay(desk: Desk) -> None:
    ends = {"signed_on": "2026-05-12", "end_on": "2026-06-30", "notice": "10 days"}
    add_deal(desk, **ends)
    add_deal(desk, renewal="1 year", **ends)
    third = add_deal(desk, **ends)
    desk.write(Command("archived a deal"), deals.archive, third, NOW)
    later = date(2026, 7, 1)
    assert desk.write(Command("advanced"), dating.advance, WorkCalendar(), later) == 2
    rows = desk.con.execute("SELECT stage, give_notice_by FROM deal ORDER BY id").fetchall()
    assert rows == [("ended", "2026-06-19"), ("signed", "2027-06-18"), ("signed", "2026-06-19")]
    assert desk.rows(settings.load).advanced_on == "2026-07-01"


@pytest.mark.parametrize(("days", "quiet"), [(0, False), (13, False), (14, False), (15, True), (400, True)])
def test_a_deal_signed_more_than_two_weeks_before_it_was_entered_starts_nothing(
    desk: Desk, days: int, quiet: bool
) -> None:
    add_deal(desk, signed_on=(TODAY - timedelta(days=days)).isoformat())
    assert desk.con.execute("SELECT quiet FROM deal").fetchone() == (quiet,)
    assert desk.con.execute("SELECT count(*) FROM debrief").fetchone() == (0 if quiet else 2,)


def test_a_deal_does_not_turn_quiet_by_being_edited_later(tmp_path: Path) -> None:
    clock = FixedClock()
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="2026-05-12")
    clock.pass_by(40 * 86400)
    change(desk, "term", "24 months")
    change(desk, "signed_on", "2026-05-11")
    assert desk.con.execute("SELECT quiet FROM deal").fetchone() == (0,)
