"""Check-ins on the screens: added, edited, held with how it stands, asked about, tied; each undone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from dealdesk.store import conversations, due_moves, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.ask_day import AskDay
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.conversation_form import ConversationForm
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.today_desk import one


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def add(desk: Desk, deal: int, table: str = "checkin", **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, uid, deal, texts, desk.context, now)
    return uid


def talk(desk: Desk, deal: int, checkin_uid: str, **texts: str) -> None:
    every = {"summary": "talked", "channel": "call", "happened_on": "2026-05-12", **texts}
    now = desk.clock.now()
    name = Command("logged a conversation")
    desk.write(name, conversations.log, deal, new_uid(), every, desk.context, now, checkin_uid=checkin_uid)


async def on_page(app: DealdeskApp, pilot: Pilot[None], deal: int, tab: str = "Check-ins") -> DealScreen:
    screen = DealScreen(app.workspace, deal)
    await app.push_screen(screen)
    screen.open_tab(tab)
    await settled(app, pilot)
    return screen


async def test_n_adds_a_check_in_in_three_fields_and_a_second_one_beside_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        await on_page(app, pilot, deal)
        for purpose, often in (("delivery", "weekly"), ("business review", "quarterly")):
            await pilot.press("n")
            await settled(app, pilot)
            assert "c  a check-in" in shown(app)
            await pilot.press("c")
            await settled(app, pilot)
            assert "Next on" in shown(app)
            assert "At most every" not in shown(app)
            await pilot.press(*purpose, "enter", *often, "enter", *"12 jun", "enter")
            await settled(app, pilot)
        words = shown(app)
        assert "delivery: every week" in words
        assert "business review: every 3 months" in words
        assert "Fri 12 June" in words
        await pilot.press("u")
        await settled(app, pilot)
        assert "business review" not in shown(app)


async def test_it_is_edited_by_enter_and_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, deal, "action", text="First deliverable", due_on="2026-06-12")
    uid = add(desk, deal, purpose="dry run", often="weekly")
    async with running(desk) as (app, pilot):
        screen = await on_page(app, pilot, deal)
        screen.list.rows.go_to(f"checkin/{uid}")
        await pilot.press("enter")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, RecordFormScreen)
        assert form.form.text("often") == "every week"
        assert form.form.text("agenda") == "progress, blockers, next steps, new dates"
        form.form.focus_field("tied")
        await pilot.press(*"3 days before First d")
        await settled(app, pilot)
        assert "known: 3 days before First deliverable" in shown(app)
        await pilot.press("right", "enter")
        await settled(app, pilot)
        assert one(desk, "SELECT next_on FROM checkin") == "2026-06-09"
        form.form.focus_field("tied")
        form.form.set_text("tied", "3 days before the moon")
        await pilot.press("space", "enter")
        await settled(app, pilot)
        assert "No open action of this deal answers to" in shown(app)
        assert one(desk, "SELECT next_on FROM checkin") == "2026-06-09"


@pytest.mark.parametrize(("size", "where"), [((80, 24), "page"), ((160, 45), "today")])
async def test_held_with_how_it_stands_yellow_twice_asks_and_opens_an_issue(
    tmp_path: Path, size: tuple[int, int], where: str
) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-01-05", type="client")
    uid = add(desk, deal, purpose="delivery", often="weekly", next_on="2026-05-13")
    talk(desk, deal, uid, status="yellow", status_why="data late")
    move = ("check-in", uid, date(2026, 5, 13), "", desk.context, desk.clock.now())
    desk.write(Command("moved"), due_moves.new_date, *move)
    async with running(desk, size=size) as (app, pilot):
        if where == "page":
            screen = await on_page(app, pilot, deal)
            screen.list.rows.go_to(f"checkin/{uid}")
        assert isinstance(app.screen, DealScreen if where == "page" else TodayScreen)
        await pilot.press("space")
        await settled(app, pilot)
        assert "how it stands too" in shown(app)
        await pilot.press(*"call: went through it", "tab")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        assert "How it stands" in shown(app)
        form.form.set_text("status", "red")
        form.form.set_text("status_why", "data late [again]")
        form.form.set_text("win", "they praised Raj")
        await pilot.press("f2")
        await settled(app, pilot)
        joined = "conversation JOIN checkin ON checkin.id = checkin_id ORDER BY happened_on"
        query = f"SELECT status, checkin.uid FROM {joined}"
        assert desk.con.execute(query).fetchall() == [("yellow", uid), ("red", uid)]
        assert one(desk, "SELECT next_on FROM checkin ORDER BY id DESC") == "2026-05-20"
        assert isinstance(app.screen, Choose)
        assert "stands Y R, not green again: data late [again]" in shown(app)
        await pilot.press("i")
        await settled(app, pilot)
        assert one(desk, "SELECT text FROM issue WHERE archived_at IS NULL") == "data late [again]"
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.con.execute("SELECT 1 FROM issue WHERE archived_at IS NULL").fetchone() is None
        await pilot.press("u")
        await settled(app, pilot)
        assert one(desk, "SELECT trouble_asked_on FROM deal") is None


async def test_a_new_date_is_the_other_answer_and_letters_stand_on_the_page(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uid = add(desk, deal, often="weekly", next_on="2026-05-13")
    talk(desk, deal, uid, status="red", status_why="no budget")
    async with running(desk) as (app, pilot):
        await on_page(app, pilot, deal)
        assert "R red: no budget" in shown(app)
        assert "CONVERSATIONS   stands R" in shown(app)
        await app.push_screen(ConversationForm(app.workspace, deal, line="call: nothing new", checkin_uid=uid))
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, ConversationForm)
        form.form.set_text("status", "yellow")
        await pilot.press("f2")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("r")
        await settled(app, pilot)
        assert isinstance(app.screen, AskDay)
        await pilot.press("enter")
        await settled(app, pilot)
        assert one(desk, "SELECT next_on FROM checkin") == "2026-05-15"
        assert "stands R Y" in shown(app)


async def test_amber_after_its_day_red_after_the_longest_interval(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    amber = add(desk, deal, purpose="amber", often="weekly", next_on="2026-05-11", maximum="3 weeks")
    talk(desk, deal, amber, happened_on="2026-05-01")
    add(desk, deal, purpose="late", often="weekly", next_on="2026-05-11")
    move = ("check-in", amber, date(2026, 5, 13), "", desk.context, desk.clock.now())
    desk.write(Command("moved"), due_moves.new_date, *move)
    async with running(desk) as (app, pilot):
        await on_page(app, pilot, deal)
        words = shown(app)
        assert "Mon 11 May !!" in words
        assert "Wed 13 May !" in words
        assert "Wed 13 May !!" not in words
        assert "late after Fri 22 May" in words


async def test_put_off_twice_leads_to_its_form(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, deal, purpose="delivery", often="weekly", next_on="2026-05-08")
    async with running(desk) as (app, pilot):
        for _ in range(2):
            await pilot.press("s")
            await settled(app, pilot)
            await pilot.press("enter")
            await settled(app, pilot)
        assert "how often wrong" in shown(app)
        await pilot.press("o")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.form.text("often") == "every week"


def _with_agenda(folder: Path) -> tuple[Desk, int, str]:
    desk = open_desk(folder)
    deal = add_deal(desk, signed_on="2026-01-05", type="client")
    uid = add(desk, deal, often="weekly", goal="Dana accepts the price", next_on="2026-05-13")
    for number in range(4):
        add(desk, deal, "risk", text=f"risk {number}")
    add(desk, deal, "action", text="the export", side="them", due_on="2026-05-11")
    add(desk, deal, "action", text="the import", side="us", due_on="2026-05-20")
    return desk, deal, uid


async def test_a_check_in_is_held_with_its_goal_and_agenda_in_sight(tmp_path: Path) -> None:
    desk, _deal, _uid = _with_agenda(tmp_path)
    async with running(desk, size=(140, 40)) as (app, pilot):
        go_to_check_in(app)
        await pilot.press("space")
        await settled(app, pilot)
        for words in ("Goal: Dana accepts the price", "Agenda: progress, blockers, next steps, new dates"):
            assert words in shown(app)
        await pilot.press(*"call: went through it", "tab")
        await settled(app, pilot)
        said = shown(app)
        for words in ("GOAL", "AGENDA", "RISKS", "never looked at", "WE OWE THEM", "the import", "THEY OWE US"):
            assert words in said, words
        assert "risk 3" not in said
        await pilot.press("f7")
        await settled(app, pilot)
        assert "3 risks looked at today" in shown(app)
        assert one(desk, "SELECT count(*) FROM risk WHERE reviewed_on = '2026-05-13'") == 3


async def test_in_a_narrow_window_the_agenda_folds(tmp_path: Path) -> None:
    desk, deal, uid = _with_agenda(tmp_path)
    async with running(desk) as (app, pilot):
        await app.push_screen(ConversationForm(app.workspace, deal, checkin_uid=uid, go_on=False))
        await settled(app, pilot)
        assert "F6 shows goal" in shown(app)
        assert "They owe" not in shown(app)
        await pilot.press("f6")
        await settled(app, pilot)
        assert "They owe: ! " in shown(app)
        assert "Dana accepts the price" in shown(app)


async def test_a_talk_that_is_no_check_in_has_no_agenda(tmp_path: Path) -> None:
    desk, deal, _uid = _with_agenda(tmp_path)
    async with running(desk) as (app, pilot):
        await app.push_screen(ConversationForm(app.workspace, deal, go_on=False))
        await settled(app, pilot)
        assert "F6" not in shown(app)
        assert "Agenda" not in shown(app)


def go_to_check_in(app: App[None]) -> None:
    screen = app.screen
    assert isinstance(screen, TodayScreen)
    key = next(key for key in screen.list.rows.keys_shown if str(key).startswith("check-in/"))
    screen.list.rows.go_to(key)
