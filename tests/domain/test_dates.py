"""Typed dates, lengths of time and working days."""

from __future__ import annotations

import json
import random
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.dates import (
    DateRefused,
    OutOfCalendar,
    Period,
    PeriodRefused,
    WorkCalendar,
    add_business_days,
    add_months,
    describe,
    parse_date,
)
from dealdesk.errors import InputRefused

SUNDAY = date(2026, 11, 22)
CHRISTMAS = WorkCalendar(holidays=[date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1)])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("today", "2026-11-22"),
        ("tod", "2026-11-22"),
        ("tmr", "2026-11-23"),
        ("  TOMORROW ", "2026-11-23"),
        ("yesterday", "2026-11-21"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("sun", "2026-11-29"),
        ("next fri", "2026-11-27"),
        ("next sunday", "2026-11-29"),
        ("+3d", "2026-11-25"),
        ("3d", "2026-11-25"),
        ("in 3 days", "2026-11-25"),
        ("-3d", "2026-11-19"),
        ("3 days ago", "2026-11-19"),
        ("+2w", "2026-12-06"),
        ("+1m", "2026-12-22"),
        ("+1y", "2027-11-22"),
        ("+5b", "2026-11-30"),
        ("+5bd", "2026-11-30"),
        ("3 business days", "2026-11-26"),
        ("-1b", "2026-11-20"),
        ("eow", "2026-11-27"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("eoy", "2026-12-31"),
        ("22 nov", "2026-11-22"),
        ("21 nov", "2027-11-21"),
        ("12 march 2027", "2027-03-12"),
        ("12mar 2027", "2027-03-12"),
        ("12mar", "2027-03-12"),
        ("Mar 12", "2027-03-12"),
        ("March 12, 2027", "2027-03-12"),
        ("1st sept. 2027", "2027-09-01"),
        ("29 feb", "2028-02-29"),
        ("Fri 12 March 2027", "2027-03-12"),
        ("2026-03-12", "2026-03-12"),
        ("12.6", "2027-06-12"),
        ("12.6.", "2027-06-12"),
        ("12.6.2027", "2027-06-12"),
        ("12/6", "2027-06-12"),
        ("12/06/2027", "2027-06-12"),
        ("12-06-2027", "2027-06-12"),
    ],
)
def test_reads_what_the_grammar_says(typed: str, expected: str) -> None:
    assert parse_date(typed, SUNDAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            " ",
            "12",
            "May",
            "May 2027",
            "31 feb",
            "30.2.",
            "31.4.2027",
            "29.2.2027",
            "perpetual",
            "next",
            "next week",
        ),
        *("12/06/27", "12.6.27", "0.6.2027", "12/31/2027", "1/2/3/4", "12/6-2027", "12..6", "1899-12-31", "2201-01-01"),
        *("+", "+3", "3x", "+99999999d", "+9999y", "-9999y", "999999b", "٣d", "+²d", "12 mär", "Mon 12 March 2027"),
        *("12 march 27", "12 13 mar", "2027-13-01", "0000-01-01", "fri sat", "a" * 10_000, "\x1b[31m", "12 mar 2027 x"),
    ],
)
def test_refuses_everything_else_with_a_sentence(typed: str) -> None:
    with pytest.raises(DateRefused) as refused:
        parse_date(typed, SUNDAY)
    assert isinstance(refused.value, InputRefused)
    assert 10 < len(str(refused.value)) < 140


def test_words_of_a_day_to_come_stay_so_where_something_has_happened() -> None:
    wednesday = date(2026, 5, 13)
    assert parse_date("tomorrow", wednesday, past=True) == date(2026, 5, 14)
    assert parse_date("last monday", wednesday) == parse_date("last mon", wednesday, past=True) == date(2026, 5, 4)
    assert parse_date("last fri", date(2026, 5, 18)) == date(2026, 5, 15)


def test_order_decides_slashes_and_dashes_and_never_swaps() -> None:
    assert parse_date("3/4/2027", SUNDAY, "mdy") == date(2027, 3, 4)
    assert parse_date("3-4-2027", SUNDAY, "dmy") == date(2027, 4, 3)
    assert parse_date("3.4.2027", SUNDAY, "mdy") == date(2027, 4, 3)
    assert parse_date("12/31/2027", SUNDAY, "mdy") == date(2027, 12, 31)
    with pytest.raises(DateRefused):
        parse_date("31/12/2027", SUNDAY, "mdy")
    with pytest.raises(DateRefused, match="dmy or mdy"):
        parse_date("3/4/2027", SUNDAY, "ymd")


def test_a_weekday_is_strictly_after_today_and_next_is_next_calendar_week() -> None:
    monday = date(2024, 12, 30)
    assert parse_date("mon", monday) == date(2025, 1, 6)
    assert parse_date("next monday", monday) == date(2025, 1, 6)
    assert parse_date("fri", monday) == date(2025, 1, 3)
    assert parse_date("next fri", monday) == date(2025, 1, 10)


