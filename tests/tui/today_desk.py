"""A desk whose Today holds a line of every kind, and the ways that its keys ask for, written down."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from dealdesk.domain.vocabulary import ActionKind, DealType, Side
from dealdesk.store import due
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal, DealPerson, Person
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens.today import TodayScreen
from tests.desks import NOW, add_deal, made_once, open_desk

#: A Wednesday.
TODAY = NOW.date()


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def put(desk: Desk, *rows: Row) -> None:
    def add(session: Session) -> None:
        session.add_all(rows)

    desk.write(Command("stored"), add)


@made_once
def of_deals(folder: Path, number: int = 1) -> Desk:
    """Return a desk with deals that nothing follows from by itself."""
    desk = open_desk(folder)
    for _ in range(number):
        add_deal(desk)
    return desk


def action(text: str = "send the plan", days: int = 0, **fields: object) -> Action:
    """Return an action of the first deal that is due ``days`` from today."""
    values: dict[str, Any] = {"deal_id": 1, "text": text, "due_on": day(days), "weight": 4, **fields}
    return Action(**values)


@made_once
def every_kind(folder: Path) -> Desk:
    """Return a desk with one deal for each kind of line, so that none speaks for another."""
    desk = of_deals(folder, 10)
    put(desk, Person(id=900, name="Dana Reyes"))
    put(
        desk,
        DealPerson(deal_id=4, person_id=900, side=Side.THEM),
        action("send the plan", weight=9),
        action("the hand-over", deal_id=2, kind=ActionKind.HANDOVER, weight=8),
        action("the playbook", deal_id=3, kind=ActionKind.PLAYBOOK),
        Waiting(deal_id=4, person_id=900, text="report", channel="mail", since=day(-5), last_on=day(-5), due_on=TODAY),
        Checkin(deal_id=5, purpose="weekly", next_on=TODAY),
        Debrief(deal_id=6, due_on=TODAY),
        Issue(deal_id=7, text="down", due_on=TODAY),
        Risk(deal_id=8, text="budget", due_on=TODAY),
    )

    def deals(session: Session) -> None:
        quiet, stale = session.get_one(Deal, 9), session.get_one(Deal, 10)
        quiet.stage, quiet.quiet_on, quiet.type = "running", TODAY, DealType.CLIENT  # type: ignore[assignment]
        stale.still_true_on = TODAY

    desk.write(Command("filled"), deals)
    return desk


@made_once
def with_notice(folder: Path) -> Desk:
    """Return a desk whose only line is a day to give notice."""
    desk = open_desk(folder)
    dates = {"signed_on": day(-300).isoformat(), "end_on": day(40).isoformat()}
    add_deal(desk, **dates, notice="30 days", renewal="12 months")
    return desk


def kinds(desk: Desk) -> list[str]:
    """Return the kinds of what is due, in the order of the list."""
    return [item.kind for item in due.due(desk.con, desk.today.isoformat()).items]


def one(desk: Desk, query: str) -> Any:  # noqa: ANN401 - whatever the column holds
    """Return the first column of the first row."""
    return desk.con.execute(query).fetchone()[0]


def screen_of(app: DealdeskApp) -> TodayScreen:
    """Return the Today screen, in front or under a dialog."""
    return next(screen for screen in app.screen_stack if isinstance(screen, TodayScreen))


def go_to(app: DealdeskApp, kind: str) -> None:
    """Put the cursor on the first line of a kind."""
    rows = screen_of(app).list.rows
    assert rows.go_to(next(key for key in rows.keys_shown if str(key).startswith(f"{kind}/"))), kind


class Ways:
    """Writes down which way was asked for instead of going it."""

    def __init__(self, app: DealdeskApp) -> None:
        self.gone: list[tuple[Any, ...]] = []
        for name in ("open_talk", "open_call_card", "open_message", "open_deal", "open_debrief", "open_review"):
            setattr(app, name, self._way(name.removeprefix("open_")))

    def _way(self, name: str) -> Any:  # noqa: ANN401 - a function of any arguments
        async def way(*args: object) -> None:
            self.gone.append((name, *args))

        return way
