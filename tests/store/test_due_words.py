"""What a due item says."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest

from dealdesk.store.due_item import DueItem
from dealdesk.store.due_words import hidden_words, no_news, parts, sentence, shift, short, without_notice

TODAY = "2026-05-15"
"""A Friday."""
PLAIN = DueItem(
    kind="action",
    uid="u",
    deal_id=1,
    ref="ACME-7",
    title="Hosting",
    party="Acme",
    due_on=TODAY,
    due_at=None,
    hard_on=TODAY,
    soft_on=None,
    weight=4,
    who="us",
    text="send the next-steps mail",
    state="to do",
    person="",
    reason=None,
    action_kind="promise",
    group="today",
    late_days=0,
    urgency=9,
    why="",
)


@pytest.fixture(autouse=True)
def _in_utc() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "send the next-steps mail"),
        ({"who": "them"}, "owed to us: send the next-steps mail"),
        (
            {
                "soft_on": "2026-05-18",
                "due_on": "2026-05-18",
                "hard_on": "2026-05-19",
                "due_at": "2026-05-19T10:00:00Z",
            },
            "send the next-steps mail, best by Mon, at the latest Tue 10:00",
        ),
        (
            {"soft_on": TODAY, "hard_on": "2026-05-18"},
            "send the next-steps mail, best by today, at the latest Mon",
        ),
        (
            {"soft_on": "2026-05-14", "due_on": "2026-05-14", "hard_on": TODAY, "due_at": "2026-05-15T17:00:00Z"},
            "send the next-steps mail, at the latest today 17:00",
        ),
        (
            {"soft_on": "2026-05-12", "hard_on": "2026-05-13", "due_on": "2026-05-12", "late_days": 2},
            "send the next-steps mail",
        ),
        ({"due_at": "2026-05-15T18:00:00Z"}, "send the next-steps mail, by 18:00"),
        ({"hard_on": "2026-05-29"}, "send the next-steps mail, at the latest Fri 29 May"),  # put off until today
        (
            {"action_kind": "kickoff", "text": "kickoff", "soft_on": TODAY, "hard_on": "2026-05-26"},
            "kickoff, window opens",
        ),
        (
            {"action_kind": "kickoff", "text": "kickoff", "soft_on": "2026-05-14", "due_on": "2026-05-14"}
            | {"hard_on": "2026-05-26"},
            "kickoff, by Tue 26 May",
        ),
        ({"kind": "change", "text": "ask who signs"}, "change: ask who signs"),
        ({"kind": "risk", "text": "one supplier"}, "risk to review: one supplier"),
        ({"kind": "issue", "text": "it broke", "state": "level 2"}, "issue (level 2): it broke"),
        ({"kind": "check-in", "text": ""}, "check-in"),
        ({"kind": "check-in", "text": "how it goes"}, "check-in: how it goes"),
        ({"kind": "quiet", "text": "no news sent for 12 days"}, "no news sent for 12 days"),
        ({"kind": "still true"}, "still true?"),
        ({"kind": "still true", "state": "evergreen"}, "still running?"),
        ({"kind": "debrief", "text": "second", "due_at": "2026-05-15T18:00:00Z"}, "second debrief, by 18:00"),
        ({"kind": "debrief", "text": "quick", "state": "running"}, "quick review is running"),
    ],
)
def test_the_sentence(fields: dict[str, object], said: str) -> None:
    assert sentence(PLAIN._replace(**fields), TODAY) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("step", "channel", "said"),
    [
        ("nudge 1", "mail", ("nudge 1: Dana, ", "")),
        ("nudge 3", "mail", ("nudge 3: Dana, ", ", suggest a call: 3 mails unanswered")),
        ("nudge 3", "chat", ("nudge 3: Dana, ", ", suggest a call: 3 messages unanswered")),
        ("another channel", "mail", ("try another channel: Dana, ", "")),
        ("leave for now", "mail", ("leave it for now? Dana, ", "")),
        (None, "", ("waiting for Dana: ", "")),
    ],
)
def test_a_wait_says_first_what_is_next(step: str | None, channel: str, said: tuple[str, str]) -> None:
    item = PLAIN._replace(kind="waiting", who="them", text="SOC2 report", state=step, action_kind=channel)  # type: ignore[arg-type]
    before, after = said
    assert parts(item._replace(person="Dana"), TODAY) == (before, "SOC2 report", after)
    assert sentence(item._replace(text=""), TODAY) == f"{before.replace('Dana', 'them')}an answer{after}"
    ahead = before.replace("Dana, ", "").replace("Dana: ", "")
    assert parts(item._replace(person="Dana"), TODAY, whom=False) == (ahead, "SOC2 report", after)


@pytest.mark.parametrize(
    ("renewal", "said"),
    [
        ((12, "month", 0, "2026-07-01", 8_400_000, "EUR", ""), "else renews 12 months, EUR 84,000"),
        ((1, "year", 0, "2026-07-01", 99_950, "EUR", "month"), "else renews 1 year, EUR 999.50 per month"),
        ((None, None, 1, None, None, None, ""), "else runs on"),
        ((None, None, 0, "2026-07-01", None, None, ""), "ends 1 July 2026"),
        ((None, None, 0, None, None, None, ""), ""),
    ],
)
def test_a_notice_says_what_comes_without_it(renewal: tuple[int, str, int, str, int, str, str], said: str) -> None:
    assert without_notice(*renewal) == said
    item = PLAIN._replace(kind="give notice", due_on="2026-05-25", text=said)
    assert sentence(item, TODAY) == f"give notice: decide ({said or 'Hosting'})"
    brief = said.replace("months", "mo").replace("month", "mo").replace("year", "y")
    assert short(item, TODAY) == (f"decide, {brief}" if said else "")
    assert short(item._replace(kind="debrief"), TODAY) == ""


def test_days_without_news() -> None:
    assert no_news("2026-05-03", date(2026, 5, 15)) == "no news sent for 12 days"
    assert no_news("2026-05-14", date(2026, 5, 15)) == "no news sent for 1 day"
    assert no_news(None, date(2026, 5, 15)) == "no news sent"


def test_what_a_line_stands_for_as_well() -> None:
    late = PLAIN._replace(kind="check-in", text="", late_days=2)
    ahead = PLAIN._replace(who="them", text="annex", due_on="2026-05-18", hard_on="2026-05-18")
    assert hidden_words([late, ahead], TODAY) == "also: check-in, 2 days late; owed to us: annex, Mon 18 May"
    assert hidden_words([], TODAY) == ""


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (None, False),
        ("7 days after Fri 20 Nov", False),
        ("48 h: Thu 14 May 14:30", False),
        ("3 working days after the last message (Wed 13 May)", False),
        ("first milestone Fri 15 May", False),
        ("no date until one is known", False),
        ("set at the signing", False),
        ("3 days after Wed 13 May is Sat 16 May, a day off; due on Mon 18 May", True),
        ("72 h: Sun 17 May 17:00, outside working time; due on Mon 18 May", True),
        ("was due Tue 12 May; entered Thu 14 May", True),
        ("they need until Fri 5 June", True),
        ("they usually take 4 working days, and the last message was on Tue 12 May", True),
        ("agreed with them; it was Mon 18 May", True),
        ("put off; it was Mon 18 May", True),
    ],
)
def test_a_reason_is_told_on_the_list_where_a_day_was_moved(reason: str | None, told: bool) -> None:
    assert shift(PLAIN._replace(reason=reason)) == (reason if told else "")
