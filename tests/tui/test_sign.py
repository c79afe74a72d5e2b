"""Signing: one panel with its defaults, Enter from any field, and a result that says what followed."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deals import DealsScreen
from dealdesk.tui.screens.sign import SignScreen
from dealdesk.tui.screens.sign_result import SignResultScreen
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def signed_on(app: App[None], deal: int) -> str | None:
    row = app.workspace.desk.con.execute("SELECT signed_on FROM deal WHERE id = ?", (deal,)).fetchone()  # type: ignore[attr-defined]
    found: str | None = row[0]
    return found


async def test_three_keys_sign_a_deal_and_u_takes_all_of_it_back(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert isinstance(app.screen, SignScreen)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, SignResultScreen)
        assert "ACME-1 is signed, Wed 13 May" in shown(app)
        assert "First debrief" in shown(app)
        assert signed_on(app, deal) == "2026-05-13"
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)
        await pilot.press("u")
        await settled(app, pilot)
        assert signed_on(app, deal) is None
        query = "SELECT count(*) FROM due_item WHERE deal_id = ? AND due_on IS NOT NULL AND kind <> 'still true'"
        assert app.workspace.desk.con.execute(query, (deal,)).fetchone()[0] == 0


async def test_enter_signs_from_any_field_with_what_was_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        await pilot.press("tab", "tab", *"31 dec 2027", "tab", "tab", *"3 months", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, SignResultScreen)
        row = desk.con.execute("SELECT end_on, notice_count, notice_unit FROM deal WHERE id = ?", (deal,)).fetchone()
        assert tuple(row) == ("2027-12-31", 3, "month")
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone()[0] == 0


async def test_what_cant_be_read_says_so_and_is_kept_over_a_kill(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        await pilot.press("tab", *"blursday", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, SignScreen)
        assert "blursday is no date I can read" in shown(app)
        assert signed_on(app, deal) is None
    # Nothing was closed in order: the next start finds what the writer kept.
    again = open_desk(tmp_path)
    async with running(again, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert "blursday" in shown(app)
        assert "What you typed here before stands here again." in shown(app)
        assert isinstance(app.screen, SignScreen)
        assert app.screen.form.text("start_on") == "blursday"


async def test_a_day_to_come_is_refused_in_a_sentence_and_stays(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SignScreen)
        screen.form.set_text("signed_on", "2026-06-01")
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen is screen
        assert "still to come" in shown(app)
        assert signed_on(app, deal) is None


async def test_undo_on_the_result_closes_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("S")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert isinstance(app.screen, DealScreen)
        assert "not signed" in shown(app)
        assert "Undone: signed ACME-1" in shown(app)


async def test_the_result_scrolls_and_says_the_reasons(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await app.workspace.ways.open_sign(deal)
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SignResultScreen)
        first = shown(app)
        assert "kickoff" in first.lower()
        await pilot.press("G")
        await settled(app, pilot)
        assert "Today says when each is due" in shown(app)
        await pilot.press("g")
        await settled(app, pilot)
        assert "ACME-1 is signed" in shown(app)


async def test_s_of_a_signed_deal_shows_what_stands(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert isinstance(app.screen, SignResultScreen)
        assert "ACME-1 is signed, Tue 12 May" in shown(app)
        await pilot.press("q")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)


async def test_f_starts_an_old_deal_and_says_why_not_elsewhere(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    old = add_deal(desk, signed_on="2026-01-12")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert "F starts it" in shown(app)
        await pilot.press("q", "F")
        await settled(app, pilot)
        assert isinstance(app.screen, SignResultScreen)
        assert "First debrief" in shown(app)
        await pilot.press("q", "F")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)
        assert "was started already" in shown(app)
        assert desk.con.execute("SELECT follow_through FROM deal WHERE id = ?", (old,)).fetchone()[0] == "full"


async def test_what_f_started_says_what_u_takes_back_and_closes_with_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-01-12")
    async with running(desk, start="deals", size=(80, 45)) as (app, pilot):
        await pilot.press("S", "F")
        await settled(app, pilot)
        assert isinstance(app.screen, SignResultScreen)
        assert "u undoes the start" in shown(app)
        assert "at the latest: 14 days after" in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)


async def test_what_stands_promises_no_undo(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    async with running(desk, start="deals", size=(80, 45)) as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert "Today says when each is due." in shown(app)


async def test_check_ins_that_say_nothing_are_refused_beside_their_field(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SignScreen)
        screen.form.set_text("check_ins", "now and then")
        await pilot.press("enter")
        await settled(app, pilot)
        assert app.screen is screen
        assert screen.focused is screen.form.field("check_ins")
        assert "! now and then does not say how often" in shown(app)
        assert signed_on(app, deal) is None


async def test_keys_typed_ahead_sign_too(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        for key in ("S", "enter", "enter"):
            app.simulate_key(key)
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)
        assert signed_on(app, deal) == "2026-05-13"


async def test_the_check_ins_are_chosen_and_say_when_they_are_first(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="client")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SignScreen)
        assert screen.form.text("check_ins") == "weekly, then monthly"
        screen.form.focus_field("check_ins")
        await settled(app, pilot)
        assert "the usual check-ins" in shown(app)
        assert "weekly until Fri 12 June, then monthly; first Wed 20 May" in shown(app)
        await pilot.press("up")
        await settled(app, pilot)
        assert screen.form.text("check_ins") == "weekly, then every 2 weeks"
        assert "weekly until Fri 12 June, then every 2 weeks; first Wed 20 May" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "First check-in Wed 20 May." in shown(app)
        assert desk.con.execute("SELECT ongoing_count, next_on FROM checkin WHERE deal_id = ?", (deal,)).fetchone() == (
            2,
            "2026-05-20",
        )


async def test_check_ins_are_read_on_leaving_and_follow_the_other_fields(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, type="vendor")
    async with running(desk, start="deals", size=(80, 45)) as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, SignScreen)
        assert "business review quarterly; first Thu 13 Aug" in shown(app)
        await pilot.press("tab", *"1 jun")
        await settled(app, pilot)
        assert "every 2 weeks until Wed 1 July, then monthly; first Mon 15 June" in shown(app)
        screen.form.focus_field("follow_through")
        await pilot.press("l")
        await settled(app, pilot)
        assert screen.form.text("check_ins") == "none"
        assert "no check-ins" in shown(app)
        await pilot.press("shift+tab", "ctrl+u", *"sometimes")
        assert "! sometimes does not" not in shown(app)
        await pilot.press("tab")
        await settled(app, pilot)
        assert "! sometimes does not say how often" in shown(app)
        await pilot.press("f")
        await settled(app, pilot)
        assert screen.form.text("check_ins") == "sometimes"


async def test_what_was_proposed_is_no_typing_that_is_kept(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, type="client")
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("S")
        await settled(app, pilot)
        assert isinstance(app.screen, SignScreen)
        app.screen.form.focus_field("follow_through")
        await pilot.press("l", "escape", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, DealsScreen)
        kept = desk.con.execute("SELECT key FROM typing").fetchall()
        assert [key.rpartition("/")[2] for (key,) in kept] == ["follow_through"]


async def test_the_keys_of_a_signed_deal_name_no_signing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    signed = add_deal(desk, signed_on="2026-05-12")
    other = add_deal(desk, "Other")
    async with running(desk, size=(160, 45)) as (app, pilot):
        for deal, named in ((signed, False), (other, True)):
            await app.push_screen(DealScreen(app.workspace, deal))
            await settled(app, pilot)
            assert ("S sign" in screen_lines(app)[-1]) is named
