"""The debrief's sections 4, 5 and 6: what a line decides, where a friction came from, what is changed next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from dealdesk.domain.line_grammar import Line
from dealdesk.store import changes, lines, questions
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.debrief import DebriefScreen
from dealdesk.tui.widgets.cause_line import CauseLine
from tests.desks import FixedClock
from tests.tui.desk_app import settled
from tests.tui.test_debrief import add, held, shown


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture(autouse=True)
def _answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CauseLine, "STILL_S", 0.0)


def put(desk: Desk, section: str, text: str, kind: str | None = None) -> str:
    return desk.write(Command("added"), lines.add, section, 1, None, Line(text, kind=kind))


def texts(desk: Desk, section: str) -> list[str]:
    return [line.text for line in desk.rows(lines.of_section, section, 1)]


async def go(app: DealdeskApp, pilot: Pilot[None], section: str) -> DebriefScreen:
    """Go to a section and into its list."""
    screen = app.screen
    assert isinstance(screen, DebriefScreen)
    await pilot.press("escape")
    await pilot.press(section)
    await settled(app, pilot)
    screen.refresh_rows()
    screen.list.focus()
    await settled(app, pilot)
    return screen


async def test_what_is_typed_already_is_taken_and_put_back_with_space(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        put(desk, "worked", "Showed the plan; they calmed. Next time: the plan before the price.")
        put(desk, "missed", "Who signs?")
        screen = await go(app, pilot, "6")
        text = shown(app)
        assert "ALREADY TYPED (space takes one)" in text
        assert "Ask early: Who signs?" in text
        assert "The plan before the price" in text
        await pilot.press("home", "space")
        await settled(app, pilot)
        assert texts(desk, "changes") == ["Ask early: Who signs?"]
        assert "TAKEN: by Wed 20 May" in shown(app)
        await pilot.press("home")
        assert screen.line is not None
        await pilot.press("space")
        await settled(app, pilot)
        assert texts(desk, "changes") == []
        await pilot.press("home", "enter")
        await settled(app, pilot)
        assert texts(desk, "changes") == ["Ask early: Who signs?"]
        await pilot.press("u")
        await settled(app, pilot)
        assert texts(desk, "changes") == []
        assert desk.rows(changes.owed, 1) is None


async def test_what_says_nothing_to_do_comes_last_with_its_kind_as_a_guess(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        desk = app.workspace.desk
        put(desk, "worked", "Showed the log")
        put(desk, "worked", "We were more confident")
        put(desk, "missed", "Who signs, and who is asked before?")
        screen = await go(app, pilot, "6")
        assert [(c.kind, c.ready) for c in screen.source.candidates.values()] == [
            ("discovery question", True),
            ("standard attachment", False),
            (None, False),
        ]
        assert "standard attachment?" in shown(app)
        await pilot.press("home")
        await settled(app, pilot)
        assert "Ask early: Who signs, and who is asked before?" in screen.below.text
        assert not screen.below.text.endswith("?.")
        assert "From:" not in screen.below.text
        assert "Space take " in shown(app)
        await pilot.press("space")
        await settled(app, pilot)
        assert screen.candidate is not None
        assert screen.candidate.text == "Showed the log"
        await pilot.press("home")
        await settled(app, pilot)
        assert "Space put back " in shown(app)
        assert "R kind" in shown(app)


async def test_a_fourth_is_refused_in_a_sentence(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        for number in range(4):
            put(desk, "missed", f"Who signs {number}?")
        await go(app, pilot, "6")
        for _ in range(4):
            await pilot.press("end", "space")
            await settled(app, pilot)
        assert len(texts(desk, "changes")) == 3
        assert "3 changes are as many as get done" in shown(app)


async def test_owner_and_date_are_one_answer(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        put(desk, "changes", "Ask who signs")
        await go(app, pilot, "6")
        await pilot.press("r")
        await settled(app, pilot)
        asking = app.screen
        assert isinstance(asking, AskLine)
        assert asking.line.text == "2026-05-20"
        asking.line.type_in("Jonas, 33 may")
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, AskLine)
        asking.line.type_in("Jonas Feld, fri")
        await pilot.pause()
        assert "owner Jonas Feld; by Fri 15 May" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        owed = desk.rows(changes.owed, 1)
        assert owed is not None
        assert (owed.owner, owed.due_on) == ("Jonas Feld", "2026-05-15")
        assert "TAKEN: Jonas Feld, by Fri 15 May" in shown(app)


async def test_a_change_typed_in_its_section_says_what_to_do_with_it(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        put(desk, "changes", "Be nicer")
        await go(app, pilot, "6")
        await pilot.press("space")
        await settled(app, pilot)
        assert "R gives it another kind" in shown(app)
        await pilot.press("R")
        await settled(app, pilot)
        assert [line.kind for line in desk.rows(lines.of_section, "changes", 1)] == ["discovery question"]


async def test_a_line_moves_to_a_section_by_its_digit_and_back(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        uid = put(desk, "worked", "Showed the plan")
        await go(app, pilot, "2")
        await pilot.press("M")
        await settled(app, pilot)
        assert isinstance(app.screen, Choose)
        await pilot.press("5")
        await settled(app, pilot)
        assert (texts(desk, "worked"), texts(desk, "friction")) == ([], ["Showed the plan"])
        await go(app, pilot, "5")
        await pilot.press("M", "2")
        await settled(app, pilot)
        assert [line.uid for line in desk.rows(lines.of_section, "worked", 1)] == [uid]


async def test_an_edit_under_way_moves_with_its_line(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        put(desk, "worked", "Showed the plan")
        screen = await go(app, pilot, "2")
        await pilot.press("e", "!", "escape", "M", "4")
        await settled(app, pilot)
        assert texts(desk, "missed") == ["Showed the plan"]
        assert screen.add_line.text == ""
        await go(app, pilot, "4")
        assert screen.add_line.text == "Showed the plan!"
        screen.add_line.focus()
        await pilot.press("enter")
        await settled(app, pilot)
        assert (texts(desk, "missed"), texts(desk, "worked")) == (["Showed the plan!"], [])


async def test_a_missed_question_shows_its_theme_and_what_it_decides(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        desk = app.workspace.desk
        uid = put(desk, "missed", "Who signs?")
        await go(app, pilot, "4")
        text = shown(app)
        assert "(ask earlier; approval and process; decides whom to bring in" in text
        assert "Space theme " in text
        await pilot.press("space")
        await settled(app, pilot)
        assert desk.rows(questions.of_lines, 1)[uid].theme == "success criteria"
        await pilot.press("c")
        await settled(app, pilot)
        asking = app.screen
        assert isinstance(asking, AskLine)
        asking.line.type_in("who gets the offer")
        await pilot.press("enter")
        await settled(app, pilot)
        assert desk.rows(questions.of_lines, 1)[uid].decision == "who gets the offer"


async def friction_asks(app: DealdeskApp, pilot: Pilot[None]) -> DebriefScreen:
    screen = await go(app, pilot, "5")
    screen.add_line.focus()
    await add(pilot, app, "The approval sat in a committee")
    assert screen.focused is screen.cause
    assert 'Enter keeps process, guessed from "approval"' in " ".join(shown(app).split())
    return screen


def causes(desk: Desk) -> list[str]:
    return [line.kind for line in desk.rows(lines.of_section, "friction", 1)]


@pytest.mark.parametrize(("key", "cause"), [("i", "internal"), ("e", "external"), ("enter", "process")])
async def test_the_cause_of_a_friction_is_one_key(tmp_path: Path, clock: FixedClock, key: str, cause: str) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        screen = await friction_asks(app, pilot)
        await pilot.press(key)
        await settled(app, pilot)
        assert causes(app.workspace.desk) == [cause]
        assert screen.focused is screen.add_line
        assert screen.below.display
        assert screen.add_line.text == ""


@pytest.mark.parametrize("text", ["Then they left", "internal", "price"])
async def test_a_text_typed_on_is_the_next_line(
    tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(CauseLine, "STILL_S", 60.0)
    async with held(tmp_path, clock) as (app, pilot, _screen):
        screen = await friction_asks(app, pilot)
        for sign in text:
            app.post_message(events.Key("space" if sign == " " else sign, sign))
        await settled(app, pilot)
        assert screen.add_line.text == text
        assert causes(app.workspace.desk) == ["process"]
        assert not screen.cause.asking


async def test_a_cause_typed_with_the_line_is_not_asked(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        screen = await go(app, pilot, "5")
        screen.add_line.focus()
        await add(pilot, app, "The approval took weeks !internal")
        assert screen.focused is screen.add_line
        assert causes(app.workspace.desk) == ["internal"]


async def test_leaving_the_question_leaves_the_guess(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        screen = await friction_asks(app, pilot)
        await pilot.press("f3")
        await settled(app, pilot)
        assert not screen.cause.asking
        assert screen.held.section == "missed"
        assert screen.below.display
        assert causes(app.workspace.desk) == ["process"]


async def test_the_cursor_waits_on_what_can_be_taken(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        put(app.workspace.desk, "changes", "Clear the price range")
        put(app.workspace.desk, "missed", "Who signs?")
        await add(pilot, app, "We sent the log. Next time: the log goes first")
        await pilot.press("f4", "f4", "f4")
        await add(pilot, app, "They waited a week")
        await pilot.press("enter", "f4")
        await add(pilot, app, "Name two sponsors")
        await pilot.press("tab")
        await settled(app, pilot)
        assert screen.candidate is not None
        assert screen.candidate.text == "The log goes first"
