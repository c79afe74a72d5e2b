"""What is no talk of both sides holds no check-in, whatever it was named for; and says so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.store import conversations, since_review
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock, add_deal, open_desk
from tests.store.talking import add_person, go_to, say

DAY = date(2026, 8, 13)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path, FixedClock())
    add_deal(desk, signed_on="2026-05-13", channel="mail")
    add_person(desk, 1)
    with_review = "UPDATE checkin SET purpose = 'business review' WHERE id = (SELECT min(id) FROM checkin)"
    desk.write(Command("named it"), lambda session: session.connection().exec_driver_sql(with_review) and None)
    go_to(desk, DAY)
    return desk


def review(desk: Desk) -> tuple[str, str, str | None]:
    query = "SELECT uid, next_on, held_on FROM checkin WHERE purpose = 'business review'"
    uid, next_on, held_on = desk.con.execute(query).fetchone()
    return uid, next_on, held_on


@pytest.mark.parametrize(
    "line",
    [
        "mail to Dana: agenda for the review",
        "mail from Dana: got it",
        "call: left a voicemail",
        "left a voicemail for Dana",
    ],
)
def test_a_message_or_a_call_that_reached_nobody_holds_no_review(desk: Desk, line: str) -> None:
    before = review(desk)
    told = say(desk, 1, line, checkin_uid=before[0])
    assert review(desk) == before
    assert [sentence for sentence in told if sentence.startswith("Business review is not held by this")]
    assert desk.rows(since_review.last_review, 1, date(2026, 8, 20)) is None


@pytest.mark.parametrize("line", ["call: went through the numbers", "went through the numbers", "mail with Dana: all"])
def test_a_talk_of_both_sides_holds_it(desk: Desk, line: str) -> None:
    before = review(desk)
    told = say(desk, 1, line, checkin_uid=before[0])
    assert review(desk)[1] > before[1]
    assert not [sentence for sentence in told if "is not held by this" in sentence]
    assert desk.rows(since_review.last_review, 1, date(2026, 8, 20)) == DAY


def test_so_it_is_in_the_form(desk: Desk) -> None:
    before = review(desk)
    texts = {"summary": "left a voicemail", "channel": "call", "direction": "to them", "people": "Dana Weiss"}
    command, now = Command("logged"), desk.clock.now()
    told = desk.write(command, conversations.log, 1, new_uid(), texts, desk.context, now, checkin_uid=before[0])
    assert review(desk) == before
    assert told[-1].startswith("Business review is not held by this")
