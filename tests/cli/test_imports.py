"""What a command loads: one that reads, or that only notes something, answers without ORM and without the app."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.desks import add_deal, add_friction, open_desk

HEAVY = {"sqlmodel", "sqlalchemy", "pydantic", "textual"}
PROGRAM = """
import sys
from dealdesk.cli.main import run
code = run(sys.argv[1:])
print(code, *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
"""


@pytest.fixture
def filled(tmp_path: Path) -> str:
    """Return a desk with a deal and a friction."""
    desk = open_desk(tmp_path)
    add_friction(desk, add_deal(desk, tags="sla"), "late answer")
    desk.close()
    return desk.path


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("deals",), "Hosting renewal"),
        (("deals", "--json", "acme"), "ACME-1"),
        (("show", "acme"), "Hosting renewal"),
        (("show", "acme", "--json"), "give_notice_by"),
        (("history", "1"), "logged a friction"),
        (("search", "late"), "late answer"),
        (("when", "tomorrow"), "-"),
        (("export", "review", "acme"), "Hosting renewal"),
        (("note", "acme", "they blinked"), "Noted for ACME-1"),
    ],
)
def test_it_loads_neither_the_orm_nor_the_app(filled: str, words: tuple[str, ...], answer: str) -> None:
    command = [sys.executable, "-c", PROGRAM, "--db", filled, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    code, *loaded = done.stderr.splitlines()[-1].split()
    assert code == "0", done.stderr
    assert answer in done.stdout + done.stderr
    assert "sqlite3" in loaded
    assert not HEAVY & set(loaded)
