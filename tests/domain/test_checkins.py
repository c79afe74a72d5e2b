"""Check-ins counted from their anchor."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from dealdesk.domain.checkins import occurrences, within_first_days
from dealdesk.domain.dates import Period
from dealdesk.errors import InputRefused


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
