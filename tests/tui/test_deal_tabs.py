"""The tabs of a deal page: which are named, how one goes through them, and where one comes back to."""

from __future__ import annotations

from pathlib import Path

from dealdesk.store import records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_tabs import BY_NAME
from dealdesk.tui.widgets.tab_line import TabLine
from tests.tui.desk_app import add_deal, open_desk, running, settled


def add(desk: Desk, table: str, deal: int, **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, uid, deal, texts, desk.context, now)
    return uid


def named(screen: DealScreen) -> list[str]:
    """Return the tabs that are not drawn faint, and see that all of them keep their places."""
    content = screen.query_one(TabLine).render()
    names = content.plain.replace("[", " ").replace("]", " ").split()
    assert names == list(BY_NAME)
    faint = {content.plain[span.start : span.end].strip() for span in content.spans if span.style == "dim"}
    return [name for name in names if name not in faint]


async def test_only_tabs_with_lines_are_named_and_keys_go_round(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "term", deal, what="monthly report")
    add(desk, "document", deal, target="https://example.org/contract")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert named(screen) == ["Overview", "Terms", "Documents"]
        seen = []
        for key in ("l", "right", "tab", "h", "left", "shift+tab"):
            await pilot.press(key)
            await settled(app, pilot)
            seen.append(screen.tab)
        assert seen == ["Terms", "Documents", "Overview", "Documents", "Terms", "Overview"]


async def test_the_open_tab_stays_named_when_its_last_line_goes(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "term", deal, what="monthly report")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("l", "d")
        await settled(app, pilot)
        words = "\n".join(screen_lines(app))
        assert "[Terms]" in words
        assert "Nothing is noted here yet." in words
        await pilot.press("h")
        await settled(app, pilot)
        assert named(screen) == ["Overview"]
        assert "tabs" not in screen_lines(app)[-1]


async def test_a_deal_comes_back_to_the_tab_and_line_it_was_left_on(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal, other = add_deal(desk), add_deal(desk, "Licences", "Beta")
    uids = [add(desk, "term", deal, what=f"point {number}") for number in range(30)]
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("l", "G", "k")
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        elsewhere = DealScreen(app.workspace, other)
        await app.push_screen(elsewhere)
        await settled(app, pilot)
        assert elsewhere.tab == "Overview"
        await pilot.press("escape")
        again = DealScreen(app.workspace, deal)
        await app.push_screen(again)
        await settled(app, pilot)
        assert (again.tab, again.list.rows.cursor_key) == ("Terms", f"term/{uids[28]}")


async def test_a_click_opens_a_tab(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "term", deal, what="monthly report")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.click(TabLine, offset=(54, 0))
        await settled(app, pilot)
        assert screen.tab == "Terms"


async def test_the_facts_of_a_signed_deal_leave_room_for_its_lines(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(
        desk,
        "Managed hosting for the three regional platforms of the group",
        "Acme Industrieversicherungsgesellschaft und Partner mbH",
        type="vendor",
        amount="84k EUR",
        signed_on="2026-05-12",
        start_on="2026-06-01",
        end_on="2027-05-31",
        notice="3 months",
        renewal="12 months",
        term="24 months",
        further="Beta; Gamma",
        owner="Kim",
        channel="mail",
        tags="hosting, sla",
    )
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert screen.query_one("#facts").size.height <= 5
        assert screen.list.size.height >= 13
        words = "\n".join(screen_lines(app))
    assert "renews Mon 31 May 2027" in words
    assert "Give notice by" in words


async def test_what_can_be_added_begins_with_what_is_on_the_tab(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "document", deal, target="https://example.org/contract")
    async with running(desk) as (app, pilot):
        await app.push_screen(DealScreen(app.workspace, deal))
        await settled(app, pilot)
        await pilot.press("l", "n")
        await settled(app, pilot)
        lines = [line.strip(" │>…") for line in screen_lines(app)]
        at = lines.index("Add to this deal")
        assert [line[0] for line in lines[at + 1 : at + 4]] == ["d", "n", "a"]
        assert any(line.endswith("Esc  not now") for line in lines)


async def test_a_filter_belongs_to_its_tab(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "term", deal, what="monthly report")
    add(desk, "document", deal, target="https://example.org/contract")
    async with running(desk) as (app, pilot):
        screen = DealScreen(app.workspace, deal)
        await app.push_screen(screen)
        await settled(app, pilot)
        await pilot.press("slash", *"monthly", "enter", "l", "l")
        await settled(app, pilot)
        assert screen.tab == "Documents"
        assert len(screen.list.rows.keys_shown) == 1
