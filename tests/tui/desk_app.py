"""The App on a desk with a fixed clock, for the tests of screens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp
from tests.desks import NOW, FixedClock, add_deal, add_friction, edit, open_desk, uid_of

__all__ = ["NOW", "FixedClock", "add_deal", "add_friction", "edit", "open_desk", "running", "settled", "uid_of"]


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
    """Wait until everything asked for is carried out, all typing is kept, and all of it is drawn."""
    for _ in range(2):  # what was asked for may have led to more to keep
        await pilot.pause()
        app.workspace.writer.flush()
    await pilot.pause()
