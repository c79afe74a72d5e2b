"""The cards around the sections: set-up, opening, what held, end, sponsor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session
from textual import events
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from dealdesk.domain.debrief_kinds import KindChoice
from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import ActionKind, DebriefKind, Role, Side
from dealdesk.store import debriefs, lines, parties, review, settings
from dealdesk.store.desk import Desk
from dealdesk.store.engine import raw
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal
from dealdesk.templates.load import load_sections
from dealdesk.tui import debrief_way
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.debrief_way import proposed
from dealdesk.tui.dialogs.debrief_setup import DebriefSetup, Setup
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.debrief_end import DebriefEndScreen
from dealdesk.tui.screens.debrief_opening import OpeningScreen
from dealdesk.tui.screens.held import HeldScreen
from dealdesk.tui.screens.quick_review import QuickReviewScreen
from dealdesk.tui.screens.sponsor import SponsorScreen
from dealdesk.tui.workspace import CurrentDeal
from tests.desks import NOW, FixedClock, add_deal, open_desk, uid_of
from tests.tui.desk_app import running, settled

DEAL = CurrentDeal(1, "ACME-1", "Hosting renewal")


class Sections(DeskScreen):
    """Stands for the sections of the debrief."""


@asynccontextmanager
async def at_work(
    folder: Path, desk: Desk | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[DealdeskApp, Pilot[None], list[Setup]]]:
    """Run the App on a desk with one signed deal; the list holds what the sections were opened with."""
    if desk is None:
        desk = open_desk(folder)
        add_deal(desk, signed_on="2026-05-12")
    opened: list[Setup] = []
    async with running(desk, size=size) as (app, pilot):
        yield app, pilot, opened


async def into(app: DealdeskApp, pilot: Pilot[None], opened: list[Setup], kind: DebriefKind | None = None) -> None:
    """Go the way into the debrief of the deal."""

    async def sections(setup: Setup) -> None:
        opened.append(setup)
        await app.push_screen(Sections(app.workspace))

    await debrief_way.begin(app, app.workspace, DEAL, load_sections(), sections, kind=kind)
    await settled(app, pilot)


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def held(desk: Desk, kind: DebriefKind, *texts: tuple[str, str]) -> int:
    """Hold a debrief of the deal that puts some lines into registers."""
    number = desk.write(Command("started"), debriefs.start, 1, kind, 45, load_sections(), NOW)
    for section, text in texts:
        desk.write(Command("added"), lines.add, section, 1, number, Line(text))
    desk.write(Command("ended"), debriefs.finish, number, NOW)
    return number


def one(desk: Desk, query: str) -> object:
    return desk.con.execute(query).fetchone()[0]


async def shut(app: DealdeskApp, pilot: Pilot[None], screen: Screen[object]) -> None:
    await app.push_screen(screen)
    await settled(app, pilot)


# The set-up.


async def test_two_keys_lead_to_the_first_prompt(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, opened):
        await into(app, pilot, opened)
        assert "ACME-1: first debrief, 45 min (due 15 May)" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Sections)
        assert [setup.length_min for setup in opened] == [45]
        assert not any(isinstance(screen, OpeningScreen) for screen in app.screen_stack)


async def test_keys_faster_than_the_screen_end_up_behind_the_card(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, opened):
        await into(app, pilot, opened)
        await pilot.press("enter")
        await settled(app, pilot)
        for key in ("9", "0", "k", "enter", "9", "5", "enter"):
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(app, pilot)
        assert isinstance(app.screen, OpeningScreen)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Sections)
        row = app.workspace.desk.con.execute("SELECT intended, actual, lucky FROM debrief WHERE kind = 'first'")
        assert row.fetchone() == ("90k", "95", "")


async def test_leaving_the_set_up_stores_nothing(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, opened):
        before = one(app.workspace.desk, "SELECT count(*) FROM change")
        await into(app, pilot, opened)
        await pilot.press(*"ab", "escape")
        await settled(app, pilot)
        if isinstance(app.screen, DebriefSetup):
            await pilot.press("escape")
            await settled(app, pilot)
        assert not isinstance(app.screen, DebriefSetup)
        assert one(app.workspace.desk, "SELECT count(*) FROM change") == before
        assert opened == []


async def test_the_set_up_is_stored_with_the_debrief(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    async with at_work(tmp_path, desk) as (app, pilot, opened):
        app.push_screen(
            DebriefSetup("ACME-1", proposed(desk, 1).kinds, proposed(desk, 1).setup, desk.context, alone=False),
            lambda setup: opened.append(setup) if setup else None,
        )
        await settled(app, pilot)
        await pilot.press(*"mk, ab, mk", "tab", "down", "tab", "space", "enter")
        await settled(app, pilot)
        assert opened == [Setup(30, ("mk", "ab"), True, DebriefKind.FIRST)]
        number, uid = await debrief_way.prepared(app.workspace, DEAL, opened[0])
        assert desk.con.execute(
            "SELECT uid, length_min, participants, sponsor, state FROM debrief WHERE id = ?", (number,)
        ).fetchone() == (uid, 30, "mk, ab", 1, "planned")


async def test_a_length_that_is_none_is_refused_where_it_stands(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, opened):
        await into(app, pilot, opened)
        await pilot.press("tab", "end", "backspace", "backspace", *"soon", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DebriefSetup)
        assert "A length is a number of minutes" in shown(app)


async def test_another_kind_brings_its_own_length(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, opened):
        await into(app, pilot, opened)
        await pilot.press("shift+tab", "m")
        await settled(app, pilot)
        assert "milestone debrief, 15 min" in shown(app)
        await pilot.press("enter", "enter")
        await settled(app, pilot)
        assert [(setup.kind, setup.length_min) for setup in opened] == [("milestone", 15)]


async def test_with_a_team_those_on_our_side_are_here(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")

    def team(session: Session) -> None:
        settings.put(raw(session), "team", "team")
        parties.set_me(session, "Mara Kessel", "mk")
        person = parties.person_named(session, "Ada Lovelace")
        parties.link_person(session, session.get_one(Deal, 1), person, Side.US, Role.DELIVERY, None)

    desk.write(Command("said who works here"), team)
    desk.refresh()
    offer = proposed(desk, 1)
    desk.close()
    assert (offer.setup.participants, offer.alone) == (("mk", "al"), False)


@pytest.mark.parametrize(
    ("name", "initials", "here"),
    [("Mara Kessel", "mk", ("mk",)), ("Mara Kessel", "", ("mk",)), ("mara", "", ("ma",)), ("", "", ())],
)
async def test_alone_i_am_here_by_whatever_name_the_desk_knows(
    tmp_path: Path, name: str, initials: str, here: tuple[str, ...]
) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")

    def known(session: Session) -> None:
        parties.set_me(session, name, initials)
        ours = parties.person_named(session, "Ada Lovelace")
        parties.link_person(session, session.get_one(Deal, 1), ours, Side.US, Role.DELIVERY, None)

    desk.write(Command("said who works here"), known)
    offer = proposed(desk, 1)
    desk.close()
    assert (offer.setup.participants, offer.alone) == (here, True)


async def test_with_a_team_the_others_are_typed_behind_me(tmp_path: Path) -> None:
    app = App[None]()
    answers: list[Setup | None] = []
    desk = open_desk(tmp_path)
    kinds = (KindChoice(DebriefKind.FIRST, "first"),)
    async with app.run_test() as pilot:
        setup = Setup(45, ("mk",), False, DebriefKind.FIRST)
        await app.push_screen(DebriefSetup("ACME-1", kinds, setup, desk.context, alone=False), answers.append)
        await pilot.press(*"ab", "enter")
        await pilot.pause()
    desk.close()
    assert [answer.participants for answer in answers if answer] == [("mk", "ab")]


async def test_a_deal_that_was_not_made_is_offered_its_quick_review(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, outcome="no decision")
    async with at_work(tmp_path, desk) as (app, pilot, opened):
        await into(app, pilot, opened)
        assert "ACME-1: quick review, 90 s" in shown(app)
        await pilot.press(*"mk", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, QuickReviewScreen)
        assert desk.con.execute("SELECT kind, participants, length_min FROM debrief").fetchone() == ("quick", "mk", 2)
        assert desk.rows(debriefs.waiting) == []


# The opening card.


async def opening(app: DealdeskApp, pilot: Pilot[None]) -> OpeningScreen:
    screen = OpeningScreen(app.workspace, DEAL, uid_of(app.workspace.desk, "debrief", 1))
    await shut(app, pilot, screen)
    return screen


async def test_what_is_typed_on_the_card_is_kept_and_stored(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, _opened):
        await opening(app, pilot)
        await pilot.press(*"-8 %", "enter", *"-3 %")
        await settled(app, pilot)
        assert one(app.workspace.desk, "SELECT intended FROM debrief WHERE id = 1") == "-8 %"
        assert one(app.workspace.desk, "SELECT text FROM typing WHERE text <> ''") == "-3 %"
        await pilot.press("f4")
        await settled(app, pilot)
        assert not isinstance(app.screen, OpeningScreen)
        assert one(app.workspace.desk, "SELECT actual FROM debrief WHERE id = 1") == "-3 %"


async def test_the_card_shows_earlier_changes_and_ticks_them(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    other = add_deal(desk, "Licences", "Beta")

    def owe(session: Session) -> None:
        due = NOW.date() - timedelta(days=3)
        session.add(Action(deal_id=other, text="changes", kind=ActionKind.PLAYBOOK, due_on=due))

    state = f"SELECT state FROM action WHERE deal_id = {other}"
    if not one(desk, f"SELECT count(*) FROM action WHERE deal_id = {other}"):
        desk.write(Command("added"), owe)
    desk.write(Command("added"), lines.add, "changes", other, None, Line("ask who signs"))
    desk.write(Command("captured"), lines.add, "notes", 1, None, Line("asked for the runbook twice"))
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        screen = await opening(app, pilot)
        text = shown(app)
        assert "CHANGES FROM EARLIER DEALS" in text
        assert "ask who signs" in text
        assert "asked for the runbook twice" in text
        screen.list.focus()
        await pilot.press("space")
        await settled(app, pilot)
        assert "✓ made" in shown(app)
        assert one(desk, state) == "done"
        await pilot.press("u")
        await settled(app, pilot)
        assert one(desk, state) == "to do"


# What held.


async def test_space_goes_through_the_verdicts_and_enter_goes_on(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    held(desk, DebriefKind.FIRST, ("worked", "a plan with dates"), ("friction", "late"))
    async with at_work(tmp_path, desk) as (app, pilot, opened):
        await into(app, pilot, opened, DebriefKind.SECOND)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, HeldScreen)
        words = []
        for _ in range(4):
            await pilot.press("space")
            await settled(app, pilot)
            line = next(line for line in screen_lines(app) if "a plan with dates" in line)
            words.append(line.split("dates")[1].strip())
        assert words == ["held", "did not hold", "unclear", "-"]
        await pilot.press("j", "space")
        await settled(app, pilot)
        assert "What we took for true then: did it hold?   held 1" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Sections)
        assert [(setup.kind, setup.length_min) for setup in opened] == [("second", 25)]


async def test_with_nothing_to_judge_enter_goes_on_all_the_same(tmp_path: Path) -> None:
    async with at_work(tmp_path) as (app, pilot, _opened):
        await shut(app, pilot, HeldScreen(app.workspace, DEAL, 2))
        assert "no line of a first debrief" in shown(app)
        await pilot.press("enter")
        await settled(app, pilot)
        assert not isinstance(app.screen, HeldScreen)


# The end.


async def ended(tmp_path: Path, size: tuple[int, int] = (80, 24)) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-12")
    held(desk, DebriefKind.FIRST, ("worked", "a"), ("worked", "b"), ("friction", "late"), ("changes", "ask"))
    return desk


async def test_the_end_card_says_what_went_where_and_takes_two_numbers(tmp_path: Path) -> None:
    desk = await ended(tmp_path)
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        await shut(app, pilot, DebriefEndScreen(app.workspace, DEAL, 1, uid_of(desk, "debrief", 1)))
        assert "2 takeaways, 1 friction, 1 change" in shown(app)
        assert "Time: 00:00 of 45:00" in shown(app)
        await pilot.press("4")
        await settled(app, pilot)
        assert one(desk, "SELECT satisfaction FROM debrief WHERE id = 1") == 4
        await pilot.press("n", *"key man", "f9")
        await settled(app, pilot)
        assert isinstance(app.screen, Reader)
        rows = [line.strip("│ ▁▂▃▄▅▆▇█▎") for line in shown(app).splitlines()]
        assert any(row.startswith("Post-negotiation review") and row.endswith("INTERNAL USE ONLY") for row in rows)
        assert any(row.startswith("Money: ____") for row in rows)
        assert not any(row and not row.strip("_") for row in rows)  # no blank runs over into a line of its own
        slots = desk.rows(review.slots, 1, desk.today)
        assert slots["risks.1"] == "key man"
        await pilot.press("q")
        await settled(app, pilot)
        await pilot.press("escape", "enter")
        await settled(app, pilot)
        assert not isinstance(app.screen, DebriefEndScreen)


async def test_enter_leaves_the_risk_and_then_the_card(tmp_path: Path) -> None:
    desk = await ended(tmp_path)
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        await shut(app, pilot, DebriefEndScreen(app.workspace, DEAL, 1, uid_of(desk, "debrief", 1)))
        await pilot.press("n", *"key man", "enter")
        await settled(app, pilot)
        assert one(desk, "SELECT risk FROM debrief WHERE id = 1") == "key man"
        await pilot.press("f9")
        await settled(app, pilot)
        assert isinstance(app.screen, Reader)
        await pilot.press("q", "enter")
        await settled(app, pilot)
        assert not isinstance(app.screen, DebriefEndScreen)


@pytest.mark.parametrize(("text", "risks"), [("other words", ["other words"]), ("", [])])
async def test_the_risk_stays_one_row_of_the_register(tmp_path: Path, text: str, risks: list[str]) -> None:
    desk = await ended(tmp_path)
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        uid = uid_of(desk, "debrief", 1)
        for words in ("key man", text):
            await settled(app, pilot)
            app.workspace.promote("debrief", uid, "risk", words, None, "edited the risk")
        await settled(app, pilot)
        found = [row[0] for row in desk.con.execute("SELECT text FROM risk WHERE archived_at IS NULL")]
        assert found == risks
        assert one(desk, "SELECT count(*) FROM risk") == 1


# The sponsor.


async def test_the_sponsors_clock_is_apart_and_the_insight_is_stored(tmp_path: Path) -> None:
    clock = FixedClock()
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="2026-05-12", amount="84k EUR")
    held(desk, DebriefKind.FIRST, ("worked", "a plan with dates"), ("changes", "ask who signs"))
    before = desk.rows(debriefs.taken_up, 1).clocks
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        screen = SponsorScreen(app.workspace, DEAL, 1, uid_of(desk, "debrief", 1))
        await shut(app, pilot, screen)
        for _ in range(61):
            clock.pass_by(1)
            screen.own_clock.tick()
        await settled(app, pilot)
        text = shown(app)
        assert "08:59 left of 10:00" in text
        for words in ("EUR 84,000", "a plan with dates", "ask who signs", "We ask you", "Insight"):
            assert words in text
        await pilot.press(*"sell it to ops", "escape", "escape")
        await settled(app, pilot)
        assert not isinstance(app.screen, SponsorScreen)
        assert one(desk, "SELECT insight FROM debrief WHERE id = 1") == "sell it to ops"
        found = desk.rows(debriefs.sponsor_clock, 1)
        assert found is not None
        assert (found.used_s, found.state) == (61.0, "paused")
        assert desk.rows(debriefs.taken_up, 1).clocks == before


async def test_time_away_from_the_sponsors_card_is_asked_about(tmp_path: Path) -> None:
    clock = FixedClock()
    desk = open_desk(tmp_path, clock)
    add_deal(desk, signed_on="2026-05-12")
    held(desk, DebriefKind.FIRST)
    async with at_work(tmp_path, desk) as (app, pilot, _opened):
        screen = SponsorScreen(app.workspace, DEAL, 1, uid_of(desk, "debrief", 1))
        await shut(app, pilot, screen)
        clock.pass_by(300)
        screen.own_clock.tick()
        await settled(app, pilot)
        assert "5 min away" in shown(app)
        await pilot.press("c")
        await settled(app, pilot)
        assert screen.own_clock.clock.section.used_s == 300
