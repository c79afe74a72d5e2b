"""The demo desk: made in one go, rich from every side, dated from today, with a real history behind it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.clock import Clock
from dealdesk.domain.issue_forms import ISSUES
from dealdesk.domain.register_forms import REGISTERS
from dealdesk.domain.vocabulary import ActionState, Cause, DealType, Outcome, Stage
from dealdesk.errors import NotWritable
from dealdesk.exports.review import markdown
from dealdesk.imports import demo
from dealdesk.store import backup, connect, deal_lines, dealings, due, history, promises, review
from dealdesk.store.desk import Desk

WEDNESDAY = datetime(2026, 5, 13, 14, tzinfo=UTC)


class StandingClock(Clock):
    def __init__(self, at: datetime = WEDNESDAY) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("demo") / "data" / "demo.db")
    demo.build(path, StandingClock())
    return path


@pytest.fixture
def desk(built: str) -> Iterator[Desk]:
    opened = Desk(built, StandingClock())
    yield opened
    opened.close()


def words(con: sqlite3.Connection, query: str) -> set[str]:
    return {row[0] for row in con.execute(query)}


def test_it_shows_every_kind_of_deal(desk: Desk) -> None:
    listed = desk.rows(deal_lines.listing)
    assert 9 <= len(listed) <= 12
    assert {line.type for line in listed} == set(DealType)
    assert {line.stage for line in listed} == set(Stage)
    assert Outcome.THEY_WALKED in words(desk.con, "SELECT outcome FROM deal")
    signed = {line.signed_on for line in listed}
    assert "2026-05-12" in signed  # yesterday


def test_today_has_something_of_everything(desk: Desk) -> None:
    found = desk.rows(due.due, desk.today.isoformat())
    assert found.counts.overdue >= 1
    assert found.counts.today >= 5
    kinds = {"debrief", "action", "change", "give notice", "check-in", "waiting", "quiet", "issue", "risk"}
    assert {item.kind for item in found.items} == kinds
    debriefs = {(item.ref[:6], item.text) for item in found.items if item.kind == "debrief"}
    assert debriefs == {("OSTERV", "first"), ("QUILLB", "first"), ("FENNMA", "second")}
    sides = words(desk.con, "SELECT side FROM action WHERE state <> 'done'")
    assert sides == {"us", "them"}


def test_a_deal_signed_yesterday_has_its_follow_through_before_it(desk: Desk) -> None:
    deal = desk.rows(deal_lines.pick, "quillbury")
    coming = [item for item in desk.rows(due.due, "2026-05-13").items if item.deal_id == deal.id]
    assert [(item.action_kind or item.kind, item.due_on) for item in coming] == [
        ("hand-over", "2026-05-13"),
        ("next-steps mail", "2026-05-13"),
        ("debrief", "2026-05-15"),
        ("kickoff", "2026-05-19"),
        ("playbook", "2026-05-19"),
    ]


def test_waits_are_counted_from_conversations_and_moved_by_habits_and_promises(desk: Desk) -> None:
    waits = {item.person: item for item in desk.rows(due.due, "2026-05-13").items if item.kind == "waiting"}
    assert {name: (item.state, item.due_on) for name, item in waits.items()} == {
        "Nadia Ferrant": ("nudge 3", "2026-05-13"),
        "Yara Lindqvist": ("nudge 2", "2026-05-14"),
        "Viktor Hahn": ("nudge 1", "2026-05-19"),
    }
    assert "suggest a call: 3 mails unanswered" in due.sentence(waits["Nadia Ferrant"], "2026-05-13")
    assert "they usually take 6 working days" in (waits["Yara Lindqvist"].reason or "")
    assert "they need until Mon 18 May" in (waits["Viktor Hahn"].reason or "")


def test_an_overdue_promise_asks_whether_they_know(desk: Desk) -> None:
    [late] = [item for item in desk.rows(due.due, "2026-05-13").items if item.group == "overdue"]
    assert desk.rows(promises.at_risk, [late.uid], desk.context.calendar, desk.today) == {late.uid}


def test_notices_stand_at_a_reminder_or_are_seen_or_decided(desk: Desk) -> None:
    today = desk.today
    found = {
        ref[:6]: ((date.fromisoformat(by) - today).days, date.fromisoformat(remind) <= today, decision)
        for ref, by, remind, decision in desk.con.execute(
            "SELECT ref, give_notice_by, notice_remind_on, notice_decision FROM deal WHERE give_notice_by < '2026-08'"
        )
    }
    # Of VELMOR it was 20 days until a day off was typed.
    assert found == {"LARCHM": (30, True, None), "VELMOR": (19, True, "renew"), "SANDOV": (50, False, None)}
    [line] = [
        item
        for item in desk.rows(due.due, today.isoformat()).items
        if item.group == "today" and item.kind == "give notice"
    ]
    assert line.text == "else renews 1 year, EUR 2,150 per month"


def test_conversations_hold_decisions_wins_and_feedback_both_ways(desk: Desk) -> None:
    assert desk.con.execute("SELECT count(*) FROM decision").fetchone()[0] >= 3
    assert words(desk.con, "SELECT feedback_from FROM conversation WHERE feedback <> ''") == {"us", "them"}
    assert desk.con.execute("SELECT count(*) FROM conversation WHERE win <> ''").fetchone()[0] >= 3
    assert desk.con.execute("SELECT count(DISTINCT party_id) FROM idea").fetchone() == (2,)
    assert desk.con.execute("SELECT count(*) FROM person WHERE interests <> ''").fetchone()[0] >= 4
    assert desk.con.execute("SELECT count(*) FROM day_off").fetchone() == (2,)


def test_its_debriefs_are_finished_and_the_first_deal_fills_most_of_its_form(desk: Desk) -> None:
    assert desk.con.execute("SELECT count(*) FROM debrief WHERE state = 'done'").fetchone() == (4,)
    assert words(desk.con, "SELECT cause FROM friction") >= set(Cause)
    main = desk.rows(deal_lines.pick, "fennmarch")
    slots = desk.rows(review.slots, main.id, desk.today)
    ticks = [slot for slot in slots if slot.startswith("leverage.") and slot != "leverage.notes"]
    assert [slot for slot, text in slots.items() if not text and slot not in ticks] == []
    page = desk.rows(markdown, main.id, desk.today)
    assert "cut to fit" not in page
    assert "____" not in page


def test_the_board_and_every_register_have_something_to_show(desk: Desk) -> None:
    assert words(desk.con, "SELECT state FROM action") == set(ActionState)
    main = desk.rows(deal_lines.pick, "fennmarch")
    blocked = [line for line in desk.rows(dealings.actions, main.id) if line.blocked_by]
    assert [line.text for line in blocked] == ["write the reference for their website"]
    assert desk.con.execute("SELECT count(*) FROM term WHERE information_only").fetchone()[0] >= 3
    for table in REGISTERS | ISSUES:
        assert desk.con.execute(f"SELECT count(*) FROM {table}").fetchone()[0], table
    assert words(desk.con, "SELECT CASE WHEN outcome = '' THEN 'open' ELSE 'closed' END FROM issue") == {
        "open",
        "closed",
    }


def test_its_past_was_lived_through_and_can_be_undone(desk: Desk) -> None:
    times = [row[0] for row in desk.con.execute("SELECT at FROM command ORDER BY id")]
    assert times == sorted(times)
    assert len(times) > 100
    assert times[-1] <= "2026-05-13T14:00:00.000Z"
    main = desk.rows(deal_lines.pick, "fennmarch")
    assert "started a debrief" in {entry.name for entry in desk.rows(history.of_deal, main.id)}
    assert desk.con.execute("SELECT count(*) FROM typing").fetchone() == (0,)


def test_nobody_in_it_is_real(desk: Desk) -> None:
    addresses = words(desk.con, "SELECT address FROM person WHERE address <> ''")
    assert all(address.endswith(".example") or address.startswith("+00 555") for address in addresses)


def test_it_says_the_same_every_time(built: str, tmp_path: Path) -> None:
    again = str(tmp_path / "demo.db")
    demo.build(again, StandingClock())
    first, second = (connect.connect(path, readonly=True) for path in (built, again))
    for con_table in ("deal", "person", "term", "friction", "takeaway", "action", "command"):
        columns = [
            row[1]
            for row in first.execute(f"PRAGMA table_info({con_table})")
            if row[1] not in ("uid", "created_at", "updated_at")
        ]
        query = f"SELECT {', '.join(columns)} FROM {con_table} ORDER BY id"
        assert first.execute(query).fetchall() == second.execute(query).fetchall(), con_table
    first.close()
    second.close()


@pytest.mark.parametrize(
    "day", [f"2026-05-{day}" for day in range(11, 25)] + ["2027-01-01", "2028-02-29", "2026-12-27"]
)
def test_a_morning_is_full_and_never_crowded_on_whatever_day_it_is_made(tmp_path: Path, day: str) -> None:
    clock = StandingClock(datetime.fromisoformat(f"{day}T08:30:00+00:00"))
    path = str(tmp_path / "demo.db")
    demo.build(path, clock)
    opened = Desk(path, clock)
    found = opened.rows(due.due, day)
    stages = words(opened.con, "SELECT stage FROM deal")
    opened.close()
    working = clock.now().weekday() < 5
    assert found.counts.overdue == 1
    assert (5 if working else 2) <= found.counts.today <= 7
    assert found.counts.soon >= 8
    assert found.counts.coming == 1
    assert not found.older
    assert [item.late_days for item in found.items if item.kind != "action" and item.late_days] == []
    assert stages == set(Stage)


def test_it_is_for_its_owner_alone_and_leaves_nothing_beside_it(built: str) -> None:
    assert stat.S_IMODE(os.stat(built).st_mode) == 0o600
    assert os.listdir(os.path.dirname(built)) == ["demo.db"]


def test_it_never_takes_the_place_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_text("mine")
    with pytest.raises(NotWritable, match="already there"):
        demo.build(str(path), StandingClock())
    assert path.read_text() == "mine"


def test_the_one_that_is_there_is_kept_and_a_fresh_one_sets_it_aside(tmp_path: Path) -> None:
    path = str(tmp_path / "demo.db")
    assert demo.ensure(path, StandingClock()) == path
    before = Path(path).read_bytes()
    assert demo.ensure(path, StandingClock()) == path
    assert Path(path).read_bytes() == before
    demo.ensure(path, StandingClock(WEDNESDAY + timedelta(days=1)), fresh=True)
    assert Path(path).read_bytes() != before
    assert len(backup.listing(path)) == 1
    connect.connect(path, readonly=True).close()


def test_a_damaged_demo_is_replaced_by_a_fresh_one(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    path.write_bytes(b"no desk at all")
    (tmp_path / "demo.db-journal").write_bytes(b"left over")
    demo.ensure(str(path), StandingClock(), fresh=True)
    opened = Desk(str(path), StandingClock())
    assert len(opened.rows(deal_lines.listing)) == 11
    opened.close()
