"""One debrief open in two windows: every line is there once, and no second counts twice."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from pathlib import Path

from tests.pty.terminal import Terminal
from tests.pty.test_command_line import PROGRAM, environment, run
from tests.pty.test_debrief_kill import kept, stored

HALF = "They asked for the exit clause"
_WAIT_S = 20.0


def clock_showed(window: Terminal, pattern: str) -> bool:
    """Wait until a window showed a time like ``pattern``; a tick may pass over any one second."""
    until = time.monotonic() + _WAIT_S
    while not (found := re.search(pattern, window.text)) and time.monotonic() < until:
        window.read(0.5)
    return found is not None


def test_two_windows_share_one_clock_and_lose_no_line(tmp_path: Path) -> None:
    desk = tmp_path / "desk.db"
    made = run(tmp_path, "add", "deal", "Hosting renewal", "--signed", "today", "--db", str(desk))
    assert made.returncode == 0, made.stderr
    words = [*PROGRAM, "--db", str(desk), "debrief", "Hosting"]
    with Terminal(words, environment(tmp_path)) as one, Terminal(words, environment(tmp_path)) as two:
        for window in (one, two):
            assert window.wait_for("Enter begins", _WAIT_S)
            window.type("\r")
            assert window.wait_for("We intended", _WAIT_S)
            window.type("\r")
            assert window.wait_for("Enter adds the line", _WAIT_S)
        began = time.monotonic()
        one.type("A line of the first window\r")
        two.type("A line of the second window\r")
        assert len(stored(desk)) == 2
        two.type("\x0e\x0e\x0e")
        assert two.wait_for("wish you had asked", _WAIT_S)
        two.type("Who signs?\r")
        assert one.wait_for("done in", _WAIT_S)
        one.type(HALF)
        assert kept(desk, HALF)
        assert clock_showed(one, "04:5[0-8]")
        two.type("Who pays?\r")
        assert two.wait_for("Who pays?", _WAIT_S)
        for window in (one, two):
            window.kill(signal.SIGTERM)
            window.wait()
        lasted = time.monotonic() - began
    con = sqlite3.connect(desk)
    assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert sorted(stored(desk)) == ["A line of the first window", "A line of the second window"]
    assert [row[0] for row in con.execute("SELECT text FROM missed ORDER BY position")] == ["Who signs?", "Who pays?"]
    assert [row[0] for row in con.execute("SELECT text FROM typing WHERE text <> ''")] == [HALF]
    assert con.execute("SELECT count(*) FROM debrief WHERE state = 'running'").fetchone()[0] == 1
    used = con.execute("SELECT sum(used_s) FROM debrief_section").fetchone()[0]
    con.close()
    assert 1.0 <= used <= lasted
