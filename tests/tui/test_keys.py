"""The keys: one declaration each, no collisions, and none of them fires while one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input, TextArea

from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import EVERYWHERE, Find, OpenPalette, OpenToday, ShowHelp
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.widgets.fields import Field
from tests.tui.desk_app import running, settled
from tests.tui.every_screen import OPENINGS, close_all, desk_screens, open_one
from tests.tui.hostile_desk import make

#: Digits belong to the sections of a debrief and the parts of a review while they are in front, and F1 to the hints of
#: the section (product 4.2); after an import ``u`` takes back the whole import.
TAKEN_OVER = {
    "DebriefScreen": {*"123456", "f1"},
    "ImportScreen": {"u"},
    "DebriefEndScreen": {*"12345"},
    "ReviewFormScreen": {*"012345678"},
}
SCREENS = desk_screens()


def _keys(command: type[KeyCommand]) -> list[str]:
    return [key.strip() for key in command.key.split(",")]


def _pairs(screen: type[DeskScreen]) -> list[tuple[str, type[KeyCommand]]]:
    return [(key, command) for command in (*screen.commands, *EVERYWHERE) for key in _keys(command)]


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_two_commands_of_a_screen_share_a_key(screen: type[DeskScreen]) -> None:
    seen: dict[str, type[KeyCommand]] = {}
    doubles = []
    for key, command in _pairs(screen):
        if key in seen and not (key in TAKEN_OVER.get(screen.__name__, ()) and command in EVERYWHERE):
            doubles.append(f"{key}: {seen[key].__name__} and {command.__name__}")
        seen.setdefault(key, command)
    assert doubles == []


def test_one_name_is_one_command() -> None:
    named: dict[str, type[KeyCommand]] = {}
    for screen in SCREENS:
        for command in (*screen.commands, *EVERYWHERE):
            assert named.setdefault(command.identity(), command) is command


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_every_command_is_carried_out_and_explained(screen: type[DeskScreen]) -> None:
    for command in (*screen.commands, *EVERYWHERE):
        own_way = screen.action_run is not DeskScreen.action_run
        assert own_way or hasattr(screen, command.method()) or hasattr(DealdeskApp, command.method()), command
        assert command.help().endswith("."), command
        assert command.name, command


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_no_key_is_one_that_terminals_swallow(screen: type[DeskScreen]) -> None:
    never = {"ctrl+b", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+enter", "shift+enter"}
    for key, command in _pairs(screen):
        assert not key.startswith(("alt+", "ctrl+shift+")), command
        assert key not in never, command


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_the_key_line_has_room_for_its_words_at_80_cells(screen: type[DeskScreen]) -> None:
    footer = [c for c in screen.commands if c.footer][:5]
    shown: list[type[KeyCommand]] = [*footer, ShowHelp]
    width = 1 + sum(len(c.shown_key()) + 1 + len(c.footer) + 2 for c in shown)
    assert width - 2 <= 80, [c.footer for c in footer]


def test_a_key_that_would_be_typed_is_not_shown_in_a_text_field() -> None:
    assert (ShowHelp.shown_key(), ShowHelp.shown_key(typing=True)) == ("?", "F1")
    assert (Find.shown_key(typing=True), OpenPalette.shown_key(typing=True)) == ("^F", "^P")
    assert OpenToday.keys(typing=True) == []


def _printable() -> dict[str, str]:
    signs = {
        "question_mark": "?",
        "slash": "/",
        "colon": ":",
        "space": " ",
        "equals_sign": "=",
        "plus": "+",
        "minus": "-",
    }
    found: dict[str, str] = {}
    for screen in SCREENS:
        for key, _command in _pairs(screen):
            if len(key) == 1 or key in signs:
                found[key] = signs.get(key, key)
    return {**found, "j": "j", "k": "k", "h": "h", "l": "l", "g": "g", "G": "G", "z": "z", "Z": "Z", "slash": "/"}


def _text(widget: Input | TextArea) -> str:
    return widget.value if isinstance(widget, Input) else widget.text


async def test_in_every_text_field_every_printable_key_only_types(tmp_path: Path) -> None:
    keys = _printable()
    typed = "".join(keys.values())
    fields = 0
    async with running(make(tmp_path), size=(80, 45)) as (app, pilot):
        for name in OPENINGS:
            await open_one(app, name)
            await settled(app, pilot)
            screen = app.screen
            for widget in [w for w in screen.query("*") if isinstance(w, Input | TextArea | Field) and w.focusable]:
                if isinstance(widget, Input | TextArea):
                    with widget.prevent(Input.Changed, TextArea.Changed):
                        widget.clear()
                screen.set_focus(widget)
                await pilot.pause()
                for key, sign in keys.items():  # as the terminal sends them, without the wait of pilot.press
                    app.post_message(events.Key(key, sign))
                await pilot.pause()
                await pilot.pause()
                assert app.screen is screen, (name, widget)
                assert screen.focused is widget, (name, widget)
                if isinstance(widget, Input | TextArea):
                    fields += 1
                    limit = widget.spec.limit if isinstance(widget, Field) else len(typed)
                    assert _text(widget) == typed[:limit], (name, widget)
            if app.workspace.debrief is not None:
                app.workspace.debrief.release()
                app.workspace.debrief = None
            await close_all(app)
        assert app.is_running
    assert fields > 50
