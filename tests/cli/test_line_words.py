"""Lines of Today named by their words in the shell: debriefs, check-ins, notices and all else, not only actions."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from dealdesk import paths
from dealdesk.cli.main import run
from dealdesk.clock import Clock
from dealdesk.store import conversations
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.store.uid import new_uid

Capture = pytest.CaptureFixture[str]
Answer = Callable[..., tuple[int, str, str]]
TODAY = date.today()  # noqa: DTZ011  (the local calendar day)


@pytest.fixture
def answer(capsys: Capture) -> Answer:
    """Sign a deal; return what runs a command and gives its code, its data and its messages."""
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0
    terms = ("--end", "2190-12-31", "--notice", "60 days", "--check-ins", "weekly")
    assert run(("sign", "ACME-1", "--on", "today", *terms)) == 0
    capsys.readouterr()

    def answered(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return answered


def value(query: str) -> object:
    with sqlite3.connect(paths.desk_file()) as con:
        return con.execute(query).fetchone()[0]


def put(query: str) -> None:
    """Set something that only time sets, or nobody from a shell."""
    desk = Desk(paths.desk_file(), Clock())
    desk.write(Command("set"), lambda session: connection(session).execute(query).rowcount)
    desk.close()


def candidates(told: str) -> list[str]:
    """Return the lines that were offered, without number and handle."""
    return re.findall(r"^  \d+\. \S+ +(.*)$", told, re.MULTILINE)


def test_a_debrief_is_put_off_by_its_name(answer: Answer) -> None:
    code, out, err = answer("later", "first debrief", "+9d")
    assert (code, out) == (0, "")
    assert err.startswith("ACME-1 first debrief\nBack on ")
    day = (TODAY + timedelta(days=9)).isoformat()
    assert value("SELECT later_until FROM debrief WHERE kind = 'first'") == day
    assert value("SELECT count(*) FROM debrief WHERE later_until IS NOT NULL") == 1


def test_several_debriefs_are_numbered_and_nothing_is_moved(answer: Answer) -> None:
    code, _out, err = answer("later", "debrief", "+9d")
    assert code == 6
    assert [line.split(" ", 2)[2].partition(" ")[2] for line in candidates(err)] == ["first debrief", "second debrief"]
    assert value("SELECT count(*) FROM debrief WHERE later_until IS NOT NULL") == 0
    first = re.findall(r"1\. (\S+)", err)[0]
    assert answer("later", first, "+9d")[0] == 0


def test_an_action_about_a_debrief_is_one_candidate_among_them(answer: Answer) -> None:
    answer("add", "action", "1", "prepare the first debrief with ops")
    assert answer("later", "first debrief", "+9d")[2].startswith("ACME-1 first debrief\n")
    code, _out, err = answer("later", "debrief", "+9d")
    assert (code, len(candidates(err))) == (6, 3)


def test_a_check_in_answers_to_its_words_and_says_how_it_is_done(answer: Answer) -> None:
    code, out, err = answer("done", "check-in")
    assert (code, out) == (7, "")
    assert "A check-in is done when you talked" in err
    assert answer("later", "check-in", "+30d")[0] == 0
    day = (TODAY + timedelta(days=30)).isoformat()
    assert value("SELECT later_until FROM checkin") == day


def test_the_kind_alone_means_each_of_them(answer: Answer) -> None:
    answer("add", "deal", "Support", "--counterparty", "Beta")
    answer("add", "check-in", "2", "service review", "--next", "2190-01-04")
    code, _out, err = answer("later", "check-in", "+30d")
    assert code == 6
    assert sorted(line.split(maxsplit=2)[2] for line in candidates(err)) == ["check-in", "check-in: service review"]
    assert answer("later", "check-in", "+30d", "--deal", "acme")[0] == 0
    assert answer("later", "check-in acme", "+31d")[0] == 0
    code, _out, err = answer("later", "first", "+9d")
    assert (code, "first debrief" in err, "First invoice" in err) == (6, True, True)


def test_trouble_answers_to_how_it_is_said(answer: Answer) -> None:
    desk = Desk(paths.desk_file(), Clock())
    for why in ("late again", "nobody answers"):
        texts = {"summary": "call", "status": "yellow", "status_why": why}
        moment = (desk.context, desk.clock.now())
        desk.write(Command("logged"), conversations.log, 1, new_uid(), texts, *moment)
    desk.close()
    for words in ("yellow twice in a row", "nobody answers", "trouble"):
        code, _out, err = answer("later", words, "+3d")
        assert (code, "answered" in err) == (7, True), err
    code, _out, err = answer("done", "yellow twice in a row: nobody answers")
    assert (code, err.splitlines()[0]) == (0, "ACME-1 trouble: nobody answers")
    assert answer("done", "yellow twice")[0] == 6


def test_the_words_of_the_line_may_be_pasted_with_their_signs(answer: Answer) -> None:
    put("UPDATE checkin SET purpose = 'Delivery'")
    assert answer("later", "check-in: delivery", "+30d")[0] == 0
    assert answer("later", "acme (hosting) delivery", "+31d")[0] == 0


def test_a_notice_answers_to_give_notice_and_to_its_deal(answer: Answer) -> None:
    assert answer("later", "give notice", "+30d")[0] == 0
    assert value("SELECT notice_remind_on FROM deal") == (TODAY + timedelta(days=30)).isoformat()
    answer("add", "deal", "Support", "--counterparty", "Beta", "--end", "2190-12-31", "--notice", "60 days")
    code, _out, err = answer("later", "give notice", "+40d")
    assert (code, len(candidates(err))) == (6, 2)
    assert "give notice (Support)" in err
    assert answer("later", "give notice support", "+40d")[0] == 0
    assert answer("later", "give notice", "+40d", "--deal", "beta")[0] == 0
    assert "decide" in answer("done", "acme notice")[2]


def test_the_deal_alone_names_no_line(answer: Answer) -> None:
    for words in ("hosting", "acme-1", "?", "acme hosting"):
        assert answer("later", words, "+9d")[0] == 6
    assert value("SELECT count(*) FROM debrief WHERE later_until IS NOT NULL") == 0


def test_a_question_that_is_not_asked_yet_is_no_candidate(answer: Answer) -> None:
    assert answer("done", "still true")[0] == 6
    put("UPDATE deal SET still_true_on = date('now', 'localtime')")
    assert answer("done", "still true?") == (0, "", "ACME-1 still true (Hosting)\nStill true.\n")


def test_the_action_is_meant_before_the_wait_that_is_about_it(answer: Answer) -> None:
    answer("log", "1", "mail to Dana: the signed annex?", "--waiting", "the signed annex")
    code, _out, err = answer("later", "annex", "+9d")
    assert code == 0
    assert err.startswith("ACME-1 waiting for Dana: the signed annex\n")
    answer("add", "action", "1", "get the signed annex")
    assert answer("done", "annex")[0] == 0
    assert value("SELECT state FROM action ORDER BY id DESC") == "done"
    assert answer("later", "waiting Dana", "+12d")[0] == 0


def test_a_risk_that_has_no_day_yet_is_found_by_its_words(answer: Answer) -> None:
    answer("add", "risk", "1", "supplier late")
    assert answer("done", "supplier late")[2].startswith("ACME-1 risk: supplier late\nReviewed.")


def test_a_risk_and_an_action_of_the_same_word_are_both_offered(answer: Answer) -> None:
    answer("add", "risk", "1", "the data import fails")
    answer("add", "action", "1", "import the data")
    put("UPDATE risk SET due_on = '2190-01-01'")
    code, _out, err = answer("done", "import")
    assert code == 6
    assert "risk: the data import fails" in err
    assert answer("done", "import risk")[2].startswith("ACME-1 risk: the data import fails\nReviewed.")


def test_a_done_action_is_opened_again_by_its_text(answer: Answer) -> None:
    answer("add", "action", "1", "send the plan")
    answer("done", "plan")
    assert answer("done", "send the plan")[0] == 6
    code, _out, err = answer("move", "the plan", "doing")
    assert (code, value("SELECT state FROM action ORDER BY id DESC")) == (0, "doing")
    assert "doing" in err
    answer("done", "the plan")
    answer("add", "action", "1", "send the plan again")
    assert answer("move", "the plan", "review")[0] == 0  # the open one is meant
    assert value("SELECT state FROM action WHERE text = 'send the plan'") == "done"
    answer("done", "plan again")
    code, _out, err = answer("move", "send plan", "doing")
    assert code == 6
    assert all(f"done {TODAY}" in line for line in candidates(err))


def test_today_shows_handles_where_they_are_asked_for(answer: Answer) -> None:
    code, out, _err = answer("today", "--handles")
    items = json.loads(answer("today", "--json")[1])["items"]
    assert code in (0, 10)
    assert len(items) >= 2
    for item in items:
        assert re.search(rf"^.. ?{item['handle']}  ACME-1  ", out, re.MULTILINE), item
    plain = answer("today", "--plain", "--handles")[1].splitlines()
    assert [line.split("\t")[0] for line in plain] == [item["handle"] for item in items]
    assert answer("today", "--short", "--handles")[0] == 2
    assert answer("today", "--json", "--handles")[0] == 2
