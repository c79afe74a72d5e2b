"""What the desk does for itself: once a day, and only where something changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.clock import Clock
from dealdesk.store import backup, deal_lines, deals, upkeep
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.writer import Writer


class MovedClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(str(tmp_path / "desk.db"), MovedClock())
    yield opened
    opened.close()


def move(desk: Desk, **by: float) -> None:
    assert isinstance(desk.clock, MovedClock)
    desk.clock.at += timedelta(**by)


def add(desk: Desk, **texts: str) -> str:
    deal = desk.write(Command("added a deal"), deals.add, texts, desk.context, desk.clock.now())
    return deal.ref


async def advance(desk: Desk) -> int:
    writer = Writer(desk.path, desk.clock, desk.window, lambda event: None)
    writer.start()
    try:
        return await upkeep.advance(desk, writer)
    finally:
        writer.close()


async def test_a_deal_that_ends_is_ended_the_day_after_and_only_once(desk: Desk) -> None:
    ref = add(desk, title="Short one", signed_on="1 may 2026", end_on="13 may 2026")
    assert await advance(desk) == 0
    move(desk, days=2)
    assert await advance(desk) == 1
    assert desk.rows(deal_lines.pick, ref).stage == "ended"
    assert await advance(desk) == 0


async def test_a_deal_that_renews_gets_its_next_day_to_give_notice(desk: Desk) -> None:
    texts = {"signed_on": "1 may 2025", "end_on": "31 may 2026", "notice": "10 days", "renewal": "1 year"}
    ref = add(desk, title="Runs on", **texts)
    assert desk.rows(deal_lines.pick, ref).give_notice_by == "2026-05-21"
    move(desk, days=20)
    assert await advance(desk) == 1
    assert desk.rows(deal_lines.pick, ref).give_notice_by == "2027-05-21"


def test_a_backup_is_taken_when_the_desk_changed_and_half_an_hour_has_passed(desk: Desk) -> None:
    add(desk, title="First")
    assert isinstance(desk.clock, MovedClock)
    desk.clock.at = datetime.now(UTC) + timedelta(seconds=1)  # a file's time is finer than that of a backup
    assert upkeep.back_up(desk) is not None
    move(desk, minutes=10)
    assert upkeep.back_up(desk) is None
    move(desk, minutes=21)
    assert upkeep.back_up(desk) is None, "nothing changed since"
    assert len(backup.listing(desk.path)) == 1
