"""How fast a key is answered, and what an idle window costs: ``python -m tests.benchmarks.keys [PRESSES]``.

A key is pressed, and the clock stops at the last output it caused; the floor is the same key in a minimal Textual App.
Then a letter typed in a running debrief, to the frame that shows it; then the processor time of a window nobody touches
(Linux only). Nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tests.benchmarks import minimal, screen, seed
from tests.pty.test_command_line import run

PRESSES = 41
IDLE_S = 20.0
DOWN, UP, PAGE_DOWN, PAGE_UP, BACKSPACE = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\x7f"
LIST = (("down", DOWN, UP), ("page", PAGE_DOWN, PAGE_UP))


def pressed(program: screen.Stopwatch, presses: int, there: str, back: str) -> list[float]:
    """Return the answer times of a key; ``back`` brings the screen to where it was."""
    times = []
    for _ in range(presses):
        took = program.answer(there)
        program.answer(back)
        if took is not None:
            times.append(took)
    return times


def line(name: str, times: Sequence[float], floor: Sequence[float]) -> None:
    """Print one line; the ratio is that of the medians, for the presses are no rounds."""
    if not times:
        print(f"{name:36} no answer")
        return
    base = screen.median_ms(floor)
    middle, slow = screen.median_ms(times), sorted(times)[int(len(times) * 0.95)] * 1000
    print(f"{name:36} {middle:9.1f} {slow:7.1f} {middle / base:8.2f}")


def lists(folder: Path, presses: int) -> None:
    """Measure Today and the list of deals at two sizes, and the floor."""
    floors: dict[str, list[float]] = {}
    with screen.Stopwatch([sys.executable, "-m", "tests.benchmarks.minimal"], folder) as program:
        program.until(minimal.MARKER)
        program.settle()
        for name, there, back in LIST:
            floors[name] = pressed(program, presses, there, back)
            line(f"{name}, minimal App", floors[name], floors[name])
    for size in (10, 10_000):
        path = str(folder / f"{size}.db")
        seed.fill(path, size, date.today())  # noqa: DTZ011  (what the App calls today)
        with screen.Stopwatch(screen.dealdesk(path), folder) as program:
            program.until("talked")
            program.settle(1.0)
            for name, there, back in LIST:
                line(f"{name}, Today, {size:,} deals", pressed(program, presses, there, back), floors[name])
            program.terminal.type("2")
            program.settle(1.0)
            for name, there, back in LIST:
                line(f"{name}, list of {size:,} deals", pressed(program, presses, there, back), floors[name])
            program.answer("/")
            letters = pressed(program, presses, "a", BACKSPACE)
            line(f"filter letter, {size:,} deals (x down)", letters, floors["down"])


def debrief(folder: Path, path: Path, presses: int) -> None:
    """Measure a letter in the place where lines are typed, with the clock running."""
    print(f"\n{'debrief, clock running':36} {'median ms':>9} {'p95':>7}")
    letters = "abcdefghijklmnopqrstuvwxyz"
    with screen.Stopwatch(screen.dealdesk(str(path), "debrief", "Hosting"), folder) as program:
        for words in ("Enter begins", "We intended"):  # set-up and opening card
            program.until(words)
            program.settle(0.4)
            program.terminal.type("\r")
        program.until("Enter adds the line")
        program.settle(1.0)
        program.terminal.type("It began ")
        program.settle(0.4)
        typed = [took for n in range(presses) if (took := program.answered_by(letters[n % 26], letters[n % 26]))]
        added = []
        for number in range(presses // 4):
            word = f"word{number}x"
            program.terminal.type(f" {word}")
            program.settle(0.3)
            if took := program.answered_by("\r", word):
                added.append(took)
            program.settle(0.3)
        for name, times in (("letter to its echo", typed), ("Enter to the new line", added)):
            if times:
                slow = sorted(times)[int(len(times) * 0.95)] * 1000
                print(f"{name:36} {screen.median_ms(times):9.1f} {slow:7.1f}")


def idle(folder: Path, path: Path) -> None:
    """Measure what an untouched window uses of a processor."""
    print(f"\n{'idle, ' + format(IDLE_S, '.0f') + ' s':36} {'cpu %':>9}")
    start: Callable[..., list[str]] = screen.dealdesk
    windows = (
        ("minimal App", [sys.executable, "-m", "tests.benchmarks.minimal"], minimal.MARKER, ""),
        ("Today", start(str(path)), "talked", ""),
        ("debrief, its clock running", start(str(path), "debrief", "Hosting"), "Enter adds the line", "Go"),
    )
    for name, argv, marker, keys in windows:
        with screen.Stopwatch(argv, folder) as program:
            program.until(marker)
            program.terminal.type(keys)
            program.settle(2.5 if not keys else 0.5)
            used, began = program.cpu_seconds(), time.perf_counter()
            while (left := began + IDLE_S - time.perf_counter()) > 0:
                program.terminal.read(left)
            passed = time.perf_counter() - began
            print(f"{name:36} {(program.cpu_seconds() - used) / passed * 100:9.2f}")


def main() -> None:
    """Make the desks, measure, print."""
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES
    with tempfile.TemporaryDirectory(prefix="keys-") as name:
        folder = Path(name)
        print(f"{'key':36} {'median ms':>9} {'p95':>7} {'x floor':>8}")
        lists(folder, presses)
        desk = folder / "debrief.db"
        run(folder, "add", "deal", "Hosting renewal", "--signed", "today", "--db", str(desk))
        debrief(folder, desk, presses)
        if sys.platform.startswith("linux"):
            idle(folder, desk)


if __name__ == "__main__":
    main()
