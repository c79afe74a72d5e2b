"""How fast the action board answers: ``python -m tests.benchmarks.board [PRESSES]``.

A key is pressed, and the clock stops at the last output it caused; bytes are those that went to the terminal. The floor
is the step of a cursor in a minimal Textual App; a move and a new place are committed before they are drawn. The held
key: thirty a second, and how long the screen still changes after the last one. Nothing is asserted.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from dealdesk.store import connect, history
from tests.benchmarks import minimal, screen, seed

PRESSES = 41
SIZES = (40, 1_000, 10_000)
HELD, HELD_S = 30, 1 / 30
KEYS = (
    ("card down", "j", "k"),
    ("column right", "l", "h"),
    ("page down", "\x1b[6~", "\x1b[5~"),
    ("move to next column, stored", "L", "H"),
    ("move down, stored", "J", "K"),
)


def fill(path: str, cards: int, today: date) -> None:
    """Make a desk of one deal a card: that many open cards in the four open columns, the rest done long ago."""
    seed.fill(path, cards, today)
    con = connect.raw(path)
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    with history.unit(con, history.Command("seeded"), now):
        con.execute("UPDATE action SET state = 'done', done_on = '2020-01-01'")
        for number, state in enumerate(("to do", "doing", "waiting for them", "review")):
            con.execute(
                "UPDATE action SET state = ?, done_on = NULL WHERE id % 10 = 1 AND id / 10 % 4 = ?", (state, number)
            )
    con.close()


def pressed(program: screen.Stopwatch, presses: int, there: str, back: str) -> tuple[list[float], float]:
    """Return the answer times of a key and the bytes it cost; ``back`` brings the screen to where it was."""
    times, sent = [], 0
    for _ in range(presses):
        program.terminal.written = b""
        took = program.answer(there)
        sent += len(program.terminal.written)
        program.answer(back)
        if took is not None:
            times.append(took)
    return times, sent / max(1, presses)


def held(program: screen.Stopwatch, key: str) -> float | None:
    """Hold a key for a second and return how long the screen still changed after its last press."""
    for _ in range(HELD):
        began = time.perf_counter()
        program.terminal.type(key)
        while (left := began + HELD_S - time.perf_counter()) > 0:
            program.terminal.read(left)
    last = program.answer(key)
    program.settle()
    return last


def line(name: str, times: Sequence[float], sent: float, floor: Sequence[float]) -> None:
    """Print one line; the ratio is that of the medians."""
    if not times:
        print(f"{name:44} no answer")
        return
    middle, slow = screen.median_ms(times), sorted(times)[int(len(times) * 0.95)] * 1000
    print(f"{name:44} {middle:9.1f} {slow:7.1f} {middle / screen.median_ms(floor):8.2f} {sent:7.0f}")


def main() -> None:
    """Make the desks, measure, print."""
    presses = int(sys.argv[1]) if len(sys.argv) > 1 else PRESSES
    with tempfile.TemporaryDirectory(prefix="board-") as name:
        folder = Path(name)
        print(f"{'key':44} {'median ms':>9} {'p95':>7} {'x floor':>8} {'bytes':>7}")
        with screen.Stopwatch([sys.executable, "-m", "tests.benchmarks.minimal"], folder) as program:
            program.until(minimal.MARKER)
            program.settle()
            floor, sent = pressed(program, presses, "\x1b[B", "\x1b[A")
            line("cursor down, minimal App", floor, sent, floor)
        for size in SIZES:
            path = str(folder / f"{size}.db")
            fill(path, size, date.today())  # noqa: DTZ011  (what the App calls today)
            with screen.Stopwatch(screen.dealdesk(path), folder) as program:
                program.until("talked")
                program.settle(1.0)
                program.terminal.type("6")
                program.until("TO DO")
                program.settle(1.5)
                for words, there, back in KEYS:
                    line(f"{words}, {size:,} cards", *pressed(program, presses, there, back), floor)
                lag = held(program, "j")
                print(f"{f'held key, after its last press, {size:,} cards':44} {(lag or 0) * 1000:9.1f}")


if __name__ == "__main__":
    main()
