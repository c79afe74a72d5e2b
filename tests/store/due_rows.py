"""Rows of what is due: a desk of them, and the day on which everything is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel

from dealdesk.store import connect, due, engine
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal, Party, Person
from tests.desks import open_desk

TODAY = date(2026, 5, 15)
NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)
ARCHIVED = "2026-01-01T00:00:00.000Z"
Write = Callable[..., sqlite3.Connection]


@contextmanager
def writing(folder: Path) -> Iterator[Write]:
    """Give a function that stores rows in a new desk and returns a reading connection."""
    path = str(folder / "desk.db")
    open_desk(folder).close()
    con = connect.connect(path)
    bound = engine.engine_over(con)
    readers: list[sqlite3.Connection] = []

    def store(*rows: SQLModel) -> sqlite3.Connection:
        def add(session: Session) -> None:
            session.add_all([row for row in rows if isinstance(row, Deal | Party | Person)])
            session.flush()
            session.add_all(rows)

        engine.write(con, bound, Command("stored"), NOW, add)
        readers.append(connect.connect(path, readonly=True))
        return readers[-1]

    yield store
    for reader in readers:
        reader.close()
    con.close()


def day(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def deal(number: int = 1, **fields: object) -> Deal:
    """Return a running deal."""
    values: dict[str, Any] = {"ref": f"ACME-{number}", "title": f"Deal {number}", "stage": "running", **fields}
    return Deal(id=number, **values)


def found(con: sqlite3.Connection, *, all_items: bool = False, shown: int | None = None) -> due.Due:
    """Return what is due today."""
    return due.due(con, TODAY.isoformat(), all_items=all_items, shown=shown)


def lines(con: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (group, sentence) of each line of today's list."""
    return [(item.group, due.sentence(item, TODAY.isoformat())) for item in found(con).items]
