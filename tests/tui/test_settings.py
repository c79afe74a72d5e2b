"""The settings: found in the palette, in force once a field is left, undone like anything else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dealdesk.tui.screens.settings import SettingsScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


async def test_a_setting_is_in_force_once_its_field_is_left(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, end_on="2026-12-31", notice="3 months")
    async with running(desk) as (app, pilot):
        await pilot.press("colon", *"settings", "enter")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        await pilot.press(*"Kim Roe", "tab", *"kr", "tab", "tab", "right", "tab", *(["backspace"] * 3), *"usd", "tab")
        await pilot.press(*"2026-09-30", "escape")
        await settled(app, pilot)
        found = app.workspace.desk.settings
        assert (found.me, found.initials, found.date_order, found.currency) == ("Kim Roe", "kr", "mdy", "USD")
        assert found.calendar.holidays == {date(2026, 9, 30)}
        query = "SELECT give_notice_by FROM deal WHERE id = ?"
        assert desk.rows(lambda con: con.execute(query, (deal,)).fetchone()) == ("2026-09-29",)
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("u")
        await settled(app, pilot)
        assert app.workspace.desk.settings.calendar.holidays == frozenset()


async def test_what_is_refused_says_why_and_stays_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        await app.push_screen(SettingsScreen(app.workspace))
        screen = app.screen
        assert isinstance(screen, SettingsScreen)
        screen._form.focus_field("currency")
        await pilot.press(*(["backspace"] * 3), *"XQZ", "escape", "escape")
        await settled(app, pilot)
        assert app.workspace.desk.settings.currency == "EUR"
        again = SettingsScreen(app.workspace)
        assert again._form.text("currency") == "XQZ"
