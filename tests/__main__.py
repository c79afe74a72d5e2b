"""Runs the tests on all cores: ``python -m tests``; what follows is handed to pytest, which alone takes one core.

The files are dealt out into shares of about the same length, two for each core, and each share is a pytest of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARES_EACH = 2
_NO_TESTS = 5
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?)")
#: How long a byte of a test file runs, beside those of pure rules: a screen has to be drawn, a terminal waited for.
_WEIGHTS = {"tui": 6, "pty": 25, "store": 2, "cli": 4}


def shares(files: list[Path], number: int) -> list[list[Path]]:
    """Deal ``files`` out into ``number`` shares of about the same length, the longest file first."""
    dealt: list[list[Path]] = [[] for _ in range(number)]
    lengths = [0] * number
    for path in sorted(files, key=weight, reverse=True):
        shortest = lengths.index(min(lengths))
        dealt[shortest].append(path)
        lengths[shortest] += weight(path)
    return [share for share in dealt if share]


def weight(path: Path) -> int:
    """Return about how long the tests of a file run, in no unit."""
    folder = path.relative_to(HERE).parts[0]
    return path.stat().st_size * _WEIGHTS.get(folder, 1)


def run(share: list[Path], words: list[str]) -> tuple[int, str]:
    """Run one share; return pytest's exit code and what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *map(str, share)],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


def main(words: list[str]) -> int:
    """Run all tests, show what failed, and say how many did; return the highest exit code."""
    began = time.monotonic()
    cores = os.cpu_count() or 1
    dealt = shares(sorted(HERE.rglob("test_*.py")), cores * SHARES_EACH)
    counts: Counter[str] = Counter()
    worst = 0
    with ThreadPoolExecutor(cores) as pool:
        for code, told in pool.map(lambda share: run(share, words), dealt):
            print(told, flush=True)
            closing = told.strip().splitlines()[-1] if told.strip() else ""
            counts.update({word: int(count) for count, word in _COUNT.findall(closing)})
            worst = max(worst, 0 if code == _NO_TESTS else code)
    told = ", ".join(f"{count} {word}" for word, count in counts.items()) or "no tests ran"
    print(f"{told} in {time.monotonic() - began:.1f}s")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
