"""However the terminal goes away, dealdesk ends soon after, and what was typed is kept."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sqlite3
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.pty.test_command_line import PROGRAM, environment, run
from tests.pty.test_debrief_kill import kept

TYPED = "they moved the date"
_WAIT_S = 20.0


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.db"
    made = run(tmp_path, "add", "deal", "Hosting renewal", "--signed", "today", "--db", str(path))
    assert made.returncode == 0, made.stderr
    return path


@contextmanager
def window(tmp_path: Path, desk: Path, *, columns: int = 80, lines: int = 24) -> Iterator[tuple[int, int]]:
    """Open the debrief in a terminal that is not the controlling one; yield its handle and the process.

    Nobody tells such a process that its terminal went away: the kernel sends SIGHUP for the controlling one only.
    """
    handle, inner = pty.openpty()
    fcntl.ioctl(inner, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    child = subprocess.Popen(
        [*PROGRAM, "--db", str(desk), "debrief", "Hosting"],
        env=environment(tmp_path),
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    try:
        yield handle, child.pid
    finally:
        with suppress(OSError):
            os.close(handle)
        if child.poll() is None:
            child.kill()
        child.wait()


def seen(handle: int, words: bytes) -> bool:
    """Read until ``words`` were drawn; False when they were not in time."""
    until, drawn = time.monotonic() + _WAIT_S, b""
    while words not in drawn and time.monotonic() < until:
        if select.select([handle], [], [], 0.1)[0]:
            drawn += os.read(handle, 65536)
    return words in drawn


def begin(handle: int) -> None:
    """Go through set-up and opening card to the place where lines are typed."""
    assert seen(handle, b"Enter begins")
    os.write(handle, b"\r")
    assert seen(handle, b"We intended")
    os.write(handle, b"\r")
    assert seen(handle, b"Enter adds the line")


def exit_code(process: int) -> int | None:
    """Wait for the end of a child; None when it does not come."""
    until = time.monotonic() + _WAIT_S
    while time.monotonic() < until:
        info = os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        if info is not None:
            return info.si_status if info.si_code == os.CLD_EXITED else -info.si_status
        select.select([], [], [], 0.02)
    return None


def test_a_terminal_that_goes_away_without_a_signal_ends_the_app(tmp_path: Path, desk: Path) -> None:
    with window(tmp_path, desk) as (handle, process):
        begin(handle)
        os.write(handle, TYPED.encode())
        assert kept(desk, TYPED)
        os.close(handle)
        assert exit_code(process) == 128 + signal.SIGHUP
    assert kept(desk, TYPED)


def test_a_terminal_that_takes_nothing_more_does_not_keep_the_app_from_ending(tmp_path: Path, desk: Path) -> None:
    with window(tmp_path, desk, columns=300, lines=150) as (handle, process):
        begin(handle)
        os.write(handle, TYPED.encode())
        assert kept(desk, TYPED)
        # Nobody reads any more, and every new size paints the whole screen: at last a write to the terminal stands.
        until = time.monotonic() + 4
        while time.monotonic() < until:
            for columns in (300, 250):
                fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", 150, columns, 0, 0))
                os.kill(process, signal.SIGWINCH)
                select.select([], [], [], 0.1)
        os.kill(process, signal.SIGTERM)
        assert exit_code(process) == 128 + signal.SIGTERM
    con = sqlite3.connect(desk)
    assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    con.close()
    assert kept(desk, TYPED)
