"""The debrief: its clock, its lines, and what is typed in it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.section_clock import SectionState
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.store import connect, debriefs, history, history_words, lines, notes
from dealdesk.store import held as held_marks
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.text import clean
from dealdesk.tui import debrief_way
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.dialogs.debrief_setup import DebriefSetup
from dealdesk.tui.dialogs.gap import GapQuestion
from dealdesk.tui.dialogs.hints import Hints
from dealdesk.tui.running_debrief import RunningDebrief
from dealdesk.tui.screens.debrief import DebriefScreen, open_debrief
from dealdesk.tui.screens.debrief_end import DebriefEndScreen
from dealdesk.tui.screens.held import HeldScreen
from dealdesk.tui.screens.sponsor import SponsorScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.desks import NOW, FixedClock, add_deal, open_desk
from tests.tui.desk_app import running, settled


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@asynccontextmanager
async def held(
    folder: Path, clock: FixedClock, size: tuple[int, int] = (80, 24), *, signed: bool = True
) -> AsyncIterator[tuple[DealdeskApp, Pilot[None], DebriefScreen]]:
    """Open the debrief of the one deal there is; made if there is none."""
    desk = open_desk(folder, clock)
    if not desk.con.execute("SELECT 1 FROM deal").fetchone():
        add_deal(desk, **({"signed_on": "today"} if signed else {}))
    async with running(desk, size=size) as (app, pilot):
        await open_debrief(app, app.workspace, 1)
        await settled(app, pilot)
        screen = next(screen for screen in app.screen_stack if isinstance(screen, DebriefScreen))
        yield app, pilot, screen


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def tick(app: DealdeskApp, clock: FixedClock, seconds: int) -> None:
    """Let time pass second by second."""
    debrief = of(app)
    for _ in range(seconds):
        clock.pass_by(1)
        debrief.tick()


def of(app: DealdeskApp) -> RunningDebrief:
    held = app.workspace.debrief
    assert isinstance(held, RunningDebrief)
    return held


def texts(desk: Desk, section: str = "worked") -> list[str]:
    return [line.text for line in desk.rows(lines.of_section, section, 1)]


def typed(desk: Desk) -> list[str]:
    return [text for (text,) in desk.con.execute("SELECT text FROM typing WHERE text <> ''")]


def state(desk: Desk) -> tuple[str, str | None]:
    found = desk.con.execute("SELECT state, section FROM debrief WHERE archived_at IS NULL").fetchone()
    return (found[0], found[1])


def used(desk: Desk, section: str = "worked") -> float:
    """Return the seconds a section has used, as the file has it."""
    row = desk.con.execute("SELECT used_s FROM debrief_section WHERE section = ?", (section,)).fetchone()
    return float(row[0])


async def add(pilot: Pilot[None], app: DealdeskApp, text: str) -> None:
    """Type a line and add it."""
    screen = app.screen
    assert isinstance(screen, DebriefScreen)
    app.post_message(events.Paste(text))
    await pilot.pause()
    await pilot.press("enter")
    await settled(app, pilot)


def burst(app: DealdeskApp, *keys: str) -> None:
    """Press keys faster than the program can take them: all are there before the first is looked at."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def test_two_keys_lead_through_set_up_and_card_to_the_first_prompt(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await pilot.press("down", "enter")  # the mail comes first
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefSetup)
        for _ in range(2):
            await pilot.press("enter")
            await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, DebriefScreen)
        assert screen.focused is screen.add_line
        text = shown(app)
        assert ">1 Moments" in text
        assert "Which moments changed the course of this deal?" in text
        assert "05:00 from the first letter" in text
        assert [type(screen) for screen in app.screen_stack] == [TodayScreen, DebriefScreen]
        # Looking at it starts nothing.
        assert state(desk) == ("planned", None)
        await pilot.press(*"2/5 offer", "enter")
        await settled(app, pilot)
        assert state(desk) == ("running", "moments")


async def test_letters_typed_right_behind_the_card_stand_in_the_first_line(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await pilot.press("down", "enter", "enter")
        await settled(app, pilot)
        burst(app, "enter", *"dug")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, DebriefScreen)
        assert screen.add_line.text == "dug"


