"""The friction log."""

from __future__ import annotations

from pathlib import Path

from dealdesk.store import friction
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.history import RowHistory
from dealdesk.tui.screens.friction import FrictionScreen, day_words
from dealdesk.tui.workspace import CurrentDeal
from tests.tui.desk_app import NOW, add_deal, add_friction, open_desk, running, settled


async def test_an_empty_log_says_what_to_press(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), start="friction") as (app, _pilot):
        shown = "\n".join(screen_lines(app))
    assert "No friction is logged yet." in shown
    assert "n   log one for a deal" in shown


async def test_entries_of_all_deals_newest_first_with_their_cost(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    acme, beta = add_deal(desk), add_deal(desk, "Licences", "Beta")
    add_friction(desk, acme, "Legal was slow [/30]", happened_on="2026-05-01", effect="pace", cause="internal")
    add_friction(desk, beta, "Two messages that differed", happened_on="2026-05-12", effect="trust")
    async with running(desk, start="friction") as (app, _pilot):
        lines = screen_lines(app)
    rows = [line for line in lines if "Legal" in line or "Two messages" in line]
    assert "BETA" in rows[0]
    assert "trust" in rows[0]
    assert "12 May" in rows[0]
    assert "Legal was slow [/30]" in rows[1]
    assert "internal" in rows[1]
    assert any("2 entries" in line for line in lines)


async def test_a_shows_one_deal_and_all_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    acme, beta = add_deal(desk), add_deal(desk, "Licences", "Beta")
    add_friction(desk, acme, "of acme")
    add_friction(desk, beta, "of beta")
    async with running(desk, start="friction") as (app, pilot):
        app.workspace.deal = CurrentDeal(acme, "ACME-1", "Hosting renewal")
        await pilot.press("a")
        await pilot.pause()
        one = "\n".join(screen_lines(app))
        await pilot.press("a")
        await pilot.pause()
        every = "\n".join(screen_lines(app))
    assert "of acme" in one
    assert "of beta" not in one
    assert "all deals" in one
    assert "of beta" in every


async def test_coming_here_keeps_the_current_deal_and_moving_changes_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    acme, beta = add_deal(desk), add_deal(desk, "Licences", "Beta")
    add_friction(desk, beta, "of beta")
    add_friction(desk, beta, "of beta too")
    async with running(desk) as (app, pilot):
        app.workspace.deal = CurrentDeal(acme, "ACME-1", "Hosting renewal")
        await pilot.press("5")
        await settled(app, pilot)
        assert app.workspace.deal is not None
        came_with = app.workspace.deal.id
        await pilot.press("j")
        await pilot.pause()
        assert (came_with, app.workspace.deal.id) == (acme, beta)


async def test_archived_by_d_and_brought_back_by_u(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_friction(desk, add_deal(desk), "a late answer")
    async with running(desk, start="friction") as (app, pilot):
        await pilot.press("d")
        await settled(app, pilot)
        assert desk.rows(friction.uids, None) == []
        await pilot.press("u")
        await settled(app, pilot)
        assert len(desk.rows(friction.uids, None)) == 1
        assert any("a late answer" in line for line in screen_lines(app))


async def test_the_whole_entry_stands_beside_the_list_where_there_is_room(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_friction(desk, add_deal(desk), "word " * 60 + "the end", remedy="a named contact for legal")
    async with running(desk, start="friction", size=(160, 45)) as (app, pilot):
        wide = "\n".join(screen_lines(app))
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        narrow = "\n".join(screen_lines(app))
    assert "the end" in wide
    assert "a named contact for legal" in wide
    assert "a named contact" not in narrow


async def test_n_without_a_deal_asks_which_and_opens_its_form(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting renewal", "Acme")
    add_deal(desk, "Licences", "Łódź Mills")
    async with running(desk, start="friction") as (app, pilot):
        app.workspace.deal = None
        await pilot.press("n", *"lodz")
        await pilot.pause()
        asked = "\n".join(screen_lines(app))
        await pilot.press("enter")
        await settled(app, pilot)
        form = app.screen
        deal = app.workspace.deal
    assert "Licences" in asked
    assert "Hosting renewal" not in asked
    assert type(form).__name__ == "RecordFormScreen"
    assert deal is not None
    assert deal.title == "Licences"


async def test_i_shows_the_history_and_y_copies(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_friction(desk, add_deal(desk), "a late answer")
    async with running(desk, start="friction") as (app, pilot):
        await pilot.press("y", "i")
        await pilot.pause()
        assert isinstance(app.screen, RowHistory)
        assert "logged a friction" in "\n".join(screen_lines(app))
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, FrictionScreen)
        assert app.clipboard == "a late answer"


def test_a_day_is_written_short() -> None:
    today = NOW.date()
    assert [day_words(day, today) for day in ("2026-05-13", "2026-05-01", "2025-12-31", "")] == [
        "today",
        "1 May",
        "31 Dec 25",
        "",
    ]
