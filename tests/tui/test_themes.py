"""Light or dark: as it is set, else as the terminal says."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.tui.screens.settings import SettingsScreen
from dealdesk.tui.themes import theme_of
from tests.tui.desk_app import open_desk, running, settled


@pytest.mark.parametrize(
    ("setting", "ground", "theme"),
    [
        ("auto", "", "textual-dark"),
        ("auto", "15;0", "textual-dark"),
        ("auto", "0;15", "textual-light"),
        ("auto", "0;default;7", "textual-light"),
        ("auto", "nonsense", "textual-dark"),
        ("dark", "0;15", "textual-dark"),
        ("light", "15;0", "textual-light"),
    ],
)
def test_a_theme_is_as_set_else_as_the_terminal_says(
    setting: str, ground: str, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORFGBG", ground)
    assert theme_of(setting) == theme


async def test_it_is_in_force_at_once_and_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORFGBG", raising=False)
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        assert app.theme == "textual-dark"
        screen = SettingsScreen(app.workspace)
        await app.push_screen(screen)
        await settled(app, pilot)
        screen._form.focus_field("theme")
        await pilot.press("right", "right", "escape")
        await settled(app, pilot)
        assert app.workspace.desk.settings.theme == "light"
        assert app.theme == "textual-light"
        await pilot.press("escape")
        await settled(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert app.theme == "textual-dark"
        await pilot.press("U")
        await settled(app, pilot)
        assert app.theme == "textual-light"
    async with running(open_desk(tmp_path)) as (app, _pilot):
        assert app.theme == "textual-light"


def test_the_shell_sets_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "shell.db")
    assert run(["settings", "theme", "light", "--db", path]) == 0
    capsys.readouterr()
    assert run(["settings", "theme", "--db", path]) == 0
    assert capsys.readouterr().out.strip() == "light"
    assert run(["settings", "theme", "pink", "--db", path]) == 7
    assert "auto (as the terminal says), dark (light on dark), light" in capsys.readouterr().err
