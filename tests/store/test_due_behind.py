"""What one line speaks for goes with it: asked for in one message, put off in one move."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.store import conversations, due, due_moves, upkeep, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock, add_deal, open_desk
from tests.store.talking import add_person, go_to, say

DAY, LATER = date(2026, 5, 20), date(2026, 5, 29)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Wait for Dana, and for nobody in particular: one line."""
    desk = open_desk(tmp_path, FixedClock())
    add_deal(desk, signed_on="2026-01-13")
    person = add_person(desk, 1)
    for whom, what in ((person, "the offer"), (None, "the annex")):
        desk.write(Command("waits"), waiting.begin, 1, whom, what, "mail", desk.context, desk.clock.now())
    go_to(desk, DAY)
    desk.refresh()
    upkeep.advance_here(desk)
    assert [(item.person, item.text) for item in nudges(desk, DAY)] == [("Dana Weiss", "the offer")]
    return desk


def nudges(desk: Desk, day: date) -> list[due.DueItem]:
    return [
        item for item in desk.rows(due.due, day.isoformat()).items if item.kind == "waiting" and item.group != "soon"
    ]


def of_dana(desk: Desk) -> str:
    return str(desk.con.execute("SELECT uid FROM waiting WHERE person_id IS NOT NULL").fetchone()[0])


def test_later_puts_off_both(desk: Desk) -> None:
    desk.write(Command("later"), due_moves.later, "waiting", of_dana(desk), LATER, desk.clock.now())
    assert nudges(desk, DAY) == []
    assert len(nudges(desk, LATER)) == 1


def test_a_message_about_the_line_counts_on_both(desk: Desk) -> None:
    texts = {"summary": "reminder", "channel": "mail", "direction": "to them", "people": "Dana Weiss"}
    args = (1, new_uid(), texts, desk.context, desk.clock.now())
    desk.write(Command("mailed"), conversations.log, *args, about_uid=of_dana(desk))
    assert nudges(desk, DAY) == []
    assert desk.con.execute("SELECT sent FROM waiting").fetchall() == [(2,), (2,)]


def test_so_does_a_plain_mail_to_her(desk: Desk) -> None:
    say(desk, 1, "mail to Dana Weiss: reminder")
    assert nudges(desk, DAY) == []
