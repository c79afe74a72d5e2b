"""Metrics from the shell: shown as the deal page shows them, readings and pulses added by name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest

from dealdesk import paths
from dealdesk.cli.main import run
from dealdesk.clock import Clock
from dealdesk.store.desk import Desk

Capture = pytest.CaptureFixture[str]
Answer = Callable[..., tuple[int, str, str]]
TODAY = date.today().isoformat()  # noqa: DTZ011  (the local calendar day)


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


def rows(query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(paths.desk_file()) as con:
        return con.execute(query).fetchall()


READINGS = "SELECT name, value, read_on, note FROM metric_reading JOIN metric ON metric.id = metric_id"


@pytest.fixture
def watched(answer: Answer) -> Answer:
    """Add two metrics, of the families in the other order."""
    answer("add", "metric", "1", "Uptime", "--family", "operational", "--target", "at least 98 %", "--owner", "Dana")
    answer("add", "metric", "1", "Savings", "--family", "value")
    return answer


def test_a_deal_without_metrics_says_how_to_add_one(answer: Answer) -> None:
    code, out, err = answer("metrics", "acme")
    assert (code, out) == (0, "")
    assert "dealdesk add metric ACME-1 NAME" in err
    assert answer("metrics", "1", "uptime", "3")[0] == 6
    assert json.loads(answer("metrics", "1", "--json")[1]) == {
        "version": 1,
        "ref": "ACME-1",
        "title": "Hosting",
        "metrics": [],
        "mix": "",
        "missing": ["value", "operational", "relationship"],
        "pulse": None,
    }


def test_they_stand_by_family_with_target_owner_course_and_what_is_missing(watched: Answer) -> None:
    watched("metrics", "1", "uptime", "97.5", "--on", "2026-01-05")
    watched("metrics", "1", "uptime", "99", "--on", "2026-01-12")
    _code, out, err = watched("metrics", "acme")
    assert err == ""
    assert out.splitlines() == [
        "value         Savings: no reading yet",
        "              no target; owner --",
        "operational   Uptime: 99 on 2026-01-12  _^",
        "              target at least 98 %; on target; owner Dana",
        "2 (3 to 5 are good); no relationship metric",
    ]
    assert watched("metrics", "1", "--plain")[1].splitlines() == [
        "value\tSavings\t\t\t\t\t\t",
        "operational\tUptime\t99\t2026-01-12\ton target\tat least 98 %\tDana\t_^",
    ]


def test_json_has_the_facts_and_a_version(watched: Answer) -> None:
    watched("metrics", "1", "uptime", "97.5", "--on", "2026-01-05")
    watched("metrics", "1", "pulse", "4", "--who", "Dana", "--note", "faster answers", "--on", "2026-01-05")
    found = json.loads(watched("metrics", "1", "--json")[1])
    assert (found["version"], found["ref"], found["missing"]) == (1, "ACME-1", ["relationship"])
    uptime = found["metrics"][1]
    assert len(uptime.pop("uid")) == 36
    assert uptime == {
        "family": "operational",
        "name": "Uptime",
        "owner": "Dana",
        "target": "at least 98 %",
        "last": 97.5,
        "read_on": "2026-01-05",
        "against": "below target by 0.5",
        "course": "",
        "values": [97.5],
        "measured": "",
        "report": "",
        "reviewer": "",
    }
    assert found["pulse"] == {
        "score": 4,
        "asked_on": "2026-01-05",
        "five": "faster answers",
        "person": "Dana",
        "scores": [4],
        "trend": "",
    }


def test_a_reading_is_added_by_a_part_of_the_name(watched: Answer) -> None:
    code, out, err = watched("metrics", "1", "up", "97,5", "%", "--note", "two outages")
    assert (code, out) == (0, "")
    assert err == f"ACME-1 Uptime: 97.5 on {TODAY}; target at least 98 %, below target by 0.5.\n"
    assert rows(READINGS) == [("Uptime", 97.5, TODAY, "two outages")]
    made = json.loads(watched("metrics", "1", "--json", "uptime", "-5", "--on", "2026-01-05")[1])
    assert (made["version"], made["value"], made["read_on"]) == (1, -5.0, "2026-01-05")
    assert made["metric"]["values"] == [-5.0, 97.5]  # by their days
    assert len(rows(READINGS)) == 2


def test_a_reading_is_one_step_of_the_history(watched: Answer) -> None:
    watched("metrics", "1", "uptime", "97")
    desk = Desk(paths.desk_file(), Clock())
    assert "added a reading" in str(desk.con.execute("SELECT name FROM command ORDER BY id DESC LIMIT 1").fetchone())
    desk.close()


def test_names_of_several_words_need_no_quotes(answer: Answer) -> None:
    answer("add", "metric", "1", "First", "answer")
    answer("add", "metric", "1", "Top 5")
    answer("metrics", "1", "first", "answer", "4", "h")
    assert [row[:2] for row in rows(READINGS)] == [("First answer", 4.0)]
    assert answer("metrics", "1", "top", "5")[2] == "Top 5 has no reading yet.\n"  # its name, no value
    answer("metrics", "1", "top", "5", "12")
    assert [row[:2] for row in rows(READINGS)] == [("First answer", 4.0), ("Top 5", 12.0)]


def test_several_candidates_are_numbered_and_nothing_is_written(answer: Answer) -> None:
    answer("add", "metric", "1", "First answer")
    answer("add", "metric", "1", "First invoice")
    code, out, err = answer("metrics", "1", "first", "3")
    assert (code, out) == (6, "")
    assert err == "2 metrics answer to “first”; say which by its name:\n  1. First answer\n  2. First invoice\n"
    code, _out, err = answer("metrics", "1", "uptime", "3")
    assert code == 6
    assert "No metric of this deal answers to “uptime”; there are:\n  1. First answer" in err
    assert rows(READINGS) == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("uptime", "lots"), 7, "Value is a number: try 98.5"),
        (("uptime", "3", "--on", "someday"), 7, "someday"),
        (("pulse", "6"), 7, "A pulse is a whole number from 1 to 5."),
        (("pulse", "3.5"), 7, "A pulse is a whole number from 1 to 5."),
        (("uptime", "--note", "x"), 2, "--note is for a reading that is added"),
        (("uptime", "3", "--who", "Dana"), 2, "--who is for the pulse"),
    ],
)
def test_what_can_not_be_is_refused(watched: Answer, words: tuple[str, ...], code: int, sentence: str) -> None:
    found, out, err = watched("metrics", "1", *words)
    assert (found, out) == (code, "")
    assert sentence in err
    assert rows(READINGS) == []
    assert rows("SELECT * FROM pulse") == []


def test_the_pulse_goes_up_or_down_and_says_what_a_5_needs(watched: Answer) -> None:
    watched("metrics", "1", "pulse", "4", "--on", "2026-01-05", "--who", "Dana")
    code, out, err = watched("metrics", "1", "pulse", "3", "--on", "2026-02-05", "--note", "one contact")
    assert (code, out, err) == (0, "", "ACME-1 pulse: 3 of 5 on 2026-02-05; 4 3: going down.\n")
    assert watched("metrics", "1")[1].splitlines()[-2:] == [
        "pulse         3 of 5 on 2026-02-05  4 3: going down",
        "              a 5 with one contact",
    ]
    assert watched("metrics", "1", "pulse", "--plain")[1] == "2026-02-05\t3\tone contact\t\n2026-01-05\t4\t\tDana\n"


def test_a_metric_that_is_called_pulse_comes_first(answer: Answer) -> None:
    answer("add", "metric", "1", "Pulse")
    assert answer("metrics", "1", "pulse", "72")[0] == 0
    assert rows("SELECT * FROM pulse") == []
    assert [row[:2] for row in rows(READINGS)] == [("Pulse", 72.0)]


def test_the_readings_of_one_metric_are_listed(watched: Answer) -> None:
    watched("metrics", "1", "uptime", "97.5", "--on", "2026-01-05", "--note", "two outages")
    watched("metrics", "1", "savings", "10", "--on", "2026-01-05")
    assert watched("metrics", "1", "uptime", "--plain")[1] == "2026-01-05\t97.5\tbelow target by 0.5\ttwo outages\n"
    listed = json.loads(watched("metrics", "1", "savings", "--json")[1])
    assert (listed["version"], listed["metric"]["name"]) == (1, "Savings")
    assert listed["readings"] == [{"read_on": "2026-01-05", "value": 10.0, "against": "", "note": ""}]


def test_hostile_text_never_reaches_the_terminal(answer: Answer) -> None:
    answer("add", "metric", "1", "\x1b[31mUp\u202etime", "--target", "\x1b]0;x\x07 98", "--owner", "D\x1b[2Jana")
    answer("metrics", "1", "time", "3")
    for form in ((), ("--plain",), ("--json",)):
        _code, out, err = answer("metrics", "1", *form)
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err
        assert "\x07" not in out + err


@pytest.mark.parametrize("words", [("", "5"), ("Delivered", ""), (" ",)])
def test_an_empty_name_or_value_is_refused_and_no_number_is_lost(answer: Answer, words: tuple[str, ...]) -> None:
    code, data, said = answer("metrics", "ACME-1", *words)
    assert (code, data) == (2, "")
    assert "can't be empty" in said