async def test_a_second_debrief_opens_with_what_held_and_runs_its_own_clock(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "a plan with dates")
        await pilot.press("escape", "E")
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        await debrief_way.enter(app, app.workspace, 1, DebriefKind.SECOND, 20)
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, HeldScreen)
        await pilot.press("space", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefScreen)
        assert "00:00/20:00" in shown(app)
        await add(pilot, app, "learned since")
        found = app.workspace.desk.con.execute("SELECT kind, state, length_min FROM debrief ORDER BY id").fetchall()
        assert found == [("first", "done", 45), ("second", "running", 20)]
        assert held_marks.told(app.workspace.desk.rows(held_marks.counts, 2)) == "held 1"


async def test_a_milestone_debrief_has_four_sections(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    async with running(desk) as (app, pilot):
        await debrief_way.enter(app, app.workspace, 1, DebriefKind.MILESTONE)
        await settled(app, pilot)
        await pilot.press("enter", "enter")
        await settled(app, pilot)
        assert of(app).kind is DebriefKind.MILESTONE
        assert [clock.section for clock in of(app).clock.sections] == ["worked", "missed", "friction", "changes"]
        await pilot.press("w", "enter")
        await settled(app, pilot)
        assert desk.con.execute("SELECT state FROM debrief WHERE kind = 'milestone'").fetchone() == ("running",)


async def test_the_sponsors_card_lets_the_section_stand_still(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "a plan with dates")
        tick(app, clock, 10)
        await pilot.press("escape", "P")
        await settled(app, pilot)
        assert isinstance(app.screen, SponsorScreen)
        assert not of(app).running
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefScreen)
        assert of(app).clock.section.used_s == 10


