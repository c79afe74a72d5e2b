"""How long someone takes to answer: the median over the last answers, by channel."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.calendar import add_business_days
from dealdesk.store import reply_times
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.reply_times import ReplyTime
from dealdesk.store.tables.checkins import Conversation, Waiting
from tests.desks import add_deal, open_desk
from tests.store.talking import add_person

MONDAY = date(2026, 3, 2)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def answered(desk: Desk, deal: int, person: int, days: list[int], channel: str = "mail", **more: Any) -> None:  # noqa: ANN401
    """Store waits that were answered after so many working days, one a week."""

    def store(session: Any) -> None:  # noqa: ANN401
        for week, count in enumerate(days):
            sent = MONDAY + timedelta(weeks=week)
            closed = add_business_days(sent, count, desk.context.calendar)
            answer = Conversation(deal_id=deal, summary="x", happened_on=closed)
            session.add(answer)
            session.flush()
            fields = {"since": sent, "last_on": sent, "closed_on": closed, "answer_id": answer.id, **more}
            session.add(Waiting(deal_id=deal, person_id=person, channel=channel, **fields))
            session.flush()

    desk.write(Command("waited", deal), store)


def test_there_is_a_usual_time_from_three_answers_on(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [4, 6])
    assert desk.rows(reply_times.usual, dana, "mail") is None
    answered(desk, deal, dana, [5])
    assert desk.rows(reply_times.usual, dana, "mail") == 5
    assert desk.rows(reply_times.usual, dana, "call") is None
    assert desk.rows(reply_times.usual, None, "mail") is None


def test_of_an_even_number_the_longer_one_in_the_middle_counts(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [1, 2, 4, 30])
    assert desk.rows(reply_times.usual, dana, "mail") == 4


def test_only_the_last_ten_count_over_all_deals(desk: Desk) -> None:
    one, other = add_deal(desk), add_deal(desk, "Other", "Beta")
    dana = add_person(desk, one)
    answered(desk, one, dana, [30] * 4 + [1] * 6)
    assert desk.rows(reply_times.usual, dana, "mail") == 1
    answered(desk, other, dana, [2] * 20)
    assert desk.rows(reply_times.usual, dana, "mail") == 2


def test_a_day_they_named_and_a_wait_without_an_answer_tell_nothing(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [20] * 3, need_until=date(2026, 3, 27))
    answered(desk, deal, dana, [20] * 3, answer_id=None)
    answered(desk, deal, add_person(desk, deal, "Raj"), [20] * 3)
    assert desk.rows(reply_times.table, dana) == ()


def test_it_counts_from_the_last_message(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [6], last_on=date(2026, 3, 6), sent=2)
    assert desk.rows(reply_times.table, dana) == (ReplyTime("mail", 2, 1),)


def test_an_answer_that_crossed_the_last_message_counts_from_the_first(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [3], last_on=date(2026, 3, 6), sent=2)
    assert desk.rows(reply_times.table, dana) == (ReplyTime("mail", 3, 1),)


def test_the_table_is_said_in_words(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    answered(desk, deal, dana, [0, 0, 1], "call")
    answered(desk, deal, dana, [4] * 6)
    answered(desk, deal, dana, [1], "letter")
    found = desk.rows(reply_times.table, dana)
    assert reply_times.words(found) == "mail 4 days (6 answers), call same day (3), letter 1 day (1)"
    assert reply_times.words(()) == ""
