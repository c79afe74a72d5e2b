"""One line about a conversation: what is read of it, and what stays text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.fields import Context
from dealdesk.domain.talk import Talk, channel_named, default_direction, echo, names_in, read_talk
from dealdesk.domain.vocabulary import Channel
from tests.nasty import NEVER, strings

TODAY = date(2026, 5, 13)  # a Wednesday
CONTEXT = Context(TODAY, "dmy", WorkCalendar(), "EUR")
KNOWN = ("Dana Weiss", "Raj")
#: Signs of direction that ``clean`` keeps, because words of some languages need them.
_KEPT = frozenset(map(chr, (0x61C, 0x200E, 0x200F)))


def read(line: str, usual: str = "") -> Talk:
    return read_talk(line, CONTEXT, KNOWN, usual)


@pytest.mark.parametrize(
    ("line", "channel", "direction", "people", "summary"),
    [
        ("call: they want the report monthly", "call", "both ways", (), "they want the report monthly"),
        ("c they want it", "call", "both ways", (), "they want it"),
        ("m: sent the draft", "mail", "to them", (), "sent the draft"),
        ("v we agreed", "video", "both ways", (), "we agreed"),
        ("i: at the fair", "in person", "both ways", (), "at the fair"),
        ("in person: lunch", "in person", "both ways", (), "lunch"),
        ("mail from Dana: yes to 4.2", "mail", "from them", ("Dana Weiss",), "yes to 4.2"),
        ("MAIL FROM dana: yes", "mail", "from them", ("Dana Weiss",), "yes"),
        ("mail to Dana Weiss: the draft", "mail", "to them", ("Dana Weiss",), "the draft"),
        ("e-mail to sam: hello", "mail", "to them", ("sam",), "hello"),
        ("m from Raj: ok", "mail", "from them", ("Raj",), "ok"),
        ("call with Dana and Raj: fine", "call", "both ways", ("Dana Weiss", "Raj"), "fine"),
        ("chat with Dana, Raj & Li Wu: a: b", "chat", "both ways", ("Dana Weiss", "Raj", "Li Wu"), "a: b"),
        ("call from 王芳: 好", "call", "from them", ("王芳",), "好"),
        ("letter: notice", "letter", "to them", (), "notice"),
        ("@Dana they agree", "call", "both ways", ("Dana Weiss",), "they agree"),
        ("@dana: they agree", "call", "both ways", ("Dana Weiss",), "they agree"),
        ("@Dana Weiss: they agree", "call", "both ways", ("Dana Weiss",), "they agree"),
        ("@Bob the report: late", "call", "both ways", ("Bob",), "the report: late"),
        ("mail to @Dana: the draft", "mail", "to them", ("Dana Weiss",), "the draft"),
        ("from Dana: go on", "call", "from them", ("Dana Weiss",), "go on"),
        ("mail Dana: reminder sent", "mail", "to them", ("Dana Weiss",), "reminder sent"),
        ("call dana: she agrees", "call", "both ways", ("Dana Weiss",), "she agrees"),
        ("m Dana: the draft", "mail", "to them", ("Dana Weiss",), "the draft"),
        ("mail Bob Ray: price", "mail", "to them", ("Bob Ray",), "price"),
        ("call Dana, she agrees", "call", "both ways", ("Dana Weiss",), "she agrees"),
        ("mail from them: fine", "mail", "from them", (), "fine"),
        ("mail to everyone: the draft", "mail", "to them", (), "the draft"),
    ],
)
def test_channel_way_people_and_words_are_read(
    line: str, channel: str, direction: str, people: tuple[str, ...], summary: str
) -> None:
    found = read(line)
    assert (found.channel, found.direction, found.people, found.summary) == (channel, direction, people, summary)
    assert found.day == TODAY
    assert found.person == (people[0] if people else "")


@pytest.mark.parametrize(
    "line",
    [
        "they want the report monthly",
        "i think they sign",
        "I think they sign",
        "call them tomorrow",
        "to be clear: we agreed",
        "from what I hear: no",
        "call to say: they agree",
        "call 12:30 with Dana: fine",
        "meeting with the whole legal team: x",
        "https://example.com/a: b",
        "note: they agree",
        "@ab they agree",
        "@",
        "@ : x",
        "call with : x",
        "tomorrow call: x",
        "call them: x",
        "mail NDA: signed",
        "call Q3: the numbers",
        "call Bob, he agrees",
        "monday they sign",
        "mail",
    ],
)
def test_what_is_not_understood_stays_text(line: str) -> None:
    assert read(line) == Talk("call", "both ways", (), TODAY, line, guessed=True)


@pytest.mark.parametrize(
    "said",
    [
        "left a voicemail, no answer",
        "no answer",
        "No reply, I try again tomorrow",
        "nobody picked up",
        "no one joined",
        "not reached",
        "did not reach her",
        "she didn't pick up",
        "Dana did not answer.",
        "engaged",
        "the line was busy",
    ],
)
@pytest.mark.parametrize("head", ["call: ", "call with Dana: ", "call Dana: ", "call to Dana: ", "video Dana: "])
def test_a_call_in_which_nobody_was_reached_went_to_them(head: str, said: str) -> None:
    found = read(head + said)
    assert (found.direction, found.reached, found.guessed, found.summary) == ("to them", False, False, said)


@pytest.mark.parametrize(
    "line",
    [
        "call from Dana: left a voicemail",
        "call with Dana: no answer on the price before Friday",
        "call with Dana: she did not answer 4.2 in writing",
        "call with Dana: their team is engaged elsewhere",
        "call with Dana: they agree",
    ],
)
def test_a_call_with_them_reached_them(line: str) -> None:
    assert (read(line).reached, read(line).direction != "to them") == (True, True)


def test_a_mail_line_about_no_answer_is_no_mail() -> None:
    assert read("mail: no answer from Dana").guessed
    assert not read("mail to Dana: no answer yet?").guessed
    assert not read("mail from Dana: no answer yet").guessed


@pytest.mark.parametrize(
    ("line", "day", "summary"),
    [
        ("12 may call: x", date(2026, 5, 12), "x"),
        ("2026-05-04 mail from Dana: x", date(2026, 5, 4), "x"),
        ("yesterday call: x", date(2026, 5, 12), "x"),
        ("yesterday they called", date(2026, 5, 12), "yesterday they called"),
        ("mon: x", date(2026, 5, 11), "x"),
        ("mon call: x", date(2026, 5, 11), "x"),
        ("3 days ago c they agree", date(2026, 5, 10), "they agree"),
        ("mail from Dana yesterday: x", date(2026, 5, 12), "x"),
        ("mail from Dana on 4 may: x", date(2026, 5, 4), "x"),
        ("call on mon: x", date(2026, 5, 11), "x"),
        ("call yesterday: x", date(2026, 5, 12), "x"),
    ],
)
def test_a_day_is_read_in_front_and_behind_the_names(line: str, day: date, summary: str) -> None:
    assert (read(line).day, read(line).summary) == (day, summary)


def test_no_day_is_ever_to_come() -> None:
    for word in ("tomorrow", "next fri", "+3d", "14 may 2026", "eom"):
        for line in (f"{word} call: x", f"call {word}: x", f"mail from Dana {word}: x", f"{word}: x"):
            assert read(line).day <= TODAY, line


def test_the_usual_channel_of_the_deal_is_taken_where_none_is_said() -> None:
    assert read("they agree", "video")[:2] == ("video", "both ways")
    assert read("the draft went out", "mail")[:2] == ("mail", "to them")
    assert read("they agree", "carrier pigeon")[:2] == ("call", "both ways")


def test_a_first_name_two_people_share_names_nobody_for_certain() -> None:
    found = read_talk("mail from Dana: x", CONTEXT, ("Dana Weiss", "Dana Roth"))
    assert (found.people, found.summary) == (("Dana",), "x")


def test_a_known_name_may_hold_what_parts_names() -> None:
    known = ("Weiss, Dana", "Ford and Sons")
    assert read_talk("mail from weiss, dana: x", CONTEXT, known).people == ("Weiss, Dana",)
    assert read_talk("call with Ford and Sons: x", CONTEXT, known).people == ("Ford and Sons",)


def test_a_line_of_nothing_but_its_beginning_keeps_it() -> None:
    assert read("call with Dana:").summary == "call with Dana"
    assert read("").summary == ""


def test_hostile_text_is_read_as_text(realdata: Path) -> None:
    for text in strings(realdata):
        for line in (text, f"call: {text}", f"mail from {text}: x", f"{text} call: x", f"c {text}"):
            found = read(line)
            assert found.channel in set(Channel)
            assert found.day <= TODAY
            assert not NEVER & set("".join((found.summary, *found.people))) - _KEPT, line
            assert echo(found, TODAY)


def test_the_reading_is_echoed() -> None:
    assert echo(read("mail from Dana: x"), TODAY) == "mail from Dana Weiss, today"
    assert echo(read("12 may call with Dana, Raj and Li: x"), TODAY) == (
        "call with Dana Weiss, Raj and Li, Tue 12 May 2026, yesterday"
    )
    assert echo(read("they agree"), TODAY) == "call with them, today (guessed)"
    assert echo(read("call Dana: no answer"), TODAY) == "call to Dana Weiss, not reached, today"


def test_names_channels_and_their_usual_way() -> None:
    assert names_in("Dana, Raj and Li; Dana & ") == ["Dana", "Raj", "Li"]
    assert [channel_named(word) for word in ("M", "phone", "in  person", "fax", "")] == [
        "mail",
        "call",
        "in person",
        "",
        "",
    ]
    assert [default_direction(word) for word in ("letter", "video")] == ["to them", "both ways"]


@pytest.mark.parametrize(
    ("line", "status", "summary"),
    [
        ("call with Dana: late again !red", "red", "late again"),
        ("!y call with Dana: late again", "yellow", "late again"),
        ("call !G: all is well", "green", "all is well"),
        ("call: wow!red", "", "wow!red"),
        ("call: !reddish", "", "!reddish"),
        ("!red", "", "!red"),
    ],
)
def test_a_mark_says_how_it_stands(line: str, status: str, summary: str) -> None:
    found = read(line)
    assert (found.status, found.summary) == (status, summary)
