"""How cards of the action board move, by key, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.resting_line import RestingLine
from dealdesk.tui.dialogs.talk import OneLine
from dealdesk.tui.screens import action_asking
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.board_desk import card, columns, filled, of, press, state
from tests.tui.desk_app import running
from tests.tui.today_desk import TODAY, day, one, put


@pytest.fixture(autouse=True)
def _asks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 3600.0)


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


async def test_by_owner_a_card_moves_to_another_owner(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "v", "H")
        assert one(desk, "SELECT owner_id FROM action WHERE id = 1") == 900
        assert columns(app)[:2] == [[1, 2], [4, 3, 5, 6]]
        assert of(app).board.cursor_id == 1
        assert "Owner: Dana Reyes." in "\n".join(screen_lines(app))
        assert "H/L owner" in screen_lines(app)[-1]
        assert "J/K" not in screen_lines(app)[-1]
        await press(app, pilot, "u")
        assert one(desk, "SELECT owner_id FROM action WHERE id = 1") is None
        await press(app, pilot, "h", "L")
        assert one(desk, "SELECT owner_id FROM action WHERE id = 2") is None
        await press(app, pilot, "L")
        assert state(desk, 2) == "done"
        await press(app, pilot, "H")
        assert state(desk, 2) == "done"
        assert "comes back where the columns are states" in "\n".join(screen_lines(app))


@pytest.mark.parametrize(
    ("views", "key", "said"),
    [(2, "L", "s puts it off"), (3, "L", "o takes a name, us or them"), (1, "J", "where the columns are states")],
)
async def test_a_view_says_what_decides_where_a_card_stands(tmp_path: Path, views: int, key: str, said: str) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", *"v" * views)
        before = columns(app)
        await press(app, pilot, key)
        assert columns(app) == before
        assert said in " ".join("\n".join(screen_lines(app)).split())


async def test_undo_scrolls_nothing_and_goes_to_the_card_that_is_back(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, *(card(number, text="later", due_on=day(number)) for number in range(20, 32)))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "j", "j", "L", "u")
        assert of(app).board.cursor_id == 3
        assert screen_lines(app)[3].startswith(" alpha")
        await press(app, pilot, "L", "h", "g", "u")
        assert of(app).board.cursor_id == 3
        await press(app, pilot, "d")
        await press(app, pilot, "g", "u")
        assert of(app).board.cursor_id == 3


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


async def test_a_blocked_first_deliverable_asks_what_any_blocked_card_asks(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    put(desk, card(9, text="india", due_on=day(0), blocked_by_id=3), card(10, text="juliet", due_on=day(0)))
    put_kind = "UPDATE action SET kind = 'deliverable', blocked_by_id = 3 WHERE id = 10"
    desk.write(Command("changed"), lambda session: connection(session).execute(put_kind))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "space")
        asked = screen_lines(app)
        assert "ACME-1: it waits for “charlie”, which is still open." in "\n".join(asked)
        await press(app, pilot, "escape", "j", "space")
        question = [line for line in screen_lines(app) if "waits for “charlie”" in line or "all the same" in line]
        assert question == [line for line in asked if "waits for “charlie”" in line or "all the same" in line]
        await press(app, pilot, "y")
        assert state(desk, 10) == "done"
        assert "first deliverable is done" in "\n".join(screen_lines(app))


@pytest.mark.parametrize(
    ("keys", "text", "quiet_s"),
    [("LLLL", "", 60.0), ("HJKL", "", 60.0), ("Legal", "Legal", 60.0), ("report", "report", 60.0), ("", "LL", 0.001)],
)
async def test_keys_that_move_cards_are_not_typed_into_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, text: str, quiet_s: float
) -> None:
    monkeypatch.setattr(action_asking, "ASK_AFTER", 0.001)
    monkeypatch.setattr(RestingLine, "QUIET_S", quiet_s)
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "l", "L")
        await pilot.pause(0.05)
        asked = app.screen
        assert isinstance(asked, RestingLine)
        await press(app, pilot, *keys)
        if not keys:
            await press(app, pilot, *text)
        assert asked.line.text == text
        await press(app, pilot, "escape")
        assert isinstance(app.screen, ActionsScreen)
        assert state(desk, 4) == "waiting for them"
