"""The settings: found in the palette, in force once a field is left, undone like anything else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App
from textual.pilot import Pilot

from dealdesk.domain.forms import SETTINGS
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.dialogs.reader import Reader
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
        screen._form.focus_field("days_off")
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


async def test_a_letter_turns_no_choice_and_what_was_set_is_said(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await open_settings(app, pilot)
        screen._form.focus_field("date_order")
        await pilot.press("m", "y", "tab")
        await settled(app, pilot)
        assert app.workspace.desk.settings.date_order == "dmy"
        screen._form.focus_field("date_order")
        await pilot.press("space", "tab")
        await settled(app, pilot)
        assert app.workspace.desk.settings.date_order == "mdy"
        assert "set: dates like 3/4 " in str(screen._below.render())
        assert "month" in str(screen._below.render())


ScreenText = Callable[[App[Any]], str]


async def open_settings(app: DealdeskApp, pilot: Pilot[None]) -> SettingsScreen:
    """Show the settings."""
    screen = SettingsScreen(app.workspace)
    await app.push_screen(screen)
    await settled(app, pilot)
    return screen


async def type_into(app: DealdeskApp, pilot: Pilot[None], name: str, text: str, clear: int = 40) -> None:
    """Replace the text of a field by keys and leave it."""
    screen = app.screen
    assert isinstance(screen, SettingsScreen)
    screen._form.focus_field(name)
    await pilot.press("end", *(["backspace"] * clear), *text, "escape")
    await settled(app, pilot)


async def test_the_work_week_is_typed_as_words_and_says_which_dates_moved(
    tmp_path: Path, screen_text: ScreenText
) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, end_on="2026-12-31", notice="3 months")  # 30 September 2026 is a Wednesday
    async with running(desk) as (app, pilot):
        screen = await open_settings(app, pilot)
        await type_into(app, pilot, "work_week", "thu-mon")
        assert app.workspace.desk.settings.calendar.workdays == {0, 3, 4, 5, 6}
        assert screen._form.text("work_week") == "thu-mon"
        assert "2 dates moved" in screen_text(app)
        await pilot.press("f4")
        await settled(app, pilot)
        assert isinstance(app.screen, Reader)
        assert "ACME-1     Wed 30 Sept 2026 -> Mon 28 Sept 2026  give notice by" in app.screen._text
        await pilot.press("escape")
        await settled(app, pilot)
        assert screen.is_current
        await pilot.press("escape")  # leaves the field
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.con.execute("SELECT give_notice_by FROM deal").fetchone() == ("2026-09-30",)


async def test_a_holiday_calendar_is_read_from_its_file(tmp_path: Path, screen_text: ScreenText) -> None:
    desk = open_desk(tmp_path)
    path = tmp_path / "h.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Feast\nDTSTART;VALUE=DATE:20270506\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    async with running(desk) as (app, pilot):
        screen = await open_settings(app, pilot)
        screen._form.focus_field("holidays")
        screen._form.set_text("holidays", "")
        for char in str(path):
            await pilot.press("underscore" if char == "_" else char)
        await pilot.press("escape")
        await settled(app, pilot)
        assert app.workspace.desk.settings.calendar.holidays == {date(2027, 5, 6)}
        assert "1 day off added." in screen_text(app)
        assert (screen._form.text("holidays"), screen._form.text("days_off")) == ("", "2027-05-06")
        await type_into(app, pilot, "holidays", "/nope.ics", clear=0)
        assert screen._form._rows["holidays"].error == "There is no file /nope.ics."


async def test_every_setting_is_in_reach_on_a_small_terminal(tmp_path: Path, screen_text: ScreenText) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await open_settings(app, pilot)
        for spec in SETTINGS:
            assert screen._form.field(spec.name).has_focus
            assert f"> {spec.label}" in screen_text(app)
            await pilot.press("tab")
            await settled(app, pilot)
        assert screen.is_current


async def test_hours_that_run_backwards_are_refused_and_stay_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await open_settings(app, pilot)
        await type_into(app, pilot, "working_hours", "18-9")
        assert screen._form._rows["working_hours"].error.startswith("Work has to begin before it ends")
        assert screen._form.text("working_hours") == "18-9"
        assert app.workspace.desk.settings.working_hours == "09:00-18:00"
