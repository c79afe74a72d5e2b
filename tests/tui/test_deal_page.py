"""The page of a deal: what is next, and what is said when a line goes."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.store import debriefs, forms
from dealdesk.store.history import Command
from dealdesk.templates.load import load_sections
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_a_running_debrief_is_said_to_run(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "Next: Thank them" in shown(app)
        start = (deal, DebriefKind.FIRST, 45, load_sections(), desk.clock.now())
        await app.workspace.write("started the debrief", debriefs.start, *start)
        screen = app.screen
        assert isinstance(screen, DealScreen)
        screen.refresh_rows()
        await settled(app, pilot)
        assert "The first debrief is running: D goes on" in shown(app)
        assert "Next: Thank them" in shown(app)


async def test_a_missed_day_to_give_notice_does_not_hide_what_is_next(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12", end_on="2026-06-01", notice="6 months")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "Next: Thank them" in shown(app)
        assert "The day to give notice has passed: Mon 1 Dec 2025" in shown(app)


async def test_a_renewed_deal_shows_the_end_of_this_period_and_where_that_comes_from(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2023-12-01", end_on="2024-12-31", notice="3 months", renewal="12 months")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        words = shown(app)
    assert "renews Thu 31 Dec 2026" in words
    assert "for 12 months each time since Tue 31 Dec 2024" in words
    assert "30 Sep" in words


async def test_one_message_at_a_time_and_none_over_the_next_command(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    desk.write(
        Command("added a document"),
        forms.create,
        "document",
        "d1",
        deal,
        {"target": "x"},
        desk.context,
        desk.clock.now(),
    )
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("d")
        await settled(app, pilot)
        assert "The document was archived. u brings it back." in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "Undone: archived a document of ACME-1." in shown(app)
        assert "was archived" not in shown(app)
        await pilot.press("n")
        await settled(app, pilot)
        assert "Undone" not in shown(app)
