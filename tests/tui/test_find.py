"""Find: hits while one types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.find import FindScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, add_friction, open_desk, running, settled


async def test_a_company_is_answered_by_its_deal_and_enter_opens_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Licences", "Beta")
    mills = add_deal(desk, "Hosting renewal", "Łódź Mills [/30]")
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+f", *"lodz mi")
        await settled(app, pilot)
        shown = "\n".join(screen_lines(app))
        await pilot.press("enter")
        await settled(app, pilot)
        opened = app.screen
    assert "Łódź Mills [/30]" in shown
    assert "Licences" not in shown
    assert isinstance(opened, DealScreen)
    assert opened.deal_id == mills


async def test_deals_come_before_texts_and_the_arrows_move_while_typing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    acme = add_deal(desk, "Runbook for hosting", "Acme")
    beta = add_deal(desk, "Licences", "Beta")
    add_friction(desk, beta, "nobody had the runbook")
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+f", *"runb")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, FindScreen)
        first = str(screen.rows.cursor_key)
        await pilot.press("down", *"ook")
        await settled(app, pilot)
        assert screen.line.text == "runbook"
        assert len(screen.rows.keys_shown) == 2
        await pilot.press("down", "enter")
        await settled(app, pilot)
        opened = app.screen
    assert first.startswith("deal/")
    assert first.endswith(f"/{acme}")
    assert isinstance(opened, DealScreen)
    assert opened.deal_id == beta


async def test_words_far_into_a_text_are_shown_where_they_stand(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    acme = add_deal(desk, "Hosting", "Acme")
    add_friction(desk, acme, "They came back three times with other numbers until Łucja named ONE Owner for it")
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+f", *"owner")
        await settled(app, pilot)
        shown = "\n".join(screen_lines(app))
    assert "Łucja named ONE Owner for" in shown


async def test_letters_only_type_and_escape_clears_then_leaves(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+f", *"q1u?:/n")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, FindScreen)
        typed = screen.line.text
        await pilot.press("escape")
        await settled(app, pilot)
        assert (typed, screen.line.text) == ("q1u?:/n", "")
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_the_key_that_opened_it_closes_it(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("ctrl+f", "x", "ctrl+f")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_nothing_found_is_said_with_the_words(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("ctrl+f", *"[/zq]")
        await settled(app, pilot)
        assert "Nothing holds “[/zq]”." in "\n".join(screen_lines(app))


async def test_no_input_is_an_error(tmp_path: Path, realdata: Path) -> None:
    every = json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))
    strings = [item["text"] for item in every]
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await pilot.press("ctrl+f")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, FindScreen)
        for text in [*strings[::20], '"', "title:x", "a AND", "NEAR(", "*", "-", "'; DROP TABLE deal"]:
            screen.line.paste(text)
            await settled(app, pilot)
            screen.line.put("")
        assert isinstance(app.screen, FindScreen)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_it_opens_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, size=size) as (app, pilot):
        await pilot.press("ctrl+f", *"hos")
        await settled(app, pilot)
        assert "hos" in "\n".join(screen_lines(app))
