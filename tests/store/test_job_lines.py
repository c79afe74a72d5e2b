"""The two standing lines of Today: what there is to learn, and how the relationships are doing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefState
from dealdesk.store import job_lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue
from tests.desks import NOW, add_deal, open_desk

TODAY = NOW.date()


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    for title in ("Hosting", "Freight"):
        add_deal(desk, title, signed_on=day(-300).isoformat())
    return desk


def put(desk: Desk, *rows: Row) -> None:
    def add(session: Session) -> None:
        session.add_all(rows)

    desk.write(Command("stored"), add)


def said(desk: Desk) -> tuple[str, str]:
    return job_lines.learning(desk.con, TODAY), job_lines.relationship(desk.con, TODAY)


def test_a_desk_with_nothing_of_it_says_so(desk: Desk) -> None:
    assert said(desk) == ("no debrief and no change is due", "no check-ins are agreed yet")


def test_what_is_late_or_due_in_seven_days_is_counted(desk: Desk) -> None:
    put(
        desk,
        Debrief(deal_id=1, due_on=day(-3)),
        Debrief(deal_id=1, due_on=day(8)),
        Debrief(deal_id=2, due_on=day(-3), state=DebriefState.DONE),
        *(Action(deal_id=1, text="x", kind=ActionKind.PLAYBOOK, due_on=day(days)) for days in (-40, 0, 7, 8)),
        Action(deal_id=1, text="x", kind=ActionKind.PLAYBOOK, due_on=day(0), state=ActionState.DONE),
        Action(deal_id=1, text="x", due_on=day(0)),
    )
    assert said(desk)[0] == "1 debrief and 3 changes due"


def test_check_ins_on_time_quiet_deals_and_open_issues(desk: Desk) -> None:
    put(
        desk,
        *(Checkin(deal_id=1, next_on=day(days)) for days in (-2, 0, 9)),
        Checkin(deal_id=1),
        Issue(deal_id=2, text="down"),
        Issue(deal_id=2, text="was down", closed_at=stamp(NOW)),
    )

    def quieten(session: Session) -> None:
        session.get_one(Deal, 1).quiet_on = TODAY
        session.get_one(Deal, 2).quiet_on = day(1)

    desk.write(Command("quiet"), quieten)
    assert said(desk)[1] == "2 of 3 check-ins on time, 1 quiet, 1 issue"


def test_archived_deals_are_left_out(desk: Desk) -> None:
    put(desk, Debrief(deal_id=1, due_on=day(0)), Checkin(deal_id=1, next_on=day(0)), Issue(deal_id=1, text="down"))

    def archive(session: Session) -> None:
        session.get_one(Deal, 1).archived_at = stamp(NOW)

    desk.write(Command("archived"), archive)
    assert said(desk) == ("no debrief and no change is due", "no check-ins are agreed yet")


def test_counting_stops(desk: Desk) -> None:
    put(desk, *(Debrief(deal_id=1, due_on=day(0)) for _ in range(job_lines.COUNTED + 5)))
    assert said(desk)[0] == "99+ debriefs due"
