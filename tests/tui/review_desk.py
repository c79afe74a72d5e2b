"""A desk with a debriefed deal, its review form in front, and what the tests of the form ask of both."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from textual.pilot import Pilot

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import DealType
from dealdesk.store import lines, review_form
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.review_form import FormView
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.review_form import ReviewFormScreen, open_review
from dealdesk.tui.widgets.fields import Field
from tests.desks import made_once
from tests.tui.desk_app import FixedClock, add_deal, add_friction, open_desk, settled


def shown(app: DealdeskApp) -> str:
    return "\n".join(screen_lines(app))


def typed(desk: Desk) -> list[tuple[str, str, str]]:
    """Return slot, text and state of what is typed and no part of the record."""
    found: list[tuple[str, str, str]] = desk.rows(_typing)
    return [(key.split("/")[2], text, state) for key, text, state in found]


def _typing(con: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return con.execute("SELECT key, text, state FROM typing ORDER BY key").fetchall()


def view(desk: Desk, version: int | None = None) -> FormView:
    desk.refresh()
    return desk.rows(review_form.view, 1, desk.today, version)


def text_of(desk: Desk, slot: str) -> str:
    return view(desk).slots[slot].text


@made_once
def debriefed(folder: Path) -> Desk:
    """Return a desk with one deal and a few lines of its debrief."""
    desk = open_desk(folder)
    deal = add_deal(desk, amount="84k EUR", type=DealType.VENDOR.value, signed_on="2026-05-12")
    for section, text in (
        ("worked", "Showed the rollout plan"),
        ("worked", "Let them pick the start"),
        ("worked", "Asked for the order of approvals"),
        ("missed", "Who signs above 50k?"),
    ):
        desk.write(Command("added a line"), lines.add, section, deal, None, Line(text))
    add_friction(desk, deal, "Legal was silent for a week", cause="internal")
    return desk


async def opened(app: DealdeskApp, pilot: Pilot[None], version: int | None = None) -> ReviewFormScreen:
    await open_review(app, app.workspace, 1, version)
    await settled(app, pilot)
    screen = app.screen
    assert isinstance(screen, ReviewFormScreen)
    return screen


def at(screen: ReviewFormScreen) -> str:
    """Return the input that has the focus."""
    return screen.form.named(screen.focused)


def mounted(screen: ReviewFormScreen) -> int:
    """Return how many fields there are."""
    return sum(isinstance(widget, Field) for widget in screen.query("*"))


async def go(screen: ReviewFormScreen, app: DealdeskApp, pilot: Pilot[None], slot: str) -> None:
    parts = [part.id for part in screen.state.form.parts]
    await screen.turn_to(parts.index(slot.partition(".")[0]), slot)
    await settled(app, pilot)


def elsewhere(desk: Desk, slot: str, text: str) -> None:
    """Fill in an input in another window."""
    other = Desk(desk.path, FixedClock())
    base = view(other).slots[slot].text
    answer = other.write(
        Command("filled in"), review_form.promote, 1, slot, text, base, other.context, other.clock.now()
    )
    assert answer.state is None
    other.close()
