"""The registers on the deal page: added, marked by space, edited, undone; their headings say what is worth saying."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.forms import FORMS
from dealdesk.store import parties, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.hand_over import HandOver
from dealdesk.tui.dialogs.pick_action import PickAction
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.screens.register_form import RegisterForm
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def add(desk: Desk, table: str, deal: int, **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, uid, deal, texts, desk.context, now)
    return uid


async def test_a_metric_is_proposed_taken_with_its_family_and_read_with_n(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("n", "m")
        await settled(app, pilot)
        assert isinstance(app.screen, RegisterForm)
        await pilot.press("down")
        await settled(app, pilot)
        assert "known: Revenue it had a part in (value)" in shown(app)
        await pilot.press("down", "enter")
        await settled(app, pilot)
        app.screen.form.set_text("target", "at least 98 %")
        await pilot.press("f2")
        await settled(app, pilot)
        row = desk.con.execute("SELECT name, family FROM metric").fetchone()
        assert row == ("Costs saved", "value")
        assert screen.tab == "Metrics"
        assert "METRICS   1 (3 to 5 are good); no operational or relationship metric" in shown(app)
        for value in ("97,5", "99"):
            await pilot.press("n", "enter")
            await settled(app, pilot)
            assert isinstance(app.screen, RegisterForm)
            assert app.screen.form.text("metric") == "Costs saved"
            await pilot.press(*value.replace(",", "."), "f2")
            await settled(app, pilot)
        words = shown(app)
        assert "value      Costs saved   99 vs at least 98 % _^ on target owner --" in words
        assert "READINGS" in words
        assert screen.row_key[0] == "metric"
        await pilot.press("u")
        await settled(app, pilot)
        assert "97.5 vs at least 98 % below by 0.5" in shown(app)
        assert "Undone: added a reading to ACME-1." in shown(app)


async def test_space_marks_risks_needs_and_disagreements_and_u_takes_it_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for number in range(4):
        add(desk, "risk", deal, text=f"risk {number}")
    add(desk, "need", deal, text="test accounts", side="us", kind="access")
    add(desk, "disagreement", deal, points="scope of support")
    async with running(desk) as (app, pilot):
        for tab, column, table in (
            ("Risks", "reviewed_on", "risk"),
            ("Together", "met_on", "need"),
            ("Risks", "closed_on", "disagreement"),
        ):
            screen = DealScreen(app.workspace, deal)
            await app.push_screen(screen)
            await settled(app, pilot)
            screen.open_tab(tab)
            await settled(app, pilot)
            uid = desk.con.execute(f"SELECT uid FROM {table} ORDER BY id LIMIT 1").fetchone()[0]
            screen.list.rows.go_to(f"{table}/{uid}")
            query = f"SELECT {column} FROM {table} WHERE uid = '{uid}'"
            await pilot.press("space")
            await settled(app, pilot)
            assert desk.con.execute(query).fetchone()[0] == "2026-05-13", table
            await pilot.press("space")
            await settled(app, pilot)
            assert desk.con.execute(query).fetchone()[0] is None, table
            await pilot.press("u")
            await settled(app, pilot)
            assert desk.con.execute(query).fetchone()[0] == "2026-05-13", table
            if table == "risk":
                assert "top 3" in shown(app)
                assert "top 4" not in shown(app)
                assert "looked at Wed 13 May" in shown(app)


async def test_who_works_alone_fills_our_side_with_one_key_and_names_theirs_with_enter(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.write(Command("said who works here"), parties.set_me, "Kim", "k")
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("n", "l")
        await settled(app, pilot)
        assert screen.tab == "People"
        assert "WHO TO CALL   3 of 6" in shown(app)
        assert "billing   ours: Kim theirs: nobody yet" in shown(app)
        screen.list.rows.go_to("contact/+billing")
        await pilot.press("n", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, RegisterForm)
        assert (app.screen.form.text("matter"), app.screen.form.text("side")) == ("billing", "them")
        app.screen.form.set_text("person", "Raj")
        await pilot.press("f2")
        await settled(app, pilot)
        assert "WHO TO CALL   4 of 6" in shown(app)
        assert "billing   ours: Kim theirs: Raj" in shown(app)
        assert screen.list.rows.cursor_key == "contact/+billing"
        await pilot.press("u", "u")
        await settled(app, pilot)
        assert "WHO TO CALL" not in shown(app)


async def test_working_together_begins_with_what_is_usual_and_f9_shows_the_page(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="partner")
    add(desk, "give_take", deal, text="workshop", side="us", unit="hours", quantity="40")
    add(desk, "give_take", deal, text="review", side="them", unit="hours", quantity="10")
    add(desk, "risk", deal, text="their lead leaves")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("n", "h")
        await settled(app, pilot)
        assert screen.tab == "Together"
        words = shown(app)
        assert "HOW WE WORK TOGETHER" in words
        assert "we gave 40 h, they 10 h: 30 h apart, over… ask them for 11 h more" in words
        await pilot.press("f9")
        await settled(app, pilot)
        assert isinstance(app.screen, HandOver)
        words = shown(app)
        assert "WHO DECIDES WHAT" in words
        assert "their lead" not in words
        await pilot.press("q", "n", "h")
        await settled(app, pilot)
        assert isinstance(app.screen, RegisterForm)


async def test_a_term_is_kept_by_an_action_or_is_information_only(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uid = add(desk, "term", deal, what="monthly report", trade="gave")
    add(desk, "term", deal, what="84k a year", kind="commercial")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Terms")
        await settled(app, pilot)
        assert "TERMS   with owner and date 0 of 1" in shown(app)
        screen.list.rows.go_to(f"term/{uid}")
        await pilot.press("space", "a")
        await settled(app, pilot)
        assert "empty says it later" in shown(app)
        await pilot.press(*"Kim")
        await settled(app, pilot)
        assert "Kim is new here" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        kept = "SELECT action.text, person.name, due_on FROM action JOIN person ON person.id = owner_id"
        assert desk.con.execute(kept).fetchone() == ("monthly report", "Kim", None)
        await pilot.press("space")
        await settled(app, pilot)
        assert "say who and by when: no date" in shown(app)
        await pilot.press("enter", *"29 may")
        await settled(app, pilot)
        assert "by Fri 29 May 2026" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.con.execute(kept).fetchone() == ("monthly report", "Kim", "2026-05-29")
        assert "with owner and date 1 of 1" in shown(app)
        await pilot.press("space", "o")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        await pilot.press("space", "x")
        await settled(app, pilot)
        assert "no action" in shown(app)
        await pilot.press("space", "l")
        await settled(app, pilot)
        assert isinstance(app.screen, PickAction)
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.con.execute("SELECT action_id FROM term WHERE uid = ?", (uid,)).fetchone()[0] == 1
        await pilot.press("space", "x")
        await settled(app, pilot)
        await pilot.press("space", "i")
        await settled(app, pilot)
        app.clear_notifications()
        await settled(app, pilot)
        assert "information only" in shown(app)
        assert "with owner and date" not in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "with owner and date 0 of 1" in shown(app)


async def test_the_pulse_says_its_trend(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for day, score in (("1 mar", "4"), ("1 apr", "3"), ("12 may", "3")):
        add(desk, "pulse", deal, score=score, asked_on=day, five="weekly reports")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Metrics")
        await settled(app, pilot)
        assert "PULSE   4 3 3: going down" in shown(app)
        await pilot.press("e")
        await settled(app, pilot)
        assert isinstance(app.screen, RegisterForm)
        assert app.screen.form.text("score") == "3"


async def test_a_risk_is_moved_into_the_top_three_and_u_moves_it_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uids = [add(desk, "risk", deal, text=f"risk {number}") for number in range(4)]
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        first = list(screen.list.rows.keys_shown)
        screen.list.rows.go_to(f"risk/{uids[3]}")
        assert first[-1] == screen.list.rows.cursor_key
        await pilot.press("J")
        await settled(app, pilot)
        assert list(screen.list.rows.keys_shown) == first
        await pilot.press("K")
        await settled(app, pilot)
        moved = list(screen.list.rows.keys_shown)
        assert moved == [*first[:2], first[3], first[2]]
        assert screen.list.rows.cursor_key == first[3]
        await pilot.press("u")
        await settled(app, pilot)
        assert list(screen.list.rows.keys_shown) == first


async def test_a_line_without_more_to_say_takes_all_the_room(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    text = "the first order of a real customer that passes through all the systems"
    add(desk, "glossary", deal, word="go-live", meaning=text[:60])
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Terms")
        await settled(app, pilot)
        assert text[:60] in shown(app)


async def test_several_metrics_are_listed_and_a_name_shows_its_family_at_once(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        form = RegisterForm(app.workspace, "metric", FORMS["metric"], deal_id=deal)
        await app.push_screen(form)
        await settled(app, pilot)
        assert "Revenue it had a part in  (value)" in shown(app)
        assert sum("  (value)" in line for line in shown(app).split("\n")) == 5
        await pilot.press(*"on-time")
        await settled(app, pilot)
        assert "> Delivered on time  (operational)" in shown(app)
        await pilot.press("right")
        await settled(app, pilot)
        assert form.form.text("name") == "Delivered on time"
        assert form.form.text("family") == "operational"
        assert "(•) operational" in shown(app)
        await pilot.press("ctrl+u", *"Response Times")
        assert form.form.text("family") == "operational"
        await pilot.press("ctrl+u", *"Pies")
        assert form.form.text("family") == ""
        await pilot.press("tab", "v", "shift+tab", "ctrl+u", *"Defect rate")
        assert form.form.text("family") == "value", "what a person picked stays"
        await pilot.press("ctrl+u", *"On-time delivery %", "tab", "backspace", "f2")
        await settled(app, pilot)
        row = desk.con.execute("SELECT name, family FROM metric").fetchone()
        assert row == ("On-time delivery %", "operational")


async def test_an_offer_is_taken_by_a_click_and_the_list_goes_with_the_cursor(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        form = RegisterForm(app.workspace, "metric", FORMS["metric"], deal_id=deal)
        await app.push_screen(form)
        await settled(app, pilot)
        await pilot.click(form.form.field("name"), offset=(4, 3))
        await settled(app, pilot)
        assert form.form.text("name") == "Costs saved"
        await pilot.press("tab")
        await settled(app, pilot)
        assert "(value)" not in shown(app)
        assert form.form.field("family").region.y - form.form.field("name").region.y == 2


async def test_space_says_whether_an_expectation_was_met_or_not_or_nothing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uid = add(desk, "expectation", deal, text="one number to call", side="them")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        screen.open_tab("Together")
        await settled(app, pilot)
        assert "EXPECTED AT SIGNING" in shown(app)
        for met in (1, 0, None):
            screen.list.rows.go_to(f"expectation/{uid}")
            await pilot.press("space")
            await settled(app, pilot)
            assert desk.con.execute("SELECT met FROM expectation").fetchone() == (met,)
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.con.execute("SELECT met FROM expectation").fetchone() == (0,)
        assert "not met" in shown(app)
