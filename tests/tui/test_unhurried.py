"""A question that comes up in the middle of typing is not answered by the letters under way."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.dialogs.unhurried import Unhurried
from dealdesk.tui.widgets.add_line import AddLine


class Typing(App[None]):
    """A place where lines are typed, and what was answered."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str | None] = []

    def compose(self) -> ComposeResult:
        yield AddLine()


@pytest.mark.parametrize(
    ("quiet_s", "answers", "text"), [(0.0, ["theirs"], "Call"), (60.0, [], "Call 1"), (60.0, [], "Call q")]
)
async def test_letters_under_way_go_on_into_their_text(
    monkeypatch: pytest.MonkeyPatch, quiet_s: float, answers: list[str], text: str
) -> None:
    monkeypatch.setattr(Unhurried, "QUIET_S", quiet_s)
    app = Typing()
    async with app.run_test() as pilot:
        line = app.query_one(AddLine)
        line.focus()
        await pilot.press(*"Call")
        await app.push_screen(Conflict("Title", "mine", "theirs"), app.answers.append)
        await pilot.press("escape" if quiet_s else "1")
        for sign in text.removeprefix("Call"):
            await pilot.press("space" if sign == " " else sign)
        await pilot.pause()
        assert app.answers == answers
        assert isinstance(app.screen, Conflict) is not bool(answers)
        assert line.text == text


async def test_letters_without_a_text_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unhurried, "QUIET_S", 60.0)
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(Conflict("Title", "mine", "theirs"))
        await pilot.press("1", "x", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Conflict)
