"""The form as a whole: what it shows, and what it tells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from dealdesk.domain.dates import Period, WorkCalendar
from dealdesk.domain.fields import Context, FieldSpec, Kind, Reading
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.form_row import LABEL_WIDTH, WIDE_LABELS
from dealdesk.tui.widgets.suggest import Known, Suggester

CONTEXT = Context(today=date(2026, 11, 20), order="dmy", calendar=WorkCalendar(), currency="EUR")
SPECS = (
    FieldSpec("title", "Title", required=True, hint="what it is about", missing="A deal needs a title."),
    FieldSpec("signed", "Signed", Kind.DATE),
    FieldSpec("term", "Term", Kind.PERIOD),
)
EVERY_KIND = tuple(
    FieldSpec(kind.value, f"The {kind.value}", kind, choices=(("a", "alpha"), ("b", "beta"))) for kind in Kind
)
#: What can be typed into a field of each kind; a number into all others.
TEXTS = {
    Kind.TEXT: "t",
    Kind.LONG: "l",
    Kind.DATE: "1 mar",
    Kind.AMOUNT: "5k",
    Kind.PERIOD: "3m",
    Kind.PICK: "b",
    Kind.TAGS: "x, y",
    Kind.PARTY: "p",
    Kind.TICK: "yes",
}


class FormApp(App[None]):
    """One form, and all it says."""

    def __init__(
        self,
        specs: Sequence[FieldSpec] = SPECS,
        *,
        texts: Mapping[str, str] | None = None,
        messages: Mapping[str, str] | None = None,
        suggesters: Mapping[str, Suggester] | None = None,
    ) -> None:
        super().__init__()
        self.specs, self.texts, self.messages, self.suggesters = specs, texts, messages, suggesters
        self.said: list[Message] = []

    def compose(self) -> ComposeResult:
        self.form = Form(self.specs, CONTEXT, texts=self.texts, messages=self.messages, suggesters=self.suggesters)
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_first_empty()

    def on_form_typed(self, message: Form.Typed) -> None:
        self.said.append(message)

    on_form_left = on_form_finished = on_form_refused = on_form_escaped = on_form_settled = on_form_typed

    def told(self, kind: type[Message]) -> list[Any]:
        return [message for message in self.said if isinstance(message, kind)]


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_a_form_is_typed_from_the_first_field_to_the_last() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Acme", "enter", *"fri", "enter", *"2y", "enter")
        await pilot.pause()
    assert [(m.name, m.text) for m in app.told(Form.Typed)][:4] == [("title", "Acme"[: n + 1]) for n in range(4)]
    assert [(m.name, m.text, m.error) for m in app.told(Form.Left)][:3] == [
        ("title", "Acme", None),
        ("signed", "fri", None),
        ("term", "2y", None),
    ]
    (finished,) = app.told(Form.Finished)
    assert finished.texts == {"title": "Acme", "signed": "fri", "term": "2y"}
    assert finished.values["signed"].value == date(2026, 11, 27)
    assert finished.values["term"] == Reading(Period(2, "year"), "2 years")


async def test_keys_that_come_in_one_burst_go_where_they_belong() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        for key in [*"Acme", "enter", *"fri", "tab", *"2y", "shift+tab", "s"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        await pilot.pause()
        assert app.form.texts() == {"title": "Acme", "signed": "fris", "term": "2y"}
    for name in ("title", "signed", "term"):
        order = [type(m) for m in app.said if getattr(m, "name", "") == name]
        assert order.index(Form.Typed) < order.index(Form.Left)


async def test_a_reading_is_shown_while_typing_and_an_error_only_after() -> None:
    app = FormApp(texts={"title": "Acme"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"31 f")
        assert "no date" not in shown(app)
        await pilot.press("tab")
        assert "! 31 f is no date I can read: try fri, +3d, 12 mar" in shown(app)
        await pilot.press("shift+tab", "backspace")
        assert "no date" not in shown(app)
        await pilot.press(*"/12")
        assert "Thu 31 Dec 2026" in shown(app)
    left = app.told(Form.Left)
    assert (left[0].reading, left[0].error) == (None, "31 f is no date I can read: try fri, +3d, 12 mar")


async def test_a_text_that_could_not_be_read_is_shown_again_with_its_message() -> None:
    app = FormApp(texts={"title": "Acme", "signed": "31 fe"}, messages={"signed": "31 fe is no date I can read"})
    async with app.run_test(size=(80, 24)):
        assert "! 31 fe is no date I can read" in shown(app)
        assert app.form.text("signed") == "31 fe"
        assert app.focused is app.form.field("signed")


async def test_a_form_is_not_finished_while_a_field_is_wrong() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.focus_field("term")
        await pilot.press("enter")
        await pilot.pause()
        assert app.focused is app.form.field("title")
        assert "! A deal needs a title." in shown(app)
    assert not app.told(Form.Finished)
    assert app.told(Form.Refused)[0].errors == {"title": "A deal needs a title."}


async def test_escape_leaves_the_field_and_keeps_the_text() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        await pilot.press("a", "escape")
        await pilot.pause()
        assert app.focused is None
        assert app.form.text("title") == "a"
    assert [m.name for m in app.told(Form.Left)] == ["title"]
    assert [m.name for m in app.told(Form.Escaped)] == ["title"]


async def test_what_the_program_sets_is_not_told_as_typed() -> None:
    app = FormApp(EVERY_KIND)
    async with app.run_test() as pilot:
        texts = {kind.value: TEXTS.get(kind, "7") for kind in Kind}
        for name, text in texts.items():
            app.form.set_text(name, text)
        await pilot.pause()
        assert app.form.texts() == texts
    assert not app.told(Form.Typed)


async def test_the_hint_stands_under_an_empty_field_with_the_focus() -> None:
    app = FormApp()
    async with app.run_test() as pilot:
        assert "what it is about" in shown(app)
        await pilot.press("a")
        assert "what it is about" not in shown(app)


async def test_nothing_jumps_when_words_come_and_go() -> None:
    app = FormApp(texts={"title": "x"})
    async with app.run_test(size=(80, 24)) as pilot:
        before = [row.region for row in app.query("FormRow")]
        await pilot.press(*"31 f", "tab", "shift+tab", "backspace", *"eb")
        assert [row.region for row in app.query("FormRow")] == before


async def test_the_sign_that_a_text_is_kept() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)):
        app.form.show_kept("title", datetime(2026, 11, 20, 14, 2, 11).astimezone())
        assert "Title kept 14:02:11" in shown(app)


@pytest.mark.parametrize(("key", "text"), [("1", "theirs [/b]"), ("2", "mine [b]"), ("e", "theirs [/b] / mine [b]")])
async def test_a_conflict_shows_both_texts_and_one_key_settles_it(key: str, text: str) -> None:
    app = FormApp(texts={"title": "mine [b]"})
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.show_conflict("title", "mine [b]", "theirs [/b]")
        await pilot.pause()
        assert "theirs [/b]" in shown(app)
        assert "mine [b]" in shown(app)
        await pilot.press(key)
        await pilot.pause()
        assert app.form.text("title") == text
    assert [(m.name, m.text) for m in app.told(Form.Settled)] == [("title", text)]


async def test_a_conflict_can_be_put_off_and_dates_are_not_joined() -> None:
    app = FormApp(texts={"signed": "1 mar"})
    async with app.run_test(size=(80, 24)) as pilot:
        app.form.show_conflict("signed", "1 mar", "2 mar")
        await pilot.press("e")
        assert isinstance(app.screen, Conflict)
        await pilot.press("escape")
        await pilot.pause()
        assert app.form.text("signed") == "1 mar"
    assert not app.told(Form.Settled)


async def test_the_row_with_the_focus_is_in_view_with_its_words() -> None:
    app = FormApp(EVERY_KIND, messages={"tick": "say yes or no"})
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.pause()
        assert "! say yes or no" in shown(app)


@pytest.mark.parametrize("size", [(20, 5), (8, 3), (40, 12), (200, 60)])
async def test_every_kind_of_field_can_be_drawn_at_any_size(size: tuple[int, int]) -> None:
    texts = {kind.value: "wide 株式会社 text" for kind in Kind}
    app = FormApp(EVERY_KIND, texts=texts, suggesters={"party": Known(["wide 株式会社 text and more"])})
    async with app.run_test(size=size) as pilot:
        for _ in EVERY_KIND:
            await pilot.press("x", "tab")
        await pilot.resize_terminal(80, 24)
        await pilot.resize_terminal(*size)
        assert app.form.text("text") == "wide 株式会社 textx"


async def test_a_click_on_a_label_goes_to_its_field() -> None:
    app = FormApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.form, offset=(3, 4))
        assert app.focused is app.form.field("term")


async def test_no_printable_key_reaches_a_command() -> None:
    class Busy(FormApp):
        BINDINGS: ClassVar[list[BindingType]] = [Binding("a,q,1,space,slash", "boom", "Boom")]

        def action_boom(self) -> None:
            raise AssertionError

    app = Busy(EVERY_KIND)
    async with app.run_test() as pilot:
        for kind in Kind:
            app.form.focus_field(kind.value)
            await pilot.press(*"aq1", "space", "slash")


async def test_a_long_label_widens_the_column_of_all_labels() -> None:
    specs = (FieldSpec("a", "How content, 1-5", required=True), FieldSpec("b", "Note"))
    app = FormApp(specs, texts={"a": "one", "b": "two"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        lines = screen_lines(app)
        assert "How content, 1-5 * " in lines[0]
        assert lines[0].index("one") == lines[2].index("two") == WIDE_LABELS
    app = FormApp(texts={"title": "one"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert screen_lines(app)[0].index("one") == LABEL_WIDTH


async def test_what_is_taken_if_none_is_picked_is_marked_and_said_and_is_no_text() -> None:
    spec = FieldSpec("kind", "Kind", Kind.PICK, choices=(("a", "alpha"), ("b", "beta"), ("c", "gamma")), usual="b")
    app = FormApp((*SPECS, spec))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = "\n".join(screen_lines(app))
        assert "( ) alpha  (•) beta  ( ) gamma" in shown
        assert "beta, if you pick none" in shown
        assert app.form.text("kind") == ""
        app.form.focus_field("kind")
        await pilot.press("right")
        await pilot.pause()
        assert app.form.text("kind") == "c"
        shown = "\n".join(screen_lines(app))
        assert "( ) alpha  ( ) beta  (•) gamma" in shown
        assert "if you pick none" not in shown
        await pilot.press("backspace")
        assert app.form.text("kind") == ""
