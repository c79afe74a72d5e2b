"""The forms of a deal: five fields and then its page, what is proposed, and texts no terminal should see."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.app import App

from dealdesk.domain.forms import QUICK_DEAL
from dealdesk.store import deal_lines, deal_page, drafts, history
from dealdesk.text import clean
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_edit import EditDealScreen
from dealdesk.tui.screens.deal_form import NewDealScreen
from dealdesk.tui.screens.me import AskMe, initials_of
from dealdesk.tui.widgets.fields import LineField
from dealdesk.tui.widgets.known_parties import KnownParties
from tests.tui.desk_app import add_deal, open_desk, running, settled


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


async def test_an_empty_desk_asks_once_who_works_here_then_for_the_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, AskMe)
        await pilot.press(*"Ada Lovelace", "enter", "enter", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, NewDealScreen)
        assert (desk.settings.me, desk.settings.initials, desk.settings.team) == ("Ada Lovelace", "al", "alone")
        await pilot.press("escape", "q", "n")
        await settled(app, pilot)
        assert isinstance(app.screen, NewDealScreen)


async def test_typed_initials_replace_the_proposed_ones_however_fast_they_come(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, AskMe)
        for key in (*"Mia Kern", "tab", "M", "K", "enter", "enter"):
            app.simulate_key(key)
        await settled(app, pilot)
        assert (desk.settings.me, desk.settings.initials) == ("Mia Kern", "MK")


async def test_not_now_is_an_answer_too(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        await pilot.press("n", "escape", "escape")
        await settled(app, pilot)
        assert isinstance(app.screen, NewDealScreen)
        assert desk.settings.introduced
        assert desk.settings.me == ""


@pytest.mark.parametrize(
    ("name", "initials"), [("Ada Lovelace", "al"), ("ada", "ad"), ("", ""), ("Łukasz", "łu"), ("a b c d e f", "abcd")]
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


async def test_five_fields_then_the_page_of_the_deal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(NewDealScreen(app.workspace))
        await pilot.press(*"Licences", "enter", *"Beta [/b]", "enter", *"ven", "enter", *"12*850", "enter", *"mon")
        await settled(app, pilot)
        assert "Mon 11 May 2026, 2 days ago" in shown(app)
        assert "EUR 10,200" in shown(app)
        await pilot.press("backspace", "backspace", "backspace", *"tue last week")
        await pilot.pause()
        assert "Tue" not in shown(app)
        for _ in "tue last week":
            await pilot.press("backspace")
        await pilot.press(*"today", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DealScreen)
        assert "BETA-2 added. First debrief due Mon 18 May. u takes it" in shown(app)
        line = desk.rows(deal_lines.lines, [2])[2]
        assert (line.title, line.party, line.type, line.amount, line.signed_on) == (
            "Licences",
            "Beta [/b]",
            "vendor",
            "EUR 10,200",
            "2026-05-13",
        )
        await pilot.press("u")
        await settled(app, pilot)
        assert desk.rows(deal_lines.ids) == [1]


async def test_a_new_deal_does_not_bear_the_name_of_another(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting renewal", signed_on="2026-05-12")
    async with running(desk) as (app, pilot):
        assert "ACME-1  Hosting renewal" in shown(app)
        await pilot.press("n")
        await settled(app, pilot)
        assert "New deal" in shown(app)
        assert "ACME-1" not in shown(app)


async def test_all_fields_keep_what_is_typed(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await app.push_screen(NewDealScreen(app.workspace))
        await pilot.press(*"Licences", "f4")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, NewDealScreen)
        assert screen.form.text("title") == "Licences"
        screen.form.focus_field("tags")
        await pilot.press(*"sla", "f2")
        await settled(app, pilot)
        assert desk.rows(deal_lines.lines, [2])[2].tags == "sla"
        assert desk.rows(drafts.newest, "deal", None) is None
        assert len({entry.command_id for entry in desk.rows(history.of_deal, 2)}) == 1


async def test_a_draft_with_more_than_five_fields_opens_with_all(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        app.workspace.keep("deal/u9/tags", "sla")
        await settled(app, pilot)
        screen = NewDealScreen(app.workspace)
        assert screen.form.text("tags") == "sla"
        assert len(screen.specs) > len(QUICK_DEAL)


async def test_a_spelling_variant_proposes_the_party_and_typing_on_keeps_the_new_name(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, party="Acme Limited")
    async with running(desk) as (app, pilot):
        await app.push_screen(NewDealScreen(app.workspace))
        await pilot.press(*"More", "enter", *"acme ltd.")
        await settled(app, pilot)
        assert "known: Acme Limited (1 deal) - Enter or Right takes it" in shown(app)
        await pilot.press("right")
        assert app.screen.query_one("PartyField").text == "Acme Limited"  # type: ignore[attr-defined]
        await pilot.press(*" East", "f2")
        await settled(app, pilot)
        assert desk.rows(deal_lines.lines, [2])[2].party == "Acme Limited East"


def test_parties_near_to_a_name() -> None:
    many = [(f"Bureau {n:05d}", 0) for n in range(2_000)]
    for known in (
        KnownParties([("Siemens AG", 3), ("Łódź Mills", 1), ("Acme", 0)]),
        KnownParties([("Siemens AG", 3), ("Łódź Mills", 1), ("Acme", 0), *many]),
    ):
        first = known.suggest("siemens gmbh")[0]
        assert (first.text, first.note, first.same) == ("Siemens AG", "3 deals", True)
        assert [(s.text, s.same) for s in known.suggest("lodz")] == [("Łódź Mills", False)]
        assert known.suggest("Seimens Corp")[0].text == "Siemens AG"
        assert not known.suggest("Seimens Corp")[0].same
        assert known.suggest("Acme")[0].text == "Acme"
        assert known.suggest("  ") == ()
        assert len(known.suggest("b")) <= 9


async def test_every_key_that_is_bound_only_types_in_a_field(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        bound = {key for node in (app, screen) for key in node._bindings.key_to_bindings}
        letters = [*sorted(key for key in bound if len(key) == 1), "colon", "question_mark", "slash"]
        await pilot.press("enter", *letters)
        await settled(app, pilot)
        assert app.screen is screen
        text = screen.form.text("counterparty")
        assert text.startswith("Acme")
        assert sorted(text[len("Acme") :]) == sorted([*letters[:-3], ":", "?", "/"])


async def test_hostile_texts_stay_what_they_are_in_every_field(tmp_path: Path, realdata: Path) -> None:
    cases = json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))
    # Each of them goes through each field in tests/store/test_forms.py; here every twelfth goes through the screen.
    texts = [case["text"] for case in cases if clean(case["text"]) and len(case["text"]) <= 150][::12]
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk) as (app, pilot):
        screen = EditDealScreen(app.workspace, deal_id)
        await app.push_screen(screen)
        for text in ["net [/30] [b]Q[/b] [@click=app.quit]x[/]", *texts]:
            for name in screen.form.texts():
                field = screen.form.field(name)
                if isinstance(field, LineField):
                    field.put("")
                    field.paste(text)
            await pilot.pause()
            screen.leave()
            app.workspace.writer.flush()
            await pilot.pause()
            left = desk.rows(drafts.of_row, "deal", str(screen.uid))
            page = desk.rows(deal_page.page, deal_id)
            assert (page.line.title, page.line.party, page.term) == (clean(text),) * 3
            assert {"title", "counterparty", "term", "owner"}.isdisjoint(left)
            assert all(clean(draft.text) == clean(text) for draft in left.values())
            if text.isascii() and text.isprintable():
                assert clean(text)[:20] in shown(app)
