"""The review form: 45 inputs, one part mounted, everything typed is kept, nothing to save."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from dealdesk.templates.review import SLOT_IDS, load_review
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.jump import LETTERS, Jump
from dealdesk.tui.screens.review_form import ReviewFormScreen
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.part_rail import PartRail
from tests.store.review_paper import first_empty
from tests.tui.desk_app import add_deal, open_desk, running, settled
from tests.tui.review_desk import at, debriefed, go, mounted, opened, shown, text_of, typed, view


async def test_f_opens_it_on_the_deals_on_the_page_of_a_deal_and_q_goes_back(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("f")
        await settled(app, pilot)
        assert isinstance(app.screen, ReviewFormScreen)
        await pilot.press("escape", "q", "enter", "f")
        await settled(app, pilot)
        assert [type(screen).__name__ for screen in app.screen_stack][1:] == ["DealScreen", "ReviewFormScreen"]
        assert "Review 1   ACME-1  Hosting renewal" in shown(app)


async def test_it_begins_in_the_first_empty_input_and_mounts_its_part_only(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        assert at(screen) == first_empty(view(desk)) == "head.owner"
        assert mounted(screen) == 10
        for number in range(9):
            await pilot.press("escape", str(number))
            await settled(app, pilot)
            assert screen.part == number
            assert mounted(screen) == len(load_review().parts[number].slots)


@pytest.mark.parametrize("size", [(120, 30), (160, 45)])
async def test_the_page_beside_a_form_that_was_just_opened_fits_its_pane(tmp_path: Path, size: tuple[int, int]) -> None:
    async with running(debriefed(tmp_path), size=size) as (app, pilot):
        await opened(app, pilot)
        assert any(line.rstrip(" ▁▂▃▄▅▆▇█").endswith("INTERNAL USE ONLY") for line in screen_lines(app))


async def test_every_part_is_reached_by_next_back_digit_and_click(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("ctrl+n", "f4")
        assert screen.part == 2
        await pilot.press("f3")
        assert screen.part == 1
        await pilot.press("f3", "f3")
        assert screen.part == 8
        await pilot.press("escape", "3")
        assert screen.part == 3
        await pilot.click(PartRail, offset=(66, 0))
        await settled(app, pilot)
        assert screen.part == 7
        assert ">7" in screen_lines(app)[1]


async def test_tab_goes_on_behind_the_last_input_of_a_part_and_back_before_its_first(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "outcome.trades")
        await pilot.press("tab")
        assert at(screen) == "worked.tactic"
        await pilot.press("shift+tab")
        assert at(screen) == "outcome.trades"


async def test_keys_that_come_at_once_land_where_they_belong(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "follow.contacts")
        for key in (*"ab", "tab", *"cd", "tab", *"ef", "ctrl+n", *"Jo"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        slots = view(desk).slots
        assert (slots["follow.contacts"].text, slots["risks.1"].text) == ("ab", "cd")
        assert screen.part == 0


async def test_what_is_typed_right_behind_the_letter_lands_in_the_input_that_was_jumped_to(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await pilot.press("ctrl+o")
        await settled(app, pilot)
        for sign in "NRaj leaves":
            app.post_message(events.Key("space" if sign == " " else sign, sign))
        await settled(app, pilot)
        assert at(screen) == "risks.1"
        await pilot.press("tab")
        await settled(app, pilot)
        assert text_of(desk, "risks.1") == "Raj leaves"
        assert app.screen is screen


async def test_jump_labels_reach_every_input(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        every = [slot.id for slot in load_review().slots]
        for place in (0, 12, 25, 26, 44):
            await pilot.press("ctrl+o")
            await settled(app, pilot)
            assert isinstance(app.screen, Jump)
            await pilot.press(LETTERS[place])
            await settled(app, pilot)
            assert at(screen) == every[place]
        await pilot.press("ctrl+o", "escape")
        await settled(app, pilot)
        assert app.screen is screen


#: What is typed in each input, and what it is stored as where that is something else.
TYPED = {
    "head.date": ("12.5.2026", "2026-05-12"),
    "head.ref": ("HOST-7", "HOST-7"),
    "head.owner": ("Kim", "Kim"),
    "head.type": ("client", "client"),
    "head.counterparty": ("Acme Corp", "Acme Corp"),
    "head.value": ("90k", "EUR 90,000"),
    "head.term": ("24 months", "24 months"),
    "head.signed": ("11.5.2026", "2026-05-11"),
    "head.start": ("1.6.2026", "2026-06-01"),
    "head.renewal": ("31.5.2028", "2028-05-31"),
    "outcome.commercial": ("price -3 %; 30 days net", "price -3 %; 30 days net"),
    "outcome.other": ("monthly report", "monthly report"),
    "outcome.trades": ("gave: longer term; got: credits", "gave: longer term; got: credits"),
    "worked.tactic": ("Plan before price", "Plan before price"),
    "worked.proof": ("The incident sheet", "The incident sheet"),
    "worked.relationship": ("Raj was there", "Raj was there"),
    "leverage.time": (" ", "x"),
    "leverage.risk": (" ", "x"),
    "leverage.capability": (" ", "x"),
    "leverage.switching": (" ", "x"),
    "leverage.relationship": (" ", "x"),
    "leverage.process": (" ", "x"),
    "leverage.notes": ("the escalation page", "the escalation page"),
    "missed.late": ("Raj signs above 50k", "Raj signs above 50k"),
    "missed.earlier": ("Who signs?", "Who signs?"),
    "missed.hidden": ("Data protection", "Data protection"),
    "friction.moments": ("Six days of silence", "Six days of silence"),
    "friction.cause": ("process", "process"),
    "changes.1": ("Ask who signs", "Ask who signs"),
    "changes.2": ("Send the sheet", "Send the sheet"),
    "changes.3": ("Plan first", "Plan first"),
    "changes.owner": ("Kim", "Kim"),
    "changes.due": ("19.5.2026", "2026-05-19"),
    "follow.handover": ("fri, with Jo, Ann", "15 May 2026, with Jo, Ann"),
    "follow.mail": ("today", "2026-05-13"),
    "follow.kickoff": ("20.5.2026", "2026-05-20"),
    "follow.checkins": ("every week, then every month", "every week, then every month"),
    "follow.metrics": ("uptime, first answer", "uptime, first answer"),
    "follow.contacts": ("delivery Jo / Ann; billing Kim", "delivery Jo / Ann; billing Kim"),
    "risks.1": ("Raj leaves", "Raj leaves"),
    "risks.answer_1": ("Know his deputy", "Know his deputy"),
    "risks.2": ("No access", "No access"),
    "risks.answer_2": ("Ask in week one", "Ask in week one"),
    "risks.3": ("Late data", "Late data"),
    "risks.answer_3": ("A test set", "A test set"),
}


def test_every_input_is_typed_in_the_next_test() -> None:
    assert list(TYPED) == [f"{part}.{slot}" for part, ids in SLOT_IDS.items() for slot in ids]


@pytest.mark.parametrize("part", SLOT_IDS)
async def test_every_input_of_a_part_is_typed_by_keyboard_and_stored(tmp_path: Path, part: str) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, amount="84k EUR")
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, f"{part}.{SLOT_IDS[part][0]}")
        for slot in SLOT_IDS[part]:
            assert at(screen) == f"{part}.{slot}"
            text = TYPED[f"{part}.{slot}"][0]
            if isinstance(screen.focused, Field) and screen.focused.text and screen.focused.spec.kind != "pick":
                await pilot.press("end", "ctrl+u")
            await pilot.press(*("space" if sign == " " else sign for sign in text), "tab")
        await settled(app, pilot)
        slots = view(desk).slots
        stored = {f"{part}.{slot}": slots[f"{part}.{slot}"].text for slot in SLOT_IDS[part]}
        assert stored == {slot: wanted for slot, (_, wanted) in TYPED.items() if slot.startswith(f"{part}.")}
        assert typed(desk) == []


async def test_every_letter_is_kept_before_its_input_is_left(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        for slot, keys in (("worked.relationship", "Raj"), ("head.renewal", "31 m"), ("follow.metrics", "upt")):
            await go(screen, app, pilot, slot)
            await pilot.press(*("space" if sign == " " else sign for sign in keys))
            await settled(app, pilot)
            assert (slot, keys, "typing") in typed(desk)
            assert "kept" in screen_lines(app)[0]
            screen.leave()


async def test_half_a_date_stays_with_its_message_and_comes_back(tmp_path: Path) -> None:
    desk = debriefed(tmp_path)
    async with running(desk) as (app, pilot):
        screen = await opened(app, pilot)
        await go(screen, app, pilot, "follow.kickoff")
        await pilot.press(*"31 fe", "ctrl+n")
        await settled(app, pilot)
        assert screen.part == 8, "it holds nobody up"
        assert typed(desk) == [("follow.kickoff", "31 fe", "refused")]
        assert "1/6!" in screen_lines(app)[2], "the rail says where; the check-ins came with the signing"
        await pilot.press("escape", "q")
        await settled(app, pilot)
        assert "Kickoff: kept as typed" in shown(app)
    again = open_desk(tmp_path)
    async with running(again) as (app, pilot):
        screen = await opened(app, pilot)
        assert at(screen) == "follow.kickoff"
        assert screen.form.text("follow.kickoff") == "31 fe"
        assert "! " in shown(app)
        await pilot.press("end", "backspace", "backspace", *"may", "tab")
        await settled(app, pilot)
        assert text_of(again, "follow.kickoff") == "2026-05-31"
        assert typed(again) == []
