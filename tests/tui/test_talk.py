"""A conversation in one line or in all fields, what one waits for, and the card before one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from dealdesk.store import forms
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.talk import OneLine
from dealdesk.tui.screens.call_card import CallCardScreen
from dealdesk.tui.screens.conversation_form import ConversationForm
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deals import DealsScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def talks(desk: Desk) -> list[tuple[Any, ...]]:
    query = "SELECT channel, direction, people, summary, happened_on FROM conversation WHERE archived_at IS NULL"
    return [tuple(row) for row in desk.con.execute(query)]


def add_person(desk: Desk, deal: int, name: str, **texts: str) -> None:
    every = {"name": name, "side": "them", **texts}
    now = desk.clock.now()
    desk.write(Command("added a person"), forms.create, "deal_person", new_uid(), deal, every, desk.context, now)


async def test_a_line_is_read_while_it_is_typed_and_logged_by_enter(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk, signed_on="2026-05-12"), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        await pilot.press(*"mail from dana: yes to 4.2")
        await settled(app, pilot)
        assert "mail from Dana Li, today" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert talks(desk) == [("mail", "from them", "Dana Li", "yes to 4.2", "2026-05-13")]
        assert isinstance(app.screen, DealsScreen)
        assert "Logged." in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert talks(desk) == []


async def test_w_on_the_list_of_deals_waits_and_a_second_one_is_no_message(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        for what in ("the annex", "the price"):
            await pilot.press("w", *f"Dana: {what}", "enter")
            await settled(app, pilot)
        query = "SELECT text, sent FROM waiting WHERE archived_at IS NULL"
        assert [tuple(row) for row in desk.con.execute(query)] == [("the annex; the price", 1)]
        assert isinstance(app.screen, DealsScreen)


async def test_what_a_line_does_to_a_wait_is_said_before_it_is_logged(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("w", *"Dana: the annex", "enter")
        await settled(app, pilot)
        await pilot.press("t", *"no answer from Dana")
        await settled(app, pilot)
        assert "call to them, not reached, today (guessed). The wait for Dana Li stays" in " ".join(shown(app).split())
        await pilot.press("ctrl+u", *"call Dana: no answer")
        await settled(app, pilot)
        assert "call to Dana Li, not reached, today" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert talks(desk) == [("call", "to them", "Dana Li", "no answer", "2026-05-13")]
        assert desk.con.execute("SELECT closed_on FROM waiting").fetchone()[0] is None


async def test_names_are_proposed_inside_the_line(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"mail from Da")
        await settled(app, pilot)
        assert "known: Dana Li" in shown(app)
        await pilot.press("right", *": done", "enter")
        await settled(app, pilot)
        assert talks(desk) == [("mail", "from them", "Dana Li", "done", "2026-05-13")]


async def test_tab_takes_the_line_into_all_fields_and_nothing_is_typed_twice(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"mail to Raj: sent the plan", "tab")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, ConversationForm)
        assert screen.form.text("summary") == "sent the plan"
        assert "sent the plan" in shown(app)
        assert screen.focused is not None
        assert not getattr(screen.focused, "text", "")
        assert screen.form.region.contains_region(screen.focused.region)
        assert screen.form.text("channel") == "mail"
        assert screen.form.text("people") == "Raj"
        screen.form.focus_field("answer")
        await pilot.press(*"their yes")
        screen.form.focus_field("decided_what")
        await pilot.press(*"weekly reports", "f2")
        await settled(app, pilot)
        assert talks(desk) == [("mail", "to them", "Raj", "sent the plan", "2026-05-13")]
        waits = desk.con.execute("SELECT text FROM waiting WHERE deal_id = ?", (deal,)).fetchall()
        assert [row[0] for row in waits] == ["their yes"]
        assert desk.con.execute("SELECT what FROM decision").fetchone()[0] == "weekly reports"
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone()[0] == 0
        assert isinstance(app.screen, DealsScreen)


async def test_a_line_left_is_offered_again_and_so_are_all_fields(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"call: half a sen")
        await settled(app, pilot)
    again = open_desk(tmp_path)
    async with running(again, start="deals") as (app, pilot):
        await pilot.press("t")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert app.screen.line.text == "call: half a sen"
        await pilot.press("tab")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)
    third = open_desk(tmp_path)
    async with running(third, start="deals") as (app, pilot):
        await pilot.press("t")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)
        assert app.screen.form.text("summary") == "half a sen"
        assert app.screen.form.text("channel") == "call"


async def test_nothing_typed_leaves_nothing_behind(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Li'").fetchone()[0]
        await app.workspace.ways.open_talk(1, person)
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert app.screen.line.text == "call with Dana Li: "
        await pilot.press("escape")
        await settled(app, pilot)
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone()[0] == 0
        assert talks(desk) == []


@pytest.mark.parametrize("typed", ["", "mail from Raj:"])
async def test_a_line_that_is_only_begun_logs_nothing(tmp_path: Path, typed: str) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Li'").fetchone()[0]
        await app.workspace.ways.open_talk(1, person)
        await settled(app, pilot)
        await pilot.press(*(["ctrl+u"] if typed else []), *typed, "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert "and what was said?" in shown(app)
        assert talks(desk) == []


async def test_all_fields_of_a_line_that_is_only_begun_log_nothing_when_left(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_person(desk, add_deal(desk), "Dana Li")
    async with running(desk, start="deals") as (app, pilot):
        person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Li'").fetchone()[0]
        await app.workspace.ways.open_talk(1, person)
        await pilot.press("tab")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)
        assert (app.screen.form.text("summary"), app.screen.form.text("people")) == ("", "Dana Li")
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert talks(desk) == []
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone()[0] == 0
        assert "draft" not in shown(app)
        assert isinstance(app.screen, DealsScreen)


async def test_w_begins_to_wait_and_an_answer_ends_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("w", *"their SOC2 report", "enter")
        await settled(app, pilot)
        assert "WAITING FOR THEM" in shown(app)
        assert "their SOC2 report" in shown(app)
        await pilot.press("t", *"mail from Dana: here it is", "enter")
        await settled(app, pilot)
        assert "WAITING FOR THEM" not in shown(app)
        assert "here it is" in shown(app)


async def open_card(app: DealdeskApp, person_id: int | None = None) -> CallCardScreen:
    await app.workspace.ways.open_call_card(1, person_id)
    assert isinstance(app.screen, CallCardScreen)
    return app.screen


async def test_the_card_shows_what_to_know_of_whom_one_talked_to_last(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add_person(desk, deal, "Raj")
    add_person(desk, deal, "Dana Li", style="direct", interests="sailing", address="dana@acme.example")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"mail from Dana Li: yes to 4.2", "enter")
        await settled(app, pilot)
        await pilot.press("C")
        await settled(app, pilot)
        words = shown(app)
        for part in ("Dana Li", "direct", "sailing", "dana@acme.example", "yes to 4.2", "one of 2 people"):
            assert part in words
        await pilot.press("n")
        await settled(app, pilot)
        assert "Raj" in shown(app)
        assert "sailing" not in shown(app)
        await pilot.press("y")
        await settled(app, pilot)
        assert "Raj" in app.clipboard
        await pilot.press("t")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert app.screen.line.text == "call with Raj: "


async def test_an_empty_card_says_so(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, party="")
    async with running(desk, start="deals") as (app, pilot):
        await open_card(app)
        await settled(app, pilot)
        assert "Nobody is named yet" in shown(app)
        assert "Nothing was said yet" in shown(app)


async def test_markup_in_a_line_stays_text(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"call: [b]x[/b] [@click=app.quit]", "enter")
        await settled(app, pilot)
        assert talks(desk)[0][3] == "[b]x[/b] [@click=app.quit]"
        await open_card(app)
        await settled(app, pilot)
        assert "[b]x[/b] [@click=app.quit]" in shown(app)


async def test_today_reminds_of_a_conversation_that_was_begun(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("t", *"mail to Raj: half", "escape", "1")
        await settled(app, pilot)
        assert "1 unfinished form: conversation" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)
        assert app.screen.form.text("people") == "Raj"


async def test_today_stays_as_it_is_under_the_line_and_reminds_of_it_after(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await pilot.press("t", *"call: half")
        await settled(app, pilot)
        assert isinstance(app.screen, OneLine)
        assert "unfinished" not in shown(app)
        await pilot.press("escape")
        await settled(app, pilot)
        assert "1 unfinished" in shown(app)
