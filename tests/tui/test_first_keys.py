"""The first keys after the start: none is lost, and while what they need is loaded the line of keys says so."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.ask_day import AskDay
from dealdesk.tui.screens.today import TodayScreen
from tests.desks import add_deal
from tests.tui.desk_app import open_desk, running, settled
from tests.tui.today_desk import action, put


async def test_keys_pressed_at_once_are_all_taken(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    put(desk, action("one", weight=5), action("two"))
    app = DealdeskApp(desk)
    try:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.press("j", "t", *"call with Dana: fine", "enter")
            await settled(app, pilot)
            assert desk.con.execute("SELECT summary FROM conversation").fetchall() == [("fine",)]
            await pilot.press("space", "k")
            await settled(app, pilot)
            assert desk.con.execute("SELECT text FROM action WHERE state = 'done'").fetchall() == [("two",)]
    finally:
        app.workspace.writer.close()
        desk.close()


async def test_until_all_is_loaded_the_line_of_keys_says_one_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    put(desk, action("one"))
    last: list[str] = []

    def display(app: App[Any], _screen: Screen[Any], update: Any) -> None:  # noqa: ANN401 - as Textual has it
        if update is not None and not app._batch_count:
            last.append(screen_lines(app)[-1])

    async with running(desk) as (app, pilot):
        assert app.workspace.is_warm
        monkeypatch.setattr(App, "_display", display)
        await pilot.press("s", "escape")
        await settled(app, pilot)
        assert not any("one moment" in line for line in last)
        app.workspace.warming = Future()
        await pilot.press("s")
        await settled(app, pilot)
        assert any("one moment" in line for line in last)
        assert isinstance(app.screen, AskDay)
        await pilot.press("escape")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        assert "later" in screen_lines(app)[-1]
