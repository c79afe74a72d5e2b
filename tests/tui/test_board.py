"""The action board by keys, by mouse, in two windows, and over texts that no table measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from dealdesk.domain.board import View
from dealdesk.domain.vocabulary import Side
from dealdesk.store import board_moves
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Waiting
from dealdesk.store.tables.deals import Person
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.talk import OneLine
from dealdesk.tui.screens import action_asking
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.board_cards import CardLook
from tests.tui.desk_app import running, settled
from tests.tui.hostile_desk import HOSTILE
from tests.tui.today_desk import TODAY, day, of_deals, one, put


@pytest.fixture(autouse=True)
def _asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 3600.0)


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


async def test_6_leads_to_the_board_and_shows_its_columns(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        lines = screen_lines(app)
        assert columns(app) == [[1, 2, 3], [4], [5], [6], [7]]
        assert "TO DO (3)" in lines[2]
        assert "REVIEW (1)" in lines[2]
        assert "DONE 1>" in lines[2]
        assert lines[3].startswith(">alpha")
        assert "6 open  1 late" in lines[1]
        assert "3d late" in lines[4]


@pytest.mark.parametrize(
    ("size", "there", "not_there"), [((160, 45), "DONE (1)", "DONE 1>"), ((66, 20), "DOING 1>", "REVIEW")]
)
async def test_wide_shows_five_columns_and_narrow_one(
    tmp_path: Path, size: tuple[int, int], there: str, not_there: str
) -> None:
    async with running(filled(tmp_path), size=size) as (app, pilot):
        await press(app, pilot, "6")
        head = screen_lines(app)[2]
        assert there in head
        assert not_there not in head
        await press(app, pilot, "l")
        assert of(app).board.cursor_id == 4
        assert "delta" in "\n".join(screen_lines(app))


async def test_the_cursor_goes_through_cards_and_columns(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        board, seen = of(app).board, []
        for key in ("j", "down", "j", "k", "G", "home", "right", "l", "l", "l", "l", "left", "h"):
            await pilot.press(key)
            seen.append(board.cursor_id)
        assert seen == [2, 3, 3, 2, 3, 1, 4, 5, 6, 7, 7, 6, 5]
        deal = app.workspace.deal
        assert deal is not None
        assert deal.id == 2


async def test_a_card_moves_through_the_states_and_back_by_undo(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "j", "L")
        assert state(desk, 2) == "doing"
        assert columns(app)[:2] == [[1, 3], [4, 2]]
        assert of(app).board.cursor_id == 2
        await press(app, pilot, "L", "L", "L")
        assert state(desk, 2) == "done"
        assert one(desk, "SELECT done_on FROM action WHERE id = 2") == TODAY.isoformat()
        await press(app, pilot, "L")
        await press(app, pilot, "H")
        assert state(desk, 2) == "review"
        assert one(desk, "SELECT done_on FROM action WHERE id = 2") is None
        for _ in range(5):
            await press(app, pilot, "u")
        assert columns(app) == [[1, 2, 3], [4], [5], [6], [7]]
        assert of(app).board.cursor_id == 2


async def test_cards_are_put_in_order_and_stay_so(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "J")
        assert columns(app)[0] == [2, 1, 3]
        await press(app, pilot, "J", "J")
        assert columns(app)[0] == [2, 3, 1]
        await press(app, pilot, "K")
        assert columns(app)[0] == [2, 1, 3]
        of(app).refresh_rows()
        assert columns(app)[0] == [2, 1, 3]
        assert of(app).board.cursor_id == 1
        await press(app, pilot, "u", "u", "u")
        assert columns(app)[0] == [1, 2, 3]


async def test_order_is_kept_around_cards_the_filter_hides(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "slash", *"acme")
        await press(app, pilot, "enter")
        assert columns(app)[0] == [1, 2, 3]
        await press(app, pilot, "escape", "slash", *"alpha")
        assert columns(app) == [[1], [], [], [], []]
        await press(app, pilot, "enter", "L", "escape")
        assert columns(app)[:2] == [[2, 3], [4, 1]]


async def test_done_cards_stand_by_their_day(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, card(9, deal_id=1, text="india", state="done", done_on=day(-1)))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "l", "l", "l", "l")
        assert columns(app)[4] == [9, 7]
        await press(app, pilot, "s", "r", "w", "space")
        assert isinstance(app.screen, ActionsScreen)
        await press(app, pilot, "J")
        assert columns(app)[4] == [9, 7]
        assert "the day they were done" in "\n".join(screen_lines(app))


async def test_space_is_done_and_what_blocks_it_is_named(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, card(9, deal_id=1, text="india", due_on=day(0), blocked_by_id=3))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        assert "waits for: charlie" in "\n".join(screen_lines(app))
        await press(app, pilot, "space")
        assert isinstance(app.screen, Choose)
        assert "“charlie”" in "\n".join(screen_lines(app))
        await press(app, pilot, "escape")
        assert state(desk, 9) == "to do"
        await press(app, pilot, "space", "y")
        assert state(desk, 9) == "done"
        assert "charlie" in one(desk, "SELECT notes FROM action WHERE id = 9")
        await press(app, pilot, "u")
        assert state(desk, 9) == "to do"


async def test_waiting_asks_for_whom_and_escape_waits_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 0.001)
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "l", "L")
        await pilot.pause(0.05)
        assert isinstance(app.screen, OneLine)
        await press(app, pilot, "escape")
        assert state(desk, 4) == "waiting for them"
        assert one(desk, "SELECT count(*) FROM waiting") == 0
        await press(app, pilot, "w", *"the report", "enter")
        assert one(desk, "SELECT action_id FROM waiting") == 4
        await press(app, pilot, "L")
        assert one(desk, "SELECT closed_on FROM waiting") == TODAY.isoformat()


async def test_a_card_passing_through_is_not_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 0.05)
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "l", "L", "L")
        await pilot.pause(0.1)
        assert isinstance(app.screen, ActionsScreen)
        assert state(desk, 4) == "review"


async def test_a_review_begins_its_window(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(
        desk,
        card(9, deal_id=1, text="india", state="waiting for them", review_days=2, due_on=day(0)),
        card(10, deal_id=1, text="juliet", state="review", review_until=day(-1), due_on=day(0)),
    )
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        assert "window over" in "\n".join(screen_lines(app))
        await press(app, pilot, "l", "l", "L")
        assert one(desk, "SELECT review_until FROM action WHERE id = 9") == day(2).isoformat()


async def test_views_show_other_columns_and_move_nothing(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "v")
        assert of(app).board.keys() == ["owner 900", "owner 0", "done"]
        assert columns(app) == [[2], [4, 1, 3, 5, 6], [7]]
        assert of(app).board.cursor_id == 1
        await press(app, pilot, "L", "J")
        assert columns(app) == [[2], [4, 1, 3, 5, 6], [7]]
        await press(app, pilot, "v")
        assert of(app)._actions.view is View.DUE
        assert columns(app) == [[4], [], [1, 2, 3], [], [5, 6], [7]]
        await press(app, pilot, "v")
        assert columns(app) == [[4, 1, 3, 6], [2, 5], [7]]
        await press(app, pilot, "v")
        assert columns(app)[0] == [1, 2, 3]


async def test_this_deal_or_all(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6", "a")
        assert columns(app)[0] == [1, 2]
        assert "ACME-1" not in "\n".join(screen_lines(app)[3:-4])
        await press(app, pilot, "a")
        assert columns(app)[0] == [1, 2, 3]


async def test_an_owner_is_given_by_name(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        assert "owner --" in screen_lines(app)[4]
        await press(app, pilot, "o", *"Kim", "enter")
        assert "Kim" in screen_lines(app)[4]
        await press(app, pilot, "u")
        assert "owner --" in screen_lines(app)[4]


async def test_later_archive_edit_and_new_work_on_the_card(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "s", "enter")
        assert one(desk, "SELECT later_until FROM action WHERE id = 1") == day(1).isoformat()
        await press(app, pilot, "e")
        assert isinstance(app.screen, RecordFormScreen)
        await press(app, pilot, "escape", "q")
        assert isinstance(app.screen, ActionsScreen)
        await press(app, pilot, "d")
        assert columns(app)[0] == [2, 3]
        assert of(app).board.cursor_id == 2
        await press(app, pilot, "u")
        assert columns(app)[0] == [1, 2, 3]
        await press(app, pilot, "n")
        assert isinstance(app.screen, RecordFormScreen)


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


async def drag(app: DealdeskApp, pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int]) -> list[str]:
    await pilot.mouse_down(offset=start)
    await pilot.hover(offset=end)
    await pilot.pause()
    shown = screen_lines(app)
    await pilot.mouse_up(offset=end)
    await settled(app, pilot)
    return shown


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


async def test_the_cursor_follows_its_card_where_another_window_puts_it(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "j")
        other = Desk(desk.path, desk.clock)
        other.write(Command("moved"), board_moves.move, 2, "review", other.context, other.clock.now())
        other.write(Command("moved"), board_moves.move, 4, "to do", other.context, other.clock.now())
        of(app).refresh_rows()  # what the App does when the writer says that another window wrote
        await pilot.pause()
        assert of(app).board.cursor_id == 2
        assert columns(app)[3] == [2, 6]
        await press(app, pilot, "H")
        assert state(desk, 2) == "waiting for them"
        other.close()


async def test_a_card_that_another_window_took_away_is_refused_in_words(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        other = Desk(desk.path, desk.clock)
        now = other.clock.now()
        other.write(Command("archived"), lambda session: _archive(session, 1, now))
        other.close()
        await press(app, pilot, "L")
        assert "not there any more" in "\n".join(screen_lines(app))
        assert app.is_running


def _archive(session: Any, number: int, now: Any) -> None:  # noqa: ANN401
    session.get_one(Action, number).archived_at = now.isoformat()


async def test_an_empty_board_says_what_to_do(tmp_path: Path) -> None:
    async with running(of_deals(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        assert "No actions yet." in "\n".join(screen_lines(app))
        await press(app, pilot, "L", "J", "space", "e", "j", "l", "G", "enter")
        assert isinstance(app.screen, ActionsScreen)


async def test_only_what_is_in_view_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = of_deals(tmp_path)
    put(desk, *[card(n, text=f"card {n}", due_on=TODAY + timedelta(days=n)) for n in range(1, 400)])
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        source = of(app)._source
        asked: list[int] = []
        read = source.cards

        def cards(ids: Sequence[int]) -> Mapping[int, CardLook]:
            asked.extend(ids)
            return read(ids)

        monkeypatch.setattr(source, "cards", cards)
        await press(app, pilot, "j")
        assert asked == []
        await press(app, pilot, "G")
        assert len(asked) < 12
        assert of(app).board.cursor_id == 399
        assert "card 399" in "\n".join(screen_lines(app))


async def test_a_wait_says_how_long_and_when_to_nudge(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, Waiting(deal_id=2, action_id=5, text="x", since=day(-6), last_on=day(-6), due_on=day(3)))
    async with running(desk, size=(160, 45)) as (app, pilot):
        await press(app, pilot, "6")
        assert "6d, nudge in 3d" in "\n".join(screen_lines(app))
