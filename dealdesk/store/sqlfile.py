"""SQL that travels as data in the package, read statement by statement."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator

_HERE = os.path.dirname(os.path.abspath(__file__))


def statements(name: str) -> Iterator[str]:
    """Yield the statements of the file ``name`` (relative to the store), comments left out.

    ``executescript`` would commit the open transaction first, so files are always run through this.
    """
    with open(os.path.join(_HERE, *name.split("/")), encoding="utf-8") as file:
        held = ""
        for line in file:
            if not held and line.startswith("--"):
                continue
            held += line
            if sqlite3.complete_statement(held):
                yield held
                held = ""
