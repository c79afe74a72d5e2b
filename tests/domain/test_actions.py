"""One typed line read as an action; what a review window says."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.actions import TypedAction, echo, read_line, read_who_when, window_words
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.fields import Context
from dealdesk.errors import InputRefused

#: A Wednesday.
TODAY = date(2026, 5, 13)
CONTEXT = Context(TODAY, "dmy", WorkCalendar(), "EUR")
KNOWN = {"Dana Ruiz": "them", "Raj": "them", "Ada Berg": "us"}
FRIDAY = date(2026, 5, 15)


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("send the plan", TypedAction("send the plan")),
        ("send the plan by fri", TypedAction("send the plan", due_on=FRIDAY)),
        ("send the plan fri", TypedAction("send the plan", due_on=FRIDAY)),
        ("send the plan, Friday", TypedAction("send the plan", due_on=FRIDAY)),
        ("send the plan on friday @raj", TypedAction("send the plan", "Raj", "them", FRIDAY)),
        ("@Dana: SOC2 report by 5b", TypedAction("SOC2 report", "Dana Ruiz", "them", date(2026, 5, 20))),
        ("SOC2 report @dana ruiz by 20 may", TypedAction("SOC2 report", "Dana Ruiz", "them", date(2026, 5, 20))),
        ("book the room @ab tomorrow", TypedAction("book the room", "Ada Berg", "us", date(2026, 5, 14))),
        ("access to the wiki @them", TypedAction("access to the wiki", "", "them")),
        ("call Raj @me today", TypedAction("call Raj", "me", "us", TODAY)),
        ("uptime 99.9 !binding", TypedAction("uptime 99.9", action_class="binding")),
        ("pilot in 3 weeks", TypedAction("pilot", due_on=date(2026, 6, 3))),
        ("sign off (by 12.6.)", TypedAction("sign off", due_on=date(2026, 6, 12))),
    ],
)
def test_a_line_says_who_when_and_which_class(line: str, read: TypedAction) -> None:
    assert read_line(line, CONTEXT, KNOWN) == read


@pytest.mark.parametrize(
    "line",
    [
        "plan for 2 weeks",
        "upgrade to 12.6",
        "report written by Dana",
        "write to dana@acme.example",
        "fix !important things",
        "send draft in march",
        "answer section 3/4",
        "comments on 4.2",
        "@raj",
        "by fri",
        "",
    ],
)
def test_what_is_not_understood_stays_text(line: str) -> None:
    assert read_line(line, CONTEXT, KNOWN) == TypedAction(line)


def test_a_name_that_nobody_has_stays_text_and_is_said() -> None:
    read = read_line("SOC2 report by fri @Lin", CONTEXT, KNOWN)
    assert read == TypedAction("SOC2 report @Lin", due_on=FRIDAY, unknown="Lin")
    assert echo(read, CONTEXT) == "by Fri 15 May 2026, in 2 working days; nobody here is called Lin"
    assert read_line("mail @lin about it", CONTEXT, KNOWN) == TypedAction("mail @lin about it", unknown="lin")


def test_two_people_of_one_first_name_are_not_guessed() -> None:
    assert read_line("send it @dana", CONTEXT, {"Dana Ruiz": "them", "Dana Lee": "us"}).owner == ""


def test_the_reading_is_said() -> None:
    read = read_line("SOC2 report by fri @dana !binding", CONTEXT, KNOWN)
    assert echo(read, CONTEXT) == "Dana Ruiz, theirs; by Fri 15 May 2026, in 2 working days; binding"
    assert echo(TypedAction("x"), CONTEXT) == ""


@pytest.mark.parametrize(
    ("state", "until", "words"),
    [
        ("review", date(2026, 5, 12), "window over"),
        ("review", TODAY, "window ends today"),
        ("review", FRIDAY, "window ends Fri 15 May"),
        ("review", None, ""),
        ("doing", date(2026, 5, 12), ""),
    ],
)
def test_silence_after_the_review_window_is_said(state: str, until: date | None, words: str) -> None:
    assert window_words(state, until, TODAY) == words


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("", TypedAction("")),
        ("Dana fri", TypedAction("", "Dana Ruiz", "them", FRIDAY)),
        ("@dana ruiz, by fri", TypedAction("", "Dana Ruiz", "them", FRIDAY)),
        ("me", TypedAction("", "me", "us")),
        ("them on 20 may", TypedAction("", "", "them", date(2026, 5, 20))),
        ("by 12.6.", TypedAction("", due_on=date(2026, 6, 12))),
        ("ab +2d", TypedAction("", "Ada Berg", "us", FRIDAY)),
        ("Kim Lee fri", TypedAction("", "Kim Lee", "", FRIDAY, unknown="Kim Lee")),
        ("Dana Stone", TypedAction("", "Dana Stone", unknown="Dana Stone")),
    ],
)
def test_who_and_when_in_a_line(line: str, read: TypedAction) -> None:
    assert read_who_when(line, CONTEXT, KNOWN) == read


@pytest.mark.parametrize("line", ["31 fe", "Dana 31 feb 2026"])
def test_a_day_that_can_not_be_read_is_no_name(line: str) -> None:
    with pytest.raises(InputRefused, match="is no name, and no day"):
        read_who_when(line, CONTEXT, KNOWN)
