"""The action board under test: a desk with cards in every column, and ways to look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from dealdesk.domain.vocabulary import Side
from dealdesk.store.desk import Desk
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Person
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.actions import ActionsScreen
from tests.tui.desk_app import settled
from tests.tui.today_desk import day, of_deals, one, put

#: What is written down of commands and of typing.
_BOOKS = {"command", "change", "typing", "sqlite_sequence"}


def filled(folder: Path) -> Desk:
    """Return a desk with cards in every column, two deals."""
    desk = of_deals(folder, 2)
    put(desk, Person(id=900, name="Dana Reyes"))
    put(
        desk,
        card(1, deal_id=1, text="alpha", due_on=day(1)),
        card(2, deal_id=1, text="bravo", due_on=day(2), owner_id=900, side=Side.THEM),
        card(3, deal_id=2, text="charlie", due_on=day(3)),
        card(4, deal_id=1, text="delta", state="doing", due_on=day(-3)),
        card(5, deal_id=2, text="echo", state="waiting for them", side=Side.THEM),
        card(6, deal_id=1, text="foxtrot", state="review"),
        card(7, deal_id=1, text="golf", state="done", done_on=day(-2)),
        card(8, deal_id=1, text="hotel", state="done", done_on=day(-31)),
    )
    return desk


def card(number: int, deal_id: int = 1, **fields: Any) -> Action:  # noqa: ANN401 - whatever the column holds
    return Action(id=number, deal_id=deal_id, **fields)


def of(app: DealdeskApp) -> ActionsScreen:
    found = next(screen for screen in app.screen_stack if isinstance(screen, ActionsScreen))
    return found


def columns(app: DealdeskApp) -> list[list[int]]:
    board = of(app).board
    return [board.ids(number) for number in range(len(board.keys()))]


def state(desk: Desk, number: int) -> str:
    return str(one(desk, f"SELECT state FROM action WHERE id = {number}"))


async def press(app: DealdeskApp, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(app, pilot)


async def drag(app: DealdeskApp, pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> list[str]:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.pause()
    shown = screen_lines(app)
    await pilot.mouse_up(offset=end)
    await settled(app, pilot)
    return shown


def rows(desk: Desk) -> dict[str, list[dict[str, object]]]:
    """Return every row that is not archived, of every record; undo archives what was added."""
    con = desk.con
    names = [row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {}
    for name in names:
        if name not in _BOOKS and not name.startswith(("search", "sqlite")):
            cursor = con.execute(f"SELECT * FROM {name} ORDER BY 1")
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor]
            found[name] = [{**one, "rev": 0} for one in found[name] if not one.get("archived_at")]
    return found
