"""A changed work calendar dates everything open again: as if it had been entered under the new one."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import actions, connect, days_off, debrief_plan, due_moves, notice, records, settings_form
from dealdesk.store.dating import Moved
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command, undo
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal
from dealdesk.store.uid import new_uid
from tests.desks import NOW, FixedClock, add_deal, open_desk

#: Every date a rule writes, by what it is of.
_DATES = (
    "SELECT 'action ' || kind, text, due_on, soft_on, due_at, due_reason FROM action WHERE archived_at IS NULL",
    "SELECT 'debrief', kind, due_on, soft_on, due_at, due_reason FROM debrief WHERE archived_at IS NULL",
    "SELECT 'check-in', purpose, due_on, next_on, switch_on, due_reason FROM checkin WHERE archived_at IS NULL",
    "SELECT 'deal', ref, give_notice_by, quiet_on, stage, notice_decision FROM deal WHERE archived_at IS NULL",
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def put(desk: Desk, name: str, text: str) -> tuple[Moved, ...]:
    """Set one setting and return what moved."""
    command = Command(f"set: {name}")
    done = desk.write(command, settings_form.write, name, text, desk.context, desk.clock.now())
    desk.refresh()
    return done.moved


def everything(desk: Desk) -> list[tuple[object, ...]]:
    """Return every date that a rule wrote."""
    return [row for query in _DATES for row in sorted(desk.con.execute(query).fetchall(), key=str)]


def words_of(rng: random.Random) -> dict[str, str]:
    """Return random settings, as they would be typed."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    days = [NOW.date() + timedelta(days=rng.randrange(0, 400)) for _ in range(rng.randrange(60))]
    begins = rng.randrange(0, 12)
    return {
        "work_week": ", ".join(rng.sample(names, rng.randrange(1, 8))),
        "working_hours": f"{begins}-{rng.randrange(begins + 1, 24)}",
        "days_off": ", ".join(sorted({day.isoformat() for day in days})),
        "strict_clock": rng.choice(("yes", "")),
    }


def fill(desk: Desk, rng: random.Random) -> None:
    """Add deals of every type; the same ones for the same numbers."""
    for number, kind in enumerate(("client", "vendor", "partner", "")):
        signed = NOW.date() - timedelta(days=rng.randrange(0, 14))
        end = signed + timedelta(days=rng.randrange(200, 900))
        add_deal(
            desk,
            f"Deal {number}",
            f"Party {number}",
            type=kind,
            signed_on=signed.isoformat(),
            end_on=end.isoformat(),
            notice=rng.choice(("3 months", "30 days", "10 business days")),
            renewal=rng.choice(("", "1 year")),
        )


