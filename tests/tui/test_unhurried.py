"""A question that comes up in the middle of typing is not answered by the letters under way."""

from __future__ import annotations

import pytest
from textual.app import App

from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.dialogs.unhurried import Unhurried


@pytest.mark.parametrize(("quiet_s", "answered"), [(0.0, ["theirs"]), (60.0, [])])
async def test_letters_under_way_are_no_answer(
    monkeypatch: pytest.MonkeyPatch, quiet_s: float, answered: list[str]
) -> None:
    monkeypatch.setattr(Unhurried, "QUIET_S", quiet_s)
    answers: list[str | None] = []
    app = App[None]()
    async with app.run_test() as pilot:
        await app.push_screen(Conflict("Title", "mine", "theirs"), answers.append)
        await pilot.press("1")
        await pilot.pause()
        assert answers == answered
        assert isinstance(app.screen, Conflict) is not bool(answered)
