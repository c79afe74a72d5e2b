"""Draw the pictures of the README from the demo desk: ``python .ci/screenshots.py``.

Run by hand after a screen changed, never by the gate. It needs ``resvg-py`` (in the ``dev`` extra) and the font Fira
Code. Clock, time zone and window sizes are fixed, so that a picture changes only when its screen did.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import resvg_py
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dealdesk.clock import Clock
from dealdesk.imports import demo
from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.running_debrief import RunningDebrief
from tests.tui.desk_app import settled

if TYPE_CHECKING:
    from dealdesk.tui.screens.deal_base import DealBase

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "screenshots"
NOW = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)  # a Wednesday
WIDTH = 994
"""Pixels of every picture: 80 cells of the terminal in full size."""
LIMIT = 150_000
"""Bytes of one picture; a reader on a slow line loads all of them."""
REGISTER = """\
Contract;Supplier;Value;Signed;Ends;Notice period;Renews for;Tags
Archive storage;Hollin Archive;EUR 9.600 per year;12.03.2024;31.03.2027;3 months;12 months;storage
Lift maintenance;Castermoor Lifts;EUR 420 per month;02.11.2023;01.11.2026;6 weeks;;building
Payroll service;Finnick & Rowe;EUR 14.000 per year;spring 2022;perpetual;;;payroll
Coffee machines;Brewhollow;EUR 180 per month;19.09.2025;30.09.2026;30 days;12 months;office
"""

Steps = Callable[[DealdeskApp, Pilot[None]], Awaitable[None]]


class FixedClock(Clock):
    """The time of the pictures; a scene moves it on."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        """Return the instant of the scene."""
        return NOW + timedelta(seconds=self.passed)

    def mono(self) -> float:
        """Return the seconds of the scene."""
        return self.passed


class Picture(NamedTuple):
    """One file: how large the window is, what is done before it is drawn, and in which colours."""

    name: str
    size: tuple[int, int]
    steps: Steps
    theme: str = "textual-dark"


async def today(_app: DealdeskApp, _pilot: Pilot[None]) -> None:
    """Show what the program opens with."""


async def deals(_app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show all deals."""
    await pilot.press("2")


