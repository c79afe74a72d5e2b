"""When a row that a rule dates is due: lengths, days off, the day of entry, and changes of the clocks."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from dealdesk.domain.calendar import WorkCalendar, add_business_days
from dealdesk.domain.deadlines import WorkTime
from dealdesk.domain.due_rules import dates, hours, lengths

WORK = WorkTime(WorkCalendar())
BERLIN = ZoneInfo("Europe/Berlin")


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    """Return a local time as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("anchor", "offset", "due", "soft", "reason"),
    [
        (date(2026, 5, 12), "7 days", "2026-05-19", None, "7 days after Tue 12 May"),
        (date(2026, 5, 9), "7 days", "2026-05-18", None, "7 days after Sat 9 May is Sat 16 May, a day off; due on Mon"),
        (date(2026, 5, 12), "5 business days", "2026-05-19", None, "5 working days after Tue 12 May"),
        (date(2026, 5, 12), "1 day", "2026-05-13", None, "1 day after Tue 12 May"),
        (date(2026, 1, 31), "1 month", "2026-03-02", None, "1 month after Sat 31 Jan is Sat 28 Feb, a day off"),
        (date(2026, 5, 12), "24 h, 48 h", "2026-05-14", "2026-05-13", "2 days after Tue 12 May"),
        (date(2026, 5, 12), "7 days, 14 days", "2026-05-26", "2026-05-19", "14 days after Tue 12 May"),
        (date(2026, 5, 16), "0 days", "2026-05-18", None, "Sat 16 May is a day off; due on Mon 18 May"),
        (date(2026, 5, 15), "0 days", "2026-05-15", None, "Fri 15 May"),
        (date(2026, 5, 15), "whenever", "2026-05-15", None, "Fri 15 May"),
    ],
)
def test_a_day_and_why(anchor: date, offset: str, due: str, soft: str | None, reason: str) -> None:
    found = dates("kickoff", anchor, offset, None, WORK, BERLIN)
    assert (found.due_on.isoformat(), found.soft_on.isoformat() if found.soft_on else None) == (due, soft)
    assert found.due_at is None
    assert found.reason.startswith(reason)


def test_hours_from_an_instant_keep_their_minute_in_working_time() -> None:
    found = dates("next-steps mail", at("2026-05-12T14:00"), "24 h, 48 h", None, WORK, BERLIN)
    assert (found.soft_on, found.due_on) == (date(2026, 5, 13), date(2026, 5, 14))
    assert found.due_at == at("2026-05-14T14:00")
    assert found.reason == "48 h: Thu 14 May 14:00"


def test_hours_that_end_on_a_weekend_are_due_on_the_whole_of_the_next_working_day() -> None:
    found = dates("next-steps mail", at("2026-05-15T17:00"), "24 h, 48 h", None, WORK, BERLIN)
    assert (found.soft_on, found.due_on, found.due_at) == (date(2026, 5, 18), date(2026, 5, 18), None)
    assert found.reason == "48 h: Sun 17 May 17:00, outside working time; due on Mon 18 May"


def test_a_strict_clock_knows_no_days_off() -> None:
    found = dates("mail", at("2026-05-15T17:00"), "24 h, 48 h", None, WORK, BERLIN, strict=True)
    assert (found.soft_on, found.due_on) == (date(2026, 5, 16), date(2026, 5, 17))
    assert found.due_at == at("2026-05-17T17:00")
    assert dates("x", date(2026, 5, 9), "7 days", None, WORK, BERLIN, strict=True).due_on == date(2026, 5, 16)


@pytest.mark.parametrize(
    ("not_before", "due", "reason"),
    [
        (date(2026, 5, 13), "2026-05-14", "2 days after Tue 12 May"),
        (date(2026, 5, 14), "2026-05-14", "2 days after Tue 12 May"),
        (date(2026, 5, 15), "2026-05-15", "was due Thu 14 May; entered Fri 15 May"),
        (date(2026, 5, 16), "2026-05-18", "was due Thu 14 May; entered Sat 16 May"),
    ],
)
def test_nothing_is_due_before_it_was_entered(not_before: date, due: str, reason: str) -> None:
    found = dates("mail", date(2026, 5, 12), "24 h, 48 h", not_before, WORK, BERLIN)
    assert (found.due_on.isoformat(), found.reason) == (due, reason)
    assert found.soft_on is not None
    assert not_before <= found.soft_on <= found.due_on


