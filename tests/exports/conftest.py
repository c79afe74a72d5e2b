"""Desks for the exports: one day, one invented deal, filled as far as a test asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dealdesk.clock import Clock
from dealdesk.store import deals, forms
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import open_desk

TODAY = date(2026, 5, 12)


class StandingClock(Clock):
    """A clock that stands at noon of one Tuesday."""

    def now(self) -> datetime:
        return datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return an empty desk in a file."""
    opened = open_desk(tmp_path, StandingClock())
    yield opened
    opened.close()


@pytest.fixture
def add_deal(desk: Desk) -> Callable[..., int]:
    """Return a function that adds a deal from the texts of its form and returns its key."""

    def add(**texts: str) -> int:
        found = desk.write(Command("added a deal"), deals.add, texts, desk.context, desk.clock.now())
        return found.id or 0

    return add


@pytest.fixture
def add_row(desk: Desk) -> Callable[..., str]:
    """Return a function that fills in the form of ``table`` for a deal and returns the row's uid."""

    def add(table: str, deal_id: int, **texts: str) -> str:
        row = desk.write(
            Command("added a row"), forms.create, table, new_uid(), deal_id, texts, desk.context, desk.clock.now()
        )
        return row.uid

    return add
