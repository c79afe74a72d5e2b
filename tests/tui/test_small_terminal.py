"""Below 60x18: one plain line over everything, while keys and clocks go on; with room the screen is whole again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from textual.app import App
from textual.screen import Screen

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deals import DealsScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Return what reaches the terminal, a list of lines for each whole frame."""
    found: list[list[str]] = []
    console = Console(width=200)

    def display(app: App[Any], _screen: Screen[Any], update: Any) -> None:  # noqa: ANN401 - as Textual has it
        if update is not None and not app._batch_count and hasattr(update, "strips"):
            lines = console.render(update)
            text = "".join(part.text for part in lines if not part.control)
            found.append([line.rstrip() for line in text.split("\n")])

    monkeypatch.setattr(App, "_display", display)
    return found


@pytest.mark.parametrize("size", [(48, 12), (59, 24), (80, 17), (20, 5), (8, 1)])
async def test_a_small_terminal_shows_one_line_and_keys_go_on(
    tmp_path: Path, frames: list[list[str]], size: tuple[int, int]
) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        frames.clear()
        await pilot.resize_terminal(*size)
        await settled(app, pilot)
        said = "needs 60x18, have {}x{}".format(*size)
        assert frames[-1] == [said[: size[0]].rstrip(), *[""] * (size[1] - 1)]
        await pilot.press("2")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)
        assert all(frame[0] == said[: size[0]].rstrip() for frame in frames)
        await pilot.press("1")
        await pilot.resize_terminal(80, 24)
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        assert frames[-1] == screen_lines(app)
        assert frames[-1][-1]  # the line of keys


async def test_dialogs_and_messages_are_behind_the_line_too(tmp_path: Path, frames: list[list[str]]) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals", size=(40, 10)) as (app, pilot):
        await pilot.press("t", *"call with Dana: fine")
        app.notify("said", markup=False)
        await settled(app, pilot)
        assert {tuple(frame) for frame in frames if len(frame) == 10} == {("needs 60x18, have 40x10", *[""] * 9)}
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.con.execute("SELECT summary FROM conversation").fetchone()[0] == "fine"


async def test_a_terminal_of_just_that_size_shows_everything(tmp_path: Path, frames: list[list[str]]) -> None:
    desk = open_desk(tmp_path)
    async with running(desk, size=(60, 18)):
        assert not any("needs" in line for frame in frames for line in frame)
