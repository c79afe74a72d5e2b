"""Check-ins as a form: how often, when next, tied to an action, late after the longest interval, trouble asked once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import (
    conversations,
    due,
    due_moves,
    forms,
    history,
    history_words,
    records,
    trouble,
    trouble_answers,
)
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.trouble import Trouble
from dealdesk.store.uid import new_uid
from tests import nasty
from tests.desks import NOW, FixedClock, edit, open_desk
from tests.store.checkin_desk import add, away, bare_deal, logged, talk, undo, value

DAY = 86_400.0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


@pytest.fixture
def deal(desk: Desk) -> int:
    """Return a deal signed yesterday, Tuesday 12 May 2026, without check-ins or follow-through."""
    return bare_deal(desk)


def text(desk: Desk, uid: str, name: str) -> str:
    return desk.read(forms.load, "checkin", uid)[name]


def asked(desk: Desk, deal: int) -> Trouble | None:
    return desk.rows(trouble.of_deal, deal)


def trouble_lines(desk: Desk) -> list[str]:
    today = desk.today.isoformat()
    items = desk.rows(due.due, today).items
    return [due.sentence(item, today) for item in items if item.kind == "trouble" and item.group == "today"]


def test_how_often_is_typed_and_the_next_day_follows(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, purpose="delivery", often="weekly, then monthly")
    assert value(desk, uid, "purpose, next_on, switch_on") == ("delivery", "2026-05-19", "2026-06-11")
    assert text(desk, uid, "often") == "every week, then every month"
    edit(desk, "checkin", uid, "often", "every 2 weeks until 30 may, then monthly")
    assert value(desk, uid, "next_on, switch_on") == ("2026-05-26", "2026-05-30")
    assert text(desk, uid, "often") == "every 2 weeks until 2026-05-30, then every month"


def test_two_schedules_go_on_side_by_side(desk: Desk, deal: int) -> None:
    weekly = add(desk, deal, often="weekly")
    review = add(desk, deal, purpose="business review", often="quarterly")
    talk(desk, deal, weekly)
    assert (value(desk, weekly, "next_on"), value(desk, review, "next_on")) == ("2026-05-20", "2026-08-12")


def test_what_does_not_say_how_often_is_refused(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    refused = edit(desk, "checkin", uid, "often", "now and then, or so")
    assert refused.state == TypingState.REFUSED
    assert "does not say how often" in refused.message
    assert value(desk, uid, "next_on") == "2026-05-19"


def test_a_typed_day_stays_whatever_else_is_edited_until_it_is_emptied(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly", next_on="2026-05-29")
    edit(desk, "checkin", uid, "often", "every 2 weeks")
    edit(desk, "checkin", uid, "mode", "the start: fixed days")
    assert value(desk, uid, "next_on, due_set_by") == ("2026-05-29", "person")
    edit(desk, "checkin", uid, "next_on", "")
    assert value(desk, uid, "next_on, due_set_by") == ("2026-05-26", "rule")


def test_tied_to_an_action_it_moves_along_and_undo_takes_both_back(desk: Desk, deal: int) -> None:
    action = add(desk, deal, "action", text="First deliverable", due_on="2026-06-12")
    uid = add(desk, deal, purpose="dry run", tied="3 days before first deliv")
    assert value(desk, uid, "next_on, due_reason") == (
        "2026-06-09",
        "3 days before First deliverable, Fri 12 June",
    )
    assert text(desk, uid, "tied") == "3 days before First deliverable"
    edit(desk, "action", action, "due_on", "2026-06-17")
    assert value(desk, uid, "next_on") == "2026-06-12"  # Sunday the 14th rolls back: it is before
    now = desk.clock.now()
    move = ("action", action, date(2026, 7, 1), "late data", desk.context, now)
    told = desk.write(Command("agreed on a new date"), due_moves.new_date, *move)
    assert told == ["New date: Wed 1 Jul.", "With it: check-in “dry run”, now Fri 26 Jun."]
    assert value(desk, uid, "next_on") == "2026-06-26"
    undo(desk)
    assert value(desk, uid, "next_on") == "2026-06-12"
    edit(desk, "action", action, "due_on", "")
    assert value(desk, uid, "next_on, due_reason") == (
        None,
        "3 days before First deliverable, which has no day yet",
    )


def test_a_tied_one_is_held_once_and_then_goes_by_how_often(desk: Desk, deal: int) -> None:
    add(desk, deal, "action", text="Kickoff", due_on="2026-05-15")
    once = add(desk, deal, purpose="dry run", tied="on kickoff")
    again = add(desk, deal, purpose="team call", tied="on kickoff", often="weekly")
    desk.clock.pass_by(2 * DAY)  # type: ignore[attr-defined]
    talk(desk, deal, once)
    assert value(desk, once, "next_on, action_id") == (None, None)
    assert value(desk, again, "next_on, action_id") == ("2026-05-22", None)


def test_an_action_that_several_or_none_answer_to_is_said(desk: Desk, deal: int) -> None:
    add(desk, deal, "action", text="Send report one")
    add(desk, deal, "action", text="Send report two")
    uid = add(desk, deal, often="weekly")
    assert "2 open actions" in edit(desk, "checkin", uid, "tied", "2 days before report").message
    assert "No open action" in edit(desk, "checkin", uid, "tied", "launch").message
    assert value(desk, uid, "next_on") == "2026-05-19"


def test_it_is_due_after_its_day_and_late_only_after_the_longest_interval(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly", maximum="3 weeks")
    assert value(desk, uid, "next_on, due_on") == ("2026-05-19", "2026-06-02")

    def group(day: str) -> list[tuple[str, int]]:
        found = desk.rows(due.due, day).items
        return [(item.group, item.late_days) for item in found if item.uid == uid]

    assert group("2026-05-19") == [("today", 0)]
    assert group("2026-05-27") == [("today", 0)]
    assert group("2026-06-02") == [("today", 0)]
    assert group("2026-06-03") == [("overdue", 1)]
    now = desk.clock.now()
    desk.write(Command("put off"), due_moves.later, "check-in", uid, date(2026, 5, 29), now)
    assert value(desk, uid, "due_on") == "2026-06-02"  # putting it off does not move the limit
    desk.clock.pass_by(6 * DAY)  # type: ignore[attr-defined]
    talk(desk, deal)
    assert value(desk, uid, "next_on, due_on") == ("2026-05-26", "2026-06-09")
    edit(desk, "checkin", uid, "maximum", "")
    assert value(desk, uid, "due_on") == "2026-05-26"


def test_the_switch_is_said_when_it_comes_and_once_in_today(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly, then monthly")
    desk.clock.pass_by(28 * DAY)  # type: ignore[attr-defined]
    assert "From now on every month." in talk(desk, deal)

    def reason(day: str) -> str:
        return next(item.reason or "" for item in desk.rows(due.due, day).items if item.uid == uid)

    on = value(desk, uid, "next_on")
    assert on == "2026-07-10"
    assert reason(on).endswith("from now on every month")
    desk.clock.pass_by(30 * DAY)  # type: ignore[attr-defined]
    assert "From now on every month." not in talk(desk, deal)
    assert "from now on" not in reason(value(desk, uid, "next_on"))


def test_twice_yellow_or_red_asks_once(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    talk(desk, deal, uid, status="yellow", status_why="data late")
    assert asked(desk, deal) is None
    talk(desk, deal, uid, status="red", status_why="data late again")
    assert asked(desk, deal) == Trouble("data late again", "Y R", uid)
    line = "yellow, then red: data late again"
    assert trouble_lines(desk) == [line]
    desk.clock.pass_by(DAY)  # type: ignore[attr-defined]
    assert trouble_lines(desk) == [line], "until it is answered"
    desk.write(Command("left"), trouble.leave, deal, desk.context)
    assert (asked(desk, deal), trouble_lines(desk)) == (None, [])
    undo(desk)
    assert trouble_lines(desk) == [line]
    desk.write(Command("left"), trouble.leave, deal, desk.context)
    talk(desk, deal, uid, status="red", status_why="still")
    assert asked(desk, deal) is None
    desk.clock.pass_by(7 * DAY)  # type: ignore[attr-defined]
    talk(desk, deal, uid, status="green")
    for status in ("red", "yellow"):
        desk.clock.pass_by(DAY)  # type: ignore[attr-defined]
        talk(desk, deal, uid, status=status)
    assert asked(desk, deal) == Trouble("talked", "R Y", uid)


def test_a_turn_to_red_asks_again_whatever_was_answered_before(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    for _ in range(2):
        talk(desk, deal, uid, status="yellow")
    desk.write(Command("opened"), trouble_answers.open_issue, deal, "late", desk.context, desk.clock.now())
    asks = []
    for status in ("yellow", "red", "red", "yellow"):
        desk.clock.pass_by(7 * DAY)  # type: ignore[attr-defined]
        talk(desk, deal, uid, status=status)
        asks.append(len(trouble_lines(desk)))
        if trouble_lines(desk):
            desk.write(Command("left"), trouble.leave, deal, desk.context)
        assert trouble_lines(desk) == []
    assert asks == [0, 1, 0, 0]


def test_trouble_is_asked_about_whichever_way_it_came(desk: Desk, deal: int) -> None:
    first, second = new_uid(), new_uid()
    for uid in (first, second):
        now = desk.clock.now()
        texts = {"summary": "talked", "channel": "call", "status": "yellow" if uid == first else "green"}
        desk.write(Command("logged"), conversations.log, deal, uid, texts, desk.context, now)
    assert trouble_lines(desk) == []
    edit(desk, "conversation", second, "status", "yellow")
    assert trouble_lines(desk) == ["yellow twice in a row: talked"]
    assert asked(desk, deal) == Trouble("talked", "Y Y", ""), "also where there is no check-in"
    edit(desk, "conversation", first, "status", "green")
    assert trouble_lines(desk) == []
    undo(desk)
    now = desk.clock.now()
    desk.write(Command("took away"), records.archive, "conversation", second, now)
    assert trouble_lines(desk) == []
    undo(desk)
    desk.write(Command("opened"), trouble_answers.open_issue, deal, "late", desk.context, now)
    assert trouble_lines(desk) == []


def test_trouble_of_an_ended_deal_and_of_long_ago_is_not_asked_about(desk: Desk, deal: int) -> None:
    for _ in range(2):
        talk(desk, deal, status="red")
    assert len(trouble_lines(desk)) == 1
    edit(desk, "deal", desk.con.execute("SELECT uid FROM deal").fetchone()[0], "stage", "ended")
    assert trouble_lines(desk) == []
    undo(desk)
    desk.clock.pass_by(91 * DAY)  # type: ignore[attr-defined]
    assert trouble_lines(desk) == []


def test_an_issue_is_opened_with_the_sentence_and_undone(desk: Desk, deal: int) -> None:
    now = desk.clock.now()
    desk.write(Command("opened an issue"), trouble_answers.open_issue, deal, "data late again", desk.context, now)
    query = "SELECT text, level FROM issue WHERE archived_at IS NULL"
    assert [tuple(row) for row in desk.con.execute(query)] == [("data late again", 1)]
    undo(desk)
    assert desk.con.execute(query).fetchall() == []


def test_edits_are_told_in_words(desk: Desk, deal: int) -> None:
    add(desk, deal, "action", text="Kickoff", due_on="2026-06-12")
    uid = add(desk, deal, often="weekly")
    edit(desk, "checkin", uid, "often", "weekly, then monthly")
    edit(desk, "checkin", uid, "maximum", "2 weeks")
    edit(desk, "checkin", uid, "tied", "2 days before kickoff")
    told = "\n".join(
        line
        for item in history_words.tell(desk.con, history.of_deal(desk.con, deal))
        for line in (item.what, *item.changes)
    )
    assert "every week → every week until 2026-06-11, then every month" in told
    assert "(empty) → 2 weeks" in told
    assert "(empty) → 2 days before Kickoff" in told
    assert "anchor" not in told.lower()


def test_the_usual_agenda_is_there_until_another_is_typed(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    assert text(desk, uid, "agenda") == "progress, blockers, next steps, new dates"
    edit(desk, "checkin", uid, "agenda", "the budget")
    assert text(desk, uid, "agenda") == "the budget"


def test_hostile_words_are_kept_or_refused_and_move_nothing(desk: Desk, deal: int, realdata: Path) -> None:
    uid = add(desk, deal, often="weekly")
    for hostile in nasty.strings(realdata, every=16):
        for name in ("purpose", "goal", "agenda", "tied"):
            edit(desk, "checkin", uid, name, hostile)
        assert value(desk, uid, "next_on") == "2026-05-19"


def test_archived_it_no_longer_makes_the_deal_quiet(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    query = "SELECT quiet_on FROM deal WHERE id = ?"
    assert desk.con.execute(query, (deal,)).fetchone()[0]
    desk.write(Command("archived"), records.archive, "checkin", uid, NOW)
    assert desk.con.execute(query, (deal,)).fetchone()[0] is None


def test_an_action_taken_away_lets_its_check_in_go_by_how_often_and_undo_brings_it_back(desk: Desk, deal: int) -> None:
    action = add(desk, deal, "action", text="Kickoff", due_on="2026-06-12")
    uid = add(desk, deal, purpose="dry run", often="weekly")
    logged(desk, deal)
    assert value(desk, uid, "next_on") == "2026-05-20"
    edit(desk, "checkin", uid, "tied", "2 days before kickoff")
    assert value(desk, uid, "next_on") == "2026-06-10"
    said = away(desk, "action", action)
    assert said == ["Dry run was tied to it; it goes by how often again: Wed 20 May."]
    assert value(desk, uid, "next_on, due_on, due_rule, due_anchor") == (
        *("2026-05-20", "2026-05-20", "check-in", "2026-05-13"),
    )
    assert text(desk, uid, "tied") == ""
    undo(desk)
    assert value(desk, uid, "next_on, due_rule") == ("2026-06-10", "tied check-in")
    assert text(desk, uid, "tied") == "2 days before Kickoff"
    away(desk, "action", action)
    desk.clock.pass_by(7 * DAY)  # type: ignore[attr-defined]
    logged(desk, deal)
    assert value(desk, uid, "next_on") == "2026-05-27"


def test_a_check_in_that_was_only_tied_has_no_day_then(desk: Desk, deal: int) -> None:
    action = add(desk, deal, "action", text="Kickoff", due_on="2026-06-12")
    uid = add(desk, deal, tied="2 days before kickoff")
    assert value(desk, uid, "next_on") == "2026-06-10"
    assert away(desk, "action", action) == ["Check-in was tied to it and has no day now."]
    assert value(desk, uid, "next_on") is None
    undo(desk)
    assert value(desk, uid, "next_on") == "2026-06-10"


def test_a_talk_taken_away_moves_its_check_in_back(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    before = value(desk, uid, "next_on, due_on, due_anchor, due_reason")
    desk.clock.pass_by(2 * DAY)  # type: ignore[attr-defined]
    first = logged(desk, deal)
    assert value(desk, uid, "next_on") == "2026-05-22"
    assert away(desk, "conversation", first) == ["Check-in is on Tue 19 May again."]
    assert value(desk, uid, "next_on, due_on, due_anchor, due_reason") == before
    undo(desk)
    assert value(desk, uid, "next_on") == "2026-05-22"


def test_what_other_talks_moved_stays(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    first, twin = logged(desk, deal), logged(desk, deal)
    desk.clock.pass_by(2 * DAY)  # type: ignore[attr-defined]
    second = logged(desk, deal)
    assert value(desk, uid, "next_on") == "2026-05-22"
    assert away(desk, "conversation", first) == []
    assert value(desk, uid, "next_on") == "2026-05-22", "a later talk moved it"
    away(desk, "conversation", second)
    assert value(desk, uid, "next_on") == "2026-05-20", "the other talk of the first day still counts"
    away(desk, "conversation", twin)
    assert value(desk, uid, "next_on") == "2026-05-19"


def test_talks_taken_away_in_any_order_leave_nothing_behind(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    first = logged(desk, deal)
    desk.clock.pass_by(2 * DAY)  # type: ignore[attr-defined]
    second = logged(desk, deal)
    away(desk, "conversation", first)
    away(desk, "conversation", second)
    assert value(desk, uid, "next_on, due_anchor") == ("2026-05-19", "2026-05-12")


def test_a_day_agreed_on_comes_back_with_the_talk_that_used_it_up(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly", next_on="2026-05-14")
    talk_uid = logged(desk, deal)
    assert value(desk, uid, "next_on, due_set_by") == ("2026-05-20", "rule")
    away(desk, "conversation", talk_uid)
    assert value(desk, uid, "next_on, due_set_by") == ("2026-05-14", "person")


def test_a_talk_whose_day_is_mended_takes_its_check_in_along(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    desk.clock.pass_by(2 * DAY)  # type: ignore[attr-defined]
    talk_uid = logged(desk, deal)
    edit(desk, "conversation", talk_uid, "happened_on", "2026-05-14")
    assert value(desk, uid, "next_on, due_anchor") == ("2026-05-21", "2026-05-14")
    edit(desk, "conversation", talk_uid, "direction", "from them")
    assert value(desk, uid, "next_on, due_anchor") == ("2026-05-19", "2026-05-12")
    edit(desk, "conversation", talk_uid, "direction", "both ways")
    assert value(desk, uid, "next_on, due_anchor") == ("2026-05-21", "2026-05-14")
    undo(desk)
    undo(desk)
    undo(desk)
    assert value(desk, uid, "next_on, due_anchor") == ("2026-05-22", "2026-05-15")
    edit(desk, "conversation", talk_uid, "summary", "all well")
    assert value(desk, uid, "next_on") == "2026-05-22"


def test_a_fixed_schedule_goes_back_too(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly", mode="fixed")
    assert value(desk, uid, "next_on") == "2026-05-19"
    desk.clock.pass_by(6 * DAY)  # type: ignore[attr-defined]
    talk_uid = logged(desk, deal)
    assert value(desk, uid, "next_on") == "2026-05-26"
    edit(desk, "conversation", talk_uid, "happened_on", "2026-05-13")
    assert value(desk, uid, "next_on") == "2026-05-19", "too early to be that one"


def test_a_note_moves_no_check_in_when_its_day_is_mended(desk: Desk, deal: int) -> None:
    uid = add(desk, deal, often="weekly")
    note = new_uid()
    desk.write(Command("noted"), conversations.log, deal, note, {"summary": "x"}, desk.context, desk.clock.now())
    edit(desk, "conversation", note, "happened_on", "2026-05-12")
    assert value(desk, uid, "next_on") == "2026-05-19"
