"""Conversations on a desk, for the tests of what follows from them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dealdesk.store import conversations, forms
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import DealPerson
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock


def add_person(desk: Desk, deal_id: int, name: str = "Dana Weiss", **texts: str) -> int:
    """Add a person of their side to a deal and return the id of the person."""

    def added(session: Any) -> int:  # noqa: ANN401
        every = {"name": name, "side": "them", **texts}
        row = forms.create(session, "deal_person", new_uid(), deal_id, every, desk.context, desk.clock.now())
        assert isinstance(row, DealPerson)
        return row.person_id

    return desk.write(Command("added a person"), added)


def say(desk: Desk, deal_id: int, line: str, **more: Any) -> list[str]:  # noqa: ANN401
    """Log a line as one command and return what followed."""
    now = desk.clock.now()
    command = Command("logged a conversation", deal_id)
    return desk.write(command, conversations.log_line, deal_id, line, desk.context, now, **more)


def go_to(desk: Desk, day: date) -> None:
    """Move the clock of a desk to a local date."""
    assert isinstance(desk.clock, FixedClock)
    desk.clock.wall += timedelta(days=(day - desk.clock.today()).days)
