"""Desks with a fixed clock and a few records, for the tests of store and screens."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Concatenate, NamedTuple, ParamSpec

from dealdesk.clock import Clock
from dealdesk.store import connect, deals, forms, friction, history, settings
from dealdesk.store.desk import Desk
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests import compiled_sql

compiled_sql.use()

P = ParamSpec("P")

NOW = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)


class FixedClock(Clock):
    """Stands still until it is moved by hand."""

    def __init__(self, now: datetime = NOW) -> None:
        self.wall = now
        self.seconds = 0.0

    def now(self) -> datetime:
        return self.wall

    def mono(self) -> float:
        return self.seconds

    def today(self) -> date:
        return self.wall.date()

    def pass_by(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


def open_desk(folder: Path, clock: Clock | None = None) -> Desk:
    """Open the desk in ``folder``; where there is none it is put there, as one that was just made."""
    path = folder / "desk.db"
    if folder.is_dir() and not path.exists() and connect.newest_backup(str(path)) is None:
        path.touch(mode=0o600)
        path.write_bytes(just_made())
    return Desk(str(path), clock or FixedClock())


@cache
def just_made() -> bytes:
    """Return an empty desk; making one takes longer than most tests that need one, and it is always the same."""
    return _made(lambda folder: Desk(str(folder / "desk.db"), FixedClock())).content


class Made(NamedTuple):
    """The file of a desk that was closed, and the id of the window that wrote it."""

    content: bytes
    window: str

    def put_into(self, desk: Desk) -> None:
        """Let ``desk`` be this one, as if it had written all that itself; other connections to its file see it too."""
        with closing(sqlite3.connect(":memory:")) as source, closing(sqlite3.connect(desk.path)) as target:
            source.deserialize(self.content)
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)
        desk.window = self.window
        connect.claim_for(desk.con, desk.path, self.window)


def _made(make: Callable[[Path], Desk]) -> Made:
    with tempfile.TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")) as folder:
        desk = make(Path(folder))
        desk.close()
        assert os.listdir(folder) == ["desk.db"]
        return Made(Path(desk.path).read_bytes(), desk.window)


def made_once(make: Callable[Concatenate[Path, P], Desk]) -> Callable[Concatenate[Path, P], Desk]:
    """Let ``make(folder, ...)`` make its desk once in a process; every folder gets a copy of it.

    For a desk that is no more than its file, with a :class:`FixedClock` at ``NOW``.
    """
    made: dict[str, Made] = {}

    def copied(folder: Path, /, *args: P.args, **kwargs: P.kwargs) -> Desk:
        asked = repr((args, kwargs))
        if asked not in made:
            made[asked] = _made(lambda other: make(other, *args, **kwargs))
        desk = open_desk(folder)
        made[asked].put_into(desk)
        return desk

    return copied


_first_deals: dict[str, Made] = {}


def add_deal(desk: Desk, title: str = "Hosting renewal", party: str = "Acme", **texts: str) -> int:
    """Add a deal and return its id.

    What a deal makes of a desk that was just made is worked out once for each deal and moment, and copied after that.
    """
    every = {"title": title, "counterparty": party, **texts}
    if type(desk.clock) is not FixedClock or Path(desk.path).read_bytes() != just_made():
        return _add(desk, every)
    asked = repr((every, desk.clock.wall))
    if asked not in _first_deals:
        clock = FixedClock(desk.clock.wall)

        def make(folder: Path) -> Desk:
            other = open_desk(folder, clock)
            assert _add(other, every) == 1
            return other

        _first_deals[asked] = _made(make)
    _first_deals[asked].put_into(desk)
    return 1


def _add(desk: Desk, every: dict[str, str]) -> int:
    deal = desk.write(Command("added a deal"), deals.add, every, desk.context, desk.clock.now())
    assert deal.id is not None
    return deal.id


def add_friction(desk: Desk, deal_id: int, text: str, **texts: str) -> str:
    """Log a friction and return its uid."""
    uid = new_uid()
    every = {"text": text, **texts}
    desk.write(Command("logged a friction"), friction.log, deal_id, uid, every, desk.context, desk.clock.now())
    return uid


def edit(desk: Desk, table: str, uid: str, name: str, text: str, base: str | None = None) -> Promoted:
    """Promote typed text into a field of a row."""
    return desk.write(
        Command(f"edited a {table}"), forms.promote, table, uid, name, text, base, desk.context, desk.clock.now()
    )


def uid_of(desk: Desk, table: str, number: int) -> str:
    """Return the uid of a row."""
    return str(desk.con.execute(f"SELECT uid FROM {table} WHERE id = ?", (number,)).fetchone()[0])


def without_follow_through(desk: Desk) -> Desk:
    """Let signing start nothing on this desk, for a test that is about something else."""
    con = connect.connect(desk.path)
    with history.unit(con, Command("settings"), NOW):
        settings.put(con, "follow_through", "none")
    con.close()
    desk.refresh()
    return desk
