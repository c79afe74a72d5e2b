"""The form of an action: three fields are asked, Tab opens the others; typing is kept as in any form."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.forms import FORMS
from dealdesk.store import records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.workspace import Workspace
from tests.tui.desk_app import NOW, add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def form(workspace: Workspace, uid: str | None = None) -> RecordFormScreen:
    return RecordFormScreen(workspace, "action", FORMS["action"], uid=uid, deal_id=1, title="New action")


def rows(desk: Desk, columns: str) -> list[tuple[object, ...]]:
    return desk.rows(lambda con: con.execute(f"SELECT {columns} FROM action ORDER BY id").fetchall())


def put(desk: Desk, table: str, **texts: str) -> str:
    uid = new_uid()
    desk.write(Command("added"), records.add, table, uid, 1, texts, desk.context, NOW)
    return uid


async def test_three_fields_are_asked_and_enter_adds(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(form(app.workspace))
        await pilot.pause()
        assert "Enter goes on; after Due it adds this. Tab there opens the other 12." in shown(app)
        assert "Done when" not in shown(app)
        await pilot.press(*"send the plan", "enter", *"me", "enter", *"fri", "enter")
        await settled(app, pilot)
        assert rows(desk, "text, side, due_on") == [("send the plan", "us", "2026-05-15")]
        assert not isinstance(app.screen, RecordFormScreen)


async def test_tab_after_the_third_field_opens_the_others(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    put(desk, "action", text="get the access")
    async with running(desk) as (app, pilot):
        screen = form(app.workspace)
        await app.push_screen(screen)
        await pilot.press(*"import", "tab", "tab", *"fri", "tab")
        await pilot.pause()
        assert "Done when" in shown(app)
        assert app.focused is screen.form.field("side")
        assert "it adds this. Esc twice keeps a draft." in shown(app)
        screen.form.focus_field("done_when")
        await pilot.press(*"rows match")
        screen.form.focus_field("blocked_by")
        await pilot.press(*"acc", "right", "tab", "tab", "tab", "enter")
        await settled(app, pilot)
        assert rows(desk, "text, done_when, blocked_by_id") == [
            ("get the access", "", None),
            ("import", "rows match", 1),
        ]


async def test_what_was_typed_behind_the_fold_is_shown_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = form(app.workspace)
        await app.push_screen(screen)
        screen.form.focus_field("clause")
        await pilot.press(*"4.2", "escape", "q")
        await settled(app, pilot)
        assert rows(desk, "text") == []
        again = form(app.workspace)
        await app.push_screen(again)
        await pilot.pause()
        assert again.form.text("clause") == "4.2"
        assert again.form.field("clause").region.height > 0


async def test_a_blocker_that_is_not_there_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = form(app.workspace)
        await app.push_screen(screen)
        await pilot.press(*"import")
        screen.form.focus_field("blocked_by")
        await pilot.press(*"budget", "tab", "tab", "tab", "enter")
        await settled(app, pilot)
        assert app.screen is screen
        assert "No open action of this deal answers to" in shown(app)
        assert rows(desk, "text") == []


async def test_all_fields_are_shown_where_an_action_is_edited(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    one = put(desk, "action", text="one")
    put(desk, "action", text="two", blocked_by="one")
    async with running(desk) as (app, pilot):
        screen = form(app.workspace, one)
        await app.push_screen(screen)
        await pilot.pause()
        assert "Done when" in shown(app)
        screen.form.focus_field("blocked_by")
        await pilot.press(*"two", "tab")
        await settled(app, pilot)
        assert "That would be a circle" in shown(app)
        assert rows(desk, "blocked_by_id") == [(None,), (1,)]
