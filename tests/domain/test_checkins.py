"""Check-ins counted from their anchor."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from dealdesk.domain.checkins import (
    Rhythm,
    default_text,
    near,
    occurrences,
    quiet_after,
    rhythm_words,
    switch_day,
    term_days,
    within_first_days,
)
from dealdesk.domain.dates import Period
from dealdesk.errors import InputRefused

WEEK, MONTH, SWITCH = Period(2, "week"), Period(1, "month"), date(2026, 6, 11)


@pytest.mark.parametrize(
    ("rhythm", "today", "said"),
    [
        (Rhythm(WEEK, MONTH, SWITCH), SWITCH, "every 2 weeks until Thu 11 June, then every month"),
        (Rhythm(WEEK, MONTH, SWITCH), SWITCH + timedelta(days=1), "every month"),
        (Rhythm(WEEK, MONTH, SWITCH), None, "every 2 weeks until Thu 11 June, then every month"),
        (Rhythm(WEEK, None, SWITCH), SWITCH + timedelta(days=1), "over since Thu 11 June"),
        (Rhythm(WEEK, None, None), SWITCH, "every 2 weeks"),
        (Rhythm(None, MONTH, None), SWITCH, "every month"),
        (Rhythm(None, None, None), SWITCH, ""),
    ],
)
def test_a_phase_is_named_while_it_lasts_or_is_to_come(rhythm: Rhythm, today: date | None, said: str) -> None:
    assert rhythm_words(rhythm, today) == said


def test_a_short_month_moves_one_day_and_never_the_ones_after_it() -> None:
    found = occurrences(date(2027, 1, 31), Period(1, "month"), 5)
    assert [day.isoformat() for day in found] == ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


@pytest.mark.parametrize(("count", "length"), [(-1, 0), (0, 0), (1, 1), (12, 12)])
def test_gives_as_many_as_asked_for(count: int, length: int) -> None:
    assert len(occurrences(date(2027, 1, 31), Period(2, "week"), count)) == length


@pytest.mark.parametrize("count", [0, -1])
def test_a_period_that_does_not_move_is_refused(count: int) -> None:
    with pytest.raises(InputRefused):
        occurrences(date(2027, 1, 31), Period(count, "day"), 3)
    with pytest.raises(InputRefused):
        within_first_days(date(2027, 1, 31), Period(count, "day"))


@pytest.mark.parametrize("seed", range(5))
def test_days_rise_and_every_one_is_counted_from_the_anchor(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(50):
        anchor = date(1990, 1, 1) + timedelta(days=rng.randrange(20_000))
        every = Period(rng.randrange(1, 20), rng.choice(["day", "week", "month", "year", "business day"]))
        found = occurrences(anchor, every, 12)
        assert found[0] == anchor
        assert all(before < after for before, after in pairwise(found))
        if every.unit in ("month", "year"):
            assert max(day.day for day in found) == anchor.day
            assert min(day.day for day in found) >= min(anchor.day, 28)


def test_recorded_series(realdata: Path) -> None:
    seen = 0
    for case in json.loads((realdata / "recurrence/cases.json").read_text())["domain"]:
        if "expected_clip_from_anchor" in case:
            every = {"m": Period(1, "month"), "q": Period(3, "month"), "y": Period(1, "year")}[case["kind"][0]]
            found = occurrences(date.fromisoformat(case["start"]), every, case["count"])
            assert [day.isoformat() for day in found] == case["expected_clip_from_anchor"], case["id"]
            seen += 1
        if "expected_weekly_first_30" in case:
            start = date.fromisoformat(case["start"])
            for weeks, expected in ((1, "expected_weekly_first_30"), (2, "expected_biweekly_first_30")):
                found = within_first_days(start, Period(weeks, "week"))
                assert [day.isoformat() for day in found] == case[expected], case["id"]
            seen += 1
    assert seen


ANCHOR = date(2026, 5, 12)
WEEK, FORTNIGHT, MONTH = Period(1, "week"), Period(2, "week"), Period(1, "month")


def test_the_series_of_a_rhythm_switches_after_thirty_days() -> None:
    rhythm = Rhythm(WEEK, MONTH, switch_day(ANCHOR))
    found, day = [], ANCHOR
    for _ in range(7):
        nominal = rhythm.first(ANCHOR, lambda later, day=day: later > day)  # type: ignore[misc]
        assert nominal is not None
        day = nominal.length.after(nominal.since)
        found.append(day.isoformat())
    assert found == [
        *("2026-05-19", "2026-05-26", "2026-06-02", "2026-06-09"),
        *("2026-07-09", "2026-08-09", "2026-09-09"),
    ]


@pytest.mark.parametrize("days", range(40))
def test_one_interval_after_a_talk_is_early_only_within_the_first_days(days: int) -> None:
    rhythm = Rhythm(WEEK, MONTH, switch_day(ANCHOR))
    last = ANCHOR + timedelta(days=days)
    nominal = rhythm.after(last)
    assert nominal is not None
    assert nominal.length == (WEEK if days + 7 <= 30 else MONTH)


def test_a_rhythm_that_stops_has_nothing_after_it() -> None:
    rhythm = Rhythm(WEEK, None, ANCHOR + timedelta(days=10))
    assert rhythm.after(ANCHOR) is not None
    assert rhythm.after(ANCHOR + timedelta(days=7)) is None
    assert rhythm.first(ANCHOR, lambda day: day > ANCHOR + timedelta(days=7)) is None
    assert rhythm.interval(ANCHOR + timedelta(days=11)) is None
    assert Rhythm(None, None, None).first(ANCHOR, lambda _day: True) is None


def test_an_old_deal_is_not_walked_through() -> None:
    asked = []
    nominal = Rhythm(None, WEEK, None).first(date(1930, 1, 1), lambda day: asked.append(day) or day >= ANCHOR)  # type: ignore[func-returns-value]
    assert nominal is not None
    assert 0 <= (nominal.length.after(nominal.since) - ANCHOR).days < 7
    assert len(asked) < 40


@pytest.mark.parametrize(
    ("deal_type", "days", "text"),
    [
        ("client", 90, "weekly, then every 2 weeks"),
        ("client", 91, "weekly, then monthly"),
        ("client", None, "weekly, then monthly"),
        ("vendor", 30, "every 2 weeks, then monthly; business review: quarterly"),
        ("vendor", 365, "every 2 weeks, then monthly; business review: quarterly"),
        ("partner", 90, "weekly, then monthly; strategy review: quarterly"),
        ("partner", None, "every 2 weeks, then monthly; strategy review: quarterly"),
        (None, 365, "monthly"),
    ],
)
def test_how_often_by_type_and_term(deal_type: str | None, days: int | None, text: str) -> None:
    assert default_text(deal_type, days) == text


def test_how_long_a_deal_runs() -> None:
    assert term_days(ANCHOR, ANCHOR + timedelta(days=90)) == 90
    assert term_days(None, ANCHOR, "3 months") == 90
    assert term_days(ANCHOR, None, "24 months") == 720
    assert term_days(ANCHOR, ANCHOR - timedelta(days=1), "as agreed") is None
    assert term_days(None, None) is None


@pytest.mark.parametrize(("every", "quiet", "close"), [(WEEK, 11, 1), (FORTNIGHT, 21, 3), (MONTH, 45, 7)])
def test_when_it_is_quiet_and_what_is_close(every: Period, quiet: int, close: int) -> None:
    assert (quiet_after(every), near(every)) == (quiet, close)
