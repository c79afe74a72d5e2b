"""A question answers once, however fast one types, and takes the letters typed before it was there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.screen import Screen

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.fields import Context
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.dialogs.talk import OneLine

CONTEXT = Context(date(2026, 5, 13), "dmy", WorkCalendar(), "EUR")


class Below(App[None]):
    """Two screens, so that a second answer would take away one that nobody asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.below: Screen[None] = Screen()
        self.answers: list[object] = []

    async def on_mount(self) -> None:
        await self.push_screen(self.below)

    def burst(self, dialog: Dialog[Any], *keys: str) -> None:
        """Open a dialog and press keys before it had a moment to draw."""
        self.push_screen(dialog, self.answers.append)
        for key in keys:
            self.post_message(events.Key(key, key if len(key) == 1 else None))


def make(kind: str) -> Dialog[Any]:
    if kind == "choose":
        return Choose("Which?", [("a", "first"), ("b", "second")])
    if kind == "line":
        return AskLine("Name?", "", CONTEXT, str)
    return OneLine("Said?", "", CONTEXT, str, lambda _text: None)


@pytest.mark.parametrize(
    ("kind", "keys", "answer"),
    [
        ("choose", ("a", "a", "a"), "a"),
        ("choose", ("enter", "enter", "enter"), "a"),
        ("choose", ("b", "escape", "a"), "b"),
        ("line", ("x", "y", "enter", "enter", "enter"), "xy"),
        ("talk", ("x", "y", "enter", "enter", "enter"), "xy"),
        ("line", ("escape", "escape", "escape"), None),
    ],
)
async def test_keys_in_a_burst_answer_once_and_close_nothing_else(
    kind: str, keys: tuple[str, ...], answer: str | None
) -> None:
    app = Below()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.burst(make(kind), *keys)
        await pilot.pause()
        await pilot.pause()
        found = [getattr(given, "text", given) for given in app.answers]
        assert app.screen is app.below
        assert found == [answer]


async def test_a_long_question_goes_on_in_the_next_line() -> None:
    app = Below()
    async with app.run_test(size=(80, 24)) as pilot:
        question = "Still missing: kickoff day, what we need from them, billing contact, who is first to be called."
        app.push_screen(Choose(question, [("m", "mail")]))
        await pilot.pause()
        shown = " ".join(line.strip(" │") for line in screen_lines(app))
        assert question in " ".join(shown.split())
