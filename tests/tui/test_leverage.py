"""The leverage screen on a real desk: marks, texts, my record, undo, another window."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from dealdesk.domain.leverage import YES, Mark, MarkColumn, Movement, Place, Standing
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.store import debriefs, leverage, leverage_lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.templates.load import load_sections
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.dialogs.history import RowHistory
from dealdesk.tui.dialogs.pick_deal import PickDeal
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.leverage import LeverageScreen
from dealdesk.tui.workspace import CurrentDeal
from tests.desks import NOW, edit
from tests.tui.desk_app import add_deal, open_desk, running, settled

HOSTILE = "net [/30] [b]x[/b] 漢字かな 'q\" \\ ; --"


def mark(desk: Desk, deal: int, source: str, column: str = "counted on", value: str = YES, driver: str = "") -> None:
    desk.write(Command("marked"), leverage.mark, deal, None, source, driver, MarkColumn(column), value)


def marks(desk: Desk, deal: int = 1) -> dict[Place, Mark]:
    return {found.place: found for found in desk.rows(leverage_lines.of_deal, deal)}


def text(app: DealdeskApp) -> str:
    return "\n".join(screen_lines(app))


def front(app: DealdeskApp) -> LeverageScreen:
    assert isinstance(app.screen, LeverageScreen)
    return app.screen


async def go(app: DealdeskApp, pilot: Pilot[None], deal: int = 1, ref: str = "ACME-1") -> LeverageScreen:
    app.workspace.deal = CurrentDeal(deal, ref, "Hosting renewal")
    await pilot.press("4")
    await settled(app, pilot)
    return front(app)


async def press(app: DealdeskApp, pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(app, pilot)


async def test_without_a_deal_it_says_what_to_press_and_enter_chooses_one(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk, start="leverage") as (app, pilot):
        assert "No deal is chosen." in text(app)
        assert "Enter   choose a deal" in text(app)
        add_deal(desk)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, PickDeal)
        await press(app, pilot, "enter")
        assert "ACME-1" in screen_lines(app)[0]
        await press(app, pilot, "space")
        assert marks(desk)["time", ""].standing == Standing(counted_on=True)


async def test_marks_are_stored_shown_and_undone(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, type="vendor")
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        assert "Mark what you counted on before" in text(app)
        await press(app, pilot, "space", "right", "space", "right", "space", "space")
        assert marks(desk)["time", ""].standing == Standing(True, Movement.MOVED, "they did")
        assert "My record, 1 vendor deal: Time counted on 1, moved them 1" in text(app)
        await press(app, pilot, "u", "u", "u")
        assert marks(desk)["time", ""].standing == Standing(counted_on=True)
        assert "Still open: Time: did it move them?" in text(app)


async def test_a_driver_is_marked_with_its_source_and_taken_back_in_one_step(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        await press(app, pilot, "down", "left", "right", "down", "down", "right", "right", "space")
        assert {place for place, found in marks(desk).items() if found.standing.movement is Movement.MOVED} == {
            ("risk", ""),
            ("risk", "legal"),
        }
        await press(app, pilot, "u")
        assert marks(desk) == {}


async def test_what_is_typed_is_kept_while_typing_and_becomes_part_of_the_row(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = await go(app, pilot)
        await press(app, pilot, "down", "tab")
        for sign in HOSTILE:
            app.post_message(events.Key("space" if sign == " " else sign, sign))
        await settled(app, pilot)
        kept = desk.con.execute("SELECT key, text, deal_id FROM typing").fetchall()
        uid = desk.rows(leverage_lines.uid_of, 1, "risk")
        assert kept == [(f"leverage_mark/{uid}/quote", HOSTILE, 1)]
        assert marks(desk) == {}
        await press(app, pilot, "enter")
        await press(app, pilot, *"send it first", "enter")
        assert app.focused is screen.pane.grid
        assert (marks(desk)["risk", ""].quote, marks(desk)["risk", ""].notes) == (HOSTILE, "send it first")
        assert marks(desk)["risk", ""].uid == uid
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone() == (0,)
        assert "[/30]" in next(line for line in screen_lines(app) if "Less risk" in line)
        await press(app, pilot, "u", "u")
        assert marks(desk)["risk", ""].blank


async def test_letters_right_behind_tab_are_text_and_no_command(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        for key in ("tab", "a", "o", "i", "1", "u", "escape"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(app, pilot)
        assert front(app)
        assert marks(desk)["time", ""].quote == "aoi1u"


async def test_every_source_has_texts_of_its_own(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        for word in ("one", "two", "three"):
            await pilot.press("tab", *word, "escape", "down")
        await settled(app, pilot)
        assert {place[0]: found.quote for place, found in marks(desk).items()} == {
            "time": "one",
            "risk": "two",
            "capability": "three",
        }
        await press(app, pilot, "g", "tab", "!")
        assert "one!" in text(app)


async def test_typing_left_by_a_command_or_the_end_is_handed_over(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = await go(app, pilot)
        await press(app, pilot, "tab", *"half")
        screen.leave()
        await settled(app, pilot)
        assert marks(desk)["time", ""].quote == "half"
        await press(app, pilot, *" more", "ctrl+f")
        assert marks(desk)["time", ""].quote == "half more"


async def test_a_draft_is_shown_again_after_a_restart(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    uid = desk.rows(leverage_lines.uid_of, 1, "time")
    async with running(desk) as (app, pilot):
        app.workspace.keep(f"leverage_mark/{uid}/notes", "left behind", deal_id=1, base_text="")
        app.workspace.writer.flush()
        await go(app, pilot)
        assert "left behind" in text(app)
        await press(app, pilot, "4", "1")
        assert marks(desk)["time", ""].notes == "left behind"


async def test_another_window_is_followed_and_a_clash_is_asked_about(tmp_path: Path) -> None:
    desk, other = open_desk(tmp_path), open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = await go(app, pilot)
        mark(other, 1, "process")
        screen.refresh_rows()
        await pilot.pause()
        assert "[x]" in next(line for line in screen_lines(app) if "Process" in line)
        await press(app, pilot, "tab", *"mine")
        other.write(Command("made"), leverage.make_row, 1, None, "time")
        edit(other, "leverage_mark", other.rows(leverage_lines.uid_of, 1, "time"), "quote", "theirs", "")
        await press(app, pilot, "escape")
        assert isinstance(app.screen, Conflict)
        assert "theirs" in text(app)
        assert marks(desk)["time", ""].quote == "theirs"
    other.close()


async def test_all_deals_show_my_record_surprises_first(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    for number in range(3):
        deal = add_deal(desk, f"Deal {number}", "Acme", type="vendor")
        mark(desk, deal, "time")
        mark(desk, deal, "risk", "moved them", "moved them", "legal")
    mark(desk, 1, "risk", "evidence", "my guess")
    async with running(desk, size=(120, 30)) as (app, pilot):
        await go(app, pilot, 2)
        assert "My record, 3 vendor deals: Time counted on 3, moved them 0 (0 %)" in text(app)
        await press(app, pilot, "a")
        rows = [line.split() for line in screen_lines(app) if "Time" in line or "Less risk" in line]
        assert rows[0][-6:] == ["0", "2½", "2½", "ACME-1,", "ACME-2,", "ACME-3"]
        assert rows[1][-4:] == ["3", "0", "0", "%"]
        assert "My record over 3 deals." in text(app)
        await press(app, pilot, "a", "space")
        assert marks(desk, 2)["time", ""].standing.counted_on is False


async def test_all_deals_without_a_mark_says_so(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), start="leverage") as (app, pilot):
        await press(app, pilot, "a")
        assert "No leverage is marked yet." in text(app)
        await press(app, pilot, "a")
        assert "No deal is chosen." in text(app)


async def test_the_checklist_follows_the_current_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    second = add_deal(desk, "Licences", "Beta")
    mark(desk, second, "process")
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        await press(app, pilot, "down", "tab", *"of acme", "escape", "1")
        await go(app, pilot, second, "BETA-2")
        assert "BETA-2" in screen_lines(app)[0]
        assert "of acme" not in text(app)
        assert "[x]" in next(line for line in screen_lines(app) if "Process" in line)
        await press(app, pilot, "tab", *"of beta", "escape")
    desk = open_desk(tmp_path)
    assert marks(desk)["risk", ""].quote == "of acme"
    assert marks(desk, second)["time", ""].quote == "of beta"
    desk.close()


async def test_history_copy_and_the_page_of_the_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        await press(app, pilot, "i")
        assert "Nothing was ever marked here." in text(app)
        await press(app, pilot, "space", "tab", *"they agreed", "escape", "y")
        assert app.clipboard == "they agreed"
        await press(app, pilot, "i")
        assert isinstance(app.screen, RowHistory)
        assert "Time was counted on" in text(app)
        await press(app, pilot, "escape", "o")
        assert isinstance(app.screen, DealScreen)


@pytest.mark.parametrize("height", [10, 15, 20])
async def test_low_windows_show_the_texts_while_one_is_in_them(tmp_path: Path, height: int) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, size=(80, height)) as (app, pilot):
        await go(app, pilot)
        assert ("Notes" in text(app)) == (height == 20)
        assert ">[ ]" in text(app)
        await press(app, pilot, "tab", *"their words")
        assert "their words" in text(app).replace("evidence   their words", "")
        await press(app, pilot, "escape")
        assert ("Notes" in text(app)) == (height == 20)
        assert marks(desk)["time", ""].quote == "their words"


async def test_marks_made_in_a_debrief_belong_to_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)

    class Held:
        id: int | None = None
        letters = 0

        def letter(self) -> None:
            self.letters += 1

        async def begin(self) -> int:
            number = await app.workspace.write(
                "started", debriefs.start, 1, DebriefKind.FIRST, 45, load_sections(), NOW
            )
            self.id = number
            return number

    held = Held()
    async with running(desk) as (app, pilot):
        screen = await go(app, pilot)
        screen.keeping._holding = held
        await press(app, pilot, "space", "right", "space")
        found = desk.con.execute("SELECT debrief_id, counted_on, moved FROM leverage_mark").fetchall()
        assert (found, held.letters) == ([(held.id, 1, 1)], 2)


async def test_the_help_tells_the_keys_of_the_grid(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, size=(80, 60)) as (app, pilot):
        await go(app, pilot)
        await press(app, pilot, "?")
        shown = text(app)
    assert "IN THE GRID" in shown
    assert "on a source: unfold its drivers" in shown


async def test_tab_is_offered_in_the_grid_and_not_in_a_text(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        assert "Tab words" in screen_lines(app)[-1]
        await press(app, pilot, "tab")
        assert "Tab words" not in screen_lines(app)[-1]
        await press(app, pilot, "tab", "tab")
        assert app.focused is front(app).pane.grid


async def test_the_mouse_marks_a_cell_of_the_checklist(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await go(app, pilot)
        x = screen_lines(app)[2].index("[ ]")
        await pilot.click(offset=(x + 1, 4))
        await settled(app, pilot)
        assert marks(desk)["capability", ""].standing == Standing(counted_on=True)
