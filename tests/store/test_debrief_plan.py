"""The second debrief by rule: planned with the signing, moved with what it follows from, taken back with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.clock import instant
from dealdesk.domain.vocabulary import ActionKind
from dealdesk.store import connect, debrief_plan, due, history, settings_form
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal
from tests.desks import NOW, add_deal, edit, open_desk, uid_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def second(desk: Desk) -> tuple[str, str, str, str] | None:
    row: tuple[str, str, str, str] | None = desk.con.execute(
        "SELECT due_on, due_rule, due_anchor, due_set_by FROM debrief WHERE kind = 'second' AND archived_at IS NULL"
    ).fetchone()
    return row


def reason(desk: Desk) -> str:
    return str(desk.con.execute("SELECT due_reason FROM debrief WHERE kind = 'second'").fetchone()[0])


def change(desk: Desk, name: str, text: str) -> None:
    edit(desk, "deal", uid_of(desk, "deal", 1), name, text)


def deliver(desk: Desk, due_on: str, done_on: str = "") -> None:
    """Add a deliverable and settle the deal, as the action board does."""

    def act(session: Session) -> None:
        done = date.fromisoformat(done_on) if done_on else None
        due = date.fromisoformat(due_on)
        session.add(Action(deal_id=1, text="go live", kind=ActionKind.DELIVERABLE, due_on=due, done_on=done))
        session.flush()
        debrief_plan.settle(session, session.get_one(Deal, 1), desk.context, NOW)

    desk.write(Command("added a deliverable"), act)


def test_it_is_planned_thirty_days_into_performance(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    assert second(desk) == ("2026-06-11", "second debrief: 30 days", "2026-05-12", "rule")
    length = desk.con.execute("SELECT length_min FROM debrief WHERE kind = 'second'").fetchone()
    assert length == (25,)


def test_it_moves_with_the_start_and_the_signing(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    change(desk, "start_on", "2026-06-01")
    assert second(desk) == ("2026-07-01", "second debrief: 30 days", "2026-06-01", "rule")
    change(desk, "start_on", "")
    change(desk, "signed_on", "2026-05-11")
    assert second(desk) == ("2026-06-10", "second debrief: 30 days", "2026-05-11", "rule")


def test_the_first_deliverable_is_the_milestone(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    deliver(desk, "2026-07-20")
    deliver(desk, "2026-06-24", done_on="2026-06-03")
    assert second(desk) == ("2026-06-03", "second debrief: first milestone", "2026-06-03", "rule")


def test_the_milestone_is_named_after_a_change_of_the_calendar_too(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    deliver(desk, "2026-07-20")
    assert reason(desk) == "first milestone Mon 20 July"
    now = desk.clock.now()
    desk.write(Command("set: days off"), settings_form.write, "days_off", "2026-07-20", desk.context, now)
    assert reason(desk) == "first milestone Mon 20 July is a day off; due on Tue 21 July"


def test_a_deal_that_is_not_signed_or_quiet_plans_none(desk: Desk) -> None:
    add_deal(desk, "Negotiating")
    add_deal(desk, "Old", signed_on="2025-01-10")
    assert second(desk) is None


def test_taking_the_signing_back_takes_it_along(desk: Desk) -> None:
    add_deal(desk)
    change(desk, "signed_on", "2026-05-12")
    history.undo(connect.connect(desk.path), desk.window, NOW)
    assert second(desk) is None
    change(desk, "signed_on", "2026-05-12")
    change(desk, "signed_on", "")
    assert second(desk) is None


def test_a_day_that_a_person_set_stays(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    con = connect.connect(desk.path)
    with history.unit(con, Command("new date"), NOW):
        con.execute("UPDATE debrief SET due_on = '2026-08-03', due_set_by = 'person' WHERE kind = 'second'")
    change(desk, "start_on", "2026-06-01")
    found = second(desk)
    assert found is not None
    assert found[0] == "2026-08-03"


@pytest.mark.parametrize(
    ("kind", "due_at", "late", "words"),
    [
        ("first", "2026-05-15T16:00:00.000Z", 0, "first debrief, by Fri {:%H:%M}"),
        ("first", "2026-05-13T16:00:00.000Z", 0, "first debrief, by {:%H:%M}"),
        ("first", "2026-05-12T16:00:00.000Z", 1, "first debrief"),
        ("second", None, 0, "second debrief"),
        ("quick", None, 0, "quick review"),
    ],
)
def test_what_is_due_names_the_kind_and_the_hour(kind: str, due_at: str | None, late: int, words: str) -> None:
    day = (due_at or "2026-06-12")[:10]
    item = due.DueItem(
        *("debrief", "u", 1, "A-1", "t", "", day, due_at, day, None, 4, "", kind, "planned", "", None, ""),
        *("soon", late, 4, ""),
    )
    local = instant(due_at).astimezone() if due_at else NOW
    assert due.sentence(item, "2026-05-13") == words.format(local)
