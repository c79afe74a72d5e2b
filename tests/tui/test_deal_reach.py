"""What a deal page shows of a line and offers for it: its whole text, its keys, and where one is after adding."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App

from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import actions, records, term_standings
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_new import ADDITIONS
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.whole_line import WholeLine
from tests.tui.desk_app import add_deal, open_desk, running, settled

LONG = "every Monday we walk through the shared list of what each side owes, line by line, until it is empty again"


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def add(desk: Desk, table: str, deal: int, **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, uid, deal, texts, desk.context, now)
    return uid


def opened(app: App[None]) -> DealScreen:
    assert isinstance(app.screen, DealScreen)
    return app.screen


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 18)])
async def test_a_line_that_is_cut_stands_in_full_below_the_list_which_keeps_still(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for number in range(40):
        add(desk, "risk", deal, text=f"risk {number}", mitigation=f"{LONG} {LONG}" if number % 2 else "watch it")
    async with running(desk, size=size) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        whole = screen.query_one(WholeLine)
        height = screen.list.size.height
        assert whole.text == ""
        assert 1 <= whole.size.height <= max(3, size[1] // 4)
        for _ in range(31):
            await pilot.press("j")
        await settled(app, pilot)
        assert LONG[:90] in " ".join(" ".join(screen_lines(app)[-whole.size.height - 1 :]).split())
        assert screen.list.size.height == height
        assert any(line.startswith("> ") for line in screen_lines(app))
        await pilot.press("k")
        await settled(app, pilot)
        assert whole.text == ""


async def test_a_line_in_full_has_a_quarter_of_the_screen_where_the_list_is_short(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "risk", deal, text="their lead leaves", mitigation=" ".join([LONG] * 9))
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        assert screen.query_one(WholeLine).size.height == 6
        for number in range(12):
            add(desk, "risk", deal, text=f"risk {number}", mitigation="watch it")
        screen.refresh_rows()
        await settled(app, pilot)
        assert screen.query_one(WholeLine).size.height == 3


async def test_the_line_in_full_takes_no_room_where_nothing_is_cut(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "risk", deal, text="their lead leaves", mitigation="a second name")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        assert not screen.query_one(WholeLine).display


async def test_the_key_line_names_what_the_line_under_the_cursor_allows(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "issue", deal, text="Logins fail")
    add(desk, "risk", deal, text="their lead leaves")
    add(desk, "metric", deal, name="On time")
    add(desk, "need", deal, text="accounts", side="us")
    keys = {}
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        for tab in ("Risks", "Metrics", "Together"):
            screen.open_tab(tab)
            await settled(app, pilot)
            keys[tab] = screen_lines(app)[-1]
        screen.open_tab("Risks")
        await pilot.press("full_stop")
        await settled(app, pilot)
        keys["risk"] = screen_lines(app)[-1]
    assert keys["Risks"].startswith(" Space close  + raise  ! severe  s later")
    assert keys["risk"].startswith(" Space looked at  e edit  n add  Right tabs  F8 review  K up  J down")
    assert keys["Metrics"].startswith(" Space reading  e edit  n add")
    assert keys["Together"].startswith(" Space is there  F9 page  e edit")
    assert all(line.rstrip().endswith("? help") for line in keys.values())


async def test_full_stop_and_comma_go_from_heading_to_heading_and_round(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for number in range(30):
        add(desk, "issue", deal, text=f"issue {number}")
    add(desk, "risk", deal, text="their lead leaves")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        seen = []
        for key in ("full_stop", "full_stop", "full_stop", "comma", "comma"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen.row_key[0])
        assert seen == ["risk", "ladder", "issue", "ladder", "risk"]


async def test_after_adding_the_cursor_is_on_the_new_row_of_its_tab(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "term", deal, what="monthly report")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        for letter, words, tab in (("r", "their lead leaves", "Risks"), ("n", "they laughed", "Documents")):
            await pilot.press("n", letter)
            await settled(app, pilot)
            await pilot.press(*words, "f2")
            await settled(app, pilot)
            screen = opened(app)
            assert (screen.tab, next(iter(screen.row_item[2:3]))) == (tab, words)


async def test_a_filter_that_hides_what_was_added_is_said_and_a_draft_moves_nothing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "risk", deal, text="their lead leaves")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Risks")
        await settled(app, pilot)
        await pilot.press("slash", *"lead", "enter", "n", "r")
        await settled(app, pilot)
        await pilot.press(*"prices rise", "f2")
        await settled(app, pilot)
        assert "The risk was added, hidden by the filter." in shown(app)
        assert screen.list.rows.words == "lead"
        screen.open_tab("Overview")
        await pilot.press("n", "m", "escape", "escape")
        await settled(app, pilot)
        assert opened(app).tab == "Overview"


async def test_n_adds_what_a_tab_of_one_kind_is_about_and_A_asks(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "action", deal, text="send the plan")
    add(desk, "term", deal, what="monthly report")
    add(desk, "glossary", deal, word="go-live", meaning="first order")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Actions")
        await settled(app, pilot)
        assert "n add action" in screen_lines(app)[-1]
        await pilot.press("A")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("escape", "n")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.table == "action"
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        screen.open_tab("Terms")
        screen.list.rows.action_last()
        await settled(app, pilot)
        await pilot.press("n", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.table == "glossary"


def test_each_letter_adds_one_thing() -> None:
    keys = [addition.key for addition in ADDITIONS]
    assert len(set(keys)) == len(keys)
    assert not {"q", "j"} & set(keys)
    first = {addition.table: addition.key for addition in ADDITIONS}
    for table in ("action", "checkin", "term", "metric", "issue", "risk", "note", "document"):
        assert first[table] == table[0]


async def test_actions_show_what_the_board_shows_and_what_was_done(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    blocker = add(desk, "action", deal, text="send the plan", due_on="15 may", side="us")
    add(desk, "action", deal, text="review it", side="them", blocked_by="send the plan")
    done = add(desk, "action", deal, text="call them", due_on="15 may", side="us")
    now = desk.clock.now()
    desk.write(Command("done"), actions.move, done, ActionState.DONE, desk.context, now)
    async with running(desk, size=(120, 30)) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Actions")
        await settled(app, pilot)
        words = shown(app)
        assert "ACTIONS   1 done   promises: ours 1 kept, 0 late" in words
        assert "owner --" in next(line for line in words.splitlines() if "review it" in line)
        assert "owner --" not in next(line for line in words.splitlines() if "send the plan" in line)
        assert "DONE IN THE LAST 30 DAYS" in words
        assert "done 13 May" in words
        assert screen.row_key == ("action", blocker)
        screen.list.rows.go_to(f"action/{done}")
        await pilot.press("space")
        await settled(app, pilot)
        assert "DONE IN THE LAST" not in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert "DONE IN THE LAST" in shown(app)


async def test_the_first_tab_has_the_pulse_the_balance_and_whom_to_call(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="partner")
    add(desk, "pulse", deal, score="4", asked_on="12 may", five="weekly reports")
    add(desk, "contact", deal, matter="delivery", side="them", person="Raj")
    add(desk, "give_take", deal, text="workshop", side="us", unit="hours", quantity="20")
    add(desk, "give_take", deal, text="an afternoon", side="them")
    async with running(desk, size=(110, 30)) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        words = shown(app)
        assert "4 of 5: a 5 with weekly reports" in words
        assert "delivery: -- | Raj   billing: -- | --" in words
        assert "we gave 20 h, they 0 h: 20 h apart, over 8" in words
        screen.list.rows.go_to("balance/hours")
        await pilot.press("enter")
        await settled(app, pilot)
        assert screen.tab == "Together"
        assert "GIVE AND TAKE   1 not counted: no quantity" in shown(app)


async def test_a_bare_deal_says_in_one_line_what_n_adds(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, owner="Kim", tags="hosting")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert "n adds" in shown(app)
        assert "a check-in, a metric, an issue" in shown(app)
        screen.list.rows.action_last()
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.table == "action"


async def test_of_two_people_to_call_one_is_picked_and_of_one_none_is_asked(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "contact", deal, matter="billing", side="them", person="Raj")
    add(desk, "contact", deal, matter="delivery", side="us", person="Kim")
    add(desk, "contact", deal, matter="delivery", side="them", person="Dana", response="same day")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("People")
        await settled(app, pilot)
        assert [key for key in screen.list.rows.keys_shown if str(key).startswith("contact/")] == [
            "contact/+delivery",
            "contact/+billing",
            "contact/+executive",
        ]
        assert "ours: Kim" in shown(app)
        assert "theirs: Dana (same day)" in shown(app)
        await pilot.press("enter", "t")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        assert app.screen.form.text("person") == "Dana"
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        screen.list.rows.go_to("contact/+billing")
        await pilot.press("d")
        await settled(app, pilot)
        assert desk.con.execute("SELECT count(*) FROM contact WHERE archived_at IS NULL").fetchone()[0] == 2
        await pilot.press("u")
        await settled(app, pilot)
        assert "theirs: Raj" in shown(app)


async def test_a_document_without_a_name_is_called_by_its_file(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "document", deal, target="/srv/deals/" + "x" * 60 + "/signed-contract.pdf")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        screen.open_tab("Documents")
        await settled(app, pilot)
        row = screen.shown.rows[str(screen.list.rows.cursor_key)]
        assert row.cells["what"] == "signed-contract.pdf"
        assert "signed-contract.pdf" in shown(app)


def test_terms_without_an_action_come_first_and_those_about_money_last(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for what, kind in (("84k a year", "commercial"), ("monthly report", ""), ("a place at the fair", "")):
        add(desk, "term", deal, what=what, kind=kind)
    lines = desk.rows(term_standings.of_deal, deal)
    assert [line.term.what for line in lines] == ["monthly report", "a place at the fair", "84k a year"]
    desk.close()
