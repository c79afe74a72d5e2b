"""One board open in two windows: what one does the other shows, and no move is lost between them."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from tests.pty.terminal import Terminal
from tests.pty.test_board_kill import made, must_be_whole, on_board
from tests.pty.test_command_line import PROGRAM, environment

_WAIT_S = 20.0
#: What is pressed in the two windows at the same time: both move and order, one deletes what the other moves.
AT_ONCE = (("L", "L"), ("J", "K"), ("L", "d"), ("d", "L"), (" ", "L"), ("H", "J"), ("JJJ", "LLL"), ("u", "u"))


def shows(window: Terminal, words: str) -> bool:
    """Wait until a window draws words from now on."""
    window.written = b""
    return window.wait_for(words, _WAIT_S)


def test_two_windows_on_one_board(tmp_path: Path) -> None:
    desk = made(tmp_path)
    words = [*PROGRAM, "--db", str(desk)]
    with Terminal(words, environment(tmp_path)) as one, Terminal(words, environment(tmp_path)) as two:
        for window in (one, two):
            on_board(window)
        one.type("L")
        assert shows(two, "DOING (1)")
        two.type("l")
        two.type("d")
        assert shows(one, "DOING (0)")
        for left, right in AT_ONCE:
            one.type(left)
            two.type(right)
            until = time.monotonic() + 0.5
            while time.monotonic() < until:
                one.read(0.05)
                two.read(0.05)
            must_be_whole(desk)
        for window in (one, two):
            window.kill(signal.SIGTERM)
            assert window.wait() == 128 + signal.SIGTERM
            assert "Traceback" not in window.text
    must_be_whole(desk)
