"""Today: the line that says which forms wait."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal_form import NewDealScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_a_form_left_unfinished_waits_in_one_line_and_enter_opens_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await pilot.press("n", "tab", *"Beta")
        await settled(app, pilot)
        assert isinstance(app.screen, NewDealScreen)
        await pilot.press("escape", "q")
        await settled(app, pilot)
        assert "1 unfinished form: new deal · Enter goes on" in shown(app)
        assert "1 unfinished\n" in shown(app)
        await pilot.press("G", "enter")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, NewDealScreen)
        assert screen.form.texts()["counterparty"] == "Beta"


async def test_the_newest_of_several_is_opened_for_its_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        app.workspace.keep("deal/d1/counterparty", "Beta")
        app.workspace.writer.flush()
        app.workspace.desk.clock.pass_by(60)  # type: ignore[attr-defined]
        app.workspace.keep("friction/f1/remedy", "name an owner", deal_id=deal)
        await settled(app, pilot)
        assert "ACME-1     2 unfinished forms · Enter: the friction" in shown(app)
        await pilot.press("G", "enter")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, RecordFormScreen)
        assert (screen.table, screen.deal_id) == ("friction", deal)
        assert screen.form.texts()["remedy"] == "name an owner"


async def test_an_empty_desk_keeps_its_words_and_offers_to_go_on(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        app.workspace.keep("deal/d1/counterparty", "Beta")
        await settled(app, pilot)
        assert "n   go on with the deal you began" in shown(app)
        assert "Everything stays on this computer" in shown(app)
