"""Whatever the board does is one command: u brings back every row as it was, and U what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dealdesk.domain.vocabulary import Side
from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens import action_asking
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.board_desk import card, drag, filled, of, press, rows
from tests.tui.desk_app import running
from tests.tui.today_desk import put

Do = Callable[[DealdeskApp, Pilot[None]], Awaitable[object]]


@pytest.fixture(autouse=True)
def _asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 3600.0)


def commands(desk: Desk) -> int:
    """Return how many commands of a person there are."""
    count: int = desk.con.execute("SELECT count(*) FROM command WHERE origin = 'person'").fetchone()[0]
    return count


def keys(*pressed: str) -> Do:
    async def do(app: DealdeskApp, pilot: Pilot[None]) -> None:
        for key in pressed:
            await press(app, pilot, key)

    return do


def dragged(start: tuple[int, int], end: tuple[int, int]) -> Do:
    async def do(app: DealdeskApp, pilot: Pilot[None]) -> None:
        await drag(app, pilot, start, end)

    return do


def edited(field: str, *typed: str) -> Do:
    async def do(app: DealdeskApp, pilot: Pilot[None]) -> None:
        await press(app, pilot, "e")
        assert isinstance(app.screen, RecordFormScreen)
        app.screen.form.focus_field(field)
        await press(app, pilot, *typed, "tab")
        await press(app, pilot, "escape")
        await press(app, pilot, "q")

    return do


#: The card, where the cursor begins, and what is done there.
DONE: dict[str, tuple[int, Do]] = {
    "move right": (1, keys("L")),
    "move left": (4, keys("H")),
    "move into waiting": (4, keys("L")),
    "move on from waiting": (5, keys("L")),
    "move into review": (9, keys("L")),
    "move out of review": (6, keys("H")),
    "move into done": (6, keys("L")),
    "move out of done": (7, keys("H")),
    "put down": (1, keys("J")),
    "put up": (2, keys("K")),
    "done": (1, keys("space")),
    "done though blocked": (10, keys("space", "y")),
    "later": (1, keys("s", "enter")),
    "new date": (1, keys("r", "enter", *"busy; the rest", "enter")),
    "wait": (4, keys("w", *"the report", "enter")),
    "owner": (1, keys("o", *"Kim", "enter")),
    "owner in their view": (1, keys("v", "H")),
    "archive": (1, keys("d")),
    "drag to a column": (1, dragged((5, 3), (40, 8))),
    "drag to done": (6, dragged((105, 3), (140, 20))),
    "drag to a place": (1, dragged((5, 3), (5, 14))),
    "add": (1, keys("n", *"kilo", "tab", "tab", "enter")),
    "edit its text": (1, edited("text", *" more")),
    "edit its owner": (1, edited("owner", *"dana")),
    "edit its day": (1, edited("due_on", "ctrl+u", *"+9d")),
    "edit whose it is": (1, edited("side", "right")),
    "edit its class": (1, edited("action_class", "right")),
    "edit its review window": (1, edited("review_days", "5")),
    "edit its progress": (4, edited("progress", *"40")),
    "edit what blocks it": (1, edited("blocked_by", *"brav", "right")),
    "edit its notes": (1, edited("notes", *"as said")),
}


@pytest.mark.parametrize("name", DONE)
async def test_one_undo_and_every_row_is_as_it_was(tmp_path: Path, name: str) -> None:
    number, do = DONE[name]
    desk = filled(tmp_path)
    put(
        desk,
        card(9, text="india", state="waiting for them", side=Side.THEM, review_days=3),
        card(10, text="juliet", blocked_by_id=1),
    )
    async with running(desk, size=(160, 45)) as (app, pilot):
        await press(app, pilot, "6")
        assert of(app).board.go_to(number)
        before, told = rows(desk), commands(desk)
        await do(app, pilot)
        assert isinstance(app.screen, ActionsScreen)
        after = rows(desk)
        assert after != before
        assert commands(desk) == told + 1
        await press(app, pilot, "u")
        assert rows(desk) == before
        await press(app, pilot, "U")
        assert rows(desk) == after
