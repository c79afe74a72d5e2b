"""The zone of this machine with its daylight saving: instants become local times and back, in every zone."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import pytest

from dealdesk.clock import LOCAL, Clock, instant, stamp
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.deadlines import WorkTime, due_after_hours

ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "Europe/Dublin",  # its winter time is the one that is "saving"
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",  # half an hour
    "Pacific/Apia",  # left out 30 December 2011
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "UTC",
)


@pytest.fixture
def live_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], ZoneInfo]]:
    """Return a function that moves this machine into a zone until the test is over."""

    def move(name: str) -> ZoneInfo:
        monkeypatch.setenv("TZ", name)
        time.tzset()
        return ZoneInfo(name)

    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("name", ZONES)
def test_every_instant_is_the_local_time_of_its_zone(name: str, live_in: Callable[[str], ZoneInfo]) -> None:
    zone = live_in(name)
    rng = random.Random(name)  # noqa: S311
    begin = datetime(2008, 1, 1, tzinfo=UTC)
    for _ in range(400):
        at = begin + timedelta(minutes=rng.randrange(0, 25 * 365 * 24 * 60))
        local = at.astimezone(LOCAL)
        assert local.replace(tzinfo=None) == at.astimezone(zone).replace(tzinfo=None)
        assert local.utcoffset() == at.astimezone(zone).utcoffset()
        assert local.astimezone(UTC) == at


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("Europe/Berlin", "2024-10-27T00:30:00", "2024-10-27T01:30:00"),
        ("America/New_York", "2024-11-03T05:30:00", "2024-11-03T06:30:00"),
        ("Australia/Lord_Howe", "2024-04-06T14:45:00", "2024-04-06T15:15:00"),
        ("Europe/Dublin", "2024-10-27T00:30:00", "2024-10-27T01:30:00"),
    ],
)
def test_the_hour_that_comes_twice_is_told_apart(
    name: str, first: str, second: str, live_in: Callable[[str], ZoneInfo]
) -> None:
    live_in(name)
    one, two = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (first, second))
    earlier, later = one.astimezone(LOCAL), two.astimezone(LOCAL)
    assert earlier.replace(tzinfo=None, fold=0) == later.replace(tzinfo=None, fold=0)
    assert (earlier.fold, later.fold) == (0, 1)
    assert (earlier.astimezone(UTC), later.astimezone(UTC)) == (one, two)
    assert instant(stamp(later)) == two


@pytest.mark.parametrize(
    ("name", "missing"),
    [("Europe/Berlin", "2024-03-31T02:30:00"), ("America/New_York", "2024-03-10T02:30:00")],
)
def test_the_hour_that_is_left_out_is_a_time_that_exists(
    name: str, missing: str, live_in: Callable[[str], ZoneInfo]
) -> None:
    live_in(name)
    at = datetime.fromisoformat(missing).replace(tzinfo=LOCAL).astimezone(UTC)
    back = at.astimezone(LOCAL)
    assert back.replace(tzinfo=None) - datetime.fromisoformat(missing) in (timedelta(hours=1), timedelta(hours=-1))
    assert back.astimezone(UTC) == at


def test_the_day_that_samoa_left_out(live_in: Callable[[str], ZoneInfo]) -> None:
    live_in("Pacific/Apia")
    eve = datetime(2011, 12, 30, 9, 0, tzinfo=UTC)
    assert eve.astimezone(LOCAL).date() == date(2011, 12, 29)
    assert (eve + timedelta(hours=2)).astimezone(LOCAL).date() == date(2011, 12, 31)
    since = datetime(2011, 12, 29, 9, tzinfo=LOCAL)
    found = due_after_hours(since, 24, LOCAL, WorkTime(WorkCalendar(workdays=range(7))), "mail")
    assert found.due_on == date(2011, 12, 31)
    assert found.reason == "24 h: Sat 31 Dec 09:00"


@pytest.mark.parametrize(
    ("name", "signed", "hours", "ends"),
    [
        ("America/New_York", "2024-03-08T15:00", 72, "2024-03-11T16:00"),
        ("America/New_York", "2024-11-01T15:00", 72, "2024-11-04T14:00"),
        ("Europe/Berlin", "2024-03-29T15:00", 72, "2024-04-01T16:00"),
        ("Europe/Berlin", "2024-10-25T15:00", 72, "2024-10-28T14:00"),
        ("Australia/Lord_Howe", "2024-04-05T12:00", 72, "2024-04-08T11:30"),
        ("America/Sao_Paulo", "2018-11-02T10:00", 72, "2018-11-05T11:00"),
        ("Asia/Kathmandu", "2024-05-14T10:15", 48, "2024-05-16T10:15"),
        ("UTC", "2024-02-28T09:00", 24, "2024-02-29T09:00"),
    ],
)
def test_hours_are_real_hours_over_a_change_of_the_clocks(
    name: str, signed: str, hours: int, ends: str, live_in: Callable[[str], ZoneInfo]
) -> None:
    live_in(name)
    since = datetime.fromisoformat(signed).replace(tzinfo=LOCAL)
    found = due_after_hours(since, hours, LOCAL, WorkTime(WorkCalendar()), "mail")
    assert found.due_at == datetime.fromisoformat(ends).replace(tzinfo=LOCAL).astimezone(UTC)
    assert found.due_on == date.fromisoformat(ends[:10])
    assert f"{ends[11:]}" in found.reason


def test_closing_time_is_that_of_the_day_the_clocks_change(live_in: Callable[[str], ZoneInfo]) -> None:
    live_in("Europe/Berlin")
    work = WorkTime(WorkCalendar(workdays=range(7)), time_of_day(9), time_of_day(18))
    since = datetime(2024, 3, 30, 17, 30, tzinfo=LOCAL)  # 24 hours later it is 18:30: the clocks went on
    assert due_after_hours(since, 24, LOCAL, work, "mail").due_on == date(2024, 4, 1)
    since = datetime(2024, 10, 26, 18, 30, tzinfo=LOCAL)  # and 17:30 in autumn: they went back
    assert due_after_hours(since, 24, LOCAL, work, "mail").due_at == datetime(2024, 10, 27, 16, 30, tzinfo=UTC)


def test_today_is_the_day_of_this_machine(live_in: Callable[[str], ZoneInfo]) -> None:
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        zone = live_in(name)
        assert Clock().today() in {datetime.now(zone).date(), (datetime.now(zone) + timedelta(seconds=2)).date()}


def test_a_zone_says_its_name_and_no_more_than_it_knows(live_in: Callable[[str], ZoneInfo]) -> None:
    live_in("Europe/Berlin")
    assert LOCAL.tzname(datetime(2024, 7, 1, 12, 0)) == "CEST"  # noqa: DTZ001 - as datetime itself asks
    assert LOCAL.dst(None) is None
    assert LOCAL.utcoffset(None) in (timedelta(hours=1), timedelta(hours=2))
