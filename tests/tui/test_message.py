"""A message on the screen: the one that is meant, copied, changed, written out, and marked as sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel
from textual.app import App
from textual.pilot import Pilot

from dealdesk.domain.vocabulary import Side
from dealdesk.store import forms, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Person
from dealdesk.store.uid import new_uid
from dealdesk.tui import outside
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens.message import MessageScreen, from_outside, outside_text
from dealdesk.tui.screens.message_edit import EditMessageScreen
from dealdesk.tui.screens.message_sent import read_until
from dealdesk.tui.widgets.fields import LongField
from tests.tui.desk_app import add_deal, add_friction, open_desk, running, settled

ScreenText = Callable[[App[Any]], str]


def add(desk: Desk, *rows: SQLModel) -> None:
    def store(session: Session) -> None:
        for row in rows:
            session.add(row)

    desk.write(Command("added rows"), store)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = open_desk(tmp_path)
    add_deal(made, signed_on="2026-05-12", amount="84k EUR")
    for name in ("Dana Reyes", "Raj [b]"):
        texts = {"name": name, "address": f"{name.split()[0].lower()}@acme.example"}
        made.write(
            Command("added a person"), forms.create, "deal_person", new_uid(), 1, texts, made.context, made.clock.now()
        )
    return made


def wait(desk: Desk) -> None:
    person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Reyes'").fetchone()[0]
    now, on = desk.clock.now(), date(2026, 5, 12)
    desk.write(Command("waited"), waiting.begin, 1, person, "the [/] report", "mail", desk.context, now, on=on)


async def opened(app: DealdeskApp, pilot: Pilot[None], kind: str | None = None) -> MessageScreen:
    await app.open_message(1, kind)
    await settled(app, pilot)
    assert isinstance(app.screen, MessageScreen)
    return app.screen


async def press(app: DealdeskApp, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


async def test_the_message_that_is_meant_with_what_is_missing(desk: Desk, screen_text: ScreenText) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        shown = screen_text(app)
        assert "To       Dana Reyes <dana@acme.example>" in shown
        assert "Subject  Hosting renewal: thank you, and the next steps" in shown
        assert "formal: no earlier deal with Acme" in shown
        assert "words" in shown
        assert "[kickoff day?]" in shown
        assert "Missing, 5 places:" in shown
        assert "r on the kickoff gives it a day of yours" in shown


@pytest.mark.parametrize("size", [(80, 24), (160, 45), (60, 18)])
async def test_every_kind_fits_any_size(desk: Desk, screen_text: ScreenText, size: tuple[int, int]) -> None:
    wait(desk)
    async with running(desk, size=size) as (app, pilot):
        screen = await opened(app, pilot)
        seen = set()
        for _ in range(5):
            shown = screen_text(app)
            assert "Dear Dana Reyes," in shown
            assert "Subject" in shown
            assert all(len(line) <= size[0] for line in shown.splitlines())
            seen.add(screen.kind)
            await press(app, pilot, "tab")
        assert len(seen) == 5
        await press(app, pilot, "shift+tab")
        assert screen.kind.value == "delay"


async def test_tone_strength_and_addressee_have_a_key_each(desk: Desk, screen_text: ScreenText) -> None:
    wait(desk)
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "nudge")
        assert "strength 1 of 3, friendly" in screen_text(app)
        assert "Too early: the last message was 1 working day ago" in screen_text(app)
        await press(app, pilot, "v")
        assert "strength 2 of 3, plain" in screen_text(app)
        await press(app, pilot, "f")
        assert "Hi Dana," in screen_text(app)
        assert "informal: your choice" in screen_text(app)
        assert "strength 2 of 3" in screen_text(app)
        await press(app, pilot, "p")
        assert "Hi Raj," in screen_text(app)
        assert "Raj [b] <raj@acme.example>" in screen_text(app)
        await press(app, pilot, "tab", "v")
        assert "strength" not in screen_text(app)


async def test_y_copies_the_text_and_says_what_is_missing(desk: Desk, screen_text: ScreenText) -> None:
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot, "recap")
        await press(app, pilot, "y")
        assert screen.draft is not None
        assert app.clipboard == screen.draft.body
        assert "Copied the text without its subject" in screen_text(app)
        assert "Still missing" in screen_text(app)


async def test_what_is_typed_becomes_the_message_and_undo_takes_it_back(desk: Desk, screen_text: ScreenText) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "recap")
        await press(app, pilot, "e")
        assert isinstance(app.screen, EditMessageScreen)
        field = app.screen.form.field("body")
        assert isinstance(field, LongField)
        assert field.has_focus
        assert field.selected_text == "[agreed terms?]"
        assert "Esc twice goes back; all is kept." in screen_text(app)
        assert "F2 done" in screen_text(app)
        await press(app, pilot, *"two [reports]")
        await press(app, pilot, "escape", "escape")
        shown = screen_text(app)
        assert isinstance(app.screen, MessageScreen)
        assert "- two [reports]" in shown
        assert "your text" in shown
        await press(app, pilot, "u")
        assert "[agreed terms?]" in screen_text(app)
        assert "your text" not in screen_text(app)
        await press(app, pilot, "U")
        assert "two [reports]" in screen_text(app)
        await press(app, pilot, "e", *"!", "escape", "escape")
        assert "your text" in screen_text(app)
        await press(app, pilot, "d")
        assert "[agreed terms?]" in screen_text(app)
    assert Path(desk.path).exists()


async def test_ctrl_n_goes_through_the_missing_places(desk: Desk) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "recap")
        await press(app, pilot, "e")
        assert isinstance(app.screen, EditMessageScreen)
        field = app.screen.form.field("body")
        assert isinstance(field, LongField)
        seen = [field.selected_text]
        for _ in range(3):
            await press(app, pilot, "ctrl+n")
            seen.append(field.selected_text)
        names = ["[agreed terms?]", "[what is delivered, and when?]", "[your name?]"]
        assert seen == [*names, names[0]]


async def test_looking_into_the_form_changes_nothing(desk: Desk) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "recap")
        await press(app, pilot, "e", "escape", "escape")
        assert isinstance(app.screen, MessageScreen)
        assert desk.con.execute("SELECT count(*) FROM draft").fetchone()[0] == 0
        assert desk.con.execute("SELECT count(*) FROM typing").fetchone()[0] == 0


async def test_a_killed_window_loses_no_letter_of_a_message(desk: Desk, screen_text: ScreenText) -> None:
    app = DealdeskApp(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await opened(app, pilot, "recap")
        await press(app, pilot, "e", *"half a li")
        app.workspace.writer.flush()
        kept = desk.con.execute("SELECT text FROM typing WHERE key LIKE 'draft/%/body'").fetchone()[0]
        assert "half a li" in kept
    app.workspace.writer.close()
    desk.close()
    again = Desk(desk.path, desk.clock)
    async with running(again) as (app, pilot):
        await opened(app, pilot, "recap")
        assert "You began to change this text: e goes on." in screen_text(app)
        await press(app, pilot, "e")
        assert "half a li" in screen_text(app)
        await press(app, pilot, "escape", "escape")
        assert "half a li" in screen_text(app)
        assert "You began" not in screen_text(app)


async def test_the_own_editor_gets_subject_and_text(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, screen_text: ScreenText
) -> None:
    seen: list[str] = []

    def edited(_app: object, _workspace: object, text: str, deal_id: int, _limit: int) -> str:
        seen.append(text)
        assert deal_id == 1
        return "Subject: Mine [/b]\n\nShort. [payment?]"

    monkeypatch.setattr(outside, "edit_text", edited)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot, "recap")
        await press(app, pilot, "ctrl+g")
        assert seen[0].startswith("Subject: Hosting renewal: what we agreed")
        assert screen.draft is not None
        assert (screen.draft.subject, screen.draft.body) == ("Mine [/b]", "Short. [payment?]")
        assert "Missing, 1 place:" in screen_text(app)
        monkeypatch.setattr(outside, "edit_text", lambda _app, _workspace, text, _deal_id, _limit: text)
        await press(app, pilot, "ctrl+g")
        assert desk.con.execute("SELECT count(*) FROM command WHERE name LIKE 'edited a message%'").fetchone()[0] == 1


async def test_an_internal_sentence_is_named_before_it_leaves(desk: Desk, screen_text: ScreenText) -> None:
    add_friction(desk, 1, "Their legal team sat on it", effect="pace", cause="external")
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "no news")
        assert "friction" not in screen_text(app)
        await press(app, pilot, "e")
        await press(app, pilot, *"their LEGAL team sat on it.", "escape", "escape")
        assert "! From the friction log: “Their legal team sat on it”" in screen_text(app)
        for keys in ("y", "x"):
            await press(app, pilot, keys)
            assert screen_text(app).count("From the friction log") == 2


async def test_o_writes_a_new_file_each_time(desk: Desk) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "recap")
        await press(app, pilot, "o", "o")
    folder = Path(desk.path).parent / "exports"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["acme-1-recap-2026-05-13-2.txt", "acme-1-recap-2026-05-13.txt"]
    text = (folder / names[1]).read_text(encoding="utf-8")
    assert text.startswith("To: Dana Reyes <dana@acme.example>\nSubject: Hosting renewal: what we agreed")
    assert (folder / names[1]).stat().st_mode & 0o077 == 0


async def test_x_logs_it_waits_and_does_what_it_was_owed_for(desk: Desk, screen_text: ScreenText) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        await press(app, pilot, "x")
        assert "Still missing: kickoff day" in screen_text(app)
        await press(app, pilot, "l", "y")
        assert "a word on the next steps" in screen_text(app)
        await press(app, pilot, "enter", *"+3d")
        assert "they need until Sat 16 May 2026" in screen_text(app)
        await press(app, pilot, "enter")
        assert not isinstance(app.screen, MessageScreen)
        shown = screen_text(app)
        assert "Sent." in shown
        assert "Waiting for Dana Reyes" in shown
        con = desk.con
        assert con.execute("SELECT state FROM action WHERE kind = 'next-steps mail'").fetchone()[0] == "done"
        talk = "SELECT channel, direction, people FROM conversation"
        assert con.execute(talk).fetchone() == ("letter", "to them", "Dana Reyes")
        assert con.execute("SELECT need_until FROM waiting").fetchone()[0] == "2026-05-16"
        await press(app, pilot, "u")
        assert con.execute("SELECT state FROM action WHERE kind = 'next-steps mail'").fetchone()[0] == "to do"
        assert con.execute("SELECT count(*) FROM conversation WHERE archived_at IS NULL").fetchone()[0] == 0


async def test_a_nudge_is_not_asked_whether_it_wants_an_answer(desk: Desk, screen_text: ScreenText) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot, "nudge")
        await press(app, pilot, "x", "m")
        assert "What do you wait for?" in screen_text(app)
        assert "Are you waiting" not in screen_text(app)


async def test_escape_leaves_a_message_unsent(desk: Desk) -> None:
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        await press(app, pilot, "x", "escape")
        await press(app, pilot, "x", "m", "escape")
        await press(app, pilot, "x", "m", "y", "escape")
        await press(app, pilot, "x", "m", "y", "enter", "escape")
        assert isinstance(app.screen, MessageScreen)
        assert desk.con.execute("SELECT count(*) FROM conversation").fetchone()[0] == 0


async def test_a_promise_that_is_late_is_told_of(desk: Desk, screen_text: ScreenText) -> None:
    add(desk, Action(deal_id=1, text="the [/] portal", due_on=date(2026, 5, 11), side=Side.US))
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        assert "We promised you, for Mon 11 May: the [/] portal." in screen_text(app)
        await press(app, pilot, "x", "m", "n")
        assert "They were told." in screen_text(app)
        assert (
            desk.con.execute("SELECT told_on FROM action WHERE text = 'the [/] portal'").fetchone()[0] == "2026-05-13"
        )


async def test_a_deal_without_people_or_owner_is_addressed_by_gaps(tmp_path: Path, screen_text: ScreenText) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Bare", "")
    async with running(desk) as (app, pilot):
        await opened(app, pilot)
        assert "nobody of their side is known" in screen_text(app)
        assert "[their name?]" in screen_text(app)
        await press(app, pilot, "p", "y", "x", "m", "n")
        assert not isinstance(app.screen, MessageScreen)


async def test_me_is_named_by_the_desk(desk: Desk, screen_text: ScreenText) -> None:
    add(desk, Person(name="Mia [b]Klein", is_me=True))
    async with running(desk, size=(100, 45)) as (app, pilot):
        await opened(app, pilot)
        assert "Mia [b]Klein" in screen_text(app)


def test_a_message_goes_through_an_editor_and_back() -> None:
    assert from_outside(outside_text("A: b", "c\n\nd"), "old") == ("A: b", "c\n\nd")
    assert from_outside("no subject\nhere", "old") == ("old", "no subject\nhere")
    assert from_outside("\nSUBJECT:  x \nbody", "old") == ("x", "body")


def test_until_when_they_need_is_a_day_to_come_or_nothing(desk: Desk) -> None:
    assert read_until(" ", desk.context)[0] is None
    assert read_until("fri", desk.context) == (
        date(2026, 5, 15),
        "they need until Fri 15 May 2026, in 2 working days",
    )
    with pytest.raises(ValueError, match="over already"):
        read_until("-1d", desk.context)
