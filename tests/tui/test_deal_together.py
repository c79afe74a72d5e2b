"""The deal page on how both sides talk and work together: what it says once a phase is over, and what is only usual."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dealdesk.exports import together as page
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.hand_over import HandOver
from dealdesk.tui.screens import deal_add
from dealdesk.tui.screens.deal import DealScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.test_issues import add, shown


async def test_a_check_in_names_no_phase_that_is_over(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="vendor", signed_on="2026-01-05")
    add(desk, "checkin", deal, often="every 2 weeks until 2026-02-04, then every month")
    assert desk.today > date(2026, 2, 4)
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        for tab in ("Overview", "Check-ins"):
            screen.open_tab(tab)
            await settled(app, pilot)
            assert "check-in: every month" in shown(app)
            assert "2 weeks" not in shown(app)


async def test_the_page_says_what_is_only_usual_and_the_copy_for_them_does_not(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="client")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        deal_add.show_together(screen)
        await settled(app, pilot)
        assert isinstance(app.screen, HandOver)
        assert f"FORMAT ({page.USUAL.upper()})" in shown(app)
        await pilot.press("y")
        assert "## Format\n" in app.clipboard
        assert "level 2:" in app.clipboard
        assert page.USUAL not in app.clipboard


async def test_the_heading_of_the_issues_fits_on_80_columns(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for number in range(12):
        add(desk, "issue", deal, text=f"Logins fail {number}")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert any(line.strip() == "ISSUES   3 of 12, the others under Risks" for line in screen_lines(app))
        screen.open_tab("Risks")
        await settled(app, pilot)
        said = "ISSUES   12 open  not written yet: facts, impact, done now, root cause"
        assert any(line.strip(" |│▐▁").startswith(said) for line in screen_lines(app))
        assert "[Risks]" in shown(app)
