"""The first frame of Today against a minimal Textual App: ``python -m tests.benchmarks.first_frame [ROUNDS]``.

From the start of the process to the read that brings the last line of the screen (the key line; the minimal App's
lines). Every round starts each program once, in turn, and the ratio is taken within the round, so that a slow minute
of the machine hits all alike. Nothing is asserted; Linux and macOS.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path

from tests.benchmarks import minimal, screen, seed

ROUNDS, WARM_UP = 15, 2
KEY_LINE = "talked"
"""The last line of Today that is drawn."""


def main() -> None:
    """Seed the desks, measure, and print one line for each program."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory(prefix="first-frame-") as name:
        folder = Path(name)
        floor = "minimal App"
        programs = {floor: ([sys.executable, "-m", "tests.benchmarks.minimal"], minimal.MARKER)}
        for size in (10, 10_000):
            path = str(folder / f"{size}.db")
            seed.fill(path, size, date.today())  # noqa: DTZ011  (what the App calls today)
            programs[f"Today, {size:,} deals"] = (screen.dealdesk(path), KEY_LINE)
        times: dict[str, list[float]] = {name: [] for name in programs}
        names = list(programs)
        for number in range(-WARM_UP, rounds):
            turn = number % len(names)
            for name in names[turn:] + names[:turn]:
                argv, marker = programs[name]
                with screen.Stopwatch(argv, folder) as program:
                    took = program.until(marker)
                if number >= 0:
                    times[name].append(took)
        print(f"{rounds} rounds\n{'program':24} {'median ms':>9} {'x minimal':>9}")
        for name, taken in times.items():
            print(f"{name:24} {screen.median_ms(taken):9.0f} {screen.ratios(taken, times[floor]):9.2f}")


if __name__ == "__main__":
    main()
