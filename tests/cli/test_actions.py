"""Actions from the shell: added in a line, listed, found by handle or words, done, put off, moved, dated anew."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dealdesk import paths
from dealdesk.cli.main import run

Capture = pytest.CaptureFixture[str]
Answer = Callable[..., tuple[int, str, str]]
SOON = date.today() + timedelta(days=10)  # noqa: DTZ011  (the local calendar day)


@pytest.fixture
def answer(capsys: Capture) -> Answer:
    """Add a deal; return what runs a command and gives its code, its data and its messages."""
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0
    capsys.readouterr()

    def answered(*words: str) -> tuple[int, str, str]:
        code = run(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return answered


def row(*columns: str) -> tuple[Any, ...]:
    """Return columns of the newest action."""
    with sqlite3.connect(paths.desk_file()) as con:
        found: tuple[Any, ...] = con.execute(
            f"SELECT {', '.join(columns)} FROM action ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return found


def added(answer: Answer, *words: str) -> str:
    """Add an action and return its handle."""
    code, out, _err = answer("add", "action", "ACME-1", *words)
    assert code == 0
    return out.strip()


def test_a_line_is_added_and_its_handle_printed(answer: Answer) -> None:
    code, out, err = answer("add", "action", "ACME-1", "send", "the", "plan", "by", SOON.isoformat(), "@them")
    assert code == 0
    assert re.fullmatch(r"[0-9a-f]{6}\n", out)
    assert err.startswith("Added to ACME-1 Hosting: send the plan (theirs; by ")
    assert row("text", "side", "due_on") == ("send the plan", "them", SOON.isoformat())


def test_a_name_that_nobody_has_is_told(answer: Answer) -> None:
    _code, _out, err = answer("add", "action", "ACME-1", "plan by", SOON.isoformat(), "@Lin")
    assert "nobody here is called Lin" in err
    assert "--owner Lin --side them" in err
    assert row("text", "owner_id", "due_on") == ("plan @Lin", None, SOON.isoformat())


def test_options_say_it_too_and_win(answer: Answer) -> None:
    day = SOON.isoformat()
    words = ("plan @me", "--owner", "Dana", "--side", "them", "--by", day, "--class", "binding", "--done-when", "read")
    added(answer, *words)
    assert row("text", "side", "due_on", "action_class", "done_when") == ("plan", "them", day, "binding", "read")
    added(answer, "report @them", "--owner", "me")
    assert row("text", "side") == ("report", "us")


def test_open_actions_are_listed_with_their_handles(answer: Answer) -> None:
    assert answer("actions") == (0, "", "No open action.\n")
    plan = added(answer, "send the plan", "--by", SOON.isoformat())
    report = added(answer, "SOC2 report", "--owner", "Dana", "--side", "them", "--blocked-by", "plan")
    _code, out, _err = answer("actions", "--plain")
    assert out.splitlines() == [
        f"{plan}\tACME-1\t{SOON}\tsend the plan\tme\tto do\t",
        f"{report}\tACME-1\t\tSOC2 report\tDana\tto do\tsend the plan",
    ]
    _code, out, _err = answer("actions", "acme", "--side", "them", "--json")
    listed = json.loads(out)
    assert [one["handle"] for one in listed] == [report]
    assert listed[0]["blocked_by"] == "send the plan"
    nobodys = added(answer, "install it", "--side", "them")
    assert answer("actions", "--owner", "nobody", "--plain")[1].startswith(nobodys)
    assert answer("actions", "--owner", "dan", "--plain")[1].startswith(report)
    assert answer("actions", "--state", "done") == (0, "", "No action is like that.\n")


def test_a_handle_and_a_part_of_the_text_name_an_action(answer: Answer) -> None:
    plan = added(answer, "send the plan")
    added(answer, "SOC2 report")
    assert answer("done", "soc2") == (0, "", "ACME-1 SOC2 report\nDone: “SOC2 report”.\n")
    assert answer("done", plan)[0] == 0
    assert answer("done", plan) == (7, "", "That is done already.\n")
    assert answer("actions", "--state", "done", "--plain")[1].count("\n") == 2


def test_several_candidates_are_numbered(answer: Answer) -> None:
    one, two = added(answer, "send plan A"), added(answer, "send plan B")
    code, out, err = answer("done", "plan")
    assert (code, out) == (6, "")
    assert f"  1. {one}  ACME-1  send plan A\n  2. {two}  ACME-1  send plan B" in err
    assert answer("done", "budget")[0] == 6
    assert answer("add", "deal", "Other", "--counterparty", "Beta")[0] == 0
    assert answer("add", "action", "BETA-2", "send plan C")[0] == 0
    assert answer("done", "plan", "--deal", "beta")[0] == 0
    assert row("text", "state") == ("send plan C", "done")


def test_the_exact_text_wins(answer: Answer) -> None:
    added(answer, "send plan again")
    added(answer, "send plan")
    assert answer("done", "send", "plan")[0] == 0
    assert row("state") == ("done",)


def test_what_waits_for_another_is_done_only_anyway(answer: Answer) -> None:
    added(answer, "get the access")
    added(answer, "import the data", "--blocked-by", "access")
    code, _out, err = answer("done", "import")
    assert code == 7
    assert "It waits for “get the access”, which is still open. --anyway marks it done all the same" in err
    assert answer("done", "import", "--anyway")[0] == 0
    assert row("state") == ("done",)


def test_later_and_a_new_date(answer: Answer) -> None:
    added(answer, "send the plan", "--by", SOON.isoformat())
    week = SOON + timedelta(days=7)
    assert answer("later", "plan", "+3d")[0] == 0
    assert row("later_until", "due_on") == ((date.today() + timedelta(days=3)).isoformat(), SOON.isoformat())  # noqa: DTZ011
    assert answer("later", "plan", "yesterday")[0] == 7
    code, _out, err = answer("new-date", "plan", week.isoformat(), "--why", "their audit", "--behind", "the report")
    assert code == 0
    assert "New date: " in err
    assert row("due_on", "later_until") == (week.isoformat(), None)
    with sqlite3.connect(paths.desk_file()) as con:
        assert con.execute("SELECT old_on, reason, put_behind FROM new_date").fetchall() == [
            (SOON.isoformat(), "their audit", "the report")
        ]


def test_an_action_moves_by_a_word(answer: Answer) -> None:
    handle = added(answer, "acceptance", "--review-days", "5")
    assert answer("move", handle, "review")[0] == 0
    assert row("state", "review_until IS NOT NULL") == ("review", 1)
    assert answer("move", handle, "to", "do")[0] == 0
    assert "Waiting for their answer; nudge 1 on " in answer("move", handle, "waiting")[2]
    assert row("state") == ("waiting for them",)
    assert answer("move", handle, "d")[0] == 7
    assert answer("move", handle, "waiting")[2].endswith("It is there already: waiting for them.\n")


def test_today_prints_handles_and_they_name_other_lines_too(answer: Answer) -> None:
    assert answer("sign", "ACME-1", "--on", "today", "--end", "2190-12-31", "--notice", "60 days")[0] == 0
    items = json.loads(answer("today", "--json", "--all")[1])["items"]
    debrief = next(item for item in items if item["kind"] == "debrief")
    code, out, err = answer("done", debrief["handle"])
    assert (code, out) == (7, "")
    assert "A debrief is done when it was held" in err
    assert answer("later", debrief["handle"], "+5d")[0] == 0
    with sqlite3.connect(paths.desk_file()) as con:
        notice = con.execute("SELECT uid FROM deal").fetchone()[0]
    assert "give" in answer("later", f"n{notice[24:30]}", "2191-01-05")[2]


def test_a_json_answer_says_what_followed(answer: Answer) -> None:
    handle = added(answer, "send the plan")
    assert json.loads(answer("done", handle, "--json")[1]) == {
        "handle": handle,
        "ref": "ACME-1",
        "kind": "action",
        "text": "send the plan",
        "said": ["Done: “send the plan”."],
    }


def test_a_day_that_is_over_is_taken_and_said(answer: Answer) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011
    sentence = f"Its day, {yesterday}, is over: it is overdue from the start.\n"
    assert answer("add", "action", "ACME-1", "send the plan", "--by", yesterday)[2].endswith(sentence)
    assert row("due_on") == (yesterday,)
    assert answer("add", "action", "ACME-1", f"send it by {yesterday}")[2].endswith(sentence)
    assert "is over" not in answer("add", "action", "ACME-1", "send it today by today")[2]
    assert "is over" not in answer("add", "action", "ACME-1", "send it")[2]
