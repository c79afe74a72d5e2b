"""The place where lines are added."""

from __future__ import annotations

import json
from pathlib import Path

from textual import events
from textual.app import App, ComposeResult

from dealdesk.text import clean
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.widgets.add_line import AddLine


class AddApp(App[None]):
    """One add line, and what it says."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.given = text
        self.added: list[tuple[str, ...]] = []
        self.typed: list[str] = []

    def compose(self) -> ComposeResult:
        self.line = AddLine(self.given, placeholder="what worked [/b]")
        yield self.line

    def on_add_line_typed(self, message: AddLine.Typed) -> None:
        self.typed.append(message.text)

    def on_add_line_added(self, message: AddLine.Added) -> None:
        self.added.append(message.lines)

    def shown(self) -> str:
        return "\n".join(screen_lines(self))


async def test_enter_adds_the_line_and_empties_the_place() -> None:
    app = AddApp()
    async with app.run_test() as pilot:
        assert "what worked [/b]" in app.shown()
        await pilot.press("a", "[", "/", "]", "enter", "enter")
        await pilot.pause()
        assert app.line.text == ""
    assert app.added == [("a[/]",)]
    assert app.typed == ["a", "a[", "a[/", "a[/]"]


async def test_a_paste_of_lines_becomes_lines_and_says_how_many() -> None:
    app = AddApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("one\r\n\r\n two\x1b[2J\nthree\n"))
        await pilot.pause()
        assert "add: 3 lines, Enter adds them all" in app.shown()
        await pilot.press("enter")
        await pilot.pause()
        assert "Enter adds them all" not in app.shown()
    assert app.added == [("one", "two", "three")]


async def test_a_pasted_list_loses_its_bullets_and_a_typed_line_keeps_its_sign() -> None:
    app = AddApp()
    async with app.run_test() as pilot:
        app.post_message(events.Paste("- one\n* two\n3. three\n\n• four"))
        await pilot.press("enter")
        app.post_message(events.Paste("- 4 % was what they asked"))
        await pilot.press("enter")
        await pilot.pause()
    assert app.added == [("one", "two", "three", "four"), ("- 4 % was what they asked",)]


async def test_a_burst_of_lines_is_added_line_by_line() -> None:
    app = AddApp()
    async with app.run_test() as pilot:
        for key in [*"ab", "enter", *"cd", "enter"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
    assert app.added == [("ab",), ("cd",)]


async def test_too_large_a_paste_is_refused_with_the_count() -> None:
    app = AddApp("kept")
    async with app.run_test(size=(100, 24)) as pilot:
        app.post_message(events.Paste("x" * 10_000_000))
        await pilot.pause()
        assert app.line.text == "kept"
        assert "! That is 10,000,000 characters; this field takes 200,000. Nothing was pasted." in app.shown()
        await pilot.press("x")
        await pilot.pause()
        assert "Nothing was pasted" not in app.shown()


async def test_what_the_program_sets_is_not_told_as_typed() -> None:
    app = AddApp()
    async with app.run_test() as pilot:
        app.line.put("one\ntwo")
        await pilot.pause()
        assert app.line.take() == ("one", "two")
        await pilot.pause()
        assert app.line.text == ""
    assert not app.typed


async def test_a_long_line_wraps_and_tab_leaves() -> None:
    app = AddApp()
    async with app.run_test(size=(20, 5)) as pilot:
        app.post_message(events.Paste("a line that is longer than the place is wide"))
        await pilot.pause()
        assert "is wide" in app.shown()
        await pilot.press("tab")
        assert app.line.text == "a line that is longer than the place is wide"


async def test_hostile_strings_are_added_as_they_are(realdata: Path) -> None:
    texts = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    app = AddApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for text in texts:
            app.line.put(text)
            lines = app.line.lines()
            assert " ".join(lines) == clean(clean(text, lines=True))
        await pilot.pause()
        for text in texts[::9]:
            app.line.put("")
            app.post_message(events.Paste(text))
            await pilot.pause()
            assert app.line.text == clean(text, lines=True)
