"""What the review form shows of the rows behind it: where a text comes from, the next that fits, two windows, undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import Session
from textual.widgets import Static

from dealdesk.domain.leverage import MarkColumn
from dealdesk.domain.vocabulary import DebriefKind, DebriefState
from dealdesk.store import debriefs, leverage, review, review_form
from dealdesk.store.history import Command
from dealdesk.text import clean
from dealdesk.tui import outside
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens.debrief_end import DebriefEndScreen
from dealdesk.tui.screens.leverage import LeverageScreen
from dealdesk.tui.widgets.wrapped_field import WrappedField
from tests import nasty
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.every_screen import open_one
from tests.tui.hostile_desk import make
from tests.tui.review_desk import at, debriefed, elsewhere, go, opened, shown, text_of, typed, view


async def test_enter_brings_the_next_line_that_fits_and_u_the_one_before(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "worked.tactic")
        first = screen.form.text("worked.tactic")
        assert "● from the debrief" in shown(app)
        assert f"Enter: next of {view(desk).slots['worked.tactic'].candidates + 1}" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        second = screen.form.text("worked.tactic")
        assert second == text_of(desk, "worked.tactic") != first
        assert at(screen) == "worked.tactic"
        assert "● from the debrief, chosen" in shown(app)
        await pilot.press("escape", "u")
        await settled(app, pilot)
        assert screen.form.text("worked.tactic") == first
        await pilot.press("U")
        await settled(app, pilot)
        assert screen.form.text("worked.tactic") == second


async def test_enter_in_what_is_typed_goes_on_and_takes_no_other_line(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "worked.tactic")
        await pilot.press("!", "enter")
        await settled(app, pilot)
        assert at(screen) == "worked.proof"
        assert text_of(desk, "worked.tactic").endswith("!")


async def test_typing_says_where_else_the_line_changes(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "friction.moments")
        assert "● from the friction log" in shown(app)
        await pilot.press("!")
        await settled(app, pilot)
        assert "this changes it in the friction log too" in shown(app)
        await pilot.press("tab")
        await settled(app, pilot)
        assert desk.con.execute("SELECT text FROM friction").fetchone()[0] == "Legal was silent for a week!"


async def test_a_tick_is_stored_at_once_and_shows_what_was_counted_on_and_said(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    for column, value in (
        (MarkColumn.COUNTED, "yes"),
        (MarkColumn.MOVED, "moved them"),
        (MarkColumn.EVIDENCE, "they said"),
    ):
        desk.write(Command("marked"), leverage.mark, 1, None, "risk", "", column, value)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "leverage.time")
        assert "counted on · they said" in shown(app)
        assert "My record, 1 vendor deal:" in shown(app)
        await pilot.press("space")
        await settled(app, pilot)
        assert text_of(desk, "leverage.time") == "x"
        assert desk.con.execute("SELECT moved FROM leverage_mark WHERE source = 'time'").fetchone()[0] == 1
        await pilot.press("tab", "right")
        await settled(app, pilot)
        checklist = app.screen
        assert isinstance(checklist, LeverageScreen)
        assert checklist.pane.source == "risk"
        await pilot.press("q")
        await settled(app, pilot)
        assert app.screen is screen


async def test_two_windows_in_different_inputs_are_no_conflict(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "worked.relationship")
        await pilot.press(*"mine")
        elsewhere(desk, "worked.proof", "theirs")
        elsewhere(desk, "risks.1", "theirs too")
        await pilot.press("tab")
        await settled(app, pilot)
        screen.refresh_rows()
        await settled(app, pilot)
        assert app.screen is screen
        await pilot.press("f3")
        await settled(app, pilot)
        assert screen.form.texts()["worked.proof"] == "theirs"
        assert (text_of(desk, "worked.relationship"), text_of(desk, "risks.1")) == ("mine", "theirs too")
        assert typed(desk) == []


@pytest.mark.parametrize(("key", "stays"), [("1", "theirs"), ("2", "mine"), ("e", "theirs; mine")])
async def test_two_windows_in_one_input_show_both_texts_also_when_its_part_is_left(
    tmp_path: Path, key: str, stays: str
) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "risks.1")
        await pilot.press(*"mine")
        elsewhere(desk, "risks.1", "theirs")
        await pilot.press("f3")
        await settled(app, pilot)
        assert isinstance(app.screen, Conflict)
        assert screen.part == 7
        assert "theirs" in shown(app)
        assert "mine" in shown(app)
        await pilot.press(key)
        await settled(app, pilot)
        assert text_of(desk, "risks.1") == stays
        assert typed(desk) == []
        await pilot.press("f4")
        await settled(app, pilot)
        assert screen.form.text("risks.1") == stays


async def test_what_a_killed_window_left_becomes_part_of_the_record_when_the_form_opens(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    uid = view(desk).deal_uid
    kept = {
        "risks.1": "Raj leaves",
        "follow.metrics": "uptime, answers",
        "head.value": "90k",
        "follow.kickoff": "31 fe",
    }
    async with running(desk) as (app, pilot):
        for slot, text in kept.items():
            app.workspace.keep(f"review/{uid}/{slot}", text, deal_id=1, base_text=view(desk).slots[slot].text)
        await settled(app, pilot)
        screen = await opened(app, pilot)
        assert at(screen) == "follow.kickoff", "what can't be read comes first"
        slots = view(desk).slots
        assert [slots[slot].text for slot in kept] == ["Raj leaves", "uptime, answers", "EUR 90,000", ""]
        assert typed(desk) == [("follow.kickoff", "31 fe", "typing")]


async def test_the_page_is_measured_while_one_types_and_names_what_is_too_long(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk, size=(120, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        assert "room for" in screen_lines(app)[3]
        await go(screen, app, pilot, "leverage.notes")
        field = screen.form.field("leverage.notes")
        assert isinstance(field, WrappedField)
        field.paste("governance beat the discount argument " * 52)
        await go(screen, app, pilot, "missed.late")
        for name in ("missed.late", "missed.earlier", "missed.hidden"):
            missed = screen.form.field(name)
            assert isinstance(missed, WrappedField)
            missed.paste("a long story " * 150)
        await settled(app, pilot)
        screen._show_page()
        await settled(app, pilot)
        assert "too long" in screen_lines(app)[3]
        assert "! page 1" in screen_lines(app)[3]
        preview = screen.query_one("#preview Static", Static)
        assert "a long story a long story" in str(preview.content)


async def test_f9_shows_the_page_with_what_was_just_typed(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "head.owner")
        await pilot.press(*"Kim", "f9")
        await settled(app, pilot)
        assert app.screen.query_one("Reader .question")
        assert "Owner: Kim" in shown(app)
        await pilot.press("q")
        assert app.screen is screen


async def test_a_long_text_comes_back_from_the_editor_as_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = debriefed(tmp_path)

    def edited(app: object, workspace: object, area: WrappedField) -> None:
        area.replace("one\ntwo", area.document.start, area.document.end)

    monkeypatch.setattr(outside, "edit_area", edited)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "worked.proof")
        await pilot.press("ctrl+g", "tab")
        await settled(app, pilot)
        assert text_of(desk, "worked.proof") == "one two"


async def test_the_end_card_opens_the_form_with_its_risk(tmp_path: Path) -> None:
    async with running(make(tmp_path)) as (app, pilot):
        await open_one(app, "DebriefEndScreen")
        await settled(app, pilot)
        card = app.screen
        assert isinstance(card, DebriefEndScreen)
        await pilot.press("f")
        await settled(app, pilot)
        assert type(app.screen).__name__ == "ReviewFormScreen"
        await pilot.press("escape", "escape")
        await settled(app, pilot)
        assert app.screen is card


async def test_an_answer_that_waited_for_its_risk_is_stored_with_it(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "risks.answer_1")
        await pilot.press(*"deputy", "tab")
        await settled(app, pilot)
        assert "! Name the risk first" in shown(app)
        await go(screen, app, pilot, "risks.1")
        await pilot.press(*"Raj leaves", "tab")
        await settled(app, pilot)
        assert (text_of(desk, "risks.1"), text_of(desk, "risks.answer_1")) == ("Raj leaves", "deputy")
        assert typed(desk) == []
        assert "!" not in shown(app)


async def test_version_2_is_offered_once_a_later_debrief_is_done(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    desk.write(Command("filled in"), review_form.promote, 1, "risks.1", "Raj", "", desk.context, desk.clock.now())
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        assert "V opens version 2" not in shown(app)
        await pilot.press("escape", "escape")
        desk.write(Command("debriefed"), second_debrief_done)
        await opened(app, pilot)
        assert "V opens version 2" in shown(app)


def second_debrief_done(session: Session) -> None:
    row = debriefs.prepare(session, 1, DebriefKind.SECOND, 25)
    row.state = DebriefState.DONE
    session.add(row)


async def test_version_2_is_opened_by_a_key_compared_by_another_and_taken_back_by_u(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "risks.1")
        await pilot.press(*"Raj leaves", "escape", "V")
        await settled(app, pilot)
        assert desk.rows(review.versions, 1) == [1, 2]
        assert "Review 2" in screen_lines(app)[0]
        await go(screen, app, pilot, "risks.1")
        await pilot.press(*" soon", "escape", "=")
        await settled(app, pilot)
        assert isinstance(app.screen, Reader)
        assert "1 of 45 inputs differ" in shown(app)
        assert "1  Raj leaves\n" in "\n".join(line.rstrip("│ ") for line in screen_lines(app)) + "\n"
        assert "2  Raj leaves soon" in shown(app)
        await pilot.press("q", "v")
        await settled(app, pilot)
        assert "Review 1, closed" in screen_lines(app)[0]
        assert "Only to read: 8 Risks to watch" in shown(app)
        assert screen.form.text("risks.1") == "Raj leaves"
        await pilot.press("x", "f4")
        await settled(app, pilot)
        assert view(desk, 1).slots["risks.1"].text == "Raj leaves"
        assert typed(desk) == []
        await pilot.press("v", "u", "u")
        await settled(app, pilot)
        assert desk.rows(review.versions, 1) == [1]
        assert "Review 1 " in screen_lines(app)[0]


@pytest.mark.parametrize("part", range(9))
async def test_hostile_text_is_only_text_in_every_input(tmp_path: Path, realdata: Path, part: int) -> None:
    texts = nasty.strings(realdata, every=64)
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, size=(100, 40)) as (app, pilot):
        screen = await opened(app, pilot)
        await screen.turn_to(part)
        await settled(app, pilot)
        long = [name for name in screen.form.names if isinstance(screen.form.field(name), WrappedField)]
        for name in long:
            field = screen.form.field(name)
            assert isinstance(field, WrappedField)
            for text in texts:
                field.put("")
                field.paste(text)
                assert field.text == (clean(text) if len(clean(text)) <= field.limit else ""), ascii(text)
            field.put("")
            await settled(app, pilot)
            field.paste("x" * 200_001)
            await settled(app, pilot)
            assert "200,001 characters; this field takes 2,000. Nothing was pasted." in shown(app)
            field.paste("\x9b2J[/] net [@click=app.quit]x[/]\x1b[31m")
        await settled(app, pilot)
        assert not long or "[/] net [@click=app.quit]x[/]" in shown(app)
        assert not nasty.NEVER & set(shown(app).replace("\n", ""))
        screen.leave()
        await settled(app, pilot)
        assert app.screen is screen


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (160, 45)])
async def test_a_click_puts_the_cursor_into_an_input(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = debriefed(tmp_path)
    async with running(desk, size=size) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "worked.tactic")
        await pilot.click(screen.form.field("worked.proof"))
        await pilot.press(*" ok")
        await settled(app, pilot)
        assert at(screen) == "worked.proof"
        assert " ok" in screen.form.text("worked.proof")
        assert all(len(line) <= size[0] for line in screen_lines(app))
