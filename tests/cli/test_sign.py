"""``dealdesk sign``: what it prints, its exit codes, and that a second run changes nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.clock import Clock
from dealdesk.store import connect, history
from tests.desks import NOW

TODAY = Clock().today()


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "desk.db"
    monkeypatch.setenv("DEALDESK_DB", str(path))
    assert run(["add", "deal", "Hosting", "--counterparty", "Acme", "--type", "vendor"]) == 0
    capsys.readouterr()
    return path


def stored(db: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(db) as con:
        return con.execute(query).fetchall()


def rows(db: Path) -> int:
    tables = ("action", "debrief", "checkin", "command")
    return sum(int(str(stored(db, f"SELECT count(*) FROM {table}")[0][0])) for table in tables)


def test_it_signs_today_and_lists_what_follows(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sign", "hosting", "--end", "31 dec 2099", "--notice", "3 months"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("best by")
    assert "Name who makes the playbook changes" in out
    assert "days after" in out
    assert err.startswith(f"Signed ACME-1 Hosting, {TODAY}. Give notice by 2099-09-30. 10 things to follow, 7 with")
    assert stored(db, "SELECT signed_on, signed_at IS NOT NULL, stage FROM deal") == [(str(TODAY), 1, "signed")]
    assert stored(db, "SELECT name FROM command ORDER BY id DESC LIMIT 1") == [("signed ACME-1",)]


def test_a_second_run_says_so_shows_what_stands_and_writes_nothing(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["sign", "1"])
    first = capsys.readouterr().out
    before = rows(db)
    assert run(["sign", "1", "--on", "today"]) == 0
    again = capsys.readouterr()
    assert again.out == first
    assert again.err.startswith("Signed already: ACME-1 Hosting")
    assert rows(db) == before


@pytest.mark.parametrize("words", [["--on", "yesterday"], ["--end", "31 dec 2099"], ["--check-ins", "weekly"]])
def test_signing_again_changes_no_signing(db: Path, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    run(["sign", "1"])
    before = rows(db)
    assert run(["sign", "1", *words]) == 7
    assert "is signed already" in capsys.readouterr().err
    assert rows(db) == before


def test_json_is_one_whole_document(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day = TODAY - timedelta(days=3)
    assert run(["sign", "1", "--on", day.isoformat(), "--follow-through", "light", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ref"], told["signed_on"], told["stage"]) == ("ACME-1", day.isoformat(), "signed")
    assert {one["kind"] for one in told["made"]} == {"next-steps mail", "debrief", "deliverable"}
    assert all(date.fromisoformat(one["due_on"]) >= TODAY for one in told["made"] if one["due_on"])


def test_plain_is_a_line_each_with_tabs(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sign", "1", "--plain"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10
    assert {line.count("\t") for line in lines} == {4}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["sign", "1", "--on", "+2d"], 7, "is still to come; sign it on that day."),
        (["sign", "1", "--on", "soon"], 7, "Signed on: soon is no date"),
        (["sign", "1", "--follow-through", "some"], 7, "Follow-through is one of: full, light, none."),
        (["sign", "nobody"], 6, "No deal answers"),
        (["sign"], 2, "deal"),
    ],
)
def test_what_is_refused_says_why_and_signs_nothing(
    db: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    assert run(words) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert says.lower() in err.lower()
    assert stored(db, "SELECT signed_on, stage FROM deal") == [(None, "negotiating")]


def test_none_starts_nothing_and_it_can_be_started_after_all(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sign", "1", "--follow-through", "none"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Nothing follows" in err
    assert run(["sign", "1", "--follow-through", "light"]) == 0
    out, err = capsys.readouterr()
    assert "first debrief" in out
    assert err.startswith("Started the follow-through of ACME-1")


def test_an_old_signing_stays_quiet_and_says_so(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sign", "1", "--on", (TODAY - timedelta(days=40)).isoformat()]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "signed more than 14 days ago" in err
    assert "--follow-through full" in err


def test_without_a_desk_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DEALDESK_DB", str(tmp_path / "none.db"))
    assert run(["sign", "1"]) == 6
    assert "There is no desk" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_a_day_typed_ahead_is_signed_on_the_day_it_is_really_signed(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(connect.connect(str(db))) as con, history.unit(con, history.Command("ahead"), NOW):
        con.execute("UPDATE deal SET signed_on = ?", ((TODAY - timedelta(days=2)).isoformat(),))
        con.execute("UPDATE setting SET value = '2026-01-01' WHERE name = 'advanced_on'")
    assert run(["sign", "1"]) == 0
    assert capsys.readouterr().err.startswith("Signed ACME-1")
    assert stored(db, "SELECT signed_on, stage FROM deal") == [(TODAY.isoformat(), "signed")]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--signed", "+9d"], "is still to come; sign it on that day."),
        (["--signed", "2025-06-01", "--end", "2025-05-01"], "is before the signing on Sun 1 June 2025."),
        (["--start", "2025-06-01", "--end", "2025-05-01"], "is before the start on Sun 1 June 2025."),
    ],
)
def test_a_deal_that_makes_no_sense_is_not_added(
    db: Path, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert run(["add", "deal", "Second", *words]) == 7
    assert says in capsys.readouterr().err
    assert stored(db, "SELECT count(*) FROM deal") == [(1,)]


@pytest.mark.parametrize(("word", "value"), [("--stage", "signed"), ("--outcome", "signed"), ("--stage", "running")])
def test_signed_without_a_day_starts_nothing_and_says_so(
    db: Path, capsys: pytest.CaptureFixture[str], word: str, value: str
) -> None:
    assert run(["add", "deal", "Second", "--counterparty", "Beta", word, value]) == 0
    assert "No day of signing: nothing was started; dealdesk sign BETA-2 --on DAY starts it." in capsys.readouterr().err
    assert stored(db, "SELECT stage FROM deal WHERE id = 2") == [("running" if value == "running" else "signed",)]
    assert run(["sign", "BETA-2"]) == 0
    assert "first debrief" in capsys.readouterr().out