@pytest.mark.parametrize("seed", range(12))
def test_it_is_as_if_all_had_been_entered_under_the_new_calendar(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    clock = FixedClock(NOW + timedelta(minutes=rng.randrange(0, 7 * 24 * 60)))
    moved, anew = (open_desk(tmp_path / name, clock) for name in _folders(tmp_path))
    before, after = words_of(rng), words_of(rng)
    for name, text in before.items():
        put(moved, name, text)
    fill(moved, random.Random(seed))  # noqa: S311
    for name, text in after.items():
        put(moved, name, text)
        put(anew, name, text)
    fill(anew, random.Random(seed))  # noqa: S311
    assert everything(moved) == everything(anew)
    assert all(put(moved, name, text) == () for name, text in after.items()), "nothing is left to move"


def _folders(tmp_path: Path) -> tuple[str, str]:
    for name in ("moved", "anew"):
        (tmp_path / name).mkdir()
    return "moved", "anew"


def test_planned_debriefs_and_actions_move_and_say_so(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    found = put(desk, "days_off", "15 may to 22 may, 2027-09-30")
    told = {move.what: (move.old, move.new) for move in found}
    assert told["first debrief"] == (date(2026, 5, 15), date(2026, 5, 25))
    assert told["kickoff"] == (date(2026, 5, 19), date(2026, 5, 25)), "the day it is best done by"
    assert told["give notice by"] == (date(2027, 9, 30), date(2027, 9, 29))
    assert all(move.ref == "ACME-1" for move in found)


def test_one_undo_brings_the_setting_and_the_dates_back(desk: Desk) -> None:
    add_deal(desk, type="vendor", signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    before = everything(desk), desk.settings
    assert put(desk, "work_week", "sun-thu")
    assert everything(desk) != before[0]
    con = connect.connect(desk.path)
    undo(con, desk.window, desk.clock.now())
    con.close()
    desk.refresh()
    assert (everything(desk), desk.settings) == before


def test_what_a_person_dated_stays(desk: Desk) -> None:
    deal = add_deal(desk, signed_on="2026-05-12")

    def by_hand(session: Session) -> None:
        action = Action(deal_id=deal, text="call", due_on=date(2026, 5, 15), due_set_by="person", due_offset="1 day")
        session.add(action)

    desk.write(Command("added"), by_hand)
    put(desk, "days_off", "2026-05-15")
    assert desk.con.execute("SELECT due_on FROM action WHERE text = 'call'").fetchone() == ("2026-05-15",)


def test_a_date_of_the_year_9999_stops_nothing(desk: Desk) -> None:
    def far(session: Session) -> None:
        session.add(Deal(ref="FAR-1", title="Far", end_on=date(9999, 12, 31), notice_count=1, notice_unit="day"))

    desk.write(Command("added"), far)
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    moved = put(desk, "days_off", "2027-09-30")
    assert ("ACME-1", "give notice by") in {(move.ref, move.what) for move in moved}


def test_a_reminder_and_a_quiet_day_that_a_person_chose_stay(desk: Desk) -> None:
    add_deal(desk, type="client", signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    held = desk.con.execute("SELECT notice_remind_on, quiet_on FROM deal").fetchone()
    assert held == ("2027-07-02", "2026-05-25")  # 11 days after the day of planning, rolled from Sunday

    def later(session: Session) -> None:
        deal = session.get_one(Deal, 1)
        deal.notice_remind_on, deal.quiet_on = date(2027, 8, 10), date(2026, 6, 3)
        session.add(deal)

    desk.write(Command("put off a line"), later)
    put(desk, "days_off", "2026-06-03, 2027-08-10, 2027-07-02")
    assert desk.con.execute("SELECT notice_remind_on, quiet_on FROM deal").fetchone() == ("2027-08-10", "2026-06-03")


def test_what_was_decided_about_a_notice_outlives_a_day_off(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months", renewal="1 year")
    desk.write(Command("decided"), notice.decide, 1, "renew", NOW)
    put(desk, "days_off", "2027-09-30")
    row = desk.con.execute("SELECT give_notice_by, notice_decision FROM deal").fetchone()
    assert row == ("2027-09-29", "renew")


def test_other_leads_move_the_reminder_only(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2027-12-31", notice="3 months")
    (move,) = put(desk, "notice_leads", "120, 10")
    assert (move.what, move.new) == ("reminder to give notice", date(2027, 6, 2))


def test_days_off_keep_their_names(desk: Desk) -> None:
    put(desk, "days_off", "2026-12-25: Christmas, 2026-12-26")
    put(desk, "days_off", "2026-12-25, 2027-01-01: New Year")
    assert desk.rows(days_off.listed) == [("2026-12-25", "Christmas"), ("2027-01-01", "New Year")]


def test_debriefs_are_redated_by_their_own_rule(desk: Desk) -> None:
    """A debrief that is planned again because its deal changed keeps the day the calendar gave it."""
    add_deal(desk, signed_on="2026-05-12")
    put(desk, "days_off", "2026-05-15")
    first = desk.con.execute("SELECT due_on FROM debrief WHERE kind = 'first'").fetchone()
    desk.write(Command("x"), lambda s: debrief_plan.settle(s, s.get_one(Deal, 1), desk.context, desk.clock.now()))
    assert desk.con.execute("SELECT due_on FROM debrief WHERE kind = 'first'").fetchone() == first == ("2026-05-18",)


def test_hours_that_were_working_time_are_not_any_more(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, FixedClock(datetime(2026, 5, 13, 16, 0, tzinfo=UTC)))
    add_deal(desk, signed_on="2026-05-13")
    put(desk, "working_hours", "9-12")
    for due_at, due_on, reason in desk.con.execute(
        "SELECT due_at, due_on, due_reason FROM action WHERE kind = 'next-steps mail'"
    ):
        assert (due_at is None) == ("outside working time" in reason or "days after" in reason)
        assert due_on >= "2026-05-15"


def test_the_last_day_of_a_review_moves_with_a_day_off(desk: Desk) -> None:
    add_deal(desk)
    uids = [new_uid() for _ in range(2)]
    for uid in uids:
        texts = {"text": "acceptance", "review_days": "2"}
        desk.write(Command("x"), records.add, "action", uid, 1, texts, desk.context, NOW)
        desk.write(Command("x"), actions.move, uid, ActionState.REVIEW, desk.context, NOW)
    agreed = date(2026, 5, 20)
    desk.write(Command("x"), due_moves.new_date, "action", uids[1], agreed, "", desk.context, NOW)
    moved = put(desk, "days_off", "14 may")
    assert moved == (Moved("ACME-1", "review", date(2026, 5, 15), date(2026, 5, 18)),)
    found = desk.con.execute("SELECT review_until FROM action ORDER BY id").fetchall()
    assert found == [("2026-05-18",), ("2026-05-20",)]