def test_an_instant_that_passed_before_entry_has_no_minute_any_more() -> None:
    found = dates("mail", at("2026-05-12T14:00"), "24 h", date(2026, 5, 14), WORK, BERLIN)
    assert (found.due_on, found.due_at) == (date(2026, 5, 14), None)


@pytest.mark.parametrize(
    ("zone", "signed", "length", "ends"),
    [
        # The clocks go on, or back, between signing and the end: hours are real hours.
        ("America/New_York", "2024-03-08T15:00", "72 h", "2024-03-11T16:00"),
        ("America/New_York", "2024-11-01T15:00", "72 h", "2024-11-04T14:00"),
        ("Europe/Berlin", "2024-03-29T15:00", "72 h", "2024-04-01T16:00"),
        ("Europe/Berlin", "2024-10-25T15:00", "72 h", "2024-10-28T14:00"),
        ("Australia/Lord_Howe", "2024-04-05T12:00", "72 h", "2024-04-08T11:30"),
        ("Pacific/Apia", "2011-12-28T09:00", "24 h", "2011-12-29T09:00"),
        ("Pacific/Apia", "2011-12-29T09:00", "96 h", "2012-01-03T09:00"),  # 30 December was no day there
        ("America/Sao_Paulo", "2018-11-02T10:00", "72 h", "2018-11-05T11:00"),
        ("Africa/Casablanca", "2024-03-08T10:00", "72 h", "2024-03-11T09:00"),
    ],
)
def test_hours_over_a_change_of_the_clocks(zone: str, signed: str, length: str, ends: str) -> None:
    there = ZoneInfo(zone)
    found = dates("mail", at(signed, there), length, None, WORK, there)
    assert found.due_at == at(ends, there)
    assert found.due_on == date.fromisoformat(ends[:10])
    assert f"{ends[11:]}" in found.reason


def test_what_is_a_length_in_hours() -> None:
    assert [hours(text) for text in ("48 h", "7 days", "h", "-1 h", "x h", "99999999 h")] == [48, *[None] * 5]
    assert lengths("24 h, 48 h") == ("24 h", "48 h")
    assert lengths("7 days") == ("", "7 days")


@pytest.mark.parametrize("seed", range(8))
def test_under_any_calendar_nothing_is_due_on_a_day_off_or_before_entry(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(60):
        start = date(2020, 1, 1) + timedelta(days=rng.randrange(4000))
        off = {start + timedelta(days=rng.randrange(-10, 60)) for _ in range(rng.randrange(20))}
        calendar = WorkCalendar(off, rng.sample(range(7), rng.randrange(1, 8)))
        begins = rng.randrange(0, 12)
        work = WorkTime(calendar, time(begins), time(rng.randrange(begins + 1, 24)))
        anchor = start if rng.random() < 0.5 else datetime.combine(start, time(rng.randrange(24), 30), tzinfo=UTC)
        offset = rng.choice(("24 h, 48 h", "72 h", "7 days", "7 days, 14 days", "5 business days", "1 month", "0 days"))
        entered = start + timedelta(days=rng.randrange(40))
        found = dates("x", anchor, offset, entered, work, BERLIN)
        assert calendar.is_working(found.due_on)
        assert found.due_on >= entered
        assert found.soft_on is None or (calendar.is_working(found.soft_on) and found.soft_on <= found.due_on)
        assert found.due_at is None or found.due_at.astimezone(BERLIN).date() == found.due_on
        if offset == "5 business days" and isinstance(anchor, date) and not isinstance(anchor, datetime):
            assert found.due_on == max(add_business_days(anchor, 5, calendar), calendar.forward(entered))
