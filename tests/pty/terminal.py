"""A program in a pseudo-terminal, on the standard library alone: its bytes are collected, its escapes taken out."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence

_ESCAPES = re.compile(rb"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])")


class Terminal:
    """A running program and everything it wrote so far; leave the ``with`` block and it is gone."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], columns: int = 80, lines: int = 24) -> None:
        self.written = b""
        self.code: int | None = None
        """The exit code (128 + signal when killed), once the program ended."""
        self.pid, self._handle = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test run in the background ignores it, and hands that on
            with contextlib.suppress(OSError):
                os.execvpe(argv[0], list(argv), dict(env))  # noqa: S606  (the program under test)
            os._exit(127)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._handle)

    @property
    def text(self) -> str:
        """What was written, without escapes; not a screen: what was painted over is still there."""
        return _ESCAPES.sub(b"", self.written).replace(b"\r\n", b"\n").decode("utf-8", "replace")

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self._handle, keys.encode())

    def kill(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def wait_for(self, words: str, seconds: float = 15.0) -> bool:
        """Read until ``words`` were written; False when they were not in time."""
        until = time.monotonic() + seconds
        while words not in self.text and time.monotonic() < until:
            if not self.read(until - time.monotonic()):
                break
        return words in self.text

    def wait(self, seconds: float = 15.0) -> int | None:
        """Read until the program ends and return its exit code; None when it did not end in time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.read(until - time.monotonic()):
            pass
        while self.code is None and time.monotonic() < until:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                code = os.waitstatus_to_exitcode(status)
                self.code = code if code >= 0 else 128 - code
            else:
                select.select([], [], [], 0.01)
        return self.code

    def read(self, seconds: float) -> bool:
        """Read what is there, waiting at most so long; False at the end of the program or of the time."""
        ready, _, _ = select.select([self._handle], [], [], max(0.0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._handle, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            return False
        self.written += data
        return bool(data)
