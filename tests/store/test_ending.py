"""What ends with a deal, by every way in which one ends, and what stays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from dealdesk import paths
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, Side
from dealdesk.store import connect, dating, due, due_moves, followed, history, settings_form, signing, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Waiting
from tests.desks import FixedClock, add_deal, edit, open_desk, uid_of
from tests.store.talking import add_person, go_to, say


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


def change(desk: Desk, name: str, text: str) -> None:
    assert edit(desk, "deal", uid_of(desk, "deal", 1), name, text).state is None


def made(desk: Desk) -> set[str]:
    return {one.text if one.kind == "debrief" else one.kind for one in desk.rows(followed.made, 1)}


def kinds_due(desk: Desk, day: str) -> set[str]:
    return {item.kind for item in desk.rows(due.due, day, horizon_days=400, all_items=True).items}


def advance(desk: Desk, day: date) -> None:
    go_to(desk, day)
    command = Command("moved dates on with the day", origin="rule")
    desk.write(command, dating.advance, desk.settings.calendar, desk.today)


def signed_with_all(desk: Desk) -> None:
    """Sign a deal, wait for an answer in it, and promise something."""
    add_deal(desk, signed_on="2026-05-12", end_on="2026-06-30")
    add_person(desk, 1)
    say(desk, 1, "mail to Dana: the annex?", waiting_for="the annex")

    def promise(session: Session) -> None:
        session.add(Action(deal_id=1, text="send the plan", side=Side.US, due_on=date(2026, 6, 1)))
        session.flush()

    desk.write(Command("promised"), promise)


def test_with_its_last_day_a_deal_takes_along_what_nobody_touched(desk: Desk) -> None:
    signed_with_all(desk)
    assert {"waiting", "action", "debrief", "change"} <= kinds_due(desk, "2026-05-13")
    kickoff = uid_of(desk, "action", 3)
    desk.write(Command("later"), due_moves.later, "action", kickoff, date(2026, 5, 25), desk.clock.now())
    advance(desk, date(2026, 7, 1))
    assert desk.con.execute("SELECT stage, quiet_on FROM deal").fetchone() == ("ended", None)
    assert made(desk) == {"first", "kickoff"}
    assert kinds_due(desk, "2026-07-01") == {"debrief", "action"}
    texts = {item.text for item in desk.rows(due.due, "2026-07-01", all_items=True).items}
    assert texts == {"first", "Hold the kickoff", "send the plan"}
    assert desk.rows(waiting.open_of, 1) == ()


def test_one_undo_brings_all_of_it_back(desk: Desk) -> None:
    signed_with_all(desk)
    before = made(desk), desk.rows(waiting.open_of, 1), kinds_due(desk, "2026-05-13")
    change(desk, "end_on", "2026-05-12")
    assert made(desk) == {"first"}
    history.undo(connect.connect(desk.path), desk.window, desk.clock.now())
    assert (made(desk), desk.rows(waiting.open_of, 1), kinds_due(desk, "2026-05-13")) == before


def test_a_deal_that_goes_on_after_all_gets_it_back_and_nothing_is_red(desk: Desk) -> None:
    signed_with_all(desk)
    before = made(desk)
    change(desk, "stage", "ended")
    assert made(desk) == {"first"}
    go_to(desk, date(2026, 5, 29))
    change(desk, "stage", "running")
    assert made(desk) == before
    assert [wait.text for wait in desk.rows(waiting.open_of, 1)] == ["the annex"]
    late = {item.text for item in desk.rows(due.due, "2026-05-29", all_items=True).items if item.late_days}
    assert late == {"first"}
    assert desk.con.execute("SELECT quiet_on IS NOT NULL FROM deal").fetchone() == (1,)


def test_a_lost_deal_waits_for_nobody(desk: Desk) -> None:
    add_deal(desk, stage="agreed")
    add_person(desk, 1)
    say(desk, 1, "mail to Dana: the annex?", waiting_for="the annex")
    assert kinds_due(desk, "2026-05-13") == {"action", "waiting"}
    change(desk, "outcome", "no decision")
    assert kinds_due(desk, "2026-05-13") == set()
    assert desk.con.execute("SELECT closed_on, answer_id FROM waiting").fetchone() == ("2026-05-13", None)


def test_a_date_typed_at_the_signing_is_a_promise_and_stays(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")

    def dated(session: Session) -> None:
        row = session.exec(select(Action).where(Action.kind == ActionKind.DELIVERABLE)).one()
        row.due_on, row.due_set_by = date(2026, 6, 20), "person"
        session.add(row)

    desk.write(Command("dated"), dated)
    change(desk, "stage", "ended")
    assert made(desk) == {"first", "deliverable"}


def test_a_changed_calendar_that_ends_a_deal_takes_it_along(desk: Desk) -> None:
    signed_with_all(desk)
    go_to(desk, date(2026, 7, 1))
    desk.write(Command("set"), settings_form.write, "days_off", "2026-07-20", desk.context, desk.clock.now())
    assert made(desk) == {"first"}


def test_what_an_ended_deal_still_has_of_it_is_never_on_today(desk: Desk) -> None:
    add_deal(desk, stage="ended")

    def store(session: Session) -> None:
        session.add(Checkin(deal_id=1, next_on=desk.today))
        session.add(Waiting(deal_id=1, since=desk.today, last_on=desk.today, due_on=desk.today))
        session.flush()

    desk.write(Command("stored"), store)
    assert kinds_due(desk, "2026-05-13") == set()


# A day of signing that is typed ahead


def test_a_day_of_signing_to_come_makes_nothing_until_that_day(desk: Desk) -> None:
    add_deal(desk, stage="agreed")
    steps = kinds_due(desk, "2026-05-13")
    change(desk, "signed_on", "2026-05-19")
    assert desk.con.execute("SELECT stage, follow_through FROM deal").fetchone() == ("agreed", None)
    assert (made(desk), kinds_due(desk, "2026-05-13")) == (set(), steps)
    advance(desk, date(2026, 5, 18))
    assert made(desk) == set()
    advance(desk, date(2026, 5, 19))
    assert desk.con.execute("SELECT stage, follow_through FROM deal").fetchone() == ("signed", "full")
    assert {"first", "next-steps mail", "kickoff", "check-in"} <= made(desk)
    formal = desk.con.execute("SELECT DISTINCT state, done_on FROM action WHERE kind = 'formal step'").fetchall()
    assert formal == [("done", "2026-05-19")]


def test_one_that_passed_while_the_desk_was_closed_starts_from_the_day_it_is_seen(desk: Desk) -> None:
    add_deal(desk, stage="agreed", signed_on="2026-05-19")
    advance(desk, date(2026, 6, 15))
    assert "first" in made(desk)
    late = [item.text for item in desk.rows(due.due, "2026-06-15", all_items=True).items if item.late_days]
    assert late == []


def test_one_that_was_signed_and_ended_while_the_desk_was_closed_starts_nothing_and_holds_up_no_other(
    desk: Desk,
) -> None:
    add_deal(desk, stage="agreed", signed_on="2026-05-19")
    change(desk, "end_on", "2026-05-30")
    add_deal(desk, "Another", signed_on="2026-05-12", end_on="2026-06-01")
    advance(desk, date(2026, 6, 15))
    assert made(desk) == set()
    assert desk.con.execute("SELECT DISTINCT stage FROM deal").fetchall() == [("ended",)]
    advanced = desk.con.execute("SELECT value FROM setting WHERE name = 'advanced_on'").fetchone()
    assert advanced == ("2026-06-15",)


def test_own_steps_that_can_not_be_read_do_not_hold_up_the_day(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "follow_through.toml").write_text("[[step", encoding="utf-8")
    monkeypatch.setattr(paths, "config_folder", lambda: str(tmp_path))
    add_deal(desk, stage="agreed", signed_on="2026-05-19")
    advance(desk, date(2026, 6, 15))
    assert "first" in made(desk)


def test_it_can_be_signed_before_that_day(desk: Desk) -> None:
    add_deal(desk, stage="agreed", signed_on="2026-05-19")
    desk.write(Command("signed the deal"), signing.sign, 1, {"signed_on": "today"}, desk.context, desk.clock.now())
    assert desk.con.execute("SELECT stage, signed_on FROM deal").fetchone() == ("signed", "2026-05-13")


def test_ending_asks_for_nothing_where_no_stage_changed(desk: Desk) -> None:
    signed_with_all(desk)
    change(desk, "stage", "ended")

    def planned(session: Session, context: Context) -> None:
        session.add(Checkin(deal_id=1, purpose="look back", next_on=context.today))
        session.flush()

    desk.write(Command("planned"), planned, desk.context)
    change(desk, "term", "1 year")
    assert made(desk) == {"first", "check-in"}
