"""The action board as one sees it: its columns, its cursor, its views, its empty states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from dealdesk.domain.board import View
from dealdesk.store.tables.checkins import Waiting
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.help import groups
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.widgets.board_cards import CardLook
from tests.tui.board_desk import card, columns, filled, of, press
from tests.tui.desk_app import running
from tests.tui.today_desk import TODAY, day, of_deals, put


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


async def test_views_show_other_columns(tmp_path: Path) -> None:
    desk = filled(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6", "v")
        assert of(app).board.keys() == ["owner 900", "owner 0", "done"]
        assert columns(app) == [[2], [4, 1, 3, 5, 6], [7]]
        assert of(app).board.cursor_id == 1
        await press(app, pilot, "v")
        assert of(app)._actions.view is View.DUE
        assert columns(app) == [[4], [], [1, 2, 3], [], [5, 6], [7]]
        await press(app, pilot, "v")
        assert columns(app) == [[4, 1, 3, 6], [2, 5], [7]]
        await press(app, pilot, "v")
        assert columns(app)[0] == [1, 2, 3]


async def test_one_deal_without_actions_says_so(tmp_path: Path) -> None:
    async with running(of_deals(tmp_path)) as (app, pilot):
        app.workspace.deal = app.workspace.deal_named(1)
        await press(app, pilot, "6", "a")
        assert "No actions of ACME-1 yet." in "\n".join(screen_lines(app))
        await press(app, pilot, "a")
        assert "No actions yet." in "\n".join(screen_lines(app))


async def test_a_done_card_offers_no_order(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        assert "J/K order" in screen_lines(app)[-1]
        await press(app, pilot, *"llll")
        assert "H/L move" in screen_lines(app)[-1]
        assert "J/K" not in screen_lines(app)[-1]


async def test_this_deal_or_all(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6", "a")
        assert columns(app)[0] == [1, 2]
        assert "ACME-1" not in "\n".join(screen_lines(app)[3:-4])
        await press(app, pilot, "a")
        assert columns(app)[0] == [1, 2, 3]


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
        assert "since 7 May, nudge Sat" in "\n".join(screen_lines(app))


async def test_the_help_teaches_the_keys_of_the_board(tmp_path: Path) -> None:
    async with running(filled(tmp_path)) as (app, pilot):
        await press(app, pilot, "6")
        taught = dict(groups(of(app)))["ON THE BOARD"]
        assert ("Left h", "Column to the left") in taught
        assert ("Esc", "Leave the dragged card where it was") in taught
        assert ("/", "Filter") in taught


@pytest.mark.parametrize("size", [(80, 24), (80, 25), (80, 26), (160, 45)])
async def test_a_column_says_how_many_cards_lie_below_and_shows_no_part_of_one(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = of_deals(tmp_path)
    put(desk, *[card(n, text=f"card {n:02}", due_on=TODAY + timedelta(days=n)) for n in range(1, 31)])
    async with running(desk, size=size) as (app, pilot):
        await press(app, pilot, "6", *"jj")
        lines = screen_lines(app)
        shown = sum(line[1:].startswith("card ") for line in lines[:-4])
        assert f"  {30 - shown} more" in lines[of(app).board._body + 2]
        assert sum("ACME-1" in line[:19] for line in lines[3 : of(app).board._body + 2]) == shown
        await press(app, pilot, "G")
        lines = screen_lines(app)
        assert not any(" more " in line for line in lines)
        assert any(line.startswith(">card 30") for line in lines)
        await press(app, pilot, "g", "L")
        assert any(f"  {29 - shown} more" in line for line in screen_lines(app))


async def test_cards_that_just_fit_need_no_line_for_more(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "6")
        whole = of(app).board._body // 3
        put(desk, *[card(n, text=f"card {n:02}", due_on=day(n)) for n in range(1, whole + 1)])
        of(app).refresh_rows()
        await press(app, pilot)
        assert f"card {whole:02}" in "\n".join(screen_lines(app))
