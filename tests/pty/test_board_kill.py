"""The board, killed while a key is held down that moves cards: each move is there whole, or not at all."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from dealdesk.store.board import PLACE
from tests.pty.terminal import Terminal
from tests.pty.test_command_line import PROGRAM, environment, run

CARDS = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot")
#: Through the columns and back, and up and down in between.
BURST = "LJLKHJjLHKLLHH"
_WAIT_S = 20.0


def made(folder: Path) -> Path:
    """Return a desk with a few cards, made by the program."""
    desk = folder / "desk.db"
    for words in (("deal", "Hosting renewal"), *(("action", "Hosting", card) for card in CARDS)):
        done = run(folder, "add", *words, "--db", str(desk))
        assert done.returncode == 0, done.stderr
    return desk


def on_board(window: Terminal) -> None:
    """Lead a window to the board."""
    assert window.wait_for("? help", _WAIT_S)
    window.type("6")
    assert window.wait_for("by state", _WAIT_S)


def must_be_whole(desk: Path) -> int:
    """Check the file, and that the cards stand where their history says; return how many moves there are."""
    con = sqlite3.connect(desk)
    assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert con.execute("PRAGMA foreign_key_check").fetchall() == []
    assert [text for (text,) in con.execute("SELECT text FROM action ORDER BY text")] == sorted(CARDS)
    for name in ("state", "position"):
        query = (
            f"SELECT action.text, action.{name}, change.new FROM action JOIN change ON change.id = (SELECT max(id) "
            "FROM change AS last WHERE last.tab = 'action' AND last.uid = action.uid AND last.col = ?)"
        )
        for text, held, told in con.execute(query, (name,)):
            assert told == held if name == "state" else abs(float(told) - held) < 1e-9, (text, name)
    twice = f"SELECT state, {PLACE} FROM action WHERE archived_at IS NULL AND state <> 'done' GROUP BY 1, 2"
    assert con.execute(f"{twice} HAVING count(*) > 1").fetchall() == []
    empty = "SELECT count(*) FROM command WHERE id NOT IN (SELECT command_id FROM change)"
    assert con.execute(empty).fetchone()[0] == 0
    moved = "name LIKE 'moved an action%' OR name LIKE 'marked an action%'"
    moves: int = con.execute(f"SELECT count(*) FROM command WHERE {moved}").fetchone()[0]
    con.close()
    return moves


def burst_and_kill(folder: Path, desk: Path, seconds: float) -> None:
    """Hold keys that move cards for a while, and kill the program in the middle of it."""
    with Terminal([*PROGRAM, "--db", str(desk)], environment(folder)) as window:
        on_board(window)
        before, until, at = must_be_whole(desk), time.monotonic() + seconds, 0
        window.written = b""
        while time.monotonic() < until or ("DOING" not in window.text and time.monotonic() < until + _WAIT_S):
            window.type(BURST[at % len(BURST)])
            at += 1
            window.read(0.01)
        window.kill(signal.SIGKILL)
        assert window.wait() == 128 + signal.SIGKILL
        drawn = len(re.findall(r"DOING \(", window.text))
    assert "Traceback" not in window.text
    moves = must_be_whole(desk) - before
    assert moves > 0
    assert drawn <= moves + 2  # the frame on its way when the first key came


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_board_has_every_move_whole(tmp_path: Path) -> None:
    desk = made(tmp_path)
    burst_and_kill(tmp_path, desk, 1.5)
    with Terminal([*PROGRAM, "--db", str(desk)], environment(tmp_path)) as window:
        on_board(window)
        assert not re.search("damaged|repair|backup", window.text)
