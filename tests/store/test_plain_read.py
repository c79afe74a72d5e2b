"""What the shell reads of a desk that nobody opened for a while is what the app shows once it moved the dates on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.cli import glance
from dealdesk.domain import follow_through
from dealdesk.domain.vocabulary import ActionKind
from dealdesk.store import due, ended_meanwhile, notice, upkeep
from dealdesk.store.desk import Desk
from dealdesk.store.due_item import DueItem
from dealdesk.store.history import Command
from tests.desks import FixedClock, add_deal, edit, open_desk, uid_of
from tests.store.talking import add_person, go_to, say

NOTICE = {"signed_on": "2025-12-01", "end_on": "2026-07-31", "notice": "3 months"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


def read(desk: Desk) -> list[DueItem]:
    """Return what is due; whether a record is still true is asked by nothing but the app."""
    items = desk.rows(due.due, desk.today.isoformat(), horizon_days=60, all_items=True).items
    return [item for item in items if item.kind != "still true" and not item.why.endswith("still true")]


def both(desk: Desk, day: date) -> tuple[list[DueItem], list[DueItem]]:
    """Return what the shell reads on a day, and what the app shows."""
    go_to(desk, day)
    desk.refresh()
    before = read(desk)
    upkeep.advance_here(desk)
    return before, read(desk)


@pytest.mark.parametrize("renewal", ["1 year", ""])
def test_a_reminder_to_give_notice_is_the_same_on_every_day(tmp_path: Path, renewal: str) -> None:
    """One desk is never opened, the other one every day."""
    first = datetime(2026, 1, 30, 9, tzinfo=UTC)
    unseen, seen = (open_desk(tmp_path / name, FixedClock(first)) for name in ("unseen", "seen"))
    for desk in (unseen, seen):
        add_deal(desk, **NOTICE, renewal=renewal)
    days = [first.date() + timedelta(days=number) for number in range(91)]
    told = []
    for day in days:
        go_to(unseen, day)
        unseen.refresh()
        shell = [item._replace(uid="") for item in read(unseen) if item.kind == "give notice"]
        app = [item._replace(uid="") for item in both(seen, day)[1] if item.kind == "give notice"]
        assert shell == app, day
        told += shell
    assert len({item.soft_on for item in told}) > 5


def ended(desk: Desk, **texts: str) -> None:
    """Sign a deal that ends on 10 June, wait in it, and let it stand badly."""
    add_deal(desk, signed_on="2026-05-13", **texts)
    add_person(desk, 1)
    say(desk, 1, "mail to Dana Weiss: the annex?", waiting_for="the annex")
    for standing in ("yellow", "red"):
        say(desk, 1, f"call: trouble !{standing}")


def test_a_deal_that_ended_meanwhile_keeps_only_what_stays(desk: Desk) -> None:
    ended(desk, end_on="2026-06-10")
    shell, app = both(desk, date(2026, 6, 15))
    assert shell == app
    assert [item.text for item in shell] == ["first"]


def test_what_somebody_worked_on_stays(desk: Desk) -> None:
    ended(desk, end_on="2026-06-10")
    number = desk.con.execute("SELECT id FROM action WHERE kind = 'next-steps mail'").fetchone()[0]
    edit(desk, "action", uid_of(desk, "action", number), "notes", "half of it is written")
    shell, app = both(desk, date(2026, 6, 15))
    assert shell == app
    assert {item.kind for item in shell} == {"action", "debrief"}


@pytest.mark.parametrize(("day", "over"), [(date(2026, 6, 10), False), (date(2026, 6, 15), True)])
def test_so_it_is_where_notice_was_given(desk: Desk, day: date, over: bool) -> None:
    ended(desk, end_on="2026-06-10", notice="2 weeks", renewal="1 year")
    desk.write(Command("decided"), notice.decide, 1, "end", desk.clock.now())
    shell, app = both(desk, day)
    assert shell == app
    assert ([item.text for item in shell] == ["first"]) == over


def test_an_action_made_by_hand_is_of_a_kind_that_no_signing_makes() -> None:
    assert set(ended_meanwhile._BY_HAND) == set(ActionKind) - set(follow_through.RULES)


@pytest.mark.parametrize(("day", "said"), [(17, ""), (18, "signed today"), (20, "signed on Mon 18 May")])
def test_a_planned_signing_whose_day_has_come_is_told(desk: Desk, day: int, said: str) -> None:
    add_deal(desk, signed_on="2026-05-18")
    go_to(desk, date(2026, 5, day))
    desk.refresh()
    text, _code = glance.answer(desk.con, desk.today.isoformat(), set())
    assert ("Open the app: ACME-1 was planned to be " + said in text) == bool(said)
    assert ("Open the app" in text) == bool(said)
    upkeep.advance_here(desk)
    assert "Open the app" not in glance.answer(desk.con, desk.today.isoformat(), set())[0]
