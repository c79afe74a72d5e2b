"""One debrief in two windows: there is one clock, whoever drives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dealdesk.domain.section_clock import SectionClock, SectionState
from dealdesk.store import clock_rows, connect, debriefs
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.dialogs.gap import GapQuestion
from dealdesk.tui.running_debrief import RunningDebrief
from dealdesk.tui.screens.debrief import DebriefScreen, open_debrief
from tests.tui.desk_app import FixedClock, add_deal, open_desk, running, settled


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


def of(app: DealdeskApp) -> RunningDebrief:
    held = app.workspace.debrief
    assert isinstance(held, RunningDebrief)
    return held


def pass_by(app: DealdeskApp, clock: FixedClock, seconds: int) -> None:
    """Let time pass second by second, in this window."""
    for _ in range(seconds):
        clock.pass_by(1)
        of(app).tick()
        app.workspace.writer.flush()


def elsewhere(path: str, clocks: Sequence[SectionClock]) -> None:
    """Write clocks as another window does at a key."""
    con = connect.connect(path)
    clock_rows.beat(con, 1, clocks, clocks[-1].section)
    con.close()


def in_file(app: DealdeskApp, section: str) -> SectionClock:
    found = app.workspace.desk.rows(debriefs.taken_up, 1).clocks
    return next(clock for clock in found if clock.section == section)


async def test_a_pause_in_another_window_stops_this_clock(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await pilot.press("a")
        await settled(app, pilot)
        pass_by(app, clock, 12)
        there = in_file(app, "worked")
        assert (there.state, there.used_s) == (SectionState.RUNNING, 10.0)
        elsewhere(desk.path, [replace(there, used_s=12.0, state=SectionState.PAUSED, seen_at=clock.now())])
        pass_by(app, clock, 30)
        assert not of(app).running
        assert in_file(app, "worked").used_s == 12.0


async def test_a_section_closed_in_another_window_goes_on_with_the_next_letter(
    tmp_path: Path, clock: FixedClock
) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await pilot.press("a")
        await settled(app, pilot)
        pass_by(app, clock, 10)
        elsewhere(desk.path, [replace(in_file(app, "worked"), state=SectionState.DONE)])
        pass_by(app, clock, 2)
        assert not of(app).running
        await pilot.press("b")
        await settled(app, pilot)
        pass_by(app, clock, 5)
        assert (in_file(app, "worked").state, in_file(app, "worked").used_s) == (SectionState.RUNNING, 15.0)


async def test_no_minute_counts_in_two_sections(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await pilot.press("a")
        await settled(app, pilot)
        pass_by(app, clock, 20)
        missed, worked = in_file(app, "missed"), of(app).clock.section
        start = clock.now()
        elsewhere(
            desk.path,
            [
                replace(worked, state=SectionState.PAUSED, seen_at=start),
                replace(missed, state=SectionState.RUNNING, started_at=start, seen_at=start),
            ],
        )
        pass_by(app, clock, 4)
        assert not of(app).running
        await pilot.press("b")
        await settled(app, pilot)
        pass_by(app, clock, 10)
        assert (in_file(app, "missed").state, in_file(app, "missed").used_s) == (SectionState.PAUSED, 4.0)
        assert of(app).clock.section.used_s == 30.0


async def test_a_gap_that_the_other_window_counted_is_no_question(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await pilot.press("a")
        await settled(app, pilot)
        clock.pass_by(90)
        of(app).tick()
        await settled(app, pilot)
        assert isinstance(app.screen, GapQuestion)
        elsewhere(desk.path, [replace(in_file(app, "worked"), used_s=90.0, seen_at=clock.now())])
        of(app).tick()
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefScreen)
        pass_by(app, clock, 5)
        assert in_file(app, "worked").used_s == 95.0


async def test_a_debrief_begun_in_another_window_keeps_its_time(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        late = RunningDebrief(app, app.workspace, of(app).deal, of(app).template)
        await pilot.press("a")
        await settled(app, pilot)
        pass_by(app, clock, 60)
        late.go(0)
        late.letter()
        await settled(app, pilot)
        assert late.id == 1
        assert [section.used_s for section in late.clock.sections[:2]] == [0.0, 60.0]
        pass_by(app, clock, 1)
        assert not of(app).running
        assert in_file(app, "moments").state is SectionState.RUNNING
