"""The review form, killed while an input is typed: the text comes back with what is wrong with it."""

from __future__ import annotations

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.pty.terminal import Terminal
from tests.pty.test_command_line import PROGRAM, environment, run
from tests.pty.test_debrief_kill import kept

_WAIT_S = 20.0
#: The letter that jumps to an input, what is typed there, and what a form opened again says of it.
_INPUTS = {
    "a date": ("J", "31 fe", "is no date I can read"),
    "an amount": ("f", "84 blue", "is no amount I can read"),
    "a text": ("p", "Raj was there", "Raj was there"),
    "tokens": ("L", "uptime, answers", "uptime, answers"),
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
@pytest.mark.parametrize("kind", _INPUTS)
def test_what_a_killed_form_was_typed_comes_back(tmp_path: Path, kind: str) -> None:
    letter, text, told = _INPUTS[kind]
    desk = tmp_path / "desk.db"
    made = run(tmp_path, "add", "deal", "Hosting renewal", "--signed", "today", "--db", str(desk))
    assert made.returncode == 0, made.stderr
    words = [*PROGRAM, "--db", str(desk)]
    with Terminal(words, environment(tmp_path)) as terminal:
        open_form(terminal)
        terminal.type("\x0f")
        assert terminal.wait_for("Jump to which input?", _WAIT_S)
        terminal.type(letter)
        terminal.type(text)
        assert kept(desk, text)
        terminal.kill(signal.SIGKILL)
        assert terminal.wait() == 128 + signal.SIGKILL
    con = sqlite3.connect(desk)
    assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    con.close()
    with Terminal(words, environment(tmp_path)) as terminal:
        open_form(terminal)
        terminal.type("\x0f")
        assert terminal.wait_for("Jump to which input?", _WAIT_S)
        terminal.type(letter)
        assert terminal.wait_for(told, _WAIT_S)
        terminal.kill(signal.SIGTERM)
        terminal.wait()


def open_form(terminal: Terminal) -> None:
    """Go to the review form of the only deal."""
    assert terminal.wait_for("Today", _WAIT_S)
    terminal.type("2")
    assert terminal.wait_for("Give notice by", _WAIT_S)
    terminal.type("f")
    assert terminal.wait_for("Review 1", _WAIT_S)
