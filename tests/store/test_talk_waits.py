"""What a conversation does to what was waited for: answers close it, messages count on it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.store import connect, history, records, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.waiting import WaitLine
from tests.desks import NOW, add_deal, open_desk, uid_of
from tests.store.talking import add_person, go_to, say


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_an_answer_closes_the_wait_and_says_so(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    assert say(desk, deal, "mail to Dana: the SOC2 report?", waiting_for="SOC2 report") == [
        "Waiting for Dana Weiss; nudge 1 on Mon 18 May."
    ]
    go_to(desk, date(2026, 5, 19))
    assert say(desk, deal, "mail from Dana: here") == ["Dana Weiss's answer closed the wait: 4 working days."]
    assert desk.rows(waiting.open_of, deal) == ()
    assert desk.con.execute("SELECT closed_on, answer_id FROM waiting").fetchall() == [("2026-05-19", 2)]


def test_a_call_both_ways_closes_it_too_and_may_begin_the_next(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: the report?", waiting_for="report")
    assert say(desk, deal, "call with Dana: on Friday", waiting_for="the annex") == [
        "Dana Weiss's answer closed the wait: the same day.",
        "Waiting for Dana Weiss; nudge 1 on Mon 18 May.",
    ]
    assert [(line.text, line.channel, line.sent) for line in desk.rows(waiting.open_of, deal)] == [
        ("the annex", "call", 1)
    ]


def test_whoever_asks_for_time_is_waited_for_again_for_the_same(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: the report?", waiting_for="report")
    go_to(desk, date(2026, 5, 15))
    assert say(desk, deal, "mail from Dana: by 5 June", waiting_for="", need_until=date(2026, 6, 5)) == [
        "Dana Weiss's answer closed the wait: 2 working days.",
        "Waiting for Dana Weiss; nudge 1 on Mon 8 June.",
    ]
    (wait,) = desk.rows(waiting.open_of, deal)
    assert (wait.text, wait.need_until, wait.reason) == ("report", "2026-06-05", "they need until Fri 5 June")


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("mail from Dana: x", {"Raj"}),  # hers, and that for the counterparty
        ("call with Dana and Raj: x", set()),
        ("mail from Sam: x", {"Dana", "Raj"}),  # somebody of theirs, but neither of the two
        ("call: x", set()),  # nobody named: all of them
        ("mail to Dana: x", {"Dana", "Raj", ""}),
        ("4 may mail from Dana: x", {"Dana", "Raj", ""}),  # before it was asked
    ],
)
def test_who_answers_closes_what(desk: Desk, line: str, left: set[str]) -> None:
    deal = add_deal(desk)
    add_person(desk, deal, "Dana")
    add_person(desk, deal, "Raj")
    for first in ("mail to Dana: a", "mail to Raj: b", "mail: c"):
        say(desk, deal, first, waiting_for="")
    say(desk, deal, line)
    assert {wait.person for wait in desk.rows(waiting.open_of, deal)} == left


def test_a_message_to_them_counts_and_one_that_came_early_is_told(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: the report?", waiting_for="report")
    go_to(desk, date(2026, 5, 15))
    assert say(desk, deal, "mail to Dana: any news?") == [
        "That was early: nudge 1 was due Mon 18 May.",
        "Waiting for Dana Weiss, message 2; nudge 2 on Fri 22 May.",
    ]
    go_to(desk, date(2026, 5, 25))
    assert say(desk, deal, "mail to Dana: hello?", waiting_for="") == [
        "Waiting for Dana Weiss, message 3; nudge 3 on Wed 3 June."
    ]
    (wait,) = desk.rows(waiting.open_of, deal)
    assert (wait.sent, wait.since, wait.last_on, wait.text) == (3, "2026-05-13", "2026-05-25", "report")
    nudge = desk.rows(waiting.nudge_of, wait.uid)
    assert nudge is not None
    assert nudge.words == "nudge 3: call instead of another mail"


def test_the_message_a_wait_began_with_is_not_counted_twice(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    command = Command("waited for them", deal)
    desk.write(command, waiting.begin, deal, dana, "report", "mail", desk.context, NOW)
    assert say(desk, deal, "mail to Dana: the report?") == []
    assert desk.rows(waiting.open_of, deal)[0].sent == 1
    go_to(desk, date(2026, 5, 14))
    say(desk, deal, "mail to Dana: and the annex?")
    assert desk.rows(waiting.open_of, deal)[0].sent == 2


def test_a_message_to_nobody_named_counts_on_the_only_wait(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal, "Dana")
    say(desk, deal, "mail to Dana: a", waiting_for="")
    go_to(desk, date(2026, 5, 14))
    assert say(desk, deal, "mail: b") == [
        "That was early: nudge 1 was due Mon 18 May.",
        "Waiting for Dana, message 2; nudge 2 on Thu 21 May.",
    ]
    assert desk.rows(waiting.open_of, deal)[0].sent == 2
    say(desk, deal, "mail to Sam: c")
    assert desk.rows(waiting.open_of, deal)[0].sent == 2


def test_a_message_to_two_counts_on_the_waits_of_both(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal, "Dana")
    add_person(desk, deal, "Raj")
    for first in ("mail to Dana: a", "mail to Raj: b"):
        say(desk, deal, first, waiting_for="")
    go_to(desk, date(2026, 5, 18))
    assert say(desk, deal, "mail to Raj and Dana: c") == [
        "Waiting for Raj, message 2; nudge 2 on Mon 25 May.",
        "Waiting for Dana, message 2; nudge 2 on Mon 25 May.",
    ]
    go_to(desk, date(2026, 5, 25))
    say(desk, deal, "mail to Dana and Raj: d", waiting_for="both")
    assert [(wait.person, wait.text, wait.sent) for wait in desk.rows(waiting.open_of, deal)] == [
        ("Dana", "both", 3),
        ("Raj", "", 3),
    ]


@pytest.fixture
def talking(desk: Desk) -> Desk:
    """Return a desk with a deal and Dana in it."""
    add_person(desk, add_deal(desk))
    return desk


def waits(desk: Desk) -> tuple[WaitLine, ...]:
    return desk.rows(waiting.open_of, 1)


def take_away(desk: Desk, number: int) -> None:
    uid = uid_of(desk, "conversation", number)
    desk.write(Command("archived a conversation"), records.archive, "conversation", uid, desk.clock.now())


def test_an_answer_taken_away_opens_the_wait_again(talking: Desk) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    before = waits(desk)
    say(desk, 1, "mail from Dana: here it is")
    assert waits(desk) == ()
    take_away(desk, 2)
    assert waits(desk) == before
    history.undo(connect.connect(desk.path), desk.window, desk.clock.now())
    assert waits(desk) == ()


def test_a_message_taken_away_is_not_counted(talking: Desk) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    before = waits(desk)
    go_to(desk, date(2026, 5, 19))
    say(desk, 1, "mail to Dana: the report, please")
    (nudged,) = waits(desk)
    assert (nudged.sent, nudged.last_on) == (2, "2026-05-19")
    take_away(desk, 2)
    (left,) = waits(desk)
    assert (left.sent, left.last_on, left.step) == (1, "2026-05-13", "nudge 1")
    assert left.due_on == "2026-05-19", "was due on the 18th; nothing is late on the day it is taken away"
    assert before[0].uid == left.uid


def test_the_message_a_wait_began_with_takes_it_along_unless_there_was_another(talking: Desk) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    take_away(desk, 1)
    assert waits(desk) == ()
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    go_to(desk, date(2026, 5, 19))
    say(desk, 1, "mail to Dana: the report, please")
    take_away(desk, 2)
    assert [wait.sent for wait in waits(desk)] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "Dana has not replied yet",
        "no answer from Dana",
        "they want the report monthly",
        "mail: no reply from Dana",
    ],
)
def test_a_plain_line_closes_no_wait_and_is_no_message(talking: Desk, line: str) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    before = waits(desk)
    go_to(desk, date(2026, 5, 18))
    assert say(desk, 1, line) == [
        "The wait for Dana Weiss stays open (write “mail from Dana Weiss: …” when they answer)."
    ]
    assert waits(desk) == before
    assert desk.con.execute("SELECT count(*) FROM conversation").fetchone() == (2,)


def test_a_plain_line_without_a_wait_has_nothing_to_say(talking: Desk) -> None:
    assert say(talking, 1, "they want the report monthly") == []


def test_a_day_they_need_until_in_a_plain_line_is_of_the_one_wait(talking: Desk) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    assert say(desk, 1, "they need a week", waiting_for="", need_until=date(2026, 5, 20)) == [
        "Waiting for Dana Weiss; nudge 1 on Thu 21 May."
    ]
    assert [(wait.sent, wait.need_until) for wait in waits(desk)] == [(1, "2026-05-20")]


@pytest.mark.parametrize(
    "line",
    [
        "call: left a voicemail, no answer",
        "call with Dana: no answer",
        "call Dana, nobody picked up",
        "call to Dana: not reached",
        "mail Dana: reminder sent",
    ],
)
def test_a_try_that_reached_nobody_counts_as_a_message(talking: Desk, line: str) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    go_to(desk, date(2026, 5, 18))
    assert say(desk, 1, line) == ["Waiting for Dana Weiss, message 2; nudge 2 on Mon 25 May."]
    (wait,) = waits(desk)
    assert (wait.sent, wait.channel) == (2, line.split()[0].rstrip(":"))
    assert say(desk, 1, "call from Dana: left a voicemail, she agrees") == [
        "Dana Weiss's answer closed the wait: 3 working days, 2 messages."
    ]


def test_messages_of_one_day_count_once(talking: Desk) -> None:
    desk = talking
    say(desk, 1, "mail to Dana: the report?", waiting_for="report")
    for _ in range(7):
        say(desk, 1, "mail to Dana: and this")
    (wait,) = waits(desk)
    assert (wait.sent, wait.due_on, wait.step) == (1, "2026-05-18", "nudge 1")
    nudge = desk.rows(waiting.nudge_of, wait.uid)
    assert nudge is not None
    assert nudge.words == "nudge 1"
    go_to(desk, date(2026, 5, 18))
    for _ in range(2):
        say(desk, 1, "mail to Dana: again")
    assert [wait.sent for wait in waits(desk)] == [2]
    take_away(desk, 9)
    assert [wait.sent for wait in waits(desk)] == [2], "another message of that day is still there"
    take_away(desk, 10)
    assert [(wait.sent, wait.last_on) for wait in waits(desk)] == [(1, "2026-05-13")]


def test_who_is_named_and_not_known_becomes_a_person_when_a_wait_begins(desk: Desk) -> None:
    deal = add_deal(desk)
    assert say(desk, deal, "mail to Dana: the draft", waiting_for="") == [
        "Dana is new: added to their side.",
        "Waiting for Dana; nudge 1 on Mon 18 May.",
    ]
    assert say(desk, deal, "mail to Bob: price", waiting_for="the price")[0] == "Bob is new: added to their side."
    assert say(desk, deal, "mail: all of it", waiting_for="") == ["Waiting for their answer; nudge 1 on Mon 18 May."]
    assert say(desk, deal, "mail to Sam: and you?", waiting_for="")[0] == "Sam is new: added to their side."
    assert {(wait.person, wait.text, wait.sent) for wait in waits(desk)} == {
        ("Dana", "", 1),
        ("Bob", "the price", 1),
        ("", "", 1),
        ("Sam", "", 1),
    }
    go_to(desk, date(2026, 5, 15))
    say(desk, deal, "mail from Bob: 84k")
    assert {wait.person for wait in waits(desk)} == {"Dana", "Sam"}
    rows = desk.con.execute("SELECT name, side FROM deal_person JOIN person ON person.id = person_id").fetchall()
    assert rows == [("Dana", "them"), ("Bob", "them"), ("Sam", "them")]


def test_an_answer_makes_a_person_of_who_gave_it_and_nothing_else_does(desk: Desk) -> None:
    deal = add_deal(desk)
    people = "SELECT count(*) FROM deal_person WHERE archived_at IS NULL"
    say(desk, deal, "call with Li: fine")
    say(desk, deal, "mail to Acme: the draft", waiting_for="")
    say(desk, deal, "the offer", waiting_for="a yes")
    assert desk.con.execute(people).fetchone() == (0,)
    assert say(desk, deal, "mail from Li: yes") == [
        "Li is new: added to their side.",
        "Their answer closed the wait: the same day.",
    ]
    assert desk.con.execute(people).fetchone() == (1,)
    history.undo(connect.connect(desk.path), desk.window, desk.clock.now())
    assert desk.con.execute(people).fetchone() == (0,)
    assert len(waits(desk)) == 1


def test_a_message_to_nobody_named_says_which_waits_stay(talking: Desk) -> None:
    desk = talking
    add_person(desk, 1, "Raj")
    for first in ("mail to Dana: a", "mail to Raj: b"):
        say(desk, 1, first, waiting_for="")
    go_to(desk, date(2026, 5, 18))
    assert say(desk, 1, "mail: any news?") == [
        "The waits for Dana Weiss and Raj stay as they are (write “mail to Dana Weiss: …” if it was about that)."
    ]
    assert [wait.sent for wait in waits(desk)] == [1, 1]
