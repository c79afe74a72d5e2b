"""Whom a deal is with, where a contract left the name open."""

from __future__ import annotations

from pathlib import Path

from dealdesk.domain.names import NOBODY
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


async def test_a_name_that_was_left_open_is_shown_as_nobody_on_list_and_page(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, "Licence", "__________")
    async with running(desk, start="deals", size=(160, 45)) as (app, pilot):
        await settled(app, pilot)
        words = "\n".join(screen_lines(app))
        assert words.count(NOBODY[:12]) == 2, "the list, and the pane beside it"
        assert "____" not in words
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        words = "\n".join(screen_lines(app))
        assert NOBODY in words
        assert "____" not in words
