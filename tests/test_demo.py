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
from dealdesk.domain.vocabulary import Cause, DealType, Outcome, Stage
from dealdesk.errors import NotWritable
from dealdesk.exports.review import markdown
from dealdesk.imports import demo
from dealdesk.store import backup, connect, deal_lines, due, history, review
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
    assert {"2026-05-12", "2026-05-13"} <= signed  # yesterday and today


def test_today_has_something_of_everything(desk: Desk) -> None:
    found = desk.rows(due.due, desk.today.isoformat())
    assert found.counts.overdue >= 3
    assert found.counts.today >= 3
    assert {"debrief", "action", "change", "give notice", "check-in", "issue"} <= {item.kind for item in found.items}
    debriefs = {(item.ref[:6], item.text) for item in found.items if item.kind == "debrief"}
    assert debriefs >= {("OSTERV", "first"), ("FENNMA", "second")}
    assert not [item for item in found.items if item.kind == "debrief" and item.group == "overdue"]
    sides = words(desk.con, "SELECT side FROM action WHERE state <> 'done'")
    assert sides == {"us", "them"}


def test_days_to_give_notice_come_near_middling_and_far(desk: Desk) -> None:
    left = sorted(
        (date.fromisoformat(line.give_notice_by) - desk.today).days
        for line in desk.rows(deal_lines.listing)
        if line.give_notice_by
    )
    for wanted in (5, 20, 60):
        assert any(wanted - 3 <= days <= wanted for days in left), (wanted, left)


def test_its_debriefs_are_finished_and_the_first_deal_fills_most_of_its_form(desk: Desk) -> None:
    assert desk.con.execute("SELECT count(*) FROM debrief WHERE state = 'done'").fetchone() == (3,)
    assert words(desk.con, "SELECT cause FROM friction") >= set(Cause)
    main = desk.rows(deal_lines.pick, "fennmarch")
    slots = desk.rows(review.slots, main.id, desk.today)
    ticks = [slot for slot in slots if slot.startswith("leverage.") and slot != "leverage.notes"]
    assert [slot for slot, text in slots.items() if not text and slot not in ticks] == []
    page = desk.rows(markdown, main.id, desk.today)
    assert "cut to fit" not in page
    assert "____" not in page


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


@pytest.mark.parametrize("days", range(7))
def test_it_is_rich_on_every_day_of_the_week(tmp_path: Path, days: int) -> None:
    clock = StandingClock(WEDNESDAY + timedelta(days=days))
    path = str(tmp_path / "demo.db")
    demo.build(path, clock)
    opened = Desk(path, clock)
    counts = opened.rows(due.due, clock.today().isoformat()).counts
    stages = words(opened.con, "SELECT stage FROM deal")
    opened.close()
    assert min(counts) >= 2, counts
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
