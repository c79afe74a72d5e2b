"""The form of a row: every letter is kept, a field left becomes part of the row, and nothing typed is ever lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from textual.app import App

from dealdesk.domain.forms import FORMS, NOTE, TERM
from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import drafts, forms, history, history_words, unfinished
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.screens.deal_edit import EditDealScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.workspace import Workspace
from tests.tui.desk_app import FixedClock, add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def typed(desk: Desk) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = desk.rows(_typing)
    return found


def _typing(con: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return con.execute("SELECT key, text, state FROM typing ORDER BY key").fetchall()


def value(desk: Desk, column: str, table: str = "deal") -> object:
    return desk.rows(lambda con: con.execute(f"SELECT {column} FROM {table} ORDER BY id DESC LIMIT 1").fetchone()[0])


def elsewhere(path: str, deal_uid: str, name: str, text: str) -> None:
    """Change a field of a deal in another window."""
    other = Desk(path, FixedClock())
    base = other.read(forms.load, "deal", deal_uid)[name]
    now = other.clock.now()
    answer = other.write(
        Command("edited a deal"), forms.promote, "deal", deal_uid, name, text, base, other.context, now
    )
    assert answer.state is None
    other.close()


async def test_a_field_left_becomes_part_of_its_row_in_the_form_it_is_stored(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("amount")
        await pilot.press(*"84k", "tab")
        await settled(app, pilot)
        assert screen.form.text("amount") == "EUR 84,000"
        assert "Amount kept" in shown(app)
        assert value(desk, "amount_minor") == 8_400_000
        assert typed(desk) == []
        entries = desk.rows(history.of_deal, deal_id)
        assert entries[0].name == "edited the amount of ACME-1"


async def test_every_letter_is_kept_before_its_field_is_left(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("term")
        await pilot.press(*"24 mo")
        await settled(app, pilot)
        assert typed(desk) == [(f"deal/{screen.uid}/term", "24 mo", "typing")]
        assert value(desk, "term") == ""
        assert "kept" in screen_lines(app)[0]
        # A rest makes what can be read part of the row, without taking the cursor away.
        screen.promote_at_rest()
        await settled(app, pilot)
        assert value(desk, "term") == "24 mo"
        assert typed(desk) == []
        assert screen.focused is screen.form.field("term")


async def test_half_a_date_waits_for_its_rest(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("end_on")
        await pilot.press(*"31 f")
        screen.promote_at_rest()
        await settled(app, pilot)
        assert typed(desk) == [(f"deal/{screen.uid}/end_on", "31 f", "typing")]
        assert "!" not in shown(app)


async def test_refused_text_is_shown_again_with_its_message_after_a_restart(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk, signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("end_on")
        await pilot.press(*"31 fe", "tab")
        await settled(app, pilot)
        assert "! " in shown(app)
        assert [(text, state) for _, text, state in typed(desk)] == [("31 fe", "refused")]
        await pilot.press("escape", "q")
        await settled(app, pilot)
        assert "Ends or renews: kept as typed" in shown(app)
    again = open_desk(tmp_path)
    async with running(again) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert screen.form.text("end_on") == "31 fe"
        assert screen.focused is screen.form.field("end_on")
        assert "! " in shown(app)
        await pilot.press("backspace", "backspace", *"dec", "tab")
        await settled(app, pilot)
        assert value(again, "end_on") == "2026-12-31"
        assert typed(again) == []


async def test_typing_of_a_killed_window_becomes_part_of_the_row_when_the_form_opens(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    uid = value(desk, "uid")
    async with running(desk) as (app, pilot):
        # What a window leaves behind that is killed while someone types: typing, and no promotion.
        app.workspace.keep(f"deal/{uid}/term", "24 months", deal_id=deal_id, base_text="")
        await settled(app, pilot)
        await app.push_screen(EditDealScreen(app.workspace, deal_id))
        await settled(app, pilot)
        assert value(desk, "term") == "24 months"
        assert typed(desk) == []


async def test_two_windows_change_one_field_and_both_texts_are_shown(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.press(*" of ours")
        elsewhere(desk.path, str(screen.uid), "title", "Hosting, their words")
        await pilot.press("tab")
        await settled(app, pilot)
        assert isinstance(app.screen, Conflict)
        assert "Hosting, their words" in shown(app)
        assert "Hosting renewal of ours" in shown(app)
        await pilot.press("2")
        await settled(app, pilot)
        assert value(desk, "title") == "Hosting renewal of ours"
        assert typed(desk) == []


async def test_the_question_waits_until_the_field_is_left_and_the_other_text_stays_in_the_history(
    tmp_path: Path,
) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.press(*" of ours")
        elsewhere(desk.path, str(screen.uid), "title", "theirs")
        screen.promote_at_rest()
        await settled(app, pilot)
        assert app.screen is screen, "a person who types is not asked"
        assert "Another window made it: theirs" in shown(app)
        await pilot.press("!", "tab")
        await settled(app, pilot)
        assert isinstance(app.screen, Conflict)
        assert "Hosting renewal of ours!" in shown(app)
        await pilot.press("1")
        await settled(app, pilot)
        assert (value(desk, "title"), typed(desk)) == ("theirs", [])
        told = desk.rows(history_words.tell, desk.rows(history.of_row, str(screen.uid)))
        assert told[0].what == "kept the text that was not taken: Title: Hosting renewal of ours!"


async def test_a_letter_that_is_not_told_of_yet_is_not_replaced_by_what_another_window_made(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.pause()
        elsewhere(desk.path, str(screen.uid), "title", "theirs")
        screen.form.field("title").put("ours")
        screen.refresh_rows()
        assert screen.form.text("title") == "ours"


async def test_what_another_open_window_types_is_no_draft_here(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    uid = str(value(desk, "uid"))
    other = Workspace(open_desk(tmp_path), lambda _event: None)
    other.writer.start()
    other.keep(f"deal/{uid}/title", "half a ti", deal_id=deal_id, base_text="Hosting renewal")
    assert other.writer.flush()
    async with running(desk) as (app, pilot):
        first = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(first)
        await settled(app, pilot)
        assert first.form.text("title") == "Hosting renewal"
        await app.pop_screen()
        other.writer.close()
        again = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(again)
        await settled(app, pilot)
        assert again.form.text("title") == "half a ti"
        assert (value(desk, "title"), typed(desk)) == ("half a ti", [])


async def test_a_conflict_put_off_is_offered_again_by_the_next_form(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.press(*"!")
        elsewhere(desk.path, str(screen.uid), "title", "theirs")
        await pilot.press("ctrl+q")
        await settled(app, pilot)
        assert isinstance(app.screen, Conflict), "leaving waits for the question once"
        await pilot.press("escape")
        await settled(app, pilot)
        assert [state for _, _, state in typed(desk)] == [TypingState.CONFLICT]
        await pilot.press("ctrl+q")
        await settled(app, pilot)
        assert len(app.screen_stack) == 1
        await app.push_screen(EditDealScreen(app.workspace, deal_id))
        await settled(app, pilot)
        assert isinstance(app.screen, Conflict)
        await pilot.press("1")
        await settled(app, pilot)
        assert typed(desk) == []
        assert value(desk, "title") == "theirs"


async def test_another_window_is_seen_in_fields_that_were_not_touched(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.press(*" mine")
        elsewhere(desk.path, str(screen.uid), "term", "36 months")
        elsewhere(desk.path, str(screen.uid), "title", "theirs")
        screen.refresh_rows()
        assert screen.form.text("term") == "36 months"
        assert screen.form.text("title") == "Hosting renewal mine"


async def test_letters_typed_while_the_older_text_is_stored_stay_kept(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("term")
        await pilot.press(*"24")
        lock = sqlite3.connect(desk.path, isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        screen.promote_at_rest()
        await pilot.press(*" m")
        lock.execute("ROLLBACK")
        lock.close()
        await settled(app, pilot)
        assert value(desk, "term") == "24"
        assert [text for _, text, _ in typed(desk)] == ["24 m"]
        await pilot.press("escape")
        await settled(app, pilot)
        assert value(desk, "term") == "24 m"
        assert typed(desk) == []


async def test_a_new_row_is_added_whole_by_enter_in_its_last_field(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id, title="New term")
        await app.push_screen(screen)
        await pilot.press(*"Report [/b] monthly", "enter", "o", "enter", "enter", *"4.2", "enter")
        await settled(app, pilot)
        assert app.screen is not screen
        assert value(desk, "what", "term") == "Report [/b] monthly"
        assert typed(desk) == []
        assert {entry.name for entry in desk.rows(history.of_row, str(screen.uid))} == {"added a term"}


async def test_a_new_row_left_half_done_is_a_draft_and_offered_again(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id))
        await pilot.press("tab", "tab", "tab", *"4.2", "escape", "q")
        await settled(app, pilot)
        assert "kept as a draft" in shown(app)
    again = open_desk(tmp_path)
    other = add_deal(again, "Other")
    async with running(again) as (app, pilot):
        assert RecordFormScreen(app.workspace, "term", TERM, deal_id=other).form.text("clause") == ""
        screen = RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id)
        await app.push_screen(screen)
        await settled(app, pilot)
        assert screen.form.text("clause") == "4.2"
        assert "This is your draft" in shown(app)
        await pilot.press("ctrl+r")
        await settled(app, pilot)
        fresh = app.screen
        assert isinstance(fresh, RecordFormScreen)
        assert fresh.form.text("clause") == ""
        await pilot.press(*"Another", "f2")
        await settled(app, pilot)
        assert value(again, "what", "term") == "Another"
        left = again.rows(drafts.newest, "term", deal_id)
        assert left is not None
        assert left.fields["clause"].text == "4.2"


async def test_adding_takes_what_can_be_read_and_keeps_the_rest_as_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    long = "x" * 201
    async with running(desk) as (app, pilot):
        screen = RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id)
        await app.push_screen(screen)
        await pilot.press(*"Uptime")
        screen.form.set_text("clause", long)
        await pilot.press("f2")
        await settled(app, pilot)
        assert value(desk, "what", "term") == "Uptime"
        assert [(key.rsplit("/")[-1], text) for key, text, _ in typed(desk)] == [("clause", long)]
        assert "Clause: kept as typed" in shown(app)
        edit = RecordFormScreen(app.workspace, "term", TERM, uid=screen.uid, deal_id=deal_id)
        assert edit.form.text("clause") == long


async def test_leaving_a_new_form_adds_nothing_and_says_so_before_and_after(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        for leave in ("escape", "q", "2"):
            screen = RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id, go_on=False)
            await app.push_screen(screen)
            await pilot.press(*"Uptime")
            await settled(app, pilot)
            assert "Esc leave field" in shown(app)
            assert "Esc twice keeps a draft." in shown(app)
            await pilot.press("escape")
            await settled(app, pilot)
            assert app.screen is screen
            assert "Esc leave  " in shown(app)
            await pilot.press(leave)
            await settled(app, pilot)
            assert app.screen is not screen
            assert "Not added: kept as a draft; n goes on with it." in shown(app)
            assert desk.con.execute("SELECT count(*) FROM term").fetchone() == (0,)
            assert {text for _, text, _ in typed(desk)} == {"Uptime"}
        assert [one.table for one in desk.rows(unfinished.unfinished)] == ["term"]


async def test_a_level_of_the_ladder_is_called_one(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = RecordFormScreen(app.workspace, "ladder", FORMS["ladder"], deal_id=deal_id)
        await app.push_screen(screen)
        await pilot.press("2", "enter", *"Ops", "enter", *"soonish", "enter")
        await settled(app, pilot)
        assert "Answers within is a time such as: same day" in shown(app)
        assert app.screen is screen
        await pilot.press("ctrl+u", *"48 h", "enter")
        await settled(app, pilot)
        assert "Level 2 was added. u takes it back." in shown(app)


async def test_everything_taken_back_leaves_no_draft(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(RecordFormScreen(app.workspace, "term", TERM, deal_id=deal_id))
        await pilot.press("a", "backspace", "escape", "q")
        await settled(app, pilot)
        assert typed(desk) == []
        assert "draft" not in shown(app)


async def test_a_signal_hands_over_what_is_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        await pilot.press(*" now")
        app.end(143)  # what the handler of SIGTERM calls
    left = open_desk(tmp_path)
    assert value(left, "title") == "Hosting renewal now"
    assert typed(left) == []


async def test_f2_answers_when_it_was_kept(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(EditDealScreen(app.workspace, deal_id))
        await pilot.press(*"x", "f2")
        await settled(app, pilot)
        assert "Kept " in shown(app)
        assert value(desk, "title") == "Hosting renewalx"


async def test_a_new_note_is_dated_today_or_by_the_date_in_front_of_it(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        stored = []
        for typed_text in ("they called", "12 may they called", "12 may"):
            await app.push_screen(RecordFormScreen(app.workspace, "note", NOTE, deal_id=deal_id))
            await pilot.press(*typed_text.replace(" ", "_"))
            screen = app.screen
            assert isinstance(screen, RecordFormScreen)
            screen.form.set_text("text", typed_text)
            await pilot.press("enter", "enter")
            await settled(app, pilot)
            stored.append((value(desk, "text", "note"), value(desk, "happened_on", "note")))
    assert stored == [("they called", "2026-05-13"), ("they called", "2026-05-12"), ("12 may", "2026-05-13")]


async def test_the_key_that_adds_a_new_row_says_so(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(RecordFormScreen(app.workspace, "note", NOTE, deal_id=deal_id))
        await settled(app, pilot)
        assert "F2 add" in shown(app)
        await pilot.press(*"called", "f2")
        await settled(app, pilot)
        assert value(desk, "text", "note") == "called"
        await app.push_screen(EditDealScreen(app.workspace, deal_id))
        await settled(app, pilot)
        assert "F2 kept?" in shown(app)


async def test_an_end_before_the_start_is_doubted_beside_the_field_and_taken(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk, start_on="2026-06-01")
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        screen.form.focus_field("end_on")
        await pilot.press(*"2026-05-20")
        await settled(app, pilot)
        assert "Wed 20 May 2026, in 5 working days  ! before the start" in shown(app)
        await pilot.press("tab")
        await settled(app, pilot)
        assert value(desk, "end_on") == "2026-05-20"
        screen.form.focus_field("start_on")
        await pilot.press(*(["backspace"] * 10), *"2026-05-01", "tab")
        await settled(app, pilot)
        assert "before the start" not in shown(app)