async def deal(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show the page of a deal that was debriefed."""
    from dealdesk.tui.screens.deal import DealScreen

    await app.push_screen(DealScreen(app.workspace, _id_of(app, "FENNMA")))
    await pilot.pause()


async def board(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show the board of all deals, the cursor on an action in review."""
    await pilot.press("6")
    await _settled(app, pilot)
    await pilot.press("l", "l", "l")


async def metrics(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show what both sides of a deal watch."""
    await deal(app, pilot)
    cast("DealBase", app.screen).open_tab("Metrics")
    await pilot.pause()


async def signed(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Sign a deal that is agreed, and show what follows from it."""
    await app.open_sign(_id_of(app, "PINNAC"))
    await _settled(app, pilot)
    await pilot.press("enter")
    await _settled(app, pilot)


async def talk(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show a conversation of a minute ago, in one line."""
    await deal(app, pilot)
    await pilot.press("t")
    await _type(app, pilot, "call with Dana and Raj: monthly report from June on")


async def call_card(app: DealdeskApp, _pilot: Pilot[None]) -> None:
    """Show what to know before a call with someone who answers slowly."""
    await app.open_call_card(_id_of(app, "BRELLO"))


async def message(app: DealdeskApp, _pilot: Pilot[None]) -> None:
    """Show the message that a line of Today asks for: the third nudge."""
    uid = app.workspace.desk.con.execute("SELECT uid FROM waiting WHERE due_rule = 'nudge 3'").fetchone()[0]
    await app.open_message(_id_of(app, "VELMOR"), about_uid=uid)


async def settings(app: DealdeskApp, _pilot: Pilot[None]) -> None:
    """Show what one can set on a desk."""
    app.do_open_settings()


async def debrief(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show section 2 of a debrief a few minutes after its first letter."""
    from dealdesk.tui.screens.debrief import open_debrief

    await open_debrief(app, app.workspace, _id_of(app, "OSTERV"))
    await _settled(app, pilot)
    for key in ("escape", "2", "n"):
        await pilot.press(key)
    for seconds, line in (
        (5, "We asked what would make late delivery impossible"),
        (95, "Bela brought the buffer stock himself, so it was his idea too"),
    ):
        await _pass_by(app, seconds)
        await _type(app, pilot, line)
        await pilot.press("enter")
        await _settled(app, pilot)
    await _pass_by(app, 70)
    await _type(app, pilot, "@ar The price list went in with the")
    await _pass_by(app, 4)


async def changes(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show section 6 of that debrief, one line taken already."""
    await debrief(app, pilot)
    await pilot.press("ctrl+u", "ctrl+n", "ctrl+n")
    for line in ("Who decides on a second supplier", "!process Their portal lost our offer twice"):
        await _type(app, pilot, line)
        await pilot.press("enter")
        await _settled(app, pilot)
        await pilot.press("ctrl+n")
    await pilot.press("tab", "space")
    await _pass_by(app, 9)


async def leverage(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show the checklist of a deal with the drivers of one source."""
    from dealdesk.store import deal_lines
    from dealdesk.tui.workspace import CurrentDeal

    number = _id_of(app, "FENNMA")
    line = app.workspace.desk.rows(deal_lines.lines, [number])[number]
    app.workspace.deal = CurrentDeal(number, line.ref, line.title)
    await pilot.press("4", "down", "left", "right", "right", "right")


async def _pass_by(app: DealdeskApp, seconds: int) -> None:
    """Let the debrief's clock run, second by second: a leap would be time away."""
    clock, held = app.workspace.clock, app.workspace.debrief
    if not isinstance(held, RunningDebrief) or not isinstance(clock, FixedClock):
        raise TypeError("no debrief runs on the clock of the pictures")
    for _ in range(seconds):
        clock.passed += 1
        held.tick()


async def review(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show part 2 of a review that its debrief filled in."""
    from dealdesk.tui.screens.review_form import open_review

    await open_review(app, app.workspace, _id_of(app, "FENNMA"))
    await _settled(app, pilot)
    for key in ("escape", "2"):
        await pilot.press(key)


async def friction(_app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show the friction log."""
    await pilot.press("5")


async def import_plan(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show what an import would do."""
    Path("register.csv").write_text(REGISTER, encoding="utf-8")
    await pilot.press("I")
    await _type(app, pilot, "register.csv")
    await pilot.press("enter")


async def find(app: DealdeskApp, pilot: Pilot[None]) -> None:
    """Show what holds a word."""
    await pilot.press("ctrl+f")
    await _type(app, pilot, "price")


PICTURES = (
    Picture("today", (80, 24), today),
    Picture("today-light", (80, 24), today, "textual-light"),
    Picture("today-wide", (160, 45), today),
    Picture("deals", (100, 24), deals),
    Picture("deal", (100, 30), deal),
    Picture("metrics", (100, 24), metrics),
    Picture("board", (120, 30), board),
    Picture("signed", (100, 30), signed),
    Picture("talk", (80, 24), talk),
    Picture("call-card", (80, 24), call_card),
    Picture("message", (100, 30), message),
    Picture("settings", (80, 24), settings),
    Picture("debrief", (80, 24), debrief),
    Picture("review", (130, 36), review),
    Picture("changes", (80, 24), changes),
    Picture("leverage", (100, 24), leverage),
    Picture("friction", (100, 24), friction),
    Picture("import", (80, 30), import_plan),
    Picture("find", (80, 24), find),
)


def _id_of(app: DealdeskApp, ref: str) -> int:
    found = app.workspace.desk.con.execute("SELECT id FROM deal WHERE ref LIKE ?", (f"{ref}-%",)).fetchone()
    return int(found[0])


async def _type(app: DealdeskApp, pilot: Pilot[None], words: str) -> None:
    await pilot.press(*("space" if sign == " " else sign for sign in words))
    await _settled(app, pilot)


async def _settled(app: DealdeskApp, pilot: Pilot[None]) -> None:
    with contextlib.suppress(WorkerCancelled):  # a search that another letter made pointless
        await settled(app, pilot)
    await pilot.pause()


async def draw(picture: Picture) -> int:
    """Write one picture, and return its bytes."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="screenshots-") as folder:
        os.chdir(folder)
        os.environ["DEALDESK_HOME"] = folder  # nobody's own templates, and crash reports go with the folder
        clock = FixedClock()
        demo.build("desk.db", clock)
        desk = Desk("desk.db", clock)
        app = DealdeskApp(desk)
        app.theme = picture.theme
        try:
            async with app.run_test(size=picture.size, notifications=False) as pilot:
                await _settled(app, pilot)
                await picture.steps(app, pilot)
                await _settled(app, pilot)
                svg = app.export_screenshot(title="dealdesk")
        finally:
            app.workspace.writer.close()
            desk.close()
            os.chdir(ROOT)
    # As wide as a page shows them; the largest window would be twice that.
    png = bytes(resvg_py.svg_to_bytes(svg_string=svg, width=WIDTH, monospace_family="Fira Code"))
    (FOLDER / f"{picture.name}.png").write_bytes(png)
    return len(png)


def main() -> None:
    """Draw those that are named, or all."""
    os.environ.update(TZ="UTC", TEXTUAL_ANIMATIONS="none")
    time.tzset()
    wanted = sys.argv[1:]
    for picture in PICTURES:
        if not wanted or picture.name in wanted:
            size = asyncio.run(draw(picture))
            print(f"{picture.name}.png  {size:,} bytes" + ("  TOO LARGE" if size > LIMIT else ""))


if __name__ == "__main__":
    main()
