"""Runs the tests on all cores: ``python -m tests``; what follows is handed to pytest, which alone takes one core.

The files are dealt out into shares, each a pytest of its own: first one large share for each core, then smaller and
smaller ones, so that all cores are done at about the same time.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
#: What part of all tests the shares of one round hold; a round has a share for each core.
ROUNDS = (0.6, 0.25, 0.15)
_NO_TESTS = 5
_COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?)")
#: How long a byte of a test file runs: a screen has to be drawn, a terminal waited for; some do either in a loop.
_WEIGHTS = {
    **{"cli": 11, "exports": 6, "pty": 50, "store": 5, "tui": 13},
    **{"test_demo.py": 50, "pty/test_review_kill.py": 130, "tui/test_hostile_screens.py": 150, "tui/test_keys.py": 60},
    **{"tui/test_board.py": 40, "tui/test_review_form.py": 35, "tui/test_review_rows.py": 25},
}
_WEIGHT = 2


def shares(files: list[Path], cores: int) -> list[list[Path]]:
    """Deal ``files`` out into shares, those that run longest first; the files that run longest are in the first."""
    sizes = [part / cores for part in ROUNDS for _ in range(cores)]
    every = sum(map(weight, files)) or 1
    dealt: list[list[Path]] = [[] for _ in sizes]
    room = [size * every for size in sizes]
    for path in sorted(files, key=weight, reverse=True):
        place = room.index(max(room))
        dealt[place].append(path)
        room[place] -= weight(path)
    return [share for share in dealt if share]


def weight(path: Path) -> int:
    """Return about how long the tests of a file run, in no unit."""
    name = path.relative_to(HERE)
    return path.stat().st_size * _WEIGHTS.get(name.as_posix(), _WEIGHTS.get(name.parts[0], _WEIGHT))


def environment(folder: str) -> Mapping[str, str]:
    """Return what every share runs in; compiled code is kept in ``folder`` where it is not to be kept in the tree.

    Without that each of the programs that the tests start would compile all of dealdesk anew.
    """
    env = dict(os.environ)
    if env.pop("PYTHONDONTWRITEBYTECODE", ""):
        env["PYTHONPYCACHEPREFIX"] = folder
    return env


def run(share: list[Path], words: list[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run one share; return pytest's exit code and what it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *map(str, share)],
        cwd=HERE.parent,
        env=env,
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
    dealt = shares(sorted(HERE.rglob("test_*.py")), cores)
    counts: Counter[str] = Counter()
    worst = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(cores) as pool:
        env = environment(folder)
        for code, told in pool.map(lambda share: run(share, words, env), dealt):
            print(told, flush=True)
            closing = told.strip().splitlines()[-1] if told.strip() else ""
            counts.update({word: int(count) for count, word in _COUNT.findall(closing)})
            worst = max(worst, 0 if code == _NO_TESTS else code)
    told = ", ".join(f"{count} {word}" for word, count in counts.items()) or "no tests ran"
    print(f"{told} in {time.monotonic() - began:.1f}s")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
