"""When a debrief is due: hours from an instant, days from a date, and never on a day off unless one is strict."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from dateutil.tz import tzstr

from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar
from dealdesk.domain.deadlines import WorkTime, changes_made, due_after_hours, first_debrief

ZONE = timezone(timedelta(hours=2))
WEEK = WorkCalendar()
WORK = WorkTime(WEEK)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of May 2026 in local time; 11 May is a Monday."""
    return datetime(2026, 5, day, hour, minute, tzinfo=ZONE)


def test_72_hours_that_end_in_working_time_are_due_to_the_minute() -> None:
    due = first_debrief(date(2026, 5, 11), local(11, 14, 30), ZONE, WORK)
    assert (due.due_on, due.due_at) == (date(2026, 5, 14), datetime(2026, 5, 14, 12, 30, tzinfo=UTC))
    assert (due.rule, due.reason) == ("first debrief", "72 h: Thu 14 May 14:30")


def test_72_hours_that_end_on_a_weekend_are_due_on_monday_all_day() -> None:
    due = first_debrief(date(2026, 5, 14), local(14, 17), ZONE, WORK)
    assert (due.due_on, due.due_at) == (date(2026, 5, 18), None)
    assert due.reason == "72 h: Sun 17 May 17:00, outside working time; due on Mon 18 May"


@pytest.mark.parametrize(("signed", "due_on"), [
    (local(11, 22), date(2026, 5, 15)),  # Thu 22:00, after hours: Friday
    (local(12, 6), date(2026, 5, 15)),  # Fri 06:00, before hours: that Friday
    (local(12, 19), date(2026, 5, 18)),  # Fri 19:00: Monday
])  # fmt: skip
def test_nights(signed: datetime, due_on: date) -> None:
    due = first_debrief(signed.date(), signed, ZONE, WORK)
    assert (due.due_on, due.due_at) == (due_on, None)


def test_the_closing_minute_still_counts() -> None:
    assert first_debrief(date(2026, 5, 11), local(11, 18), ZONE, WORK).due_at == local(14, 18)


def test_days_off_are_no_working_time() -> None:
    work = WorkTime(WorkCalendar([date(2026, 5, 14), date(2026, 5, 15)]))
    assert first_debrief(date(2026, 5, 11), local(11, 14), ZONE, work).due_on == date(2026, 5, 18)


def test_a_strict_wall_clock_stays_on_sunday() -> None:
    due = first_debrief(date(2026, 5, 14), local(14, 17), ZONE, WORK, strict=True)
    assert (due.due_on, due.due_at) == (date(2026, 5, 17), local(17, 17))


def test_a_date_alone_counts_days() -> None:
    due = first_debrief(date(2026, 5, 11), None, ZONE, WORK)
    assert (due.due_on, due.due_at, due.reason) == (date(2026, 5, 14), None, "3 days after Mon 11 May")
    due = first_debrief(date(2026, 5, 13), None, ZONE, WORK)
    assert due.due_on == date(2026, 5, 18)
    assert due.reason == "3 days after Wed 13 May is Sat 16 May, a day off; due on Mon 18 May"
    assert first_debrief(date(2026, 5, 13), None, ZONE, WORK, strict=True).due_on == date(2026, 5, 16)


def test_hours_are_real_hours_in_the_night_the_clocks_change() -> None:
    zone = tzstr("CET-1CEST,M3.5.0,M10.5.0/3")  # Central Europe, without asking the machine
    signed = datetime(2026, 3, 27, 10, 0, tzinfo=zone)  # a Friday; clocks go forward on Sunday
    due = due_after_hours(signed, 72, zone, WORK, "rule")
    assert due.due_at == datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    assert due.reason == "72 h: Mon 30 March 11:00"


def test_the_local_date_may_differ_from_the_utc_date() -> None:
    zone = timezone(timedelta(hours=10))
    due = due_after_hours(datetime(2026, 5, 10, 23, 30, tzinfo=UTC), 48, zone, WORK, "rule")
    assert (due.due_on, due.due_at) == (date(2026, 5, 13), datetime(2026, 5, 12, 23, 30, tzinfo=UTC))


def test_the_end_of_the_calendar_is_refused() -> None:
    with pytest.raises(OutOfCalendar):
        first_debrief(date(9999, 12, 30), None, ZONE, WORK)
    with pytest.raises(OutOfCalendar):
        due_after_hours(datetime(9999, 12, 31, tzinfo=UTC), 72, ZONE, WORK, "rule")


def test_changes_taken_up_long_after_the_signing_say_that_they_count_from_then() -> None:
    due = changes_made(date(2026, 5, 4), date(2026, 5, 15), WorkCalendar())
    assert due.reason == "7 days after Fri 15 May; counts from its entry, the signing was Mon 4 May"
    assert "entry" not in changes_made(date(2026, 5, 12), date(2026, 5, 15), WorkCalendar()).reason
    assert "entry" not in changes_made(None, date(2026, 5, 15), WorkCalendar()).reason
