"""What we wait for: begun, counted, closed, left for now, and dated by the next nudge."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from dealdesk.domain.vocabulary import ActionState, SetBy
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import dating, due, reply_times, settings, waiting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Waiting
from dealdesk.store.wait_lines import WaitLine
from tests.desks import add_deal, open_desk
from tests.store.talking import add_person, go_to, say


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def begin(desk: Desk, deal: int, person: int | None = None, text: str = "report", **more: Any) -> Waiting:  # noqa: ANN401
    """Begin a wait as one command."""
    channel = more.pop("channel", "mail")
    now = desk.clock.now()
    return desk.write(
        Command("waited for them", deal), waiting.begin, deal, person, text, channel, desk.context, now, **more
    )


def only(desk: Desk, deal: int) -> WaitLine:
    (found,) = desk.rows(waiting.open_of, deal)
    return found


def add_action(desk: Desk, deal: int, text: str = "the annex", owner: int | None = None) -> int:
    """Add an action of ours and return its id."""

    def added(session: Any) -> int:  # noqa: ANN401
        row = Action(deal_id=deal, text=text, owner_id=owner)
        session.add(row)
        session.flush()
        return stored_id(row)

    return desk.write(Command("added an action", deal), added)


def _actions(desk: Desk) -> list[tuple[str, str | None]]:
    return desk.con.execute("SELECT state, waiting_since FROM action ORDER BY id").fetchall()


def test_it_is_dated_by_the_first_nudge_and_says_why(desk: Desk) -> None:
    deal = add_deal(desk)
    row = begin(desk, deal, add_person(desk, deal))
    assert (row.due_on, row.due_rule, row.due_anchor, row.due_offset) == (
        date(2026, 5, 18),
        "nudge 1",
        "2026-05-13",
        "3 business days",
    )
    assert (row.due_set_by, row.weight, row.not_before) == (SetBy.RULE, 3, date(2026, 5, 13))
    assert row.due_reason == "3 working days after the last message (Wed 13 May)"


def test_there_is_one_open_wait_a_person_and_the_next_message_counts_on_it(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    begin(desk, deal, dana)
    go_to(desk, date(2026, 5, 18))
    begin(desk, deal, dana, "annex", channel="call")
    begin(desk, deal)
    found = desk.rows(waiting.open_of, deal)
    assert [(line.person, line.text, line.sent, line.channel, line.step) for line in found] == [
        ("", "report", 1, "mail", "nudge 1"),
        ("Dana Weiss", "report; annex", 2, "call", "nudge 2"),
    ]
    begin(desk, deal, dana, "annex")
    assert desk.rows(waiting.open_of, deal)[1].text == "report; annex"


def test_without_a_message_an_open_wait_only_learns_what_else_is_waited_for(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    begin(desk, deal, dana)
    before = desk.rows(waiting.open_of, deal)[0]
    go_to(desk, date(2026, 5, 18))
    begin(desk, deal, dana, "annex", channel="call", sent=False)
    assert only(desk, deal) == before._replace(text="report; annex")


def test_nothing_is_due_before_it_was_entered(desk: Desk) -> None:
    deal = add_deal(desk)
    row = begin(desk, deal, on=date(2026, 5, 4))
    assert (row.since, row.due_on) == (date(2026, 5, 4), date(2026, 5, 13))
    assert row.due_reason == (
        "3 working days after the last message (Mon 4 May); was due Thu 7 May; entered Wed 13 May"
    )


def test_the_whole_way_from_the_first_nudge_to_leaving_it(desk: Desk) -> None:
    deal = add_deal(desk)
    days, steps = [], []
    begin(desk, deal, channel="letter")
    for _ in range(5):
        line = only(desk, deal)
        days.append(line.due_on)
        steps.append(line.step)
        go_to(desk, date.fromisoformat(str(line.due_on)))
        begin(desk, deal, channel="letter")
    assert steps == ["nudge 1", "nudge 2", "nudge 3", "another channel", "leave for now"]
    assert days == ["2026-05-18", "2026-05-25", "2026-06-03", "2026-06-12", "2026-06-23"]


def test_their_usual_reply_time_moves_the_nudge(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    for _ in range(3):
        say(desk, deal, "mail to Dana: x", waiting_for="x")
        go_to(desk, desk.context.calendar.forward(date.fromordinal(desk.today.toordinal() + 7)))
        say(desk, deal, "mail from Dana: y")
    assert desk.rows(reply_times.usual, dana, "mail") == 5
    row = begin(desk, deal, dana)
    assert desk.context.calendar.between(desk.today, row.due_on or desk.today) == 6
    assert str(row.due_reason).startswith("they usually take 5 working days")
    other = begin(desk, add_deal(desk, "Other", "Beta"), dana, channel="call")
    assert desk.context.calendar.between(desk.today, other.due_on or desk.today) == 3


def test_a_day_they_named_moves_it_and_can_be_taken_back(desk: Desk) -> None:
    deal = add_deal(desk)
    begin(desk, deal, need_until=date(2026, 5, 29))
    line = only(desk, deal)
    assert (line.due_on, line.reason) == ("2026-06-01", "they need until Fri 29 May")
    command = Command("noted until when they need", deal)
    desk.write(command, waiting.set_need_until, line.uid, None, desk.context, desk.clock.now())
    assert only(desk, deal).due_on == "2026-05-18"


def test_left_for_now_it_comes_back_on_that_day(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = begin(desk, deal).uid
    left = desk.write(Command("left it for now"), waiting.leave, uid, None, desk.clock.now())
    assert left.later_until == date(2026, 6, 10)
    desk.write(Command("left it for now"), waiting.leave, uid, date(2026, 5, 20), desk.clock.now())
    rows = desk.con.execute("SELECT due_on, hard_on FROM due_item WHERE kind = 'waiting'").fetchall()
    assert rows == [("2026-05-20", "2026-05-20")], "nobody but us waits for it, so it is not late before"
    with pytest.raises(InputRefused):
        desk.write(Command("left it for now"), waiting.leave, uid, desk.today, desk.clock.now())
    assert only(desk, deal).reason == "left for now until Wed 20 May"
    go_to(desk, date(2026, 5, 20))
    desk.write(Command("worked the dates out again"), dating.recompute, desk.context, desk.clock.now())
    (back,) = desk.rows(due.due, desk.today.isoformat()).items
    assert (back.due_on, back.reason) == ("2026-05-20", "left for now until Wed 20 May")
    begin(desk, deal)
    found = only(desk, deal)
    assert (found.later_until, found.reason) == (None, "5 working days after the last message (Wed 20 May)")


def test_no_day_they_need_until_has_passed(desk: Desk) -> None:
    deal = add_deal(desk)
    with pytest.raises(InputRefused, match="Mon 11 May has passed"):
        begin(desk, deal, need_until=date(2026, 5, 11))
    uid = begin(desk, deal).uid
    command = Command("noted until when they need", deal)
    with pytest.raises(InputRefused, match="has passed"):
        desk.write(command, waiting.set_need_until, uid, date(2026, 5, 11), desk.context, desk.clock.now())


def test_closed_without_an_answer_it_tells_nothing_about_reply_times(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    uid = begin(desk, deal, dana).uid
    command = Command("stopped waiting", deal)
    said = desk.write(command, waiting.close, uid, None, desk.context, desk.clock.now())
    assert said == "No longer waiting for Dana Weiss."
    assert desk.rows(waiting.open_of, deal) == ()
    assert desk.rows(reply_times.table, dana) == ()
    with pytest.raises(NotFound):
        desk.write(command, waiting.close, uid, None, desk.context, desk.clock.now())
    with pytest.raises(NotFound):
        desk.write(command, waiting.leave, uid, None, desk.clock.now())


def test_the_action_waits_with_it_and_goes_on_with_the_answer(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    action = add_action(desk, deal)
    add_action(desk, deal, "another")
    begin(desk, deal, dana, action_id=action)
    assert _actions(desk) == [(ActionState.WAITING, "2026-05-13"), (ActionState.TODO, None)]
    assert only(desk, deal).action_uid is not None
    say(desk, deal, "mail from Dana: here")
    assert _actions(desk) == [(ActionState.TODO, None), (ActionState.TODO, None)]


def test_a_text_that_is_too_long_is_refused(desk: Desk) -> None:
    deal = add_deal(desk)
    with pytest.raises(InputRefused):
        begin(desk, deal, text="x" * 2001)
    assert desk.rows(waiting.open_of, deal) == ()


def test_too_early_and_too_quiet_are_said_of_it(desk: Desk) -> None:
    deal = add_deal(desk)
    begin(desk, deal)
    line, calendar = only(desk, deal), desk.context.calendar
    assert waiting.said(line, date(2026, 5, 14), calendar).startswith("Too early: the last message was 1 working day")
    assert waiting.said(line, date(2026, 5, 18), calendar) == ""
    assert waiting.said(line, date(2026, 5, 20), calendar).startswith("Too quiet: 5 working days since")


def test_redated_it_follows_the_calendar_unless_a_person_set_the_day_or_it_is_closed(desk: Desk) -> None:
    def redated(session: Any, uid: str) -> date | None:  # noqa: ANN401
        con = connection(session)
        con.execute(
            "INSERT INTO day_off (uid, day) SELECT 'off', '2026-05-18' WHERE NOT EXISTS (SELECT 1 FROM day_off)"
        )
        row = session.exec(select(Waiting).where(Waiting.uid == uid)).one()
        waiting.redate(session, row, settings.load(con))
        session.flush()
        due: date | None = row.due_on
        return due

    deal = add_deal(desk)
    uid = begin(desk, deal).uid
    assert desk.write(Command("took a day off"), redated, uid) == date(2026, 5, 19)

    def set_by_person(session: Any) -> None:  # noqa: ANN401
        row = session.exec(select(Waiting).where(Waiting.uid == uid)).one()
        row.due_on, row.due_set_by = date(2026, 5, 15), SetBy.PERSON
        session.add(row)

    desk.write(Command("gave it a day"), set_by_person)
    assert desk.write(Command("redated"), redated, uid) == date(2026, 5, 15)
