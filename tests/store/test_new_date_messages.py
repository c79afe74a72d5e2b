"""The confirmation of a new date: drafted with the old day, the reason and what is put behind it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import Message, Side
from dealdesk.store import due_moves, message_drafts, messages
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.message_drafts import Draft, Wanted
from dealdesk.store.messages import Sending
from dealdesk.store.tables.actions import Action
from tests.desks import NOW, add_deal, open_desk

TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def agreed(desk: Desk, *, side: Side = Side.US, reason: str = "", behind: str = "") -> str:
    row = Action(deal_id=1, text="SOC2 report", side=side, due_on=day(1))

    def add(session: Session) -> None:
        session.add(row)
        session.flush()

    desk.write(Command("stored"), add)
    words = Command("agreed on a new date")
    desk.write(words, due_moves.new_date, "action", row.uid, day(9), reason, desk.context, NOW, put_behind=behind)
    return row.uid


def draft(desk: Desk, uid: str) -> Draft:
    meant = desk.rows(message_drafts.meant, 1, uid, TODAY)
    assert meant == (Message.RECAP, uid)
    return desk.rows(message_drafts.draft, 1, meant.kind, TODAY, Wanted(about_uid=uid, formal=True))


@pytest.mark.parametrize("side", Side)
def test_a_new_date_is_confirmed_with_its_reason(desk: Desk, side: Side) -> None:
    made = draft(desk, agreed(desk, side=side, reason="their audit took a week", behind="the price list"))
    assert made.subject == "Hosting renewal: our new date, Fri 22 May"
    assert (
        "for this: SOC2 report.\n\nUntil now: Thu 14 May\nNew date: Fri 22 May\n"
        "The reason: their audit took a week\nWhat is put behind it: the price list\n\n"
    ) in made.body


def test_what_was_not_said_is_left_out(desk: Desk) -> None:
    body = draft(desk, agreed(desk)).body
    assert "New date: Fri 22 May\n\nEverything else" in body
    assert "reason" not in body


def test_the_last_new_date_is_told_with_the_one_before(desk: Desk) -> None:
    uid = agreed(desk)
    desk.write(Command("agreed"), due_moves.new_date, "action", uid, day(12), "", desk.context, NOW)
    assert "Until now: Fri 22 May\nNew date: Mon 25 May" in draft(desk, uid).body


def test_once_it_was_sent_it_is_not_meant_any_more(desk: Desk) -> None:
    uid = agreed(desk)
    made = draft(desk, uid)
    told = desk.write(Command("sent"), messages.sent, 1, made, Sending(), desk.context, NOW)
    assert told[0] == "They have the new date in writing."
    assert desk.con.execute("SELECT confirmed_on FROM new_date").fetchall() == [(TODAY.isoformat(),)]
    assert desk.rows(message_drafts.meant, 1, uid, TODAY).about_uid != uid


@pytest.mark.parametrize(
    ("days", "by"),
    [(20, "Wed 20 May"), (5, "Fri 15 May"), (3, "Fri 15 May"), (2, "Thu 14 May"), (1, "Wed 13 May")],
)
def test_they_are_asked_before_the_new_day_comes(desk: Desk, days: int, by: str) -> None:
    uid = agreed(desk)
    desk.write(Command("agreed"), due_moves.new_date, "action", uid, day(days), "", desk.context, NOW)
    assert f"please tell me by {by}." in draft(desk, uid).body