async def test_the_first_letter_starts_the_clock_and_the_debrief(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        tick(app, clock, 30)
        assert of(app).clock.section.used_s == 0
        await pilot.press("w")
        await settled(app, pilot)
        desk = app.workspace.desk
        assert state(desk) == ("running", "worked")
        assert typed(desk) == ["w"]
        tick(app, clock, 228)
        await settled(app, pilot)
        assert "06:12 left of 10:00" in shown(app)
        assert "3/10 min" in shown(app)
        assert "03:48/45:00" in shown(app)
        assert 223 <= used(desk) <= 228


async def test_it_ends_calmly(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    async with held(tmp_path, clock) as (app, pilot, _screen):
        monkeypatch.setattr(app, "bell", lambda: rung.append(1))
        await add(pilot, app, "Showed the runbook; they asked for a date")
        tick(app, clock, 449)
        await pilot.pause()
        assert "missing" not in shown(app)
        tick(app, clock, 1)
        await pilot.pause()
        assert "! missing: 2 more, no tactic yet, no relationship yet" in shown(app)
        tick(app, clock, 149)
        assert not rung
        tick(app, clock, 1)
        assert rung == [1]
        tick(app, clock, 15)
        await pilot.pause()
        assert rung == [1]
        assert "+00:15 over 10:00" in shown(app)
        assert "15 s behind" in shown(app)
        await add(pilot, app, "Never locked")
        assert texts(app.workspace.desk) == ["Showed the runbook; they asked for a date", "Never locked"]


@pytest.mark.parametrize(
    ("key", "counted", "after", "section"),
    [("c", 700, "running", "worked"), ("p", 60, "paused", "worked"), ("enter", 60, "paused", "worked")],
)
async def test_time_away_is_asked_about(
    tmp_path: Path, clock: FixedClock, key: str, counted: int, after: str, section: str
) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press("a")
        await settled(app, pilot)
        tick(app, clock, 60)
        clock.wall += timedelta(seconds=640)  # asleep: the monotonic clock stood still
        of(app).tick()
        await settled(app, pilot)
        assert isinstance(app.screen, GapQuestion)
        assert "10 min away: count it, pause (default) or end the section?" in shown(app)
        assert of(app).clock.section.used_s == 60
        await pilot.press(key)
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefScreen)
        assert (of(app).clock.section.used_s, of(app).clock.section.state, of(app).section) == (counted, after, section)
        assert used(app.workspace.desk) == counted


async def test_time_away_can_end_the_section(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press("a")
        await settled(app, pilot)
        clock.pass_by(100)
        of(app).tick()
        await settled(app, pilot)
        await pilot.press("e")
        await settled(app, pilot)
        worked = of(app).clock.sections[1]
        assert (worked.state, worked.used_s) == (SectionState.DONE, 0)
        assert of(app).section == "leverage"


async def test_the_question_grows_until_it_is_answered(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press("a")
        await settled(app, pilot)
        clock.pass_by(20)
        of(app).tick()
        await settled(app, pilot)
        tick(app, clock, 10)
        await pilot.pause()
        assert "30 s away" in shown(app)
        assert len(app.screen_stack) == 3
        await pilot.press("c")
        await settled(app, pilot)
        assert of(app).clock.section.used_s == 30


async def test_a_clock_set_back_takes_nothing(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press("a")
        await settled(app, pilot)
        tick(app, clock, 90)
        clock.wall -= timedelta(hours=2)
        tick(app, clock, 10)
        await pilot.pause()
        assert of(app).clock.section.used_s == 100
        assert isinstance(app.screen, DebriefScreen)


async def test_pause_more_time_next_and_back(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await pilot.press("a", "ctrl+t")
        tick(app, clock, 60)
        await pilot.pause()
        assert of(app).clock.section.used_s == 0
        assert "paused at 10:00 left of 10:00" in shown(app)
        await pilot.press("f5")
        tick(app, clock, 60)
        await pilot.press("f8")
        await pilot.pause()
        assert "11:00 left of 12:00" in shown(app)
        assert "2 min behind" in shown(app)
        await pilot.press("f4", "ctrl+n")
        await settled(app, pilot)
        assert of(app).section == "missed"
        assert of(app).running
        assert screen.add_line.text == ""
        assert "2 Worked ✓" in shown(app)
        await pilot.press("f3", "f3")
        await settled(app, pilot)
        assert of(app).section == "worked"
        assert of(app).running
        assert screen.add_line.text == "a"
        assert of(app).clock.section.used_s == 60
        assert state(app.workspace.desk) == ("running", "worked")


async def test_digits_outside_the_text_go_to_the_section_of_that_digit(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await pilot.press("5")
        await settled(app, pilot)
        assert screen.add_line.text == "5"
        await pilot.press("escape", "5")
        await settled(app, pilot)
        assert of(app).section == "friction"
        assert isinstance(app.screen, DebriefScreen)
        for key, section in zip("12346", ("moments", "worked", "leverage", "missed", "changes"), strict=True):
            await pilot.press("escape", key)
            assert of(app).section == section


async def test_keys_in_a_burst_land_in_the_section_they_were_typed_in(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        keys = [*"one", "enter", *"half", "f4", "f4", *"two", "enter", "f4", *"three", "enter", "f3", "f3", "f3"]
        burst(app, *keys)
        await settled(app, pilot)
        desk = app.workspace.desk
        assert (texts(desk), texts(desk, "missed"), texts(desk, "friction")) == (["one"], ["two"], ["three"])
        assert typed(desk) == ["half"]
        assert "half" in shown(app)


async def test_keys_go_to_the_place_that_comes_in_front_with_its_section(tmp_path: Path, clock: FixedClock) -> None:
    """Leverage has no place to type: the keys that follow the one that leaves it are typed, none is a command."""
    async with held(tmp_path, clock) as (app, pilot, screen):
        await pilot.press("f4")
        await settled(app, pilot)
        assert screen.focused is screen.leverage.pane.grid
        burst(app, "f4", *"two", "enter", *"half", "escape", "n", *" more", "f3", "f4", *"!")
        await settled(app, pilot)
        assert texts(app.workspace.desk, "missed") == ["two"]
        assert typed(app.workspace.desk) == ["half more!"]


async def test_a_place_that_is_shown_again_keeps_the_keys_when_it_is_told_late_that_it_was_hidden(
    tmp_path: Path, clock: FixedClock
) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        burst(app, "f4", "f4")
        await settled(app, pilot)
        screen.add_line.post_message(events.Hide())
        await pilot.pause()
        burst(app, *"two", "enter")
        await settled(app, pilot)
        assert texts(app.workspace.desk, "missed") == ["two"]


async def test_a_line_that_two_windows_changed_asks_and_loses_neither_text(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        desk = app.workspace.desk
        await add(pilot, app, "one")
        uid = desk.rows(lines.of_section, "worked", 1)[0].uid
        for answer, text in (("1", "theirs 1"), ("2", "mine 2"), ("e", "theirs e / mine e")):
            await pilot.press("tab", "e", "ctrl+u", *f"mine {answer}")
            elsewhere(desk.path, uid, f"theirs {answer}")
            await pilot.press("enter")
            await settled(app, pilot)
            assert isinstance(app.screen, Conflict)
            assert f"theirs {answer}" in shown(app)
            assert f"mine {answer}" in shown(app)
            await pilot.press(answer)
            await settled(app, pilot)
            assert (texts(desk), typed(desk)) == ([text], [])
        told = " ".join(line.what for line in desk.rows(history_words.tell, desk.rows(history.of_row, uid)))
        assert "kept the text that was not taken: mine 1" in told
        await pilot.press("tab", "e", "!")
        elsewhere(desk.path, uid, "theirs again")
        await pilot.press("enter")
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        assert (screen.add_line.text, texts(desk)) == ("theirs e / mine e!", ["theirs again"]), "put off"


def elsewhere(path: str, uid: str, text: str) -> None:
    """Change a line in another window."""
    other = Desk(path, FixedClock())
    other.write(Command("edited a line"), lines.edit, "worked", uid, Line(text))
    other.close()


async def test_what_is_typed_is_kept_and_comes_back_in_its_section(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "Named the deadline first")
        await pilot.press(*"half")
        await pilot.press("f4", "f4")
        await pilot.press(*"who signs")
        await settled(app, pilot)
        tick(app, clock, 42)
        of(app).beat()
        await settled(app, pilot)
        assert sorted(typed(app.workspace.desk)) == ["half", "who signs"]
    clock.wall += timedelta(seconds=65)
    clock.seconds = 3.0  # another process
    async with held(tmp_path, clock) as (app, pilot, screen):
        assert isinstance(app.screen, GapQuestion)
        assert "1 min 5 s away" in shown(app)
        await pilot.press("c")
        await settled(app, pilot)
        assert of(app).section == "missed"
        assert screen.add_line.text == "who signs"
        assert of(app).clock.section.used_s == 107
        await pilot.press("enter", "escape", "2")
        await settled(app, pilot)
        assert screen.add_line.text == "half"
        assert texts(app.workspace.desk, "missed") == ["who signs"]
        await pilot.press("enter")
        await settled(app, pilot)
        assert texts(app.workspace.desk) == ["Named the deadline first", "half"]
        assert typed(app.workspace.desk) == []


async def test_a_line_carries_who_when_kind_and_role(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        app.post_message(events.Paste("@ab 2 may Sent the runbook; Dana forwarded it to legal #sla"))
        await settled(app, pilot)
        assert "Reads as: said by ab; on Sat 2 May 2026; #sla; kind " in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert " 1 ab  2 May  Sent the runbook; Dana forwarded it to le" in shown(app)
        row = app.workspace.desk.rows(lines.of_section, "worked", 1)[0]
        assert (row.said_by, row.happened_on, row.tags) == ("ab", "2026-05-02", "sla")
        guessed = (row.kind, row.role)
        await pilot.press("tab", "space")
        await settled(app, pilot)
        row = app.workspace.desk.rows(lines.of_section, "worked", 1)[0]
        assert row.kind != guessed[0]
        await pilot.press("R")
        await settled(app, pilot)
        again = app.workspace.desk.rows(lines.of_section, "worked", 1)[0]
        assert (again.kind == row.kind, again.role != row.role) == (True, True)
        assert f"{again.kind}, role {again.role}, #sla" in shown(app)


async def test_the_list_edits_moves_and_deletes(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        desk = app.workspace.desk
        await add(pilot, app, "one\ntwo\nthree")
        await pilot.press(*"half", "escape", "G", "K", "K")
        await settled(app, pilot)
        assert texts(desk) == ["three", "one", "two"]
        await pilot.press("e")
        assert screen.add_line.text == "three"
        assert "edit line 1" in shown(app)
        await pilot.press("!", "enter")
        await settled(app, pilot)
        assert texts(desk) == ["three!", "one", "two"]
        assert screen.add_line.text == "half"
        assert "edit line" not in shown(app)
        await pilot.press("escape", "d")
        await settled(app, pilot)
        assert texts(desk) == ["one", "two"]
        assert "u brings it back" in shown(app)
        await pilot.press("u")
        await settled(app, pilot)
        assert texts(desk) == ["three!", "one", "two"]
        assert typed(desk) == ["half"]


async def test_leaving_an_edit_that_changed_nothing_ends_it(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await add(pilot, app, "one")
        await pilot.press("escape", "e", "escape")
        assert screen.add_line.text == ""
        await pilot.press("e", "x", "escape")
        await settled(app, pilot)
        assert screen.add_line.text == "onex"
        assert "edit line 1" in shown(app)


async def test_captured_notes_are_taken_over(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    con = connect.connect(desk.path)
    notes.capture(con, 1, "Dana asked for the runbook [/30]", NOW)
    con.close()
    desk.close()
    async with held(tmp_path, clock) as (app, pilot, _screen):
        assert "CAPTURED EARLIER" in shown(app)
        await pilot.press("tab", "enter")
        await settled(app, pilot)
        assert texts(app.workspace.desk) == ["Dana asked for the runbook [/30]"]
        assert "CAPTURED EARLIER" not in shown(app)
        assert of(app).running
        await pilot.press("u")
        await settled(app, pilot)
        assert texts(app.workspace.desk) == []
        assert "CAPTURED EARLIER" in shown(app)


async def test_columns_that_hold_nothing_leave_their_room_to_the_text(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        text = "Their controller asked for the third price list in one month"
        await pilot.press("escape", "5")
        await add(pilot, app, text)
        await pilot.press("enter")
        await settled(app, pilot)
        assert f" 1 {text} " in shown(app)
        await add(pilot, app, "2/5 Then nothing for a week")
        await settled(app, pilot)
        assert "2 2 May  Then nothing" in shown(app)


async def test_the_cursor_begins_where_the_hand_goes(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await add(pilot, app, "Showed the log. Next time: send the log first")
        await add(pilot, app, "Showed the plan. Next time: send the plan first")
        assert screen.source.number(str(screen.list.cursor_key)) == 2
        await pilot.press("f4", "f4", "f4", "f4")
        await settled(app, pilot)
        await pilot.press("tab", "space")
        await settled(app, pilot)
        assert texts(app.workspace.desk, "changes") == ["Send the log first"]


async def test_ending_says_what_went_where(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "one\ntwo")
        await pilot.press("escape", "5", *"late", "enter")
        await settled(app, pilot)
        await pilot.press("f4", "f4")
        await settled(app, pilot)
        assert [type(screen) for screen in app.screen_stack] == [TodayScreen, DebriefEndScreen]
        assert "Into your registers: 2 takeaways, 1 friction" in shown(app)
        assert shown(app).count("takeaways") == 1
        assert "u takes the debrief up again" in shown(app)
        assert "ACME-1  Hosting renewal" in screen_lines(app)[0]
        assert app.workspace.debrief is None
        assert state(app.workspace.desk)[0] == "done"


async def test_the_end_card_names_what_was_typed_and_not_added(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press(*"half a line", "escape", "E")
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefEndScreen)
        assert "Typed and not added yet: What worked." in shown(app)


async def test_u_on_the_end_card_leads_back_to_the_sections(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "one")
        await pilot.press("escape", "E")
        await settled(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert [type(screen) for screen in app.screen_stack] == [TodayScreen, DebriefScreen]
        assert state(app.workspace.desk)[0] == "running"
        await add(pilot, app, "two")
        assert texts(app.workspace.desk) == ["one", "two"]


async def test_an_ended_debrief_is_taken_up_again(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "one")
        tick(app, clock, 60)
        await pilot.press("escape", "E")
        await settled(app, pilot)
        await open_debrief(app, app.workspace, 1)
        await settled(app, pilot)
        assert "done in 01:00 of 10:00" in shown(app)
        assert state(app.workspace.desk)[0] == "done"
        await add(pilot, app, "forgotten")
        assert state(app.workspace.desk)[0] == "running"
        count = app.workspace.desk.con.execute("SELECT count(*) FROM debrief").fetchone()
        assert (count, texts(app.workspace.desk)) == ((2,), ["one", "forgotten"])


async def test_the_clock_stays_visible_on_other_screens(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press(*"half", "escape", "q")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
        tick(app, clock, 48)
        await pilot.pause()
        assert "debrief 09:12" in shown(app)
        await pilot.press("3")
        await settled(app, pilot)
        again = app.screen
        assert isinstance(again, DebriefScreen)
        assert again.add_line.text == "half"
        assert "09:12 left of 10:00" in shown(app)
        assert len(app.screen_stack) == 2


async def test_a_deal_that_is_not_signed_can_be_debriefed(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock, signed=False) as (app, pilot, _screen):
        await add(pilot, app, "we walked away")
        assert state(app.workspace.desk)[0] == "running"


async def test_another_debrief_pauses_the_one_that_runs(tmp_path: Path, clock: FixedClock) -> None:
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="today")
    add_deal(desk, "Cleaning", "Beta")
    desk.close()
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await pilot.press("a")
        await settled(app, pilot)
        await open_debrief(app, app.workspace, 2)
        await settled(app, pilot)
        assert of(app).deal.title == "Cleaning"
        assert [type(screen) for screen in app.screen_stack] == [TodayScreen, DebriefScreen]
        found = app.workspace.desk.rows(debriefs.of_deal, 1)
        assert found is not None
        assert found.clocks[1].state is SectionState.PAUSED


async def test_without_a_deal_it_says_what_to_do(tmp_path: Path, clock: FixedClock) -> None:
    async with running(open_desk(tmp_path, clock)) as (app, pilot):
        await open_debrief(app, app.workspace, None)
        await pilot.pause()
        assert "No debrief runs or is due." in shown(app)


async def test_a_refused_line_comes_back(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await pilot.press("escape", "6")
        await add(pilot, app, "one\ntwo\nthree")
        await add(pilot, app, "four")
        assert "3 changes are as many as get done" in shown(app)
        assert screen.add_line.text == "four"
        assert typed(app.workspace.desk) == ["four"]


async def test_undo_of_everything_leaves_a_debrief_that_goes_on(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, _screen):
        await add(pilot, app, "one")
        await pilot.press("escape", "u", "U", "n", *"two", "enter")
        await settled(app, pilot)
        assert texts(app.workspace.desk) == ["one", "two"]


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (120, 40), (160, 45), (20, 5)])
async def test_it_is_complete_at_every_size(tmp_path: Path, clock: FixedClock, size: tuple[int, int]) -> None:
    async with held(tmp_path, clock, size) as (app, pilot, screen):
        await add(pilot, app, "Showed the plan")
        assert texts(app.workspace.desk) == ["Showed the plan"]
        text = shown(app)
        if size >= (80, 24):
            assert "Showed the plan" in text
            assert "2 " in text
            assert screen.list.size.height >= 6
        assert ("What worked" in text) == (size >= (120, 40))
        assert ("Specific" in text) == (size >= (150, 40))
        await pilot.press("f1")
        await settled(app, pilot)
        assert isinstance(app.screen, Hints)
        assert ("Specific" in shown(app)) or size < (80, 24)


async def test_hostile_strings_stay_literal(tmp_path: Path, clock: FixedClock, realdata: Path) -> None:
    hostile = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    async with held(tmp_path, clock, (160, 45)) as (app, pilot, screen):
        await pilot.press("x")
        for text in hostile:
            screen.add_line.put(text)
            screen.do_add_typed()
        await settled(app, pilot)
        stored = set(texts(app.workspace.desk))
        for text in hostile:
            for line in clean(text, lines=True).split("\n"):
                wanted = screen.read_line(line).text
                assert not wanted or wanted in stored or len(wanted) > lines.LONGEST
        await pilot.press("escape", "g")
        for _ in range(40):
            await pilot.press("down")
        assert "x" not in typed(app.workspace.desk)


async def test_a_section_ended_by_the_question_leaves_no_text_behind(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        await pilot.press("a")
        clock.pass_by(900)
        of(app).tick()
        await settled(app, pilot)
        assert isinstance(app.screen, GapQuestion)
        await pilot.press("e")
        await settled(app, pilot)
        assert of(app).section == "leverage"
        assert app.focused is screen.leverage.pane.grid
        await pilot.press("enter")
        await settled(app, pilot)
        assert "3 Leverage" in shown(app)


async def test_a_section_comes_in_front_with_its_first_line(tmp_path: Path, clock: FixedClock) -> None:
    async with held(tmp_path, clock) as (app, pilot, screen):
        app.post_message(events.Paste("\n".join(f"line {number}" for number in range(20))))
        await pilot.press("enter", "tab", "end", "6")
        await settled(app, pilot)
        assert screen.held.section == "changes"
        assert "ALREADY TYPED" in shown(app)
        assert screen.list.cursor_index == 0
