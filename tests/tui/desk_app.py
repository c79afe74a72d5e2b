"""A desk with a fixed clock, and the App on it, for the tests of screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from dealdesk.clock import Clock
from dealdesk.store import deals, friction
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.app import DealdeskApp

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
    """Open the desk in ``folder``, made if there is none."""
    return Desk(str(folder / "desk.db"), clock or FixedClock())


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


@asynccontextmanager
async def running(
    desk: Desk, *, start: str = "today", size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DealdeskApp, Pilot[None]]]:
    """Run the App on ``desk``; the writer is ended and the desk closed afterwards."""
    app = DealdeskApp(desk, start=start)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            await settled(app, pilot)
            yield app, pilot
    finally:
        app.workspace.writer.close()
        desk.close()


async def settled(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Wait until everything asked for is carried out and drawn."""
    for _ in range(3):
        await pilot.pause()
        app.workspace.writer.flush()
        await app.workers.wait_for_complete()
    await pilot.pause()
