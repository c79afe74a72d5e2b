"""Desks with a fixed clock and a few records, for the tests of store and screens."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from dealdesk.clock import Clock
from dealdesk.store import connect, deals, forms, friction, history, settings
from dealdesk.store.desk import Desk
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid

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
        path.write_bytes(_just_made())
    return Desk(str(path), clock or FixedClock())


@cache
def _just_made() -> bytes:
    """Return an empty desk; making one takes longer than most tests that need one, and it is always the same."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "desk.db")
        Desk(str(path), FixedClock()).close()
        return path.read_bytes()


def add_deal(desk: Desk, title: str = "Hosting renewal", party: str = "Acme", **texts: str) -> int:
    """Add a deal and return its id."""
    every = {"title": title, "counterparty": party, **texts}
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
