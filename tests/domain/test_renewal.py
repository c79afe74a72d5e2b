"""The last day for a notice, and the ends of deals that renew by themselves."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.dates import Period, PeriodRefused, WorkCalendar
from dealdesk.domain.renewal import (
    LEADS,
    give_notice_by,
    last_safe_notice,
    next_end,
    next_notice,
    reminders,
    standing_notice,
)
from dealdesk.errors import InputRefused

WORK_WEEK = WorkCalendar()


@pytest.mark.parametrize(
    ("end", "notice", "last", "shown"),
    [
        ("2025-03-31", "1 month", "2025-02-28", "2025-02-28"),
        ("2024-08-31", "6 months", "2024-02-29", "2024-02-29"),
        ("2025-01-01", "60 days", "2024-11-02", "2024-11-01"),
        ("2024-02-29", "12 months", "2023-02-28", "2023-02-28"),
    ],
)
def test_the_last_day_rolls_back_to_a_working_day(end: str, notice: str, last: str, shown: str) -> None:
    day, period = date.fromisoformat(end), Period.parse(notice)
    assert last_safe_notice(day, period).isoformat() == last
    assert give_notice_by(day, period, WORK_WEEK).isoformat() == shown


def test_days_off_move_the_notice_earlier_and_business_days_skip_them() -> None:
    off = WorkCalendar([date(2024, 11, 1), date(2024, 10, 31)])
    assert give_notice_by(date(2025, 1, 1), Period(60, "day"), off) == date(2024, 10, 30)
    assert give_notice_by(date(2024, 11, 4), Period(1, "business day"), off) == date(2024, 10, 30)


def test_a_deal_that_renews_ends_first_on_or_after_today() -> None:
    end, year = date(2020, 2, 29), Period(1, "year")
    assert next_end(end, year, date(2019, 5, 1)) == end
    assert next_end(end, year, date(2020, 3, 1)) == date(2021, 2, 28)
    assert next_end(end, year, date(2024, 2, 29)) == date(2024, 2, 29)
    assert next_end(end, year, date(2026, 11, 22)) == date(2027, 2, 28)
    assert next_end(end, None, date(2026, 11, 22)) == end
    with pytest.raises(InputRefused):
        next_end(end, Period(0, "year"), date(2026, 11, 22))


@pytest.mark.parametrize("seed", range(5))
def test_the_next_end_is_what_walking_there_gives(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(60):
        end = date(1990, 1, 1) + timedelta(days=rng.randrange(9000))
        today = end + timedelta(days=rng.randrange(-400, 9000))
        renewal = Period(rng.randrange(1, 30), rng.choice(["day", "week", "month", "year"]))
        expected, step = end, 0
        while expected < today:
            step += 1
            expected = renewal.times(step).after(end)
        assert next_end(end, renewal, today) == expected


@pytest.mark.parametrize(
    ("end", "notice", "renewal", "expected_end", "by"),
    [
        ("2026-12-31", "30 days", "1 year", "2026-12-31", "2026-12-01"),  # still time
        ("2026-12-22", "30 days", "1 year", "2027-12-22", "2027-11-22"),  # Sunday 22 November rolled back, so too late
        ("2026-12-31", "90 days", "1 year", "2027-12-31", "2027-10-01"),  # missed: the next renewal decides
        ("2026-11-30", "3 months", "1 month", "2027-02-28", "2026-11-27"),  # a notice longer than a renewal
        ("1934-12-31", "180 days", "5 years", "2029-12-31", "2029-07-04"),
        ("2026-12-31", "90 days", "", "2026-12-31", "2026-10-02"),  # just ends: nothing later is made up
        ("1999-06-01", "30 days", "", "1999-06-01", "1999-04-30"),
    ],
)
def test_the_notice_that_can_still_be_given(end: str, notice: str, renewal: str, expected_end: str, by: str) -> None:
    step = Period.parse(renewal) if renewal else None
    found = next_notice(date.fromisoformat(end), Period.parse(notice), step, WORK_WEEK, date(2026, 11, 22))
    assert (found.end.isoformat(), found.by.isoformat()) == (expected_end, by)


@pytest.mark.parametrize("seed", range(5))
def test_the_next_notice_is_the_first_that_walking_there_meets(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(60):
        end = date(1990, 1, 1) + timedelta(days=rng.randrange(9000))
        today = end + timedelta(days=rng.randrange(-400, 3000))
        renewal = Period(rng.randrange(1, 30), rng.choice(["week", "month", "year"]))
        notice = Period(rng.randrange(1, 40), rng.choice(["day", "week", "month"]))
        expected, step = end, 0
        while expected < today or give_notice_by(expected, notice, WORK_WEEK) < today:
            step += 1
            expected = renewal.times(step).after(end)
        assert next_notice(end, notice, renewal, WORK_WEEK, today).end == expected


@pytest.mark.parametrize(
    ("today", "known", "decided", "by"),
    [
        ("2026-05-29", "2026-05-29", False, "2026-05-29"),
        ("2026-05-30", "2026-05-29", False, "2026-05-29"),  # the contract's own day is Sunday
        ("2026-06-28", "2026-05-29", False, "2026-05-29"),
        ("2026-06-29", "2026-05-29", False, "2027-05-31"),  # more than 30 days
        ("2026-05-30", "2026-05-29", True, "2027-05-31"),  # answered
        ("2026-05-29", "2026-05-29", True, "2026-05-29"),  # answered, and its period is not over
        ("2026-05-30", None, False, "2027-05-31"),  # entered after that day: nobody could have kept it
        ("2027-06-02", "2026-05-29", False, "2027-05-31"),  # a year in which nobody looked
    ],
)
def test_a_missed_notice_stands_for_a_while(today: str, known: str | None, decided: bool, by: str) -> None:
    before = date.fromisoformat(known) if known else None
    lengths = (Period(3, "month"), Period(1, "year"))
    day = date.fromisoformat(today)
    found = standing_notice(date(2026, 8, 31), *lengths, WORK_WEEK, day, before, decided=decided)
    assert found.by.isoformat() == by


def test_a_missed_notice_makes_room_for_the_next_one_and_ends_with_its_end() -> None:
    def by(today: date, notice: Period) -> str:
        known = give_notice_by(date(2026, 5, 31), notice, WORK_WEEK)
        return standing_notice(date(2026, 5, 31), notice, Period(1, "month"), WORK_WEEK, today, known).by.isoformat()

    monthly = Period(30, "day")
    assert by(date(2026, 5, 15), monthly) == "2026-05-01"
    assert by(date(2026, 5, 16), monthly) == "2026-05-29", "two weeks before the next one"
    assert by(date(2026, 5, 31), Period(1, "week")) == "2026-05-22"
    assert by(date(2026, 6, 1), Period(1, "week")) == "2026-06-23", "the end has passed"


def test_reminders_count_back_from_the_day_shown() -> None:
    day = date(2026, 12, 31)
    assert LEADS == (90, 60, 30, 14, 7, 1)
    assert [(day - reminder).days for reminder in reminders(day)] == list(LEADS)
    assert reminders(day, (3,)) == [date(2026, 12, 28)]


def test_every_recorded_notice_day(realdata: Path) -> None:
    cases = [
        (case["end"], case["notice"], case["expected"])
        for case in json.loads((realdata / "recurrence/cases.json").read_text())["domain"]
        if "notice" in case
    ]
    real = json.loads((realdata / "recurrence/notice_deadlines_real.json").read_text())
    cases += [(case["end"], case["notice_raw"], case["last_day_to_give_notice"]) for case in real]
    assert len(cases) > 30
    for end, notice, expected in cases:
        day, period = date.fromisoformat(end), Period.parse(notice)
        last = last_safe_notice(day, period)
        assert last.isoformat() == expected
        shown = give_notice_by(day, period, WORK_WEEK)
        assert timedelta(0) <= last - shown < timedelta(days=3)
        assert WORK_WEEK.is_working(shown)
    for case in real:
        text = case["renewal_term_raw"]
        if text in ("", "perpetual"):
            with pytest.raises(PeriodRefused):
                Period.parse(text)
        else:
            today = date(2026, 11, 22)
            assert next_end(date.fromisoformat(case["end"]), Period.parse(text), today) >= today
