"""How the answer of a command is printed: one interface with three bodies, for a person, for a script, and as JSON.

Data goes to stdout, messages to stderr, and nothing is printed that did not pass ``printable``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

from dealdesk.cli.printable import fit, lines_of, printable, width

Value = object
#: A column is cut down to this many cells, then the last columns are left out.
_FEWEST_CELLS = 14


class Output(Protocol):
    """What a command may print."""

    def rows(self, rows: Sequence[Mapping[str, Value]], *, none: str) -> None:
        """Print a list of like things; ``none`` is the sentence for an empty one, of no use to a script."""

    def record(self, fields: Mapping[str, Value]) -> None:
        """Print one thing by its fields."""

    def text(self, text: str, fields: Mapping[str, Value]) -> None:
        """Print a ready text; a script that asked for JSON gets ``fields`` instead."""


def say(message: str) -> None:
    """Print a message for the person, never data, to stderr."""
    sys.stderr.write("\n".join(lines_of(message)) + "\n")


def out(text: str) -> None:
    """Write lines of data to stdout."""
    sys.stdout.write(text + "\n")


def shown(value: Value) -> str:
    """Return a value as one printable line."""
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {shown(part)}" for name, part in value.items() if shown(part))
    if isinstance(value, list | tuple):
        return "; ".join(shown(part) for part in value)
    return printable(str(value))


class Human:
    """Aligned columns that fit the terminal, labels with their values."""

    def rows(self, rows: Sequence[Mapping[str, Value]], *, none: str) -> None:
        """Print the rows under their headings; columns without any value are left out."""
        if not rows:
            say(none)
            return
        cells = {name: [shown(row[name]) for row in rows] for name in rows[0]}
        names = [name for name, column in cells.items() if any(column)]
        wide = {name: max(width(_heading(name)), *map(width, cells[name])) for name in names}
        _narrow(names, wide, columns())
        out("  ".join(fit(_heading(name), wide[name]) for name in names).rstrip())
        for at in range(len(rows)):
            out("  ".join(fit(cells[name][at], wide[name]) for name in names).rstrip())

    def record(self, fields: Mapping[str, Value]) -> None:
        """Print one field to a line, the empty ones left out; a list of things is indented below its name."""
        label = max((width(_heading(name)) for name in fields), default=0) + 2
        for name, value in fields.items():
            if isinstance(value, str) and "\n" in value:
                out(_heading(name))
                out("\n".join("  " + line for line in lines_of(value)))
            elif isinstance(value, list | tuple) and any(isinstance(part, Mapping) for part in value):
                out(_heading(name))
                for part in value:
                    out(
                        "  "
                        + "  ".join(filter(None, map(shown, part.values() if isinstance(part, Mapping) else [part])))
                    )
            elif shown(value):
                out(fit(_heading(name), label) + shown(value))

    def text(self, text: str, _fields: Mapping[str, Value]) -> None:
        """Print the text."""
        out("\n".join(lines_of(text)))


class Plain:
    """Whole values parted by tabs, for ``cut`` and ``awk``; no headings, nothing cut."""

    def rows(self, rows: Sequence[Mapping[str, Value]], *, none: str) -> None:
        """Print one row to a line."""
        for row in rows:
            out("\t".join(shown(value) for value in row.values()))

    def record(self, fields: Mapping[str, Value]) -> None:
        """Print name and value, parted by a tab."""
        for name, value in fields.items():
            out(f"{name}\t{shown(value)}")

    def text(self, text: str, _fields: Mapping[str, Value]) -> None:
        """Print the text."""
        out("\n".join(lines_of(text)))


class Json:
    """One whole JSON document for each answer, ASCII only."""

    def rows(self, rows: Sequence[Mapping[str, Value]], *, none: str) -> None:
        """Print an array of objects."""
        out(json.dumps([dict(row) for row in rows], indent=1, default=str))

    def record(self, fields: Mapping[str, Value]) -> None:
        """Print an object."""
        out(json.dumps(dict(fields), indent=1, default=str))

    def text(self, _text: str, fields: Mapping[str, Value]) -> None:
        """Print the fields behind the text."""
        self.record(fields)


def _narrow(names: list[str], wide: dict[str, int], room: int) -> None:
    """Make the columns fit ``room`` cells: the widest are cut first, then the last ones dropped."""
    while (over := sum(wide[name] for name in names) + 2 * (len(names) - 1) - room) > 0:
        widest = max(names, key=lambda name: wide[name])
        if wide[widest] > _FEWEST_CELLS or len(names) == 1:
            others = max((wide[name] for name in names if name != widest), default=0)
            wide[widest] = max(
                wide[widest] - over, min(others, wide[widest] - 1), min(_FEWEST_CELLS, wide[widest] - 1), 1
            )
        else:
            names.pop()


def _heading(name: str) -> str:
    return name.replace("_", " ")


def columns() -> int:
    """Return how many cells a line has: ``COLUMNS``, the terminal's, or 80; a pipe gets long lines."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) >= 20:
        return int(given)
    try:
        return max(20, os.get_terminal_size(1).columns)
    except OSError:
        return 80 if sys.stdout.isatty() else 10_000
