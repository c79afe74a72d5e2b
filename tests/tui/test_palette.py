"""The palette: every command that is possible, by a few letters."""

from __future__ import annotations

from pathlib import Path

from dealdesk.tui.commands.today import OpenDemo, OpenItem
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.palette import CommandSource, Palette
from dealdesk.tui.screens.friction import FrictionScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import open_desk, running, settled


def test_the_letters_of_a_name_come_before_words_of_a_help() -> None:
    source = CommandSource((OpenItem, OpenDemo))
    assert source.keys("demo", None)[0] == "OpenDemo"
    assert source.keys("opn lne", None) == ["OpenItem"]
    assert source.keys("try", None) == ["OpenDemo"]
    assert source.keys("", None) == ["OpenItem", "OpenDemo"]


async def test_a_command_runs_by_its_name_and_only_possible_ones_are_there(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("colon")
        await pilot.pause()
        assert isinstance(app.screen, Palette)
        shown = "\n".join(screen_lines(app))
        await pilot.press(*"frict", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, FrictionScreen)
    assert "Open this line" not in shown
    assert "Import deals from a file" in shown


async def test_letters_only_type_and_escape_goes_back(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), size=(80, 24)) as (app, pilot):
        await pilot.press("ctrl+p", *"q:[/b]5u")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, Palette)
        assert screen.line.text == "q:[/b]5u"
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
