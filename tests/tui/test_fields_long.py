"""A sentence that is longer than its line: shown wrapped from its beginning, typed in whole, handed to an editor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult

from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.forms import NOTE
from dealdesk.text import clean
from dealdesk.tui import outside
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.fields_long import LongLine, row_starts
from dealdesk.tui.widgets.form import Form
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.test_fields import CONTEXT

SPECS = (
    FieldSpec("facts", "Facts", max_chars=2000),
    FieldSpec("short", "Short"),
    FieldSpec("kind", "Kind", Kind.PICK, choices=(("one", "one"), ("two", "two"))),
)
SENTENCE = " ".join(f"word{number}" for number in range(1, 91))


class ThreeFields(App[None]):
    """A form with a long line, a short one and a choice."""

    def __init__(self, **texts: str) -> None:
        super().__init__()
        self.texts = texts

    def compose(self) -> ComposeResult:
        self.form = Form(SPECS, CONTEXT, texts=self.texts)
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_field("facts")

    def lines(self) -> list[str]:
        return screen_lines(self)

    @property
    def field(self) -> LongLine:
        found = self.form.field("facts")
        assert isinstance(found, LongLine)
        return found


def rows_of(text: str, width: int) -> list[str]:
    starts = row_starts(text, width)
    return [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def test_rows_break_between_words_and_break_a_word_only_where_it_is_too_long() -> None:
    assert rows_of("", 10) == [""]
    assert rows_of("one two three four", 9) == ["one two ", "three ", "four"]
    assert rows_of("abcdefghij kl", 4) == ["abcd", "efgh", "ij ", "kl"]
    assert rows_of("a      b", 3) == ["a      ", "b"]
    assert rows_of("日本語日本", 4) == ["日本", "語日", "本"]


def test_rows_of_hostile_strings_are_whole_and_fit(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        text = clean(entry["text"])
        rows = rows_of(text, 20)
        assert "".join(rows) == text
        assert all(cell_len(row.rstrip()) <= 20 for row in rows), text


async def test_it_grows_while_it_is_typed_in_and_shows_its_beginning_once_it_is_left() -> None:
    app = ThreeFields()
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.field.size.height == 1
        app.post_message(events.Paste(SENTENCE))
        await pilot.pause()
        assert app.field.size.height == LongLine.MOST
        assert "word90" in "\n".join(app.lines())
        await pilot.press(*" end")
        assert app.field.text == f"{SENTENCE} end"
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is app.form.field("short")
        assert app.field.size.height == LongLine.AT_REST
        shown = app.lines()
        assert "word1 word2" in shown[0]
        assert shown[2].rstrip().endswith("…")
        assert "word90" not in "\n".join(shown)
        await pilot.press("shift+tab")
        await pilot.pause()
        assert "word90" in "\n".join(app.lines())
        await pilot.press("!")
        assert app.field.text.endswith("end!"), "the cursor is where it was"
        assert "end!" in "\n".join(app.lines())


async def test_a_short_text_is_there_as_soon_as_its_form_is() -> None:
    app = ThreeFields(facts="Hold the kickoff")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Hold the kickoff" in app.lines()[0]


async def test_the_cursor_goes_by_rows_and_a_click_lands_where_it_is_seen() -> None:
    app = ThreeFields(facts=SENTENCE)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+a", "down", "down", "*")
        starts = row_starts(SENTENCE, app.field.size.width - 1)
        assert app.field.text == f"{SENTENCE[: starts[2]]}*{SENTENCE[starts[2] :]}"
        await pilot.press("backspace", "tab")
        await pilot.pause()
        await pilot.click(app.field, offset=(2, 1))
        await pilot.press("*")
        assert app.field.text == f"{SENTENCE[: starts[1] + 2]}*{SENTENCE[starts[1] + 2 :]}"


async def test_a_short_field_shows_its_head_once_it_is_left() -> None:
    app = ThreeFields()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("short")
        app.post_message(events.Paste("the beginning of it " + "x" * 100))
        await pilot.pause()
        assert "beginning" not in "\n".join(app.lines())
        await pilot.press("tab")
        await pilot.pause()
        line = next(line for line in app.lines() if "the beginning of it" in line)
        assert line.rstrip().endswith("…")
        await pilot.press("shift+tab", "y")
        await pilot.pause()
        assert app.form.text("short").endswith("xy")
        assert "xy" in "\n".join(app.lines())


async def test_in_a_small_terminal_it_takes_one_row_at_rest() -> None:
    app = ThreeFields(facts=SENTENCE)
    async with app.run_test(size=(60, 18)) as pilot:
        await pilot.press("tab")
        await pilot.pause()
        assert app.field.size.height == 1


async def test_what_an_editor_leaves_becomes_one_line_that_can_be_undone_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "edit_text", lambda _app, _workspace, text, _deal, _limit: f"{text} one\ntwo")
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = RecordFormScreen(app.workspace, "note", NOTE, deal_id=deal_id)
        await app.push_screen(screen)
        await pilot.press(*"said", "ctrl+g")
        await settled(app, pilot)
        assert screen.form.text("text") == "said one two"
        assert desk.rows(lambda con: con.execute("SELECT text FROM typing").fetchall()) == [("said one two",)]
        await pilot.press("ctrl+z")
        assert screen.form.text("text") == "said"
        await pilot.press("tab", "ctrl+g")
        await settled(app, pilot)
        assert "put the cursor into one first" in "\n".join(screen_lines(app))
