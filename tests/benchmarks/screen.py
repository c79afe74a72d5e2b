"""A program on a pseudo-terminal, watched with a stopwatch: how long after a key its last output came."""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.pty.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
QUIET_S = 0.06
"""So long without output, and a key is answered."""
START_S = 30.0


def environment(folder: Path) -> dict[str, str]:
    """Return what the programs measured here are started with: nobody's own desk, a terminal of 256 colours."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    own = {"DEALDESK_HOME": str(folder / "home"), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    return {**kept, **own}


class Stopwatch:
    """A running program; leave the ``with`` block and it is gone."""

    def __init__(self, argv: Sequence[str], folder: Path, columns: int = 80, lines: int = 24) -> None:
        self._began = time.perf_counter()
        self.terminal = Terminal(argv, environment(folder), columns, lines)

    def __enter__(self) -> Stopwatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.terminal.__exit__(kind, error, trace)

    def until(self, words: str) -> float:
        """Return the seconds from the start to the read that brought ``words``."""
        if not self.terminal.wait_for(words, START_S):
            raise SystemExit(f"“{words}” never came; the last of what did: {self.terminal.text[-300:]!r}")
        return time.perf_counter() - self._began

    def settle(self, seconds: float = 0.5) -> None:
        """Read until nothing was written for so long."""
        self._last_output(seconds)

    def answer(self, keys: str, quiet: float = QUIET_S) -> float | None:
        """Press keys and return the seconds to the last output that followed; None when nothing changed."""
        pressed = time.perf_counter()
        self.terminal.type(keys)
        last = self._last_output(quiet)
        return None if last is None else last - pressed

    def answered_by(self, keys: str, words: str, seconds: float = 2.0) -> float | None:
        """Press keys and return the seconds to the read that brought ``words`` anew; None when it never came."""
        self.terminal.written = b""
        pressed = time.perf_counter()
        self.terminal.type(keys)
        return time.perf_counter() - pressed if self.terminal.wait_for(words, seconds) else None

    def _last_output(self, quiet: float) -> float | None:
        last: float | None = None
        while self.terminal.read(quiet):
            last = time.perf_counter()
        return last

    def cpu_seconds(self) -> float:
        """Return what the program has used of a processor so far, its threads included (Linux)."""
        fields = Path(f"/proc/{self.terminal.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def dealdesk(path: str, *words: str) -> list[str]:
    """Return the command that starts dealdesk on a desk."""
    return [sys.executable, "-m", "dealdesk", "--db", path, *words]


def ratios(times: Sequence[float], floor: Sequence[float]) -> float:
    """Return the median of the ratios, each taken within its round."""
    return statistics.median(one / base for one, base in zip(times, floor, strict=True))


def median_ms(times: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return statistics.median(times) * 1000