def test_end_of_week_is_the_last_working_day_not_yet_past() -> None:
    off_friday = WorkCalendar(holidays=[date(2026, 11, 27)])
    assert parse_date("eow", date(2026, 11, 23), calendar=off_friday) == date(2026, 11, 26)
    assert parse_date("eow", date(2026, 11, 27)) == date(2026, 11, 27)
    assert parse_date("eow", date(2026, 11, 28)) == date(2026, 12, 4)
    sunday_week = WorkCalendar(workdays={6, 0, 1, 2, 3})
    assert parse_date("eow", date(2026, 11, 27), calendar=sunday_week) == date(2026, 11, 29)


FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %B %Y", "%b %d, %Y", "%a %d %b %Y", "%A, %d %B %Y")


@pytest.mark.parametrize("seed", range(5))
def test_reads_back_every_day_it_writes(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(300):
        day = date(1900, 1, 1) + timedelta(days=rng.randrange((date(2201, 1, 1) - date(1900, 1, 1)).days))
        today = date(1990, 1, 1) + timedelta(days=rng.randrange(30_000))
        for form in FORMATS:
            assert parse_date(day.strftime(form), today) == day
        assert parse_date(day.strftime("%m/%d/%Y"), today, "mdy") == day
        shown = describe(day, today, rng.choice([None, CHRISTMAS]))
        assert parse_date(shown.partition(",")[0], today) == day
        assert len(shown) <= 40
        days = rng.randrange(-3000, 3000)
        assert parse_date(f"{days:+}d", today) == today + timedelta(days=days)


@pytest.mark.parametrize("seed", range(5))
def test_a_day_without_a_year_is_the_next_one_today_included(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(300):
        today = date(1990, 1, 1) + timedelta(days=rng.randrange(60_000))
        leap = date(2000, 1, 1) + timedelta(days=rng.randrange(366))
        found = parse_date(leap.strftime("%d %b"), today)
        assert found >= today
        assert (found.month, found.day) == (leap.month, leap.day)
        assert parse_date(f"{leap.day}.{leap.month}.", today) == found
        day = found - timedelta(days=1)
        while day >= today:
            assert (day.month, day.day) != (leap.month, leap.day)
            day -= timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "calendar", "expected"),
    [
        (SUNDAY, CHRISTMAS, "Sun 22 Nov 2026, today (day off)"),
        (date(2026, 11, 23), CHRISTMAS, "Mon 23 Nov 2026, tomorrow"),
        (date(2026, 11, 27), CHRISTMAS, "Fri 27 Nov 2026, in 5 working days"),
        (date(2026, 11, 27), None, "Fri 27 Nov 2026, in 5 days"),
        (date(2026, 11, 28), CHRISTMAS, "Sat 28 Nov 2026, in 6 days (day off)"),
        (date(2026, 11, 19), CHRISTMAS, "Thu 19 Nov 2026, 3 days ago"),
        (date(2027, 6, 22), CHRISTMAS, "Tue 22 June 2027, in about 7 months"),
        (date(1996, 11, 22), CHRISTMAS, "Fri 22 Nov 1996, about 30 years ago"),
    ],
)
def test_says_how_a_date_was_read(day: date, calendar: WorkCalendar | None, expected: str) -> None:
    assert describe(day, SUNDAY, calendar) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 months", "3 months"),
        ("3 Months", "3 months"),
        ("3m", "3 months"),
        ("60d", "60 days"),
        ("2 weeks", "2 weeks"),
        ("1 year", "1 year"),
        ("5b", "5 business days"),
        ("ten (10) working days", "10 business days"),
        ("ninety (90) days", "90 days"),
        ("one hundred and eighty days", "180 days"),
        ("twenty-one days", "21 days"),
        ("60) days", "60 days"),
        ("three (3) years", "3 years"),
        ("successive 1 year", "1 year"),
        ("succsive 1 year", "1 year"),
        ("four successive 10 years", "10 years"),
        ("4 years, 6 months", "54 months"),
        ("1 week 3 days", "10 days"),
        ("at least 30 days' prior written notice", "30 days"),
        ("a period of two years", "2 years"),
        ("every quarter", "3 months"),
        ("weekly", "1 week"),
        ("biweekly", "2 weeks"),
        ("Bi-weekly", "2 weeks"),
    ],
)
def test_reads_lengths_of_time(text: str, expected: str) -> None:
    assert str(Period.parse(text)) == expected
    assert Period.parse(str(Period.parse(text))) == Period.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "perpetual", "60 days; 180 days", "180 days / 6 months", "ninety (60) days", "[]", "0 days", "-3 days"),
        *(
            "1.5 years",
            "7/22/2019; 7/22/2022",
            "month",
            "month-to-month",
            "less than 30 days",
            "3",
            "99999 days",
            "two",
        ),
        *("up to 3 months", "6 months 1 year", "business week", "3 business weeks", "9" * 5000 + " days"),
    ],
)
def test_refuses_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(PeriodRefused):
        Period.parse(text)


