"""The dialogs that tell who changed what."""

from __future__ import annotations

from pathlib import Path

from dealdesk.store import forms
from dealdesk.store.history import Command
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.history import DealHistory, RowHistory, hanging
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import add_deal, add_friction, open_desk, running


async def test_why_stands_first_then_the_changes_newest_first(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    uid = add_friction(desk, add_deal(desk), "late [/30]")
    desk.write(
        Command("edited a friction"),
        forms.promote,
        "friction",
        uid,
        "effect",
        "trust",
        "",
        desk.context,
        desk.clock.now(),
    )
    async with running(desk) as (app, pilot):
        app.push_screen(RowHistory(app.workspace, uid, why="12 = +8 late, +4 [b]debrief[/b]"))
        await pilot.pause()
        text = "\n".join(screen_lines(app))
    assert text.index("Why here: 12 = +8 late, +4 [b]debrief[/b]") < text.index("What it cost: (empty) → trust")
    assert text.index("→ trust") < text.index("late [/30]")


async def test_a_long_history_scrolls_by_keys_and_closes_by_q(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    for number in range(40):
        add_friction(desk, deal, f"friction number {number}")
    async with running(desk) as (app, pilot):
        app.push_screen(DealHistory(app.workspace, deal))
        await pilot.pause()
        first = "\n".join(screen_lines(app))
        await pilot.press("G")
        await pilot.pause()
        last = "\n".join(screen_lines(app))
        await pilot.press("g", "space", "k", "j", "pageup")
        await pilot.pause()
        again = "\n".join(screen_lines(app))
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
    assert "friction number 39" in first
    assert "friction number 0 " in last + " "
    assert "added a deal" in last
    assert again == first


def test_what_does_not_fit_stands_under_its_words() -> None:
    line = "22 Nov 05:47  added a note: they answered late"
    assert hanging(line, 60) == [line]
    assert hanging(line, 34) == ["22 Nov 05:47  added a note: they", " " * 14 + "answered late"]
    wide = "22 Nov 05:47  new deal: " + "契約" * 10
    assert hanging(wide, 34) == [
        "22 Nov 05:47  new deal: 契約契約契",
        f"{'':14}約契約契約契約契約契",
        f"{'':14}約契約契約",
    ]


async def test_a_document_without_a_name_is_told_by_its_path(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    texts = {"target": "/x/[b].pdf"}
    desk.write(Command("added a document"), forms.create, "document", "d1", deal, texts, desk.context, desk.clock.now())
    async with running(desk) as (app, pilot):
        app.push_screen(DealHistory(app.workspace, deal))
        await pilot.pause()
        assert "added a document: /x/[b].pdf" in "\n".join(screen_lines(app))
