"""Issues on the deal page: added with n, raised, closed with an outcome, opened again; the page of the review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.app import App

from dealdesk.store import deal_page, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.hand_over import HandOver
from dealdesk.tui.screens import deal_facts
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.message import MessageScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def add(desk: Desk, table: str, deal: int, **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, uid, deal, texts, desk.context, now)
    return uid


async def test_an_issue_is_opened_with_two_keys_and_climbs_the_ladder(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "ladder", deal, level="2", names="Ops")
    add(desk, "ladder", deal, level="3", names="MK")
    async with running(desk, size=(110, 30)) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("n", "i")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        await pilot.press(*"Logins fail", "f2")
        await settled(app, pilot)
        screen.open_tab("Risks")
        await settled(app, pilot)
        assert "ISSUES   1 open" in shown(app)
        assert "not written yet: facts, impact, done now, root cause" in shown(app)
        assert "level 1 #.." in shown(app)
        screen.list.rows.action_first()
        await pilot.press("plus")
        await settled(app, pilot)
        assert "level 2 ##." in shown(app)
        assert "48 h left, Ops, then MK" in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "level 1 #.." in shown(app)
        await pilot.press("exclamation_mark")
        await settled(app, pilot)
        assert "level 3 ###" in shown(app)
        assert (screen.row_item.level, screen.row_item.severe) == (3, True)
        await pilot.press("plus")
        await settled(app, pilot)
        assert (screen.row_item.level, "+ raise" in shown(app)) == (3, False)
        await pilot.press("space")
        await settled(app, pilot)
        assert isinstance(app.screen, AskLine)
        await pilot.press(*"fixed in 4.2", "enter")
        await settled(app, pilot)
        assert "closed 13 May" in shown(app)
        assert desk.con.execute("SELECT outcome FROM issue").fetchone() == ("fixed in 4.2",)
        await pilot.press("space")
        await settled(app, pilot)
        assert desk.con.execute("SELECT outcome, closed_at FROM issue").fetchone() == ("", None)


async def test_a_late_issue_is_red_put_off_and_a_usual_level_becomes_the_deals_own(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "issue", deal, text="Logins fail")
    desk.clock.pass_by(86_400)  # type: ignore[attr-defined]
    async with running(desk, size=(110, 30)) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        assert "level 1 #.. !!" in shown(app)
        assert "over since Wed 13 May" in shown(app)
        screen.list.rows.action_first()
        await pilot.press("s")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "till Fri 15 May" in shown(app)
        assert "3 levels as usual" in shown(app)
        screen.list.rows.go_to("ladder/+2")
        await pilot.press("e")
        await settled(app, pilot)
        form = app.screen
        assert isinstance(form, RecordFormScreen)
        assert (form.form.text("level"), form.form.text("response")) == ("2", "48 h")
        form.form.set_text("names", "Ops")
        await pilot.press("f2")
        await settled(app, pilot)
        assert "2 levels as usual" in shown(app)
        assert "Ops: 48 h" in shown(app)


async def test_f8_shows_what_happened_since_the_last_review(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "metric", deal, name="Delivered on time", target="98 %")
    async with running(desk, size=(110, 30)) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("f8")
        await settled(app, pilot)
        assert isinstance(app.screen, HandOver)
        assert "Since the last review" in shown(app)
        assert "Delivered on time: no reading yet" in shown(app)


async def test_m_on_an_issue_writes_about_that_issue_and_on_a_disagreement_nothing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uid = add(desk, "issue", deal, text="Logins fail")
    add(desk, "disagreement", deal, points="Who pays for the outage")
    add(desk, "action", deal, text="First deliverable", due_on="2026-05-01")
    async with running(desk, size=(140, 30)) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        screen.open_tab("Risks")
        await settled(app, pilot)
        rows = screen.list.rows
        rows.go_to(f"issue/{uid}")
        await settled(app, pilot)
        assert "m issue message" in screen_lines(app)[-1]
        await pilot.press("m")
        await settled(app, pilot)
        assert isinstance(app.screen, MessageScreen)
        assert "Logins fail" in shown(app)
        assert "First deliverable" not in shown(app)
        await pilot.press("escape")
        await settled(app, pilot)
        rows.action_last()
        await settled(app, pilot)
        while screen.row_key[0] != "disagreement":
            await pilot.press("up")
            await settled(app, pilot)
        assert "message" not in screen_lines(app)[-1]
        await pilot.press("m")
        await settled(app, pilot)
        assert "ISSUES   1 open" in shown(app)


@pytest.mark.parametrize(
    ("severe", "later", "first"), [("yes", 0, True), ("", 0, False), ("", 5, True)], ids=["severe", "in time", "late"]
)
def test_the_head_names_a_severe_or_late_issue_before_the_next_day(
    tmp_path: Path, severe: str, later: int, first: bool
) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "action", deal, text="Thank them", due_on="2026-05-01")
    add(desk, "issue", deal, text="Logins fail", severe=severe)
    page = desk.rows(deal_page.page, deal)
    today = desk.today + timedelta(days=later)
    said = " ".join(deal_facts.fact_lines(page, today, desk.settings.calendar)[2])
    assert ("Next: issue: Logins fail, " in said) is first
    assert ("Next: Thank them" in said) is not first
