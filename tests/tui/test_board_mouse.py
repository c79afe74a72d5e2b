"""The action board under the mouse, and over texts that no table measures."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from dealdesk.domain.board import View
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.board_desk import card, columns, drag, filled, of, press, state
from tests.tui.desk_app import running, settled
from tests.tui.hostile_desk import HOSTILE
from tests.tui.today_desk import day, of_deals, one, put


async def test_a_click_picks_and_a_second_one_opens(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        await pilot.click(offset=(5, 7))
        await settled(app, pilot)
        assert of(app).board.cursor_id == 2
        assert isinstance(app.screen, ActionsScreen)
        await pilot.click(offset=(5, 7))
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)


async def test_a_drag_puts_a_card_into_another_column_and_place(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        shown = await drag(app, pilot, (5, 3), (25, 6))
        assert "▸ here" in shown[6]
        assert state(desk, 1) == "doing"
        assert columns(app)[:2] == [[2, 3], [4, 1]]
        shown = await drag(app, pilot, (5, 6), (5, 3))
        assert shown[3].startswith("▸bravo")
        assert columns(app)[0] == [3, 2]
        await press(app, pilot, "u", "u")
        assert columns(app)[:2] == [[1, 2, 3], [4]]


async def test_escape_leaves_a_dragged_card_where_it_was(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        await pilot.mouse_down(offset=(5, 3))
        await pilot.hover(offset=(25, 6))
        await pilot.press("escape")
        await pilot.pause()
        assert "▸" not in "\n".join(screen_lines(app))
        await pilot.mouse_up(offset=(25, 6))
        await settled(app, pilot)
        assert isinstance(app.screen, ActionsScreen)
        assert columns(app)[:2] == [[1, 2, 3], [4]]
        assert of(app).board.cursor_id == 1
        await drag(app, pilot, (5, 3), (25, 6))
        assert columns(app)[:2] == [[2, 3], [4, 1]]


async def test_a_drag_ends_when_the_columns_change(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        await pilot.mouse_down(offset=(5, 3))
        await pilot.hover(offset=(65, 6))
        await pilot.press("v")
        await pilot.mouse_up(offset=(65, 6))
        await settled(app, pilot)
        assert of(app)._actions.view is View.OWNER
        assert state(desk, 1) == "to do"


async def test_a_drag_that_comes_home_moves_nothing(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        await drag(app, pilot, (5, 6), (5, 7))
        assert columns(app)[0] == [1, 2, 3]
        assert isinstance(app.screen, ActionsScreen)
        assert one(desk, "SELECT count(*) FROM command WHERE name LIKE '%order%'") == 0


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (66, 20), (20, 6)])
async def test_wide_signs_fill_their_columns_and_are_hit_where_they_are_drawn(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = of_deals(tmp_path)
    put(
        desk,
        card(1, deal_id=1, text="漢字かな交じり文の長いカード", due_on=day(1)),
        card(2, deal_id=1, text="👩\u200d👩\u200d👧 e\u0301 שלום مرحبا", state="doing"),
        card(3, deal_id=1, text=HOSTILE, state="review"),
    )
    async with running(desk, size=size) as (app, pilot):
        await press(app, pilot, "6")
        board = of(app).board
        for _ in range(4):
            for y in range(board.size.height):
                strip = board.render_line(y)
                assert cell_len("".join(segment.text for segment in strip)) == strip.cell_length == board.size.width
            await pilot.press("l")
        await pilot.press(*"hhhh")
        if size[0] >= 80:
            for number, x in ((2, 25), (3, 65), (1, 18)) if size[0] == 80 else ((2, 40), (3, 110), (1, 30)):
                await pilot.click(offset=(x, 4))
                assert board.cursor_id == number


async def test_a_folded_head_takes_clicks_and_cards(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        assert "DONE 1>" in screen_lines(app)[2]
        await pilot.click(offset=(78, 2))
        await settled(app, pilot)
        assert of(app).board.column_key == "done"
        assert "<TO DO" in screen_lines(app)[2]
        await pilot.click(offset=(2, 2))
        await settled(app, pilot)
        assert of(app).board.column_key == "to do"
        await pilot.click(offset=(65, 2))
        await settled(app, pilot)
        assert of(app).board.column_key == "review"
        await drag(app, pilot, (5, 3), (78, 2))
        assert state(desk, 1) == "done"


async def test_one_column_alone_takes_a_card_to_either_side(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk, size=(66, 20)) as (app, pilot):
        await press(app, pilot, "6", "l")
        await drag(app, pilot, (5, 3), (64, 2))
        assert state(desk, 4) == "waiting for them"
        await press(app, pilot, "u")
        await drag(app, pilot, (5, 3), (2, 2))
        assert state(desk, 4) == "to do"


async def test_the_line_that_says_how_many_more_is_no_card(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, *(card(number, text=f"later {number}", due_on=day(number)) for number in range(20, 40)))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        lines = screen_lines(app)
        at = next(y for y, line in enumerate(lines) if " more " in line)
        await pilot.click(offset=(5, at))
        await settled(app, pilot)
        assert of(app).board.cursor_id == 1
