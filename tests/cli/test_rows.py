"""Rows of a deal's registers added from the shell as their forms in the app add them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from dealdesk import paths
from dealdesk.cli.add_words import NOUNS
from dealdesk.cli.main import run
from dealdesk.domain.forms import FORMS
from dealdesk.store import unfinished

Capture = pytest.CaptureFixture[str]
Answer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def answer(capsys: Capture) -> Answer:
    """Add a deal; return what runs a command and gives its code, its data and its messages."""
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0

    def answered(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(words)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return answered


def row(query: str) -> tuple[object, ...]:
    with sqlite3.connect(paths.desk_file()) as con:
        found: tuple[object, ...] = con.execute(query).fetchone()
    return found


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.word)
def test_each_is_added_with_its_words(answer: Answer, noun: object) -> None:
    word, table = noun.word, noun.table  # type: ignore[attr-defined]
    often = ("--often", "weekly") if table == "checkin" else ()
    code, _out, err = answer("add", word, "acme", "what", "it", "is", *often)
    assert code == 0
    assert err.split(" to ACME-1 Hosting: what it is.")[0].endswith(unfinished.NOUNS[table])
    assert row(f"SELECT {FORMS[table][0].name} FROM {table}") == ("what it is",)
    assert answer("add", word, "nobody like it", "x", *often)[0] == 6


def test_an_issue_starts_its_clock_and_may_start_higher(answer: Answer) -> None:
    code, out, err = answer("add", "issue", "1", "the site is down", "--facts", "since 9")
    assert code == 0
    assert "Level 1: " in err
    assert row("SELECT level, facts, opened_at IS NOT NULL, due_on IS NOT NULL FROM issue") == (1, "since 9", 1, 1)
    assert answer("later", out.strip(), "+9d")[0] == 0  # what it printed is its handle
    assert "Level 2: " in answer("add", "issue", "1", "still down", "--level", "2")[2]
    assert row("SELECT level, severe, weight FROM issue ORDER BY id DESC") == (2, 0, 5)
    assert "Level 3: " in answer("add", "issue", "1", "a breach", "--severe")[2]
    assert row("SELECT level, severe FROM issue ORDER BY id DESC") == (3, 1)


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("issue", "1", ""), 7, "An issue needs a line"),
        (("issue", "1", "x", "--level", "4"), 2, "'4'"),
        (("issue", "1", "x", "--level", "2", "--severe"), 2, "What is severe is on the last level"),
        (("issue", "1", "x", "--level", "2", "--outcome", "mended"), 7, "That issue is closed"),
        (("metric", "1", "x", "--family", "money"), 7, "Family is one of: value, operational, relationship."),
        (("need", "1", "x", "--side", "mars"), 7, "mars is no side: --side is us or them (ours, theirs)."),
        (("check-in", "1", "review"), 7, "A check-in needs its days: --often weekly"),
        (("check-in", "1", "--often", "now and then"), 7, ""),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_written(
    answer: Answer, words: tuple[str, ...], code: int, sentence: str
) -> None:
    found, out, err = answer("add", *words)
    assert (found, out) == (code, "")
    assert sentence in err
    table = {"check-in": "checkin"}.get(words[0], words[0])
    assert row(f"SELECT count(*) FROM {table}") == (0,)


def test_an_issue_that_is_over_already_has_no_clock(answer: Answer) -> None:
    code, _out, err = answer("add", "issue", "1", "it was down", "--outcome", "mended")
    assert (code, err) == (0, "Added an issue to ACME-1 Hosting: it was down.\n")
    assert row("SELECT closed_at IS NOT NULL, outcome FROM issue") == (1, "mended")


def test_a_metric_brings_its_family_and_says_what_is_missing(answer: Answer) -> None:
    told = answer("add", "metric", "1", "Uptime", "--family", "value", "--target", "98 %")[2]
    assert "1 (3 to 5 are good); no operational or relationship metric." in told
    assert row("SELECT family, target FROM metric") == ("value", "98 %")


def test_a_check_in_says_when_the_next_one_is(answer: Answer) -> None:
    code, out, err = answer("add", "check-in", "1", "--often", "weekly", "--next", "2190-01-04")
    assert code == 0
    assert len(out.strip()) == 6
    assert err == "Added a check-in to ACME-1 Hosting. Every week; next on 2190-01-04.\n"


def test_a_side_is_said_in_either_words(answer: Answer) -> None:
    for said, kept in (("theirs", "them"), ("them", "them"), ("us", "us"), ("Ours", "us")):
        assert answer("add", "need", "1", "access", "--side", said)[0] == 0
        assert row("SELECT side FROM need ORDER BY id DESC") == (kept,)
        assert answer("add", "action", "1", "do it", "--side", said)[0] == 0
        assert row("SELECT side FROM action ORDER BY id DESC") == (kept,)
        assert "do it" in answer("actions", "--side", said)[1]
    for words in (("actions", "--side", "mars"), ("add", "action", "1", "x", "--side", "mars")):
        code, _out, err = answer(*words)
        assert (code, err) == (7, "mars is no side: --side is us or them (ours, theirs).\n")
