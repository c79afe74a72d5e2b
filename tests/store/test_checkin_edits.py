"""What an edit of a check-in, of its action or of a talk leaves as it was: what was held, missed, typed, put off."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from dealdesk.store import conversations, due_moves
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.since_review import last_review
from dealdesk.store.tables.actions import Action
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock, add_deal, edit, open_desk
from tests.store.checkin_desk import add, away, bare_deal, logged, talk, undo, value
from tests.store.talking import go_to


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


@pytest.fixture
def deal(desk: Desk) -> int:
    """Return a deal signed yesterday, Tuesday 12 May 2026, without check-ins or follow-through."""
    return bare_deal(desk)


def switch_of(desk: Desk, uid: str) -> tuple[str, list[str]]:
    """Return the switch, and the days after each of five talks on the day of the check-in."""
    deal, days = desk.con.execute("SELECT deal_id FROM checkin WHERE uid = ?", (uid,)).fetchone()[0], []
    for _ in range(5):
        go_to(desk, max(desk.today, date.fromisoformat(value(desk, uid, "next_on"))))
        talk(desk, deal, uid)
        days.append(value(desk, uid, "next_on"))
    return value(desk, uid, "switch_on"), days


def test_the_switch_is_kept_with_a_typed_day_a_tie_or_a_day_agreed_on(desk: Desk, deal: int) -> None:
    add(desk, deal, "action", text="First deliverable", due_on="2026-05-22")
    typed = add(desk, deal, often="weekly, then monthly, next fri")
    tied = add(desk, deal, often="weekly, then monthly", tied="3 days before First deliverable")
    edit(desk, "checkin", tied, "often", "weekly, then every 2 months")
    agreed = add(desk, deal, often="weekly, then monthly")
    move = ("check-in", agreed, date(2026, 5, 21), "", desk.context, desk.clock.now())
    desk.write(Command("agreed"), due_moves.new_date, *move)
    edit(desk, "checkin", agreed, "often", "weekly, then every 2 months")
    assert [value(desk, uid, "switch_on") for uid in (typed, tied, agreed)] == ["2026-06-11"] * 3
    assert switch_of(desk, tied)[1] == ["2026-05-26", "2026-06-02", "2026-06-09", "2026-08-10", "2026-10-12"]


def test_a_check_in_tied_before_the_signing_switches_too(desk: Desk) -> None:
    unsigned = add_deal(desk)
    add(desk, unsigned, "action", text="First deliverable", due_on="2026-05-22")
    uid = add(desk, unsigned, often="weekly, then monthly", tied="3 days before First deliverable")
    edit(desk, "deal", desk.con.execute("SELECT uid FROM deal").fetchone()[0], "signed_on", "2026-05-13")
    assert value(desk, uid, "next_on, switch_on") == ("2026-05-19", "2026-06-12")
    assert switch_of(desk, uid)[1] == ["2026-05-26", "2026-06-02", "2026-06-09", "2026-07-09", "2026-08-10"]


@pytest.mark.parametrize("mode", ["after-last", "fixed", "catch-up"])
@pytest.mark.parametrize(("name", "typed"), [("maximum", "3 weeks"), ("purpose", "delivery"), ("agreed_on", "today")])
def test_an_edit_keeps_what_was_held_and_what_was_missed(
    desk: Desk, deal: int, mode: str, name: str, typed: str
) -> None:
    uid = add(desk, deal, often="weekly", mode=mode)
    go_to(desk, date(2026, 5, 19))
    talk(desk, deal)
    edit(desk, "checkin", uid, name, typed)
    assert value(desk, uid, "next_on") == "2026-05-26"
    go_to(desk, date(2026, 6, 4))
    edit(desk, "checkin", uid, name, "")
    assert value(desk, uid, "next_on") == "2026-05-26", "missed, and still to be held"
    edit(desk, "checkin", uid, "often", "weekly, then monthly")
    assert value(desk, uid, "next_on") == "2026-05-26", "what counts now is as it was"


@pytest.mark.parametrize(("mode", "following"), [("after-last", "2026-07-30"), ("fixed", "2026-07-13")])
@pytest.mark.parametrize(("name", "typed"), [("next_on", "2026-08-05"), ("tied", "on kickoff")])
def test_a_day_typed_and_emptied_or_a_tie_and_none_is_as_before(
    desk: Desk, deal: int, mode: str, following: str, name: str, typed: str
) -> None:
    add(desk, deal, "action", text="Kickoff", due_on="2026-09-22")
    uid = add(desk, deal, often="monthly", mode=mode)
    go_to(desk, date(2026, 6, 30))
    talk(desk, deal)
    assert value(desk, uid, "next_on") == following
    edit(desk, "checkin", uid, name, typed)
    assert value(desk, uid, "next_on") != following
    edit(desk, "checkin", uid, name, "")
    assert value(desk, uid, "next_on") == following


def test_counted_from_something_else_it_goes_on_from_the_last_talk(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="monthly", mode="fixed")
    go_to(desk, date(2026, 6, 30))
    talk(desk, deal)
    days = []
    for mode in ("the last talk", "the start, missed ones too", "the start: fixed days"):
        edit(desk, "checkin", uid, "mode", mode)
        days.append(value(desk, uid, "next_on"))
    assert days == ["2026-07-30", "2026-07-13", "2026-07-13"]


def test_a_new_rhythm_forgets_what_the_old_one_missed(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    go_to(desk, date(2026, 5, 29))
    edit(desk, "checkin", uid, "often", "every 2 weeks")
    assert value(desk, uid, "next_on") == "2026-06-09"


def test_put_off_it_stays_until_the_day_moves(desk: Desk, deal: int) -> None:
    action = add(desk, deal, "action", text="First deliverable", due_on="2026-05-15")
    tied = add(desk, deal, purpose="dry run", often="weekly", tied="3 days before First deliverable")
    assert value(desk, tied, "next_on, due_reason") == (
        "2026-05-13",
        "3 days before First deliverable was Tue 12 May; tied Wed 13 May",
    )
    usual = add(desk, deal, often="weekly")
    for uid in (tied, usual):
        desk.write(Command("later"), due_moves.later, "check-in", uid, date(2026, 5, 20), desk.clock.now())
    edit(desk, "action", action, "notes", "hello")
    edit(desk, "checkin", usual, "mode", "the start: fixed days")
    assert [value(desk, uid, "later_until") for uid in (tied, usual)] == ["2026-05-20"] * 2
    desk.write(Command("done"), due_moves.done, "action", action, desk.context, desk.clock.now())
    assert value(desk, tied, "later_until") == "2026-05-20"
    undo(desk)
    go_to(desk, date(2026, 5, 18))
    edit(desk, "action", action, "due_on", "2026-05-19")
    assert value(desk, tied, "next_on, later_until") == ("2026-05-18", None), "Saturday rolls to Friday, which is over"
    edit(desk, "action", action, "due_on", "2026-05-29")
    assert value(desk, tied, "next_on, due_reason") == ("2026-05-26", "3 days before First deliverable, Fri 29 May")


def test_a_tie_counts_from_the_day_that_is_shown_of_the_action(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, "action", text="Hold the kickoff", due_on="2026-05-26")

    def best_by(session: Session) -> None:
        action = session.exec(select(Action).where(Action.uid == uid)).one()
        action.soft_on = date(2026, 5, 21)
        session.add(action)

    desk.write(Command("best by"), best_by)
    tied = add(desk, deal, tied="3 days before Hold the kickoff")
    assert value(desk, tied, "next_on, due_reason") == ("2026-05-18", "3 days before Hold the kickoff, Thu 21 May")


def test_a_tied_one_takes_no_talk_from_the_usual_one(desk: Desk, deal: int) -> None:
    add(desk, deal, "action", text="Go-live", due_on="2026-09-01")
    usual = add(desk, deal, purpose="delivery", often="every 2 weeks")
    tied = add(desk, deal, purpose="ops", often="weekly", tied="3 days before Go-live")
    go_to(desk, date(2026, 5, 20))
    assert talk(desk, deal) == ["Next delivery Wed 3 June."]
    go_to(desk, date(2026, 8, 28))
    assert talk(desk, deal, tied) == ["Next delivery Fri 11 Sept.", "Next ops Fri 4 Sept."]
    assert value(desk, usual, "next_on") == "2026-09-11"


def test_the_limit_never_goes_back_with_an_older_talk(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly", mode="catch-up", maximum="2 weeks")
    go_to(desk, date(2026, 5, 29))
    talk(desk, deal)
    assert value(desk, uid, "due_on") == "2026-06-12"
    talk(desk, deal, happened_on="2026-05-27")
    assert value(desk, uid, "due_on") == "2026-06-12"


def test_a_talk_that_counted_for_nothing_counts_once_the_one_before_it_is_taken_away(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="monthly", mode="catch-up")
    go_to(desk, date(2026, 6, 26))
    first = logged(desk, deal, happened_on="2026-06-09")
    logged(desk, deal)
    desk.write(Command("noted"), conversations.log, deal, new_uid(), {"summary": "x"}, desk.context, desk.clock.now())
    assert value(desk, uid, "next_on") == "2026-07-13"
    away(desk, "conversation", first)
    assert value(desk, uid, "next_on") == "2026-07-13", "the other one is that of June; the note is none"


def test_reviews_of_any_name_are_what_one_looks_back_to(desk: Desk, deal: int) -> None:
    for name in ("QBR", "Quarterly", "business review", "delivery"):
        uid = add(desk, deal, purpose=name, often="quarterly")
        go_to(desk, desk.today + timedelta(days=1))
        talk(desk, deal, uid)
        held = desk.rows(last_review, deal, desk.today + timedelta(days=1))
        assert held == (desk.today if name != "delivery" else desk.today - timedelta(days=1))


def test_the_switch_is_said_once_where_a_day_agreed_on_lies_behind_it(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly, then monthly")
    move = ("check-in", uid, date(2026, 6, 17), "", desk.context, desk.clock.now())
    desk.write(Command("agreed"), due_moves.new_date, *move)
    go_to(desk, date(2026, 6, 17))
    assert talk(desk, deal) == ["Next check-in Fri 17 July.", "From now on every month."]
    go_to(desk, date(2026, 7, 17))
    assert talk(desk, deal) == ["Next check-in Mon 17 Aug."]
