"""Section 3 of the debrief: the leverage checklist, in the debrief's own time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dealdesk.domain.leverage import Movement
from dealdesk.store import debriefs, leverage_lines
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.debrief import DebriefScreen, open_debrief
from dealdesk.tui.screens.leverage import LeverageScreen
from tests.desks import FixedClock, add_deal, open_desk
from tests.tui.desk_app import running, settled


@asynccontextmanager
async def third(
    folder: Path, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DealdeskApp, Pilot[None], DebriefScreen]]:
    """Open the debrief of a deal at section 3."""
    desk = open_desk(folder, FixedClock())
    add_deal(desk)
    async with running(desk, size=size) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, DebriefScreen)
        await pilot.press("escape", "3")
        await settled(app, pilot)
        yield app, pilot, screen


async def test_a_mark_starts_the_clock_and_belongs_to_the_debrief(tmp_path: Path) -> None:
    async with third(tmp_path) as (app, pilot, screen):
        assert not screen.held.running
        await pilot.press("down", "right", "space")
        await settled(app, pilot)
        assert screen.held.running
        started = app.workspace.desk.rows(debriefs.of_deal, 1)
        assert started is not None
        assert started.state == "running"
        (mark,) = app.workspace.desk.rows(leverage_lines.of_deal, 1)
        assert (mark.source, mark.standing.movement) == ("risk", Movement.MOVED)
        assert app.workspace.desk.rows(leverage_lines.count_of_debrief, started.id) == 1
        await pilot.press("u")
        await settled(app, pilot)
        assert leverage_lines.sources(app.workspace.desk.rows(leverage_lines.of_deal, 1)) == []


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (160, 45)])
async def test_their_words_are_kept_when_the_section_is_left(tmp_path: Path, size: tuple[int, int]) -> None:
    async with third(tmp_path, size) as (app, pilot, screen):
        await pilot.press("tab", *"legal said so", "f4")
        await settled(app, pilot)
        assert screen.held.section == "missed"
        (mark,) = app.workspace.desk.rows(leverage_lines.of_deal, 1)
        assert (mark.source, mark.quote) == ("time", "legal said so")
        await pilot.press("f3")
        await settled(app, pilot)
        assert screen.focused is screen.leverage.pane.grid
        await pilot.press("tab")
        await settled(app, pilot)
        assert "legal said so" in "\n".join(screen_lines(app))


async def test_digits_go_to_sections_and_the_screen_shows_the_same_marks(tmp_path: Path) -> None:
    async with third(tmp_path) as (app, pilot, screen):
        await pilot.press("space")
        await settled(app, pilot)
        await pilot.press("4")
        await settled(app, pilot)
        assert screen.held.section == "missed"
        await pilot.press("escape", "q")
        await settled(app, pilot)
        await pilot.press("4")
        await settled(app, pilot)
        assert isinstance(app.screen, LeverageScreen)
        assert "[x]" in next(line for line in screen_lines(app) if "Time" in line)


async def test_the_key_line_tells_what_works_on_the_checklist(tmp_path: Path) -> None:
    async with third(tmp_path) as (app, pilot, screen):
        assert screen_lines(app)[-1].strip() == "Space mark  Tab words  ^N next  ^T clock  F8 +2 min  F1 prompts"
        await pilot.press("tab", *"Say it", "escape")
        await settled(app, pilot)
        assert screen.leverage.pane.grid.has_focus
        assert screen.leverage.quote() == "Say it"
