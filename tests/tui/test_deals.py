"""The list of deals."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.app import App

from dealdesk.store import deal_lines
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.history import RowHistory
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_edit import EditDealScreen
from dealdesk.tui.screens.deal_form import NewDealScreen
from dealdesk.tui.screens.deals import DealsScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled

HOSTILE = "net [/30] [b]Q[/b] [@click=app.quit]x[/]"


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_an_empty_list_says_what_to_press(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), start="deals") as (app, pilot):
        assert "No deals yet." in shown(app)
        assert "n   add a deal" in shown(app)
        await pilot.press("e", "d", "D", "y", "i", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)


async def test_deals_are_shown_literally_with_what_counts(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, HOSTILE, HOSTILE, end_on="2026-07-01", notice="1 month", amount="84k EUR")
    add_deal(desk, "Licences", "Beta", signed_on="2026-05-01", type="vendor", amount="12k USD per year")
    async with running(desk, start="deals") as (app, _pilot):
        lines = screen_lines(app)
        assert "Licences" in next(line for line in lines if "BETA-2" in line)
        assert "net [/30] [b]Q" in shown(app)
        assert "! 1 Jun 2026" in shown(app)
        assert all(len(line) <= 80 for line in lines)
    async with running(open_desk(tmp_path), start="deals", size=(160, 45)) as (app, pilot):
        await settled(app, pilot)
        assert "EUR 84,000" in shown(app)
        assert "With        Beta" in shown(app), "the pane shows the deal under the cursor"
        await pilot.press("j")
        screen = cast("DealsScreen", app.screen)
        screen.show_look()
        await pilot.pause()
        assert f"With        {HOSTILE[:10]}" in shown(app)


async def test_letters_filter_and_escape_shows_all(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting", "Łódź Mills")
    add_deal(desk, "Licences", "Beta", tags="sla")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("slash", *"lodz")
        await settled(app, pilot)
        assert "1 of 2" in shown(app)
        assert "Licences" not in shown(app)
        await pilot.press("escape")
        await settled(app, pilot)
        assert "Licences" in shown(app)


async def test_keys_of_a_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        for key, screen in (("enter", DealScreen), ("e", EditDealScreen), ("i", RowHistory), ("n", NewDealScreen)):
            await pilot.press(key)
            await settled(app, pilot)
            assert isinstance(app.screen, screen)
            await pilot.press("escape")
            if isinstance(app.screen, screen):
                await pilot.press("q")
            await settled(app, pilot)
            assert isinstance(app.screen, DealsScreen)
        await pilot.press("y")
        assert app.clipboard == "ACME-1"
        await settled(app, pilot)
        assert "Copied ACME-1" in shown(app)


async def test_archived_deals_come_back_by_u(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    add_deal(desk, "Licences", "Beta")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("j", "d")
        await settled(app, pilot)
        assert desk.rows(deal_lines.ids) == [2]
        assert "ACME-1 archived. u brings it back." in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.rows(deal_lines.ids) == [2, 1]
        assert "Hosting renewal" in shown(app)


@pytest.mark.parametrize(("size", "words"), [((80, 24), "Give notice by"), ((160, 45), "Amount"), ((60, 18), "Title")])
async def test_columns_follow_the_width(tmp_path: Path, size: tuple[int, int], words: str) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals", size=size) as (app, _pilot):
        assert words in shown(app)


async def test_a_new_deal_has_the_cursor_when_one_comes_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    for number in range(40):
        add_deal(desk, f"Deal {number}")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("G", "n", *"Fresh", "f2")
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        screen = cast("DealsScreen", app.screen)
        assert screen.list.rows.cursor_key == 41
        assert next(line for line in screen_lines(app)[1:] if "Fresh" in line).startswith(">")
