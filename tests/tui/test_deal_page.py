"""The page of a deal: what is next, and what is said when a line goes."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.store import conversations, debriefs, forms, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.templates.load import load_sections
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.conversation_form import ConversationForm
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled, uid_of


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_a_running_debrief_is_said_to_run(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "Next: Thank them" in shown(app)
        start = (deal, DebriefKind.FIRST, 45, load_sections(), desk.clock.now())
        await app.workspace.write("started the debrief", debriefs.start, *start)
        screen = app.screen
        assert isinstance(screen, DealScreen)
        screen.refresh_rows()
        await settled(app, pilot)
        assert "The first debrief is running: D goes on" in shown(app)
        assert "Next: Thank them" in shown(app)


async def test_a_missed_day_to_give_notice_does_not_hide_what_is_next(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12", end_on="2026-06-01", notice="6 months")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "Next: Thank them" in shown(app)
        assert "The day to give notice has passed: Mon 1 Dec 2025" in shown(app)


async def test_a_renewed_deal_shows_the_end_of_this_period_and_where_that_comes_from(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2023-12-01", end_on="2024-12-31", notice="3 months", renewal="12 months")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        words = shown(app)
    assert "renews Thu 31 Dec 2026" in words
    assert "for 12 months each time" in words
    assert "since Tue 31 Dec 2024" in words
    assert "30 Sep" in words


async def test_one_message_at_a_time_and_none_over_the_next_command(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    desk.write(
        Command("added a document"),
        forms.create,
        "document",
        "d1",
        deal,
        {"target": "x"},
        desk.context,
        desk.clock.now(),
    )
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("d")
        await settled(app, pilot)
        assert "The document was archived. u brings it back." in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "Undone: archived a document of ACME-1." in shown(app)
        assert "was archived" not in shown(app)
        await pilot.press("n")
        await settled(app, pilot)
        assert "Undone" not in shown(app)


def add(desk: Desk, table: str, deal: int, **texts: str) -> None:
    now = desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, new_uid(), deal, texts, desk.context, now)


def log(desk: Desk, deal: int, *said: str) -> None:
    for line in said:
        desk.write(Command("logged"), conversations.log_line, deal, line, desk.context, desk.clock.now())


async def test_actions_are_done_put_off_and_dated_anew_where_they_stand(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    query = "SELECT state, later_until, due_on FROM action WHERE kind = ?"
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert "ACTIONS" in shown(app)
        await pilot.press("space")
        await settled(app, pilot)
        assert desk.con.execute(query, ("next-steps mail",)).fetchone()[0] == "done"
        assert "1 done" in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.con.execute(query, ("next-steps mail",)).fetchone()[0] == "to do"
        kickoff = desk.con.execute("SELECT uid FROM action WHERE kind = 'kickoff'").fetchone()[0]
        screen.list.rows.go_to(f"action/{kickoff}")
        await pilot.press("s")
        await settled(app, pilot)
        await pilot.press(*"22 may", "enter")
        await settled(app, pilot)
        assert desk.con.execute(query, ("kickoff",)).fetchone()[1] == "2026-05-22"
        await pilot.press("r")
        await settled(app, pilot)
        await pilot.press(*"29 may", "enter")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.con.execute(query, ("kickoff",)).fetchone()[2] == "2026-05-29"
        await pilot.press("enter")
        await settled(app, pilot)
        assert "Hold the kickoff" in shown(app)


async def test_of_many_conversations_the_first_tab_has_the_last_and_counts_the_others(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    log(desk, deal, *(f"call: number {number}" for number in range(25)))
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert "CONVERSATIONS   3 of 25, the others under Check-ins" in shown(app)
        await pilot.press("l")
        await settled(app, pilot)
        words = shown(app)
        assert "[Check-ins]" in words
        assert "number 24" in words
        assert len(screen.list.rows.keys_shown) == 25
        await pilot.press("e")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.form.text("summary") == "number 24"


async def test_an_idea_is_added_used_and_taken_up_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("n", "o")
        await settled(app, pilot)
        await pilot.press(*"a joint webinar", "f2")
        await settled(app, pilot)
        assert "IDEAS" in shown(app)
        await pilot.press("space")
        await settled(app, pilot)
        assert desk.con.execute("SELECT used_on, party_id FROM idea").fetchone() == ("2026-05-13", 1)
        assert "used Wed 13 May" in shown(app)
        await pilot.press("space")
        await settled(app, pilot)
        assert desk.con.execute("SELECT used_on FROM idea").fetchone()[0] is None


async def test_what_was_decided_stands_on_the_page(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "decision", deal, what="reports go out on Mondays", who="Dana", why="their board meets on Tuesday")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "DECIDED" in shown(app)
        assert "reports go out on Mondays" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.form.text("who") == "Dana"


async def test_n_k_opens_all_fields_of_a_conversation(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("k")
        await settled(app, pilot)
        assert isinstance(app.screen, ConversationForm)


async def test_what_was_decided_about_the_notice_is_said_with_its_day(tmp_path: Path) -> None:
    from dealdesk.store import notice

    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12", end_on="2026-09-30", notice="3 months", renewal="12 months")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "Give notice by Tue 30 Jun 2026: " in shown(app)
        await app.workspace.write("decided", notice.decide, deal, "let it roll", desk.clock.now())
        screen = app.screen
        assert isinstance(screen, DealScreen)
        screen.refresh_rows()
        await settled(app, pilot)
        assert "let it roll, decided Wed 13 May" in shown(app)


async def test_what_has_no_date_yet_is_counted_quietly(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        assert "No date yet deliverable, invoice, review" in shown(app)


async def test_letters_of_the_filter_are_letters(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    log(desk, deal, "call: two new stages")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("slash", *"two new S")
        await settled(app, pilot)
        assert app.screen is screen
        assert screen.list.rows.words == "two new S"


async def test_check_ins_and_the_notice_stand_on_the_page_with_the_keys_of_today(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(
        desk, type="client", signed_on="2026-05-12", end_on="2026-09-30", notice="3 months", renewal="1 year"
    )
    uid, checkin = uid_of(desk, "deal", deal), uid_of(desk, "checkin", 1)
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        screen.list.rows.go_to(f"checkin/{checkin}")
        await settled(app, pilot)
        assert "CHECK-INS" in shown(app)
        assert "every week until " in shown(app)
        await pilot.press("s")
        await settled(app, pilot)
        await pilot.press(*"29 may", "enter")
        await settled(app, pilot)
        row = desk.con.execute("SELECT later_until FROM checkin WHERE uid = ?", (checkin,)).fetchone()
        assert row[0] == "2026-05-29"
        await pilot.press("enter")
        await settled(app, pilot)
        assert "How often" in shown(app)
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        screen.list.rows.go_to(f"notice/{uid}")
        await settled(app, pilot)
        assert "GIVE NOTICE" in shown(app)
        assert "else renews 1 year" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        await pilot.press("l")
        await settled(app, pilot)
        assert desk.con.execute("SELECT notice_decision FROM deal").fetchone()[0] == "let it roll"
        assert "let it roll, decided Wed 13 May" in shown(app)
