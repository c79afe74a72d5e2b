"""The debrief, killed while a line is typed: the text comes back, and the clock is right."""

from __future__ import annotations

import select
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.pty.terminal import Terminal
from tests.pty.test_command_line import PROGRAM, environment, run

TYPED = "Dana forwarded our runbook to legal"
_WAIT_S = 20.0


def kept(path: Path, words: str, seconds: float = _WAIT_S) -> bool:
    """Wait until typed text is in the file."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        con = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = con.execute("SELECT 1 FROM typing WHERE text = ?", (words,)).fetchone()
        except sqlite3.OperationalError:
            found = None
        finally:
            con.close()
        if found:
            return True
        select.select([], [], [], 0.01)
    return False


def stored(path: Path, seconds: float = 10.0) -> list[str]:
    """Return the key moments in the file, once there are two."""
    until = time.monotonic() + seconds
    while True:
        con = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            found = [row[0] for row in con.execute("SELECT text FROM key_moment ORDER BY position")]
        except sqlite3.OperationalError:
            found = []
        finally:
            con.close()
        if len(found) > 1 or time.monotonic() > until:
            return found
        select.select([], [], [], 0.01)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_debrief_goes_on_where_it_was(tmp_path: Path) -> None:
    desk = tmp_path / "desk.db"
    made = run(tmp_path, "add", "deal", "Hosting renewal", "--signed", "today", "--db", str(desk))
    assert made.returncode == 0, made.stderr
    words = [*PROGRAM, "--db", str(desk), "debrief", "Hosting"]
    with Terminal(words, environment(tmp_path)) as terminal:
        assert terminal.wait_for("Enter begins", _WAIT_S)
        terminal.type("\r")
        assert terminal.wait_for("We intended", _WAIT_S)
        terminal.type("\r")
        assert terminal.wait_for("Enter adds the line", _WAIT_S)
        began = time.time()
        terminal.type("A first line\r")
        terminal.type(TYPED)
        assert kept(desk, TYPED)
        assert terminal.wait_for("04:5", _WAIT_S)
        terminal.kill(signal.SIGKILL)
        assert terminal.wait() == 128 + signal.SIGKILL
    con = sqlite3.connect(desk)
    con.execute("PRAGMA integrity_check")
    # Twelve minutes ago as far as the file knows: nobody has to wait for them here.
    con.execute(
        "UPDATE debrief_section SET seen_at = strftime('%Y-%m-%dT%H:%M:%fZ', seen_at, '-12 minutes') "
        "WHERE seen_at IS NOT NULL"
    )
    con.commit()
    used = con.execute("SELECT used_s FROM debrief_section WHERE section = 'moments'").fetchone()[0]
    assert 0 <= used <= time.time() - began
    con.close()
    with Terminal(words, environment(tmp_path)) as terminal:
        assert terminal.wait_for("12 min away: count it, pause (default) or end", _WAIT_S)
        # A letter that comes before the keyboard was still for a while goes on into the text, and answers nothing.
        assert not terminal.wait_for("over 05:00", 1.5)
        terminal.type("c")
        assert terminal.wait_for("over 05:00", _WAIT_S)
        assert terminal.wait_for(TYPED, _WAIT_S)
        terminal.type("\r")
        assert stored(desk) == ["A first line", TYPED]
        terminal.kill(signal.SIGTERM)
        terminal.wait()
    assert stored(desk) == ["A first line", TYPED]
