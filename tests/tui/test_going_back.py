"""Going back: one level at a time, and out only from a first screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens.deal import DealScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def front(app: DealdeskApp) -> str:
    """Return the name of the screen in front; of a page, with its deal."""
    screen = app.screen
    return f"page {screen.deal_id}" if isinstance(screen, DealScreen) else type(screen).__name__


@pytest.mark.parametrize("key", ["q", "escape"])
@pytest.mark.parametrize(("digit", "there"), [("2", "DealsScreen"), ("5", "FrictionScreen")])
async def test_from_a_screen_that_was_reached_from_a_page_one_goes_back_to_it(
    tmp_path: Path, digit: str, there: str, key: str
) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        seen = []
        for press in (digit, key, key):
            await pilot.press(press)
            await settled(app, pilot)
            seen.append(front(app))
        assert seen == [there, f"page {deal}", "TodayScreen"]


async def test_q_ends_dealdesk_on_a_first_screen_and_escape_never_does(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await pilot.press("2", "escape")
        await settled(app, pilot)
        assert front(app) == "DealsScreen"
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0


async def test_today_is_the_end_of_the_way_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await pilot.press("2", "1")
        await settled(app, pilot)
        assert front(app) == "TodayScreen"
        assert app.workspace.left == []


async def test_each_page_on_the_way_is_gone_back_to(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    first, second = add_deal(desk), add_deal(desk, "Licences")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, first))
        await settled(app, pilot)
        await pilot.press("2")
        await settled(app, pilot)
        await app.push_screen(DealScreen(app.workspace, second))
        await settled(app, pilot)
        await pilot.press("5")
        seen = []
        for _ in range(4):
            await pilot.press("q")
            await settled(app, pilot)
            seen.append(front(app))
    assert seen == [f"page {second}", "DealsScreen", f"page {first}", "TodayScreen"]
