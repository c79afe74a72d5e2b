"""Each kind of field: what its keys do, and that any text stays what it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult

from dealdesk.domain.dates import WorkCalendar
from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.errors import InputRefused
from dealdesk.text import clean
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.widgets.fields import LongField
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.paste import raw, take_in
from dealdesk.tui.widgets.suggest import Known, Suggester, Suggestion

CONTEXT = Context(today=date(2026, 11, 20), order="dmy", calendar=WorkCalendar(), currency="EUR")
TYPES = (("client", "client"), ("vendor", "vendor"), ("partner", "partner"), ("public", "public body"))


class OneField(App[None]):
    """A form of one field."""

    def __init__(self, kind: Kind, text: str = "", *, known: Suggester | None = None, max_chars: int = 0) -> None:
        super().__init__()
        self.spec = FieldSpec("it", "It", kind, choices=TYPES, max_chars=max_chars)
        self.given, self.known = text, known
        self.typed: list[str] = []
        self.finished = 0

    def compose(self) -> ComposeResult:
        suggesters = {"it": self.known} if self.known else {}
        self.form = Form([self.spec], CONTEXT, texts={"it": self.given}, suggesters=suggesters)
        yield self.form

    def on_mount(self) -> None:
        self.form.focus_field("it")

    def on_form_typed(self, message: Form.Typed) -> None:
        self.typed.append(message.text)

    def on_form_finished(self) -> None:
        self.finished += 1

    @property
    def text(self) -> str:
        return self.form.text("it")

    def shown(self) -> str:
        return "\n".join(screen_lines(self))


class Parties:
    """Two companies, one of them known by another spelling."""

    def suggest(self, text: str) -> Sequence[Suggestion]:
        if text.lower() in ("acme limited", "acme ltd."):
            return [Suggestion("ACME Ltd", "3 deals", same=True)]
        known = [Suggestion("ACME Ltd", "3 deals"), Suggestion("Acme [/b] Holdings", "1 deal")]
        return [party for party in known if party.text.lower().startswith(text.lower())]


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG, Kind.PARTY, Kind.DATE])
async def test_the_first_key_does_not_replace_the_text(kind: Kind) -> None:
    app = OneField(kind, "kept")
    async with app.run_test() as pilot:
        await pilot.press("x")
        assert app.text == "keptx"


async def test_a_paste_of_several_lines_is_joined() -> None:
    app = OneField(Kind.TEXT, "say: ")
    async with app.run_test() as pilot:
        app.post_message(events.Paste("one\r\ntwo\n\x1b[31mthree"))
        await pilot.pause()
        assert app.text == "say: one two three"
        app.copy_to_clipboard("a\nb")
        await pilot.press("ctrl+v")
        assert app.text == "say: one two threea b"


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.LONG])
async def test_too_large_a_paste_is_refused_whole_and_counted(kind: Kind) -> None:
    app = OneField(kind, "here")
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("x" * 1_048_576))
        await pilot.pause()
        assert app.text == "here"
        limit = "200" if kind is Kind.TEXT else "200,000"
        assert f"! That is 1,048,576 characters; this field takes {limit}. Nothing was pasted." in app.shown()
        assert not app.typed


async def test_a_full_field_takes_no_more_but_can_be_shortened() -> None:
    app = OneField(Kind.TEXT, "12345678", max_chars=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("x")
        await pilot.pause()
        assert app.text == "12345678"
        assert "! This field takes 5 characters." in app.shown()
        await pilot.press("backspace", "backspace")
        assert app.text == "123456"


def test_a_paste_is_measured_by_what_would_be_kept() -> None:
    assert take_in(" a \n b ", held=0, limit=3, lines=False) == "a b"
    with pytest.raises(InputRefused, match=r"That is 3 characters; this field has room for 2\. Nothing was pasted\."):
        take_in("abc", held=3, limit=5, lines=False)


async def test_joiners_of_other_scripts_can_be_typed() -> None:
    for kind in (Kind.TEXT, Kind.LONG):
        app = OneField(kind, "می")
        async with app.run_test() as pilot:
            app.post_message(events.Key("zero_width_non_joiner", "\u200c"))
            await pilot.pause()
            assert app.text == "می\u200c"


async def test_what_was_cut_or_pasted_over_can_be_undone() -> None:
    app = OneField(Kind.TEXT, "the old words")
    async with app.run_test() as pilot:
        await pilot.press("ctrl+u", "x")
        app.post_message(events.Paste("yz"))
        await pilot.pause()
        assert app.text == "xyz"
        await pilot.press("ctrl+z")
        assert app.text == "x"
        await pilot.press("ctrl+z", "ctrl+z")
        assert app.text == "the old words"
    assert app.typed[-2:] == ["x", "the old words"]


async def test_up_and_down_step_a_date_by_a_day() -> None:
    app = OneField(Kind.DATE, "12 mar")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "up")
        await pilot.pause()
        assert app.text == "2027-03-13"
        assert "Sat 13 March 2027" in app.shown()
        app.form.set_text("it", "31 fe")
        await pilot.press("up")
        assert app.text == "31 fe"
    assert app.typed == ["2027-03-13", "2027-03-14", "2027-03-13"]


async def test_a_choice_is_made_by_arrows_letters_and_mouse() -> None:
    app = OneField(Kind.PICK)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "( ) client  ( ) vendor  ( ) partner  ( ) public body" in app.shown()
        for key, value in [
            ("right", "client"),
            ("right", "vendor"),
            ("left", "client"),
            ("left", "client"),
            ("p", "partner"),
            ("u", "public"),
            ("v", "vendor"),
            ("p", "partner"),
            ("p", "public"),
            ("p", "partner"),
            ("end", "public"),
            ("backspace", ""),
            ("left", "public"),
        ]:
            await pilot.press(key)
            assert app.text == value, key
        assert "(•) public body" in app.shown()
        await pilot.click(app.form.field("it"), offset=(13, 0))
        assert app.text == "vendor"


async def test_choices_that_do_not_fit_follow_the_chosen_one() -> None:
    app = OneField(Kind.PICK, "public")
    async with app.run_test(size=(44, 12)) as pilot:
        await pilot.pause()
        assert "‹ (•) public body" in app.shown() or "(•) public body" in app.shown()
        await pilot.press("home")
        assert "(•) client" in app.shown()
        assert "›" in app.shown()


async def test_a_text_that_is_no_choice_is_kept_until_one_is_made() -> None:
    for kind, stray, key, after in ((Kind.PICK, "supplier", "c", "client"), (Kind.TICK, "perhaps", "y", "yes")):
        app = OneField(kind, stray)
        async with app.run_test() as pilot:
            assert app.text == stray
            await pilot.press(key)
            assert app.text == after


async def test_a_tick_is_turned_by_space_letters_and_mouse() -> None:
    app = OneField(Kind.TICK)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "[ ] no" in app.shown()
        await pilot.press("space")
        assert app.text == "yes"
        assert "[x] yes" in app.shown()
        await pilot.press("n")
        assert app.text == ""
        await pilot.click(app.form.field("it"), offset=(1, 0))
        assert app.text == "yes"


async def test_a_known_party_is_taken_with_right_and_never_with_a_plain_enter() -> None:
    app = OneField(Kind.PARTY, known=Parties())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"acme")
        await pilot.pause()
        assert "known: ACME Ltd (3 deals) - Right takes it, Down: 1 more" in app.shown()
        await pilot.press("enter")
        assert app.text == "acme"
        assert app.finished == 1
        await pilot.press("backspace", "e", "right")
        await pilot.pause()
        assert app.text == "ACME Ltd"
        assert "known: ACME Ltd (3 deals)" in app.shown()


async def test_another_spelling_of_a_known_party_is_taken_with_enter() -> None:
    app = OneField(Kind.PARTY, "acme limite", known=Parties())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert "known: ACME Ltd (3 deals) - Enter or Right takes it" in app.shown()
        await pilot.press("enter")
        assert app.text == "ACME Ltd"
        assert app.finished == 0
        await pilot.press("enter")
        await pilot.pause()
        assert app.finished == 1


async def test_a_proposal_chosen_with_down_is_taken_with_enter_and_is_literal() -> None:
    app = OneField(Kind.PARTY, "ac", known=Parties())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("m", "down")
        await pilot.pause()
        assert "known: Acme [/b] Holdings (1 deal) - Enter or Right takes it, Down: 1 more" in app.shown()
        await pilot.press("enter")
        assert app.text == "Acme [/b] Holdings"


async def test_the_tag_being_typed_is_completed() -> None:
    app = OneField(Kind.TAGS, known=Known(["hosting", "renewal", "Honorar"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"ho", "right")
        await pilot.pause()
        assert app.text == "hosting, "
        await pilot.press(*"ho")
        await pilot.pause()
        assert "known: Honorar - Right takes it" in app.shown()
        await pilot.press("right", *"#ren", "right")
        assert app.text == "hosting, Honorar, renewal, "


async def test_a_long_text_grows_with_its_lines_and_is_left_by_tab() -> None:
    app = OneField(Kind.LONG)
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.form.field("it")
        await pilot.pause()
        assert field.size.height == LongField.LEAST
        await pilot.press("a", "enter", "b", "enter", "c")
        await pilot.pause()
        assert field.size.height == 3
        app.form.set_text("it", "word " * 200)
        await pilot.pause()
        assert field.size.height == LongField.MOST
        await pilot.press("ctrl+end", "tab")
        assert app.text == "word " * 200


def test_known_words_are_proposed_by_beginning_then_by_part() -> None:
    known = Known(["renewal", "New York", "Łódź news"])
    assert [s.text for s in known.suggest(" NEW")] == ["New York", "renewal", "Łódź news"]
    assert [s.text for s in known.suggest("lodz")] == ["Łódź news"]
    assert list(known.suggest(" ")) == []


@pytest.mark.parametrize("kind", list(Kind))
async def test_hostile_strings_stay_what_they_are(kind: Kind, realdata: Path) -> None:
    texts = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    app = OneField(kind, known=Known([clean(text) for text in texts if clean(text)]), max_chars=400)
    many = kind is Kind.LONG
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for number, text in enumerate(texts):
            app.form.set_text("it", text)
            app.form.show_error("it", clean(text))
            if kind not in (Kind.PICK, Kind.TICK) or app.text not in ("", "yes", *(value for value, _ in TYPES)):
                assert clean(app.text, lines=many) == clean(text, lines=many)
            short = clean(text)
            # Every third is looked at on the screen, which is what takes the time; the markup ones all.
            looked_at = number % 3 == 0 or "[" in text
            if kind in (Kind.TEXT, Kind.LONG) and looked_at and short.isascii() and 0 < len(short) < 55:
                await pilot.pause()
                assert short in " ".join(app.shown().split("\n")), text
        if kind in (Kind.TEXT, Kind.LONG, Kind.PARTY):
            for text in texts[::9]:
                app.form.set_text("it", "")
                app.post_message(events.Paste(text))
                await pilot.pause()
                assert app.text == clean(text, lines=many)


def test_raw_text_keeps_the_blanks_one_typed() -> None:
    assert raw("a  b \x1b[1mc\n", lines=False) == "a  b c "
