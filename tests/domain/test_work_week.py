"""How the work week, its hours and the leads of reminders are typed."""

from __future__ import annotations

import random

import pytest

from dealdesk.domain.work_week import read_hours, read_leads, read_week, say_week
from dealdesk.errors import InputRefused


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", "01234"),
        ("Mon - Fri", "01234"),
        ("monday to friday", "01234"),
        ("sun-thu", "01236"),
        ("Sun–Thu", "01236"),
        ("mon,tue,thu", "013"),
        ("mon tue thu", "013"),
        ("Thu; mon and tuesday", "013"),
        ("sat-wed, fri", "012456"),
        ("mo-fr", "01234"),
        ("wed", "2"),
        ("mon-sun", "0123456"),
        ("fri-mon", "0456"),
    ],
)
def test_a_week_in_words(text: str, days: str) -> None:
    assert "".join(map(str, read_week(text))) == days


@pytest.mark.parametrize(
    "text", ["", " , ", "m-f", "mon-", "-fri", "mon-wed-fri", "weekdays", "t", "8-9", "mon tue-fri"]
)
def test_what_is_no_week_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InputRefused, match="mon-fri"):
        read_week(text)


@pytest.mark.parametrize("seed", range(3))
def test_every_week_is_read_as_it_is_said(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(60):
        days = tuple(sorted(rng.sample(range(7), rng.randrange(1, 8))))
        assert read_week(say_week(days)) == days


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("09:00-18:00", "09:00-18:00"),
        ("9-18", "09:00-18:00"),
        ("9 to 17.30", "09:00-17:30"),
        ("8h15 - 16h45", "08:15-16:45"),
        ("9am-5pm", "09:00-17:00"),
        ("12am – 12pm", "00:00-12:00"),
        ("0-24", "00:00-23:59"),
    ],
)
def test_hours(text: str, hours: str) -> None:
    assert read_hours(text) == hours


@pytest.mark.parametrize(
    "text", ["", "9", "18-9", "9-9", "9-25", "9:60-18", "nine to five", "9-12-15", "13pm-14pm", "9-"]
)
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(InputRefused, match="like 09:00-18:00"):
        read_hours(text)


@pytest.mark.parametrize(
    ("text", "leads"),
    [("90, 60, 30", (90, 60, 30)), ("1 7 7d 90 days", (90, 7, 1)), ("none", ()), ("", ()), ("730", (730,))],
)
def test_leads(text: str, leads: tuple[int, ...]) -> None:
    assert read_leads(text) == leads


@pytest.mark.parametrize(
    "text", ["0", "-3", "731", "x", "3.5", "99999999999999999999", ",".join(map(str, range(1, 30)))]
)
def test_what_are_no_leads(text: str) -> None:
    with pytest.raises(InputRefused):
        read_leads(text)
