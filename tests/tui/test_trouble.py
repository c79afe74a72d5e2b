"""Trouble on Today until it is answered, a talk that remembers its check-in, the message of an issue, one undo."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.vocabulary import ActionState, Message
from dealdesk.store import actions, conversations, issue_opening, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui import talk_way
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.talk import OneLine
from dealdesk.tui.screens.conversation_form import ConversationForm, EditConversation
from dealdesk.tui.screens.message import MessageScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.today_desk import action, go_to, one, put


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def talk(desk: Desk, status: str, why: str = "") -> str:
    uid, now = new_uid(), desk.clock.now()
    texts = {"summary": "talked", "channel": "call", "status": status, "status_why": why}
    desk.write(Command("logged"), conversations.log, 1, uid, texts, desk.context, now)
    return uid


def checkin(desk: Desk, **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command("added"), records.add, "checkin", uid, 1, texts, desk.context, now)
    return uid


async def test_what_the_shell_logged_is_asked_on_today_until_it_is_answered(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    for status in ("yellow", "red"):
        talk(desk, status, "data [late]")
    async with running(desk) as (app, pilot):
        assert "yellow, then red: data [late]" in shown(app)
        go_to(app, "trouble")
        await pilot.press("space")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        assert "stands Y R, not green again: data [late]" in shown(app)
        await pilot.press("escape")
        await settled(app, pilot)
        assert "yellow, then red" in shown(app), "not now is no answer"
        await pilot.press("s")
        await settled(app, pilot)
        assert "answered once, and not put off" in shown(app)
        await pilot.press("space", "l")
        await settled(app, pilot)
        assert "yellow, then red" not in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "yellow, then red" in shown(app)


async def test_editing_how_it_stood_asks_behind_the_form(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    talk(desk, "red", "no budget")
    second = talk(desk, "green")
    async with running(desk) as (app, pilot):
        from dealdesk.tui.screens.deal_new import edit_form

        form = edit_form(app.workspace, "conversation", second, 1)
        assert isinstance(form, EditConversation)
        await app.push_screen(form)
        await settled(app, pilot)
        form.form.focus_field("status")
        form.form.set_text("status", "yellow")
        await pilot.press("f2")
        await settled(app, pilot)
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        assert "stands R Y" in shown(app)


async def test_a_begun_talk_remembers_which_check_in_it_is(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12", type="client")
    checkin(desk, purpose="weekly", often="weekly", next_on="2026-05-13")
    review = checkin(desk, purpose="business review", often="quarterly", next_on="2026-07-01")
    async with running(desk) as (app, pilot):
        await talk_way.talk(app, app.workspace, 1, None, "", review)
        await settled(app, pilot)
        await pilot.press(*"call: went through")
        await pilot.press("escape")
        await settled(app, pilot)
        await talk_way.talk(app, app.workspace, 1, None, "")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert "how it stands too" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        held = "SELECT checkin.uid FROM conversation JOIN checkin ON checkin.id = checkin_id"
        assert one(desk, held) == review
        assert one(desk, f"SELECT next_on FROM checkin WHERE uid = '{review}'") != "2026-07-01"
        assert desk.con.execute("SELECT key FROM typing").fetchall() == []


async def test_a_begun_form_of_a_talk_remembers_it_too(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12", type="client")
    review = checkin(desk, purpose="business review", often="quarterly", next_on="2026-07-01")
    async with running(desk) as (app, pilot):
        await talk_way.talk(app, app.workspace, 1, None, "", review)
        await settled(app, pilot)
        await pilot.press("tab")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)
        app.screen.form.focus_field("win")
        await pilot.press(*"praise")
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        await talk_way.talk(app, app.workspace, 1, None, "")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        form.form.focus_field("summary")
        await pilot.press(*"went through it", "f2")
        await settled(app, pilot)
        held = "SELECT checkin.uid FROM conversation JOIN checkin ON checkin.id = checkin_id"
        assert one(desk, held) == review


async def test_m_on_the_line_of_an_issue_drafts_its_message(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    texts = {"text": "feed down", "facts": "no rows since Monday"}
    desk.write(Command("o"), issue_opening.add, "issue", new_uid(), 1, texts, desk.context, desk.clock.now())
    async with running(desk, size=(160, 45)) as (app, pilot):
        assert "level 1, till the end of today: feed down" in shown(app)
        assert "CLOCK  level 1" in shown(app)
        go_to(app, "issue")
        await pilot.press("m")
        await settled(app, pilot)
        assert isinstance(app.screen, MessageScreen)
        assert app.screen.kind is Message.ISSUE
        assert "The facts: no rows since Monday" in shown(app)


async def test_moving_to_waiting_and_naming_whom_is_one_undo(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    put(desk, action("the annex"))
    uid = one(desk, "SELECT uid FROM action")
    async with running(desk) as (app, pilot):
        words = "moved an action of ACME-1 to waiting for them"
        await app.workspace.write(words, actions.move, uid, ActionState.WAITING, desk.context, desk.clock.now())
        await talk_way.wait(app, app.workspace, 1, None, uid)
        await settled(app, pilot)
        await pilot.press(*"the annex", "enter")
        await settled(app, pilot)
        assert one(desk, "SELECT count(*) FROM waiting WHERE archived_at IS NULL") == 1
        await pilot.press("u")
        await settled(app, pilot)
        assert one(desk, "SELECT count(*) FROM waiting WHERE archived_at IS NULL") == 0
        assert one(desk, "SELECT state FROM action") == "to do"