@pytest.mark.parametrize("seed", range(5))
def test_month_steps_clip_to_the_month_end_and_never_further(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(500):
        day = date(1900, 1, 1) + timedelta(days=rng.randrange(100_000))
        months = rng.randrange(1, 240)
        for step, moved in (
            (months, Period(months, "month").after(day)),
            (-months, Period(months, "month").before(day)),
        ):
            assert moved.year * 12 + moved.month == day.year * 12 + day.month + step
            assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)
        assert Period(7, "day").after(day) == Period(1, "week").after(day) == day + timedelta(days=7)
        assert Period(1, "year").after(day) == add_months(day, 12)


def test_steps_off_the_calendar_are_refused() -> None:
    for period in (Period(9000, "year"), Period(36_000, "week"), Period(36_000, "month")):
        with pytest.raises(OutOfCalendar):
            period.after(date(9990, 1, 1))
        with pytest.raises(OutOfCalendar):
            period.before(date(10, 1, 1))
    with pytest.raises(OutOfCalendar):
        add_business_days(date(9999, 12, 31), 1, WorkCalendar())
    with pytest.raises(OutOfCalendar):
        WorkCalendar(workdays={6}).back(date(1, 1, 1))


def test_business_days_before_a_day_off_roll_back_first() -> None:
    assert Period(1, "business day").before(SUNDAY) == date(2026, 11, 19)
    assert Period(1, "business day").after(SUNDAY) == date(2026, 11, 24)


@pytest.mark.parametrize("workdays", [set(), {7}, {-1, 2}])
def test_a_work_week_needs_real_days(workdays: set[int]) -> None:
    with pytest.raises(InputRefused):
        WorkCalendar(workdays=workdays)


def test_a_work_calendar_is_a_value() -> None:
    assert WorkCalendar() == WorkCalendar(frozenset(), range(5))
    assert len({WorkCalendar(), WorkCalendar(), CHRISTMAS}) == 2
    with pytest.raises(AttributeError):
        CHRISTMAS.holidays = frozenset()


@pytest.mark.parametrize("seed", range(5))
def test_working_days_agree_with_counting_one_by_one(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(60):
        start = date(2020, 1, 1) + timedelta(days=rng.randrange(2000))
        off = {start + timedelta(days=rng.randrange(-40, 40)) for _ in range(rng.randrange(8))}
        calendar = WorkCalendar(off, rng.sample(range(7), rng.randrange(1, 7)))
        end = start + timedelta(days=rng.randrange(60))
        days = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
        count = sum(calendar.is_working(day) for day in days)
        assert calendar.between(start, end) == count == -calendar.between(end, start)
        first = calendar.forward(start)
        assert first >= start
        assert not any(calendar.is_working(start + timedelta(days=n)) for n in range((first - start).days))
        assert calendar.back(first) == first == add_business_days(start, 0, calendar)
        moved = add_business_days(start, 7, calendar)
        assert calendar.is_working(moved)
        assert calendar.between(first, moved) == 7
        assert add_business_days(moved, -7, calendar) == first


def _domain_cases(realdata: Path) -> list[dict[str, str]]:
    cases: list[dict[str, str]] = json.loads((realdata / "recurrence/cases.json").read_text())["domain"]
    return cases


def test_business_days_of_the_recorded_cases(realdata: Path) -> None:
    cases = [case for case in _domain_cases(realdata) if "business days" in case["kind"]]
    assert cases
    for case in cases:
        calendar = WorkCalendar(frozenset(map(date.fromisoformat, case.get("holidays", []))))
        found = add_business_days(date.fromisoformat(case["start"]), 5, calendar)
        assert found.isoformat() == case["expected"], case["id"]


def test_day_words_and_kickoff_windows_of_the_recorded_cases(realdata: Path) -> None:
    read = 0
    for case in json.loads((realdata / "recurrence/cases.json").read_text())["domain"]:
        if case["kind"].startswith("relative day words"):
            today = date.fromisoformat(case["today"])
            for typed, expected in case["cases"].items():
                assert parse_date(typed, today).isoformat() == expected, typed
                read += 1
        if "kickoff_from" in case:
            signed = date.fromisoformat(case["signed_local"][:10])  # a local date: no clock change can move it
            assert parse_date("+7d", signed).isoformat() == case["kickoff_from"]
            assert parse_date("2w", signed).isoformat() == case["kickoff_to"]
            read += 1
    assert read


def test_hostile_text_is_read_or_refused_never_worse(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty/nasty.json").read_text()):
        for text in (entry["text"], f"+{entry['text']}", f"3 {entry['text']}", f"{entry['text']} days"):
            for read in (lambda typed: parse_date(typed, SUNDAY), Period.parse):
                with suppress(InputRefused):
                    assert read(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("8 may", "2026-05-08"),
        ("12 may", "2026-05-12"),
        ("20 may", "2025-05-20"),
        ("29 feb", "2024-02-29"),
        ("fri", "2026-05-08"),
        ("tue", "2026-05-12"),
        ("20.5.", "2025-05-20"),
        ("+3d", "2026-05-15"),
        ("20 may 2026", "2026-05-20"),
        ("eom", "2026-05-31"),
    ],
)
def test_what_has_happened_is_the_most_recent_such_day(text: str, day: str) -> None:
    assert parse_date(text, date(2026, 5, 12), past=True).isoformat() == day
