"""The help is made of the declarations."""

from __future__ import annotations

from pathlib import Path

from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.commands.friction import CopyFriction, LogFriction
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.help import Help, groups
from dealdesk.tui.screens.find import FindScreen
from dealdesk.tui.screens.friction import FrictionScreen
from tests.tui.desk_app import open_desk, running, settled


async def test_every_command_of_the_screen_is_listed_and_the_lists_keys_too(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), start="friction") as (app, pilot):
        screen = app.screen
        assert isinstance(screen, FrictionScreen)
        found = dict(groups(screen))
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, Help)
        shown = "\n".join(screen_lines(app))
    assert [words for _key, words in found["THIS SCREEN"]] == [command.help() for command in screen.commands]
    assert ("n", LogFriction.help()) in found["THIS SCREEN"]
    assert ("y", CopyFriction.help()) in found["THIS SCREEN"]
    assert ("Up k", "Up") in found["IN THE LIST"]
    assert ("/", "Filter") in found["IN THE LIST"]
    assert len(found["EVERYWHERE"]) == len(EVERYWHERE)
    assert ("^P :", "List every command and run one by typing part of its name.") in found["EVERYWHERE"]
    assert "THIS SCREEN" in shown


async def test_in_a_text_field_its_keys_come_first(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("ctrl+f")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, FindScreen)
        found = groups(screen)
        await pilot.press("f1")
        await pilot.pause()
        assert isinstance(app.screen, Help)
    assert found[0][0] == "IN A TEXT FIELD"
    keys = dict(found[0][1])
    assert keys["^W"] == "Delete left to start of word"
    assert not [key for key in keys if "+" in key]


async def test_the_last_key_can_be_read_on_a_small_screen(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), start="friction", size=(60, 18)) as (app, pilot):
        await pilot.press("f1", "G")
        await pilot.pause()
        assert "Show all keys of this screen" in "\n".join(screen_lines(app))
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FrictionScreen)
