"""What waits for another action: space names it, and a second yes does it all the same; a new date leads to m."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import Message
from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.message import MessageScreen
from tests.tui.desk_app import running, settled
from tests.tui.today_desk import action, day, of_deals, one, put


def blocked(folder: Path) -> Desk:
    desk = of_deals(folder)
    put(desk, action("get the access", 30))
    put(desk, action("import the data", blocked_by_id=1, weight=9))
    return desk


def shown(app: DealdeskApp) -> str:
    return "\n".join(screen_lines(app))


@pytest.mark.parametrize(("key", "state"), [("y", "done"), ("escape", "to do")])
async def test_space_names_what_blocks_and_asks_again(tmp_path: Path, key: str, state: str) -> None:
    desk = blocked(tmp_path)
    async with running(desk) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("space")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        assert "it waits for “get the access”, which is still open" in " ".join(shown(app).split())
        await pilot.press(key)
        await settled(app, pilot)
        assert one(desk, "SELECT state FROM action WHERE id = 2") == state
        noted = one(desk, "SELECT notes FROM action WHERE id = 2")
        assert ("before “get the access”" in noted) is (state == "done")


async def test_after_a_new_date_m_drafts_its_confirmation(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("import the data"))
    async with running(desk) as (app, pilot):
        await settled(app, pilot)
        await pilot.press("r", *day(9).isoformat(), "enter")
        await settled(app, pilot)
        await pilot.press(*"their audit; the report", "enter")
        await settled(app, pilot)
        assert any("m drafts the confirmation." in str(note.message) for note in app._notifications)
        await app.workspace.ways.open_message(1, None, one(desk, "SELECT uid FROM action"))
        await settled(app, pilot)
        assert isinstance(app.screen, MessageScreen)
        draft = app.screen.draft
        assert draft is not None
        assert draft.kind is Message.RECAP
        assert "What is put behind it: the report" in draft.body
