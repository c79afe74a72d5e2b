"""When to write again: working days, usual reply times, a day they named; and what is never done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.nudges import Nudge, Step, leave_until, next_nudge, step_after, too_early, too_quiet

WEEK = WorkCalendar()
TUE = date(2026, 5, 12)


def nudge(sent: int = 1, last_on: date = TUE, channel: str = "mail", mails: int = 1, **more: object) -> Nudge:
    usual, until, calendar = more.get("usual"), more.get("until"), more.get("calendar", WEEK)
    return next_nudge(sent, last_on, channel, mails, usual, until, calendar)  # type: ignore[arg-type]


def test_the_days_are_three_five_seven_then_another_channel_then_leave() -> None:
    found = [nudge(sent) for sent in (1, 2, 3, 4, 5, 6, 40)]
    assert [(one.step, one.days) for one in found] == [
        ("nudge 1", 3),
        ("nudge 2", 5),
        ("nudge 3", 7),
        ("another channel", 7),
        ("leave for now", 7),
        ("leave for now", 7),
        ("leave for now", 7),
    ]
    assert [one.on for one in found[:3]] == [date(2026, 5, 15), date(2026, 5, 19), date(2026, 5, 21)]
    assert step_after(0) is Step.FIRST


@pytest.mark.parametrize(
    ("last_on", "on"),
    [
        (date(2026, 5, 15), date(2026, 5, 20)),  # Friday
        (date(2026, 5, 16), date(2026, 5, 21)),  # Saturday: counted from Monday
        (date(2026, 12, 23), date(2026, 12, 29)),  # the 25th is a day off below
        (date(2024, 2, 27), date(2024, 3, 1)),  # over a leap day
    ],
)
def test_only_working_days_count(last_on: date, on: date) -> None:
    assert nudge(last_on=last_on, calendar=WorkCalendar([date(2026, 12, 25)])).on == on


def test_whoever_takes_longer_is_given_that_time_and_one_day() -> None:
    assert nudge(usual=2).on == date(2026, 5, 15)
    found = nudge(usual=4)
    assert (found.on, found.days) == (date(2026, 5, 19), 3)
    assert found.why == "they usually take 4 working days, and the last message was on Tue 12 May"
    assert nudge(usual=0).why == "3 working days after the last message (Tue 12 May)"


def test_whoever_named_a_day_is_left_alone_until_it_has_passed() -> None:
    found = nudge(until=date(2026, 5, 29))
    assert (found.on, found.why) == (date(2026, 6, 1), "they need until Fri 29 May")
    assert nudge(until=date(2026, 5, 14)).on == date(2026, 5, 15)
    assert nudge(until=date(2026, 5, 15)).on == date(2026, 5, 18)


def test_three_mails_in_a_row_suggest_a_call() -> None:
    assert (nudge(3, mails=2).channel, nudge(3, mails=2).words) == ("mail", "nudge 3")
    found = nudge(3, mails=3)
    assert (found.channel, found.words) == ("call", "nudge 3: call instead of another mail")


def test_another_channel_is_another_one() -> None:
    assert (nudge(4, mails=0).channel, nudge(4, mails=0).words) == ("call", "another channel: call")
    assert nudge(4, channel="call", mails=0).words == "another channel: write a mail"
    assert nudge(4, channel="letter", mails=0).words == "another channel: call"
    assert nudge(5, channel="call", mails=0).words == "leave for now"
    assert nudge(5, mails=4).words == "leave it for now, or one last call"


def _cases() -> Iterator[tuple[int, date, int | None, date | None, WorkCalendar]]:
    some = random.Random(5)  # noqa: S311 - cases, no secrets
    for _ in range(3000):
        last_on = date(2023, 11, 1) + timedelta(days=some.randrange(800))
        days_off = [last_on + timedelta(days=some.randrange(60)) for _ in range(some.randrange(9))]
        week = some.sample(range(7), some.randrange(1, 8))
        usual = some.choice([None, *range(12)])
        until = some.choice([None, last_on + timedelta(days=some.randrange(-3, 40))])
        yield some.randrange(1, 7), last_on, usual, until, WorkCalendar(days_off, week)


def test_never_on_a_day_off_and_never_before_its_time() -> None:
    for sent, last_on, usual, until, calendar in _cases():
        found = next_nudge(sent, last_on, "mail", 0, usual, until, calendar)
        assert calendar.is_working(found.on)
        assert calendar.between(last_on, found.on) >= max(3, found.days, (usual or 0) + 1 if usual is not None else 0)
        assert until is None or found.on > until


def test_more_patience_never_brings_it_forward() -> None:
    for sent, last_on, usual, until, calendar in _cases():
        plain = next_nudge(sent, last_on, "mail", 0, usual, until, calendar).on
        later = last_on + timedelta(days=1)
        assert next_nudge(sent, later, "mail", 0, usual, until, calendar).on >= plain
        assert next_nudge(sent + 1, last_on, "mail", 0, usual, until, calendar).on >= plain
        assert next_nudge(sent, last_on, "mail", 0, (usual or 0) + 1, until, calendar).on >= plain
        assert next_nudge(sent, last_on, "mail", 0, usual, (until or last_on) + timedelta(1), calendar).on >= plain


def test_too_early_is_said_with_its_arithmetic() -> None:
    on = nudge().on
    assert too_early(on, TUE, TUE, WEEK) == (
        "Too early: the last message was today; the next one is due in 3 working days, on Fri 15 May."
    )
    assert too_early(on, TUE, date(2026, 5, 14), WEEK) == (
        "Too early: the last message was 2 working days ago; the next one is due in 1 working day, on Fri 15 May."
    )
    assert "was Sat 16 May" in too_early(date(2026, 5, 21), date(2026, 5, 16), date(2026, 5, 17), WEEK)
    assert too_early(on, TUE, on, WEEK) == ""


def test_too_quiet_is_said_from_the_working_day_after() -> None:
    on = nudge().on
    assert too_quiet(on, TUE, on, WEEK) == ""
    assert too_quiet(on, TUE, date(2026, 5, 17), WEEK) == ""
    assert too_quiet(on, TUE, date(2026, 5, 18), WEEK) == (
        "Too quiet: 4 working days since the last message; the next one was due 1 working day ago, on Fri 15 May."
    )


def test_left_for_now_means_twenty_working_days() -> None:
    assert leave_until(TUE, WEEK) == date(2026, 6, 9)
