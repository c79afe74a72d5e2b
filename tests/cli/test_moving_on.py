"""What time alone moves is moved on by the first writing command of a day, and by no reading one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from dealdesk import paths
from dealdesk.cli.main import run
from dealdesk.store import connect, history
from dealdesk.store.history import Command
from tests.desks import NOW


@pytest.fixture(autouse=True)
def _ended_yesterday(capsys: pytest.CaptureFixture[str]) -> None:
    """Leave a desk as it was yesterday: with a running deal whose last day that was."""
    end = date.today() - timedelta(days=1)  # noqa: DTZ011
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme", "--signed", "2024-05-12")) == 0
    with closing(connect.connect(paths.desk_file())) as con, history.unit(con, Command("yesterday"), NOW):
        con.execute("UPDATE deal SET stage = 'running', end_on = ?", (end.isoformat(),))
        con.execute("UPDATE setting SET value = ? WHERE name = 'advanced_on'", (end.isoformat(),))
    capsys.readouterr()


def asked(query: str) -> Any:  # noqa: ANN401
    """Return the first column of what a query finds."""
    with closing(sqlite3.connect(paths.desk_file())) as con:
        return [row[0] for row in con.execute(query)]


@pytest.mark.parametrize(
    "words",
    [
        ("log", "ACME-1", "call: all well"),
        ("add", "friction", "ACME-1", "they answer late"),
        ("add", "deal", "Another"),
        ("settings", "currency", "USD"),
    ],
)
def test_a_writing_command_moves_dates_on_first(words: tuple[str, ...]) -> None:
    assert run(words) == 0
    assert asked("SELECT stage FROM deal WHERE id = 1") == ["ended"]
    moved, own = asked("SELECT name FROM command ORDER BY id DESC LIMIT 2")[::-1]
    assert moved == "moved dates on with the day"
    assert own != moved
    assert asked("SELECT origin FROM command ORDER BY id DESC LIMIT 2") == ["person", "rule"]
    assert run(("log", "ACME-1", "call: still well")) == 0
    assert asked(f"SELECT count(*) FROM command WHERE name = '{moved}'") == [2], "once when it was made, once today"


@pytest.mark.parametrize(
    "words", [("today",), ("deals",), ("show", "ACME-1"), ("log", "ACME-1"), ("note", "ACME-1", "they may leave")]
)
def test_reading_moves_nothing_and_a_note_is_only_noted(words: tuple[str, ...]) -> None:
    assert run(words) in (0, 10, 11)
    assert asked("SELECT stage FROM deal") == ["running"]
    assert asked("SELECT count(*) FROM command WHERE name LIKE 'moved%'") == [1]
