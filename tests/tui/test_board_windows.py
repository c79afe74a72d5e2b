"""The action board while another window works on the same cards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import board_moves
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.actions import ActionsScreen
from tests.tui.board_desk import columns, drag, filled, of, press, rows, state
from tests.tui.desk_app import running


async def test_a_card_dropped_after_another_window_took_it_away(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        other = Desk(desk.path, desk.clock)
        now = other.clock.now()
        other.write(Command("archived"), lambda session: _archive(session, 1, now))
        other.close()
        await drag(app, pilot, (5, 3), (25, 6))
        assert "not there any more" in "\n".join(screen_lines(app))
        assert columns(app)[0] == [2, 3]


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


@pytest.mark.parametrize(
    ("key", "theirs", "said"),
    [
        ("L", "review", "Another window moved it to review meanwhile"),
        ("J", "doing", "Another window moved it to doing meanwhile"),
        ("space", "done", "Another window moved it to done meanwhile"),
        ("H", "waiting for them", ""),
    ],
)
async def test_the_move_of_another_window_stays(tmp_path: Path, key: str, theirs: str, said: str) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        other = Desk(desk.path, desk.clock)
        other.write(Command("moved"), board_moves.move, 1, theirs, other.context, other.clock.now())
        other.close()
        await press(app, pilot, key)
        assert state(desk, 1) == theirs
        assert said in " ".join("\n".join(screen_lines(app)).split())
        if said:
            assert 1 in columns(app)[list(ActionState).index(ActionState(theirs))]
            assert of(app).board.cursor_id == 1


@pytest.mark.parametrize(
    "keys",
    [("e",), ("enter",), ("o", *"Kim", "enter"), ("s", "enter"), ("d",), ("space",), ("J",), ("w",)],
)
async def test_what_another_window_deleted_is_refused_in_words(tmp_path: Path, keys: tuple[str, ...]) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        other = Desk(desk.path, desk.clock)
        now = other.clock.now()
        other.write(Command("archived"), lambda session: _archive(session, 1, now))
        other.close()
        before = rows(desk)
        await press(app, pilot, *keys)
        assert isinstance(app.screen, ActionsScreen)
        assert "not there any more" in "\n".join(screen_lines(app))
        assert rows(desk) == before
        assert columns(app)[0] == [2, 3]


def _archive(session: Any, number: int, now: Any) -> None:  # noqa: ANN401
    session.get_one(Action, number).archived_at = now.isoformat()
