"""``dealdesk decide``: a reminder to give notice is settled from the shell."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.clock import Clock


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "desk.db"
    monkeypatch.setenv("DEALDESK_DB", str(path))
    end = (Clock().today() + timedelta(days=60)).isoformat()
    dates = ["--signed", "2024-01-02", "--end", end, "--notice", "30 days", "--renewal", "1 year"]
    assert run(["add", "deal", "Hosting", "--counterparty", "Acme", *dates]) == 0
    capsys.readouterr()
    return path


def decided(db: Path) -> object:
    with sqlite3.connect(db) as con:
        return con.execute("SELECT notice_decision FROM deal").fetchone()[0]


def test_a_decision_is_recorded_and_says_what_follows(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "hosting", "let", "it", "roll"]) == 0
    assert capsys.readouterr().err.startswith("ACME-1 Hosting: let it roll. ")
    assert decided(db) == "let it roll"


def test_another_word_is_refused_and_decides_nothing(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["decide", "hosting", "perhaps"]) == 7
    assert "renew, renegotiate, end, let it roll" in capsys.readouterr().err
    assert decided(db) is None
