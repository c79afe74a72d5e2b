"""The quick review: four questions, a line or unknown each, and the same registers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from dealdesk.store import debriefs, lines
from dealdesk.store.desk import Desk
from dealdesk.templates.load import load_sections
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.quick_review import QuickReviewScreen
from dealdesk.tui.workspace import CurrentDeal
from tests.desks import FixedClock, add_deal, open_desk
from tests.tui.desk_app import running, settled

DEAL = CurrentDeal(1, "ACME-1", "Hosting renewal")


@asynccontextmanager
async def review(
    folder: Path, clock: FixedClock | None = None, *, signed: bool = True
) -> AsyncIterator[tuple[DealdeskApp, Pilot[None], QuickReviewScreen]]:
    desk = open_desk(folder, clock)
    if not desk.con.execute("SELECT 1 FROM deal").fetchone():
        add_deal(desk, **({"signed_on": "2026-05-12"} if signed else {}))
    async with running(desk) as (app, pilot):
        screen = QuickReviewScreen(app.workspace, DEAL, load_sections())
        await app.push_screen(screen)
        await settled(app, pilot)
        yield app, pilot, screen


def state(desk: Desk) -> str:
    row = desk.con.execute("SELECT state FROM debrief WHERE kind = 'quick' AND archived_at IS NULL").fetchone()
    return str(row[0]) if row else ""


def answers(desk: Desk) -> list[tuple[str, str]]:
    sections = ("worked", "missed", "friction", "changes")
    return [(name, line.text) for name in sections for line in desk.rows(lines.of_section, name, 1)]


def shown(app: DealdeskApp) -> str:
    return "\n".join(screen_lines(app))


async def test_four_lines_land_in_four_registers_and_end_it(tmp_path: Path) -> None:
    clock = FixedClock()
    async with review(tmp_path, clock) as (app, pilot, screen):
        desk = app.workspace.desk
        assert state(desk) == ""
        await pilot.press(*"a plan", "enter", *"who signs", "enter")
        await settled(app, pilot)
        assert state(desk) == "running"
        for _ in range(20):
            clock.pass_by(1)
            screen.own_clock.tick()
        await pilot.pause()
        assert "01:10 left of 01:30" in shown(app)
        await pilot.press("enter", *"ask early", "enter")
        await settled(app, pilot)
        assert app.screen is not screen
        assert "Quick review done: 1 takeaway" in shown(app)
        assert answers(desk) == [("worked", "a plan"), ("missed", "who signs"), ("changes", "ask early")]
        role = desk.rows(lines.of_section, "missed", 1)[0].role
        assert role == "learned late"
        assert state(desk) == "done"
        found = desk.con.execute("SELECT section, state FROM debrief_section ORDER BY position").fetchall()
        assert found == [("worked", "done"), ("missed", "done"), ("friction", "skipped"), ("changes", "done")]


async def test_enter_alone_four_times_is_four_times_unknown(tmp_path: Path) -> None:
    async with review(tmp_path) as (app, pilot, screen):
        await pilot.press("enter")
        await settled(app, pilot)
        assert "unknown" in shown(app)
        await pilot.press("enter", "enter", "enter")
        await settled(app, pilot)
        assert app.screen is not screen
        desk = app.workspace.desk
        assert (answers(desk), state(desk)) == ([], "done")


async def test_keys_faster_than_the_screen_go_to_the_question_they_are_for(tmp_path: Path) -> None:
    async with review(tmp_path) as (app, pilot, _screen):
        for key in ("a", "enter", "b", "enter", "enter", "d", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(app, pilot)
        await settled(app, pilot)
        assert answers(app.workspace.desk) == [("worked", "a"), ("missed", "b"), ("changes", "d")]


async def test_what_is_typed_is_there_again(tmp_path: Path) -> None:
    async with review(tmp_path) as (app, pilot, _screen):
        await pilot.press(*"a", "enter", *"half a th")
        await settled(app, pilot)
    async with review(tmp_path) as (app, pilot, screen):
        assert screen.section == "missed"
        assert screen.add_line.text == "half a th"
        assert "a" in shown(app)
        assert app.workspace.desk.con.execute("SELECT count(*) FROM debrief WHERE kind = 'quick'").fetchone() == (1,)


async def test_going_back_adds_to_what_was_answered(tmp_path: Path) -> None:
    async with review(tmp_path) as (app, pilot, screen):
        await pilot.press(*"a", "enter", *"b", "f3")
        await settled(app, pilot)
        assert screen.section == "worked"
        await pilot.press(*"c", "enter")
        await settled(app, pilot)
        assert answers(app.workspace.desk) == [("worked", "a"), ("worked", "c")]
        assert screen.add_line.text == "b"


async def test_a_deal_that_was_not_signed_is_asked_how_it_ended(tmp_path: Path) -> None:
    async with review(tmp_path, signed=False) as (app, pilot, screen):
        assert isinstance(app.screen, Choose)
        await pilot.press("n")
        await settled(app, pilot)
        desk = app.workspace.desk
        assert desk.con.execute("SELECT outcome FROM deal").fetchone() == ("no decision",)
        await pilot.press(*"a", "enter")
        await settled(app, pilot)
        assert answers(desk) == [("worked", "a")]
        assert desk.rows(debriefs.next_kind, 1, desk.today) == "quick"
    async with review(tmp_path) as (app, pilot, screen):
        assert app.screen is screen
