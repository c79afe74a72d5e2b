"""How long ``dealdesk today`` takes against a bare interpreter: ``python -m tests.benchmarks.glance [COMMAND]``.

COMMAND is the installed script (``dealdesk`` on the path without one). Every round runs every command once, in turn,
and the ratio is taken within the round, so that a slow minute of the machine hits all alike. Nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from tests.benchmarks import seed

ROUNDS, WARM_UP = 41, 3


def measure(commands: dict[str, list[str]]) -> dict[str, list[float]]:
    """Return the wall times of each command in seconds, round by round, in rotated order."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    names = list(commands)
    for number in range(-WARM_UP, ROUNDS):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            began = time.perf_counter()
            done = subprocess.run(commands[name], stdout=subprocess.DEVNULL, check=False)
            took = time.perf_counter() - began
            if done.returncode not in (0, 10, 11):
                raise SystemExit(f"{' '.join(commands[name])} failed with {done.returncode}.")
            if number >= 0:
                times[name].append(took)
    return times


def main() -> None:
    """Seed the desks, measure, and print one line for each command."""
    script = sys.argv[1] if len(sys.argv) > 1 else "dealdesk"
    folder = Path(tempfile.mkdtemp(prefix="glance-"))
    commands = {"python -c pass": [sys.executable, "-c", "pass"]}
    for name, path in seed.desks(folder, date.today()).items():  # noqa: DTZ011  (what the command calls today)
        commands[f"today, {name}"] = [script, "today", "--db", path]
        if name.startswith("10,000 deals"):
            commands[f"today --short, {name}"] = [script, "today", "--short", "--db", path]
    times = measure(commands)
    floor, smallest = times["python -c pass"], times["today, 10 deals"]
    print(f"{'command':42} {'median ms':>9} {'x floor':>8} {'x 10 deals':>10}")
    for name, taken in times.items():
        ratio = statistics.median(one / base for one, base in zip(taken, floor, strict=True))
        growth = statistics.median(one / base for one, base in zip(taken, smallest, strict=True))
        print(f"{name:42} {statistics.median(taken) * 1000:9.1f} {ratio:8.2f} {growth:10.2f}")
    for file in folder.iterdir():
        os.unlink(file)
    folder.rmdir()


if __name__ == "__main__":
    main()
