"""``dealdesk log``: a conversation logged from the shell, what followed told, and those of a deal listed."""

from __future__ import annotations

import io
import json
import os
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from dealdesk import paths
from dealdesk.cli.main import run

Capture = pytest.CaptureFixture[str]
Answer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def answer(capsys: Capture) -> Answer:
    """Add a deal; return what runs ``dealdesk log`` on it and gives its code, its data and its messages."""
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0
    capsys.readouterr()

    def answered(*words: str) -> tuple[int, str, str]:
        code = run(("log", "ACME-1", *words))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return answered


def row(*columns: str) -> tuple[Any, ...]:
    """Return columns of the newest conversation."""
    with sqlite3.connect(paths.desk_file()) as con:
        found: tuple[Any, ...] = con.execute(
            f"SELECT {', '.join(columns)} FROM conversation ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return found


def test_a_line_is_logged_and_its_reading_told(answer: Answer) -> None:
    assert answer("call:", "they want", "it monthly") == (0, "", "Logged for ACME-1 Hosting: call with them, today.\n")
    assert row("summary", "channel", "direction") == ("they want it monthly", "call", "both ways")


def test_what_followed_is_told(answer: Answer) -> None:
    _code, _out, err = answer("mail to Dana: the report?", "--waiting", "report", "--on", "2026-01-05")
    assert err.splitlines()[1] == "Dana is new: added to their side."
    assert err.splitlines()[2].startswith("Waiting for Dana; nudge 1 on ")
    _code, _out, err = answer("mail from Dana: here", "--on", "2026-01-08")
    assert err.splitlines()[1] == "Dana's answer closed the wait: 3 working days."


def test_a_plain_line_leaves_the_wait_open_and_says_so(answer: Answer) -> None:
    answer("mail to Dana: the report?", "--waiting", "report", "--on", "2026-01-05")
    _code, _out, err = answer("Dana has not replied yet")
    assert err.splitlines() == [
        "Logged for ACME-1 Hosting: call with them, today (guessed).",
        "The wait for Dana stays open (write “mail from Dana: …” when they answer).",
    ]
    _code, _out, err = answer("call Dana: left a voicemail, no answer")
    assert err.splitlines()[0] == "Logged for ACME-1 Hosting: call to Dana, not reached, today."
    _code, _out, err = answer("no answer", "--channel", "video")
    assert err.splitlines()[0] == "Logged for ACME-1 Hosting: video to them, not reached, today."
    _code, _out, err = answer("no answer on 4.2 before Friday", "--with", "Dana")
    assert "Dana's answer closed the wait" in err


def test_options_say_what_the_line_does_not(answer: Answer) -> None:
    options = (
        *("--on", "2026-01-05", "--channel", "v", "--from", "Dana, Raj", "--useful", "n", "--disagreed", "Raj"),
        *("--win", "no lawyers", "--recap", "2026-01-06", "--link", "https://example.com/1"),
        *("--feedback-received", "too many mails", "--decided", "monthly", "--who", "Dana", "--why", "their board"),
    )
    code, _out, err = answer(*options, "they want it monthly")
    assert (code, err) == (
        0,
        f"Logged for ACME-1 Hosting: video from Dana and Raj, {err.partition('Raj, ')[2].rstrip()}\n",
    )
    columns = ("happened_on", "channel", "direction", "people", "useful", "disagreed", "win", "recap_sent_on")
    assert row(*columns) == ("2026-01-05", "video", "from them", "Dana, Raj", 0, "Raj", "no lawyers", "2026-01-06")
    assert row("target", "feedback", "feedback_from") == ("https://example.com/1", "too many mails", "them")
    with sqlite3.connect(paths.desk_file()) as con:
        decided = con.execute("SELECT what, who, why, decided_on FROM decision").fetchall()
    assert decided == [("monthly", "Dana", "their board", "2026-01-05")]


def test_a_day_until_which_they_need_begins_a_wait(answer: Answer) -> None:
    _code, _out, err = answer("mail to Dana: the report?", "--until", "2100-01-01")
    assert err.splitlines()[2] == "Waiting for Dana; nudge 1 on Mon 4 Jan."


def test_a_dash_reads_stdin(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("mail from Dana: one\x1b[31m\ntwo\n"))
    code, _out, err = answer("-")
    assert (code, err.splitlines()[1]) == (0, "Its 2 lines were joined into one.")
    assert row("summary", "people") == ("one two", "Dana")


def test_a_text_stands_behind_a_double_dash_too(answer: Answer) -> None:
    assert answer("--waiting", "NDA", "--", "mail to Dana: -5 % is fine")[0] == 0
    assert row("summary", "people") == ("-5 % is fine", "Dana")
    assert answer("--", "-5 % is fine")[0] == 0
    assert row("summary") == ("-5 % is fine",)


def test_without_a_text_they_are_listed_newest_first(answer: Answer) -> None:
    code, out, err = answer()
    assert (code, out, err) == (0, "", "No conversation of ACME-1 is logged yet.\n")
    answer("2026-01-05 call: one")
    answer("2026-01-06 mail from Dana: two")
    _code, out, _err = answer("--plain")
    assert [line.split("\t")[:5] for line in out.splitlines()] == [
        ["2026-01-06", "mail", "from them", "Dana", "two"],
        ["2026-01-05", "call", "both ways", "", "one"],
    ]
    found = json.loads(answer("--json")[1])
    assert [(entry["summary"], entry["ref"], bool(entry["uid"])) for entry in found] == [
        ("two", "ACME-1", True),
        ("one", "ACME-1", True),
    ]


def test_json_tells_what_was_read_and_what_followed(answer: Answer) -> None:
    code, out, err = answer("2026-01-05 mail to Dana: the report?", "--json", "--waiting")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert found.pop("uid")
    assert found.pop("followed")[1].startswith("Waiting for Dana")
    assert found == {
        "ref": "ACME-1",
        "on": "2026-01-05",
        "channel": "mail",
        "direction": "to them",
        "people": ["Dana"],
        "summary": "the report?",
        "guessed": False,
        "reached": True,
        "status": "",
    }


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--waiting", "x"), 2, "--waiting needs the text of a conversation."),
        (("--from", "x"), 2, "--from needs the text of a conversation."),
        (("x", "--why", "y"), 2, "--who, --why and --constraints belong to one --decided."),
        (("x", "--from", "A", "--to", "B"), 2, "not allowed with argument"),
        (("x", "--bogus"), 2, "Unrecognized arguments: --bogus."),
        (("x", "--feedback-given", "a", "--feedback-received", "b"), 2, "Feedback is given or received"),
        (("x", "--on", "2100-01-01"), 7, "That day is still to come."),
        (("x", "--on", "31 fe"), 7, "Type a date"),
        (("x", "--status", "blue"), 7, "How it stands is one of: green, yellow, red."),
        (("--status", "red"), 2, "--status needs the text of a conversation."),
        (("x", "--on", "tomorrow"), 7, "That day is still to come."),
        (("x", "--recap", "tomorrow"), 7, "That day is still to come."),
        (("mail: x", "--until", "yesterday"), 7, "has passed"),
        (("mail: x", "--until", "last monday"), 7, "has passed"),
        (("",), 7, "A conversation needs a line"),
        (("--waiting", "x", "--", ""), 7, "A conversation needs a line"),
        (("-", "more", "words"), 2, "A lone - reads stdin"),
        (("x", "--channel", "fax"), 7, "A channel is one of: mail, call"),
        (("x", "--recap", "nope"), 7, "date"),
        (("x" * 5001,), 7, "5,001 characters"),
        ((" ",), 7, "A conversation needs a line"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(
    answer: Answer, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, out, err = answer(*words)
    assert (found, out) == (code, "")
    assert sentence in err
    assert json.loads(answer("--json")[1]) == []


def test_a_deal_that_is_not_there_is_refused(answer: Answer, capsys: Capture) -> None:
    assert answer()[0] == 0
    assert run(("log", "nobody", "call: x")) == 6
    assert "No deal answers to" in capsys.readouterr().err


def test_listing_writes_nothing(answer: Answer) -> None:
    answer("call: one")
    before = os.stat(paths.desk_file()).st_mtime_ns
    answer()
    assert os.stat(paths.desk_file()).st_mtime_ns == before


def test_a_review_is_held_by_its_name_and_left_due_by_any_other_call(answer: Answer, capsys: Capture) -> None:
    for purpose, often in (("delivery", "weekly"), ("business review", "quarterly")):
        assert run(("add", "check-in", "ACME-1", purpose, "--often", often, "--next", "today")) == 0
    capsys.readouterr()
    _code, _out, err = answer("call: a short question")
    assert "Next delivery" in err
    assert "Business review is still due since" in err
    code, _out, err = answer("call: the quarter", "--check-in", "review")
    assert (code, "Next business review" in err) == (0, True)
    code, _out, err = answer("call: x", "--check-in", "steering")
    assert (code, "No check-in of this deal answers to" in err) == (7, True)


@pytest.mark.parametrize(
    ("words", "stands"),
    [
        (("call with Dana: late again", "--status", "r", "--why", "no data"), ("red", "no data", "late again")),
        (("call with Dana: late again", "--status", "Yellow"), ("yellow", "", "late again")),
        (("call with Dana: late again !y", "--status-why", "no data"), ("yellow", "no data", "late again")),
        (("call with Dana: late !red again", "--status", "green"), ("green", "", "late again")),
    ],
)
def test_how_it_stands_is_said(answer: Answer, words: tuple[str, ...], stands: tuple[str, ...]) -> None:
    code, _out, err = answer(*words)
    assert (code, f", {stands[0]}." in err) == (0, True)
    assert row("status", "status_why", "summary") == stands


def test_why_belongs_to_what_was_decided(answer: Answer) -> None:
    said = ("--status", "red", "--decided", "we stop", "--why", "no budget", "--status-why", "no data")
    assert answer("call: late again", *said)[0] == 0
    assert row("status", "status_why") == ("red", "no data")
    with sqlite3.connect(paths.desk_file()) as con:
        assert con.execute("SELECT what, why FROM decision").fetchall() == [("we stop", "no budget")]
