"""A debrief that was left asks after a minute whether its clock goes on; never into somebody's typing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.still_runs import StillRuns
from dealdesk.tui.running_debrief import RunningDebrief
from dealdesk.tui.screens.debrief import open_debrief
from dealdesk.tui.screens.find import FindScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import FixedClock, add_deal, open_desk, running, settled


@asynccontextmanager
async def left(folder: Path, clock: FixedClock, *keys: str) -> AsyncIterator[tuple[DealdeskApp, Pilot[None]]]:
    """Begin a debrief and go elsewhere."""
    desk = open_desk(folder, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await pilot.press("a", *keys)
        await settled(app, pilot)
        yield app, pilot


def of(app: DealdeskApp) -> RunningDebrief:
    held = app.workspace.debrief
    assert isinstance(held, RunningDebrief)
    return held


async def pass_by(app: DealdeskApp, pilot: Pilot[None], clock: FixedClock, seconds: int) -> None:
    for _ in range(seconds):
        clock.pass_by(1)
        of(app).tick()
    await settled(app, pilot)


def asked(app: DealdeskApp) -> bool:
    return isinstance(app.screen, StillRuns)


@pytest.mark.parametrize(("key", "goes_on"), [("g", True), ("enter", True), ("escape", True), ("p", False)])
async def test_after_a_minute_it_asks_once(tmp_path: Path, key: str, goes_on: bool) -> None:
    clock = FixedClock()
    async with left(tmp_path, clock, "escape", "q") as (app, pilot):
        await pass_by(app, pilot, clock, 59)
        assert isinstance(app.screen, TodayScreen)
        await pass_by(app, pilot, clock, 3)
        assert isinstance(app.screen, StillRuns)
        assert "The debrief of ACME-1 runs on: go on (default) or pause?" in "\n".join(screen_lines(app))
        await pilot.press(key)
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        assert of(app).running is goes_on
        assert of(app).clock.section.used_s == 62
        await pass_by(app, pilot, clock, 120)
        assert isinstance(app.screen, TodayScreen)
        assert of(app).clock.section.used_s == (182 if goes_on else 62)


async def test_a_screen_over_the_debrief_counts_as_elsewhere_and_typing_is_not_disturbed(tmp_path: Path) -> None:
    clock = FixedClock()
    async with left(tmp_path, clock, "ctrl+f") as (app, pilot):
        for _ in range(70):
            await pilot.press("x")
            await pass_by(app, pilot, clock, 1)
        assert isinstance(app.screen, FindScreen)
        assert "debrief 08:50" in "\n".join(screen_lines(app))
        await pass_by(app, pilot, clock, 2)
        assert asked(app)


async def test_a_clock_that_stands_still_asks_nothing(tmp_path: Path) -> None:
    clock = FixedClock()
    async with left(tmp_path, clock, "ctrl+t", "escape", "q") as (app, pilot):
        await pass_by(app, pilot, clock, 200)
        assert isinstance(app.screen, TodayScreen)
