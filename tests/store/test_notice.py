"""The day to give notice by through its life: reminded, seen, put off, decided, rolled over, given."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.notice import steps
from dealdesk.domain.renewal import LEADS
from dealdesk.errors import InputRefused
from dealdesk.store import dating, due, due_moves, notice
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of

RENEWS = {"signed_on": "2025-01-02", "end_on": "2026-12-31", "notice": "3 months", "renewal": "1 year"}
BY = "2026-09-30"
Held = tuple[str | None, str | None, str | None, str | None, str]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Desk:
    return open_desk(tmp_path, clock)


def held(desk: Desk) -> Held:
    """Return day, reminder, decision, day of the decision and stage of the first deal."""
    found: Held = desk.con.execute(
        "SELECT give_notice_by, notice_remind_on, notice_decision, notice_decided_on, stage FROM deal WHERE id = 1"
    ).fetchone()
    return found


def said(desk: Desk, today: date) -> list[tuple[str, str]]:
    """Return (group, sentence) of each notice on a day."""
    found = desk.rows(due.due, today.isoformat()).items
    return [(item.group, due.sentence(item, today.isoformat())) for item in found if item.kind == "give notice"]


def until(desk: Desk, clock: FixedClock, day: str) -> None:
    """Let every day pass up to ``day``, with what the desk does each morning."""
    while clock.today().isoformat() < day:
        clock.wall += timedelta(days=1)
        desk.write(Command("moved dates on"), dating.advance, desk.settings.calendar, clock.today())


def decide(desk: Desk, clock: FixedClock, word: str) -> None:
    """Decide about the first deal's notice."""
    desk.write(Command("decided"), notice.decide, 1, word, clock.now())


def test_the_reminder_to_come_and_the_one_that_stands(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    assert held(desk)[:2] == (BY, "2026-07-02")
    until(desk, clock, "2026-07-20")
    assert held(desk)[1] == "2026-07-02", "unanswered, so it stands"
    until(desk, clock, "2026-08-02")
    assert held(desk)[1] == "2026-07-31"


def test_each_morning_of_its_time_a_reminder_is_one_of_the_leads(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    spoken = set()
    while clock.today() < date(2026, 9, 30):
        until(desk, clock, (clock.today() + timedelta(days=1)).isoformat())
        if held(desk)[1] == clock.today().isoformat():
            spoken.add(clock.today())
    assert spoken == {step.on for step in steps(date(2026, 9, 30), LEADS, desk.settings.calendar)}


def test_a_deal_entered_between_two_leads_is_reminded_at_once_by_the_newest(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-01", end_on="2026-08-31", notice="2 months")
    assert held(desk)[:2] == ("2026-06-30", "2026-05-01")
    item = next(item for item in desk.rows(due.due, NOW.date().isoformat()).items if item.kind == "give notice")
    assert item.group == "today"


def test_a_deal_entered_after_its_day_is_not_late(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-01-02", end_on="2026-05-31", notice="1 month")
    add_deal(desk, "Office", "Beta", signed_on="2026-01-02", end_on="2026-05-31", notice="1 month", renewal="1 year")
    assert held(desk)[:2] == ("2026-04-30", None)
    assert not [item for item in desk.rows(due.due, NOW.date().isoformat()).items if item.kind == "give notice"]


def test_a_day_that_had_passed_when_it_was_entered_never_reminds(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, signed_on="2026-05-01", end_on="2026-05-31", notice="1 month")
    assert held(desk)[:2] == ("2026-04-30", None)
    until(desk, clock, "2026-05-20")
    assert held(desk)[:2] == ("2026-04-30", None)


def test_seen_is_silent_until_the_next_lead(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    until(desk, clock, "2026-07-03")
    following = desk.write(Command("seen"), notice.seen, 1, clock.today(), desk.context)
    assert (following, held(desk)[1]) == (date(2026, 7, 31), "2026-07-31")
    until(desk, clock, "2026-07-30")
    assert held(desk)[1] == "2026-07-31"
    until(desk, clock, "2026-09-29")
    desk.write(Command("seen"), notice.seen, 1, clock.today(), desk.context)
    assert held(desk)[1] == BY, "the day itself is left"


def test_later_is_silent_until_that_day_and_never_beyond_the_last_safe_one(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    until(desk, clock, "2026-07-03")
    desk.write(Command("later"), notice.later, 1, date(2026, 8, 12))
    until(desk, clock, "2026-08-11")
    assert held(desk)[1] == "2026-08-12"
    until(desk, clock, "2026-08-31")
    assert held(desk)[1] == "2026-08-31"
    with pytest.raises(InputRefused, match="Wed 30 Sept is the last safe day"):
        desk.write(Command("later"), notice.later, 1, date(2026, 10, 1))


@pytest.mark.parametrize("word", ["renew", "renegotiate", "let it roll"])
def test_a_decision_is_silent_until_the_next_period(desk: Desk, clock: FixedClock, word: str) -> None:
    add_deal(desk, **RENEWS)
    until(desk, clock, "2026-07-03")
    decide(desk, clock, word)
    assert held(desk)[2:4] == (word, "2026-07-03")
    until(desk, clock, BY)
    assert held(desk)[2] == word
    until(desk, clock, "2026-10-01")
    assert held(desk) == ("2027-09-30", "2027-07-02", None, None, "signed")


def test_notice_that_was_given_ends_the_deal_the_day_after_its_end(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    until(desk, clock, "2026-09-10")
    decide(desk, clock, "end")
    until(desk, clock, "2026-12-31")
    assert held(desk)[0] == BY
    assert held(desk)[2] == "end"
    assert held(desk)[4] == "signed"
    until(desk, clock, "2027-01-01")
    assert held(desk)[4] == "ended"


MISSED = {"signed_on": "2024-01-01", "end_on": "2026-08-31", "notice": "3 months", "renewal": "1 year"}
MISSED_BY = "2026-05-29"
WHILE_IT_MAY_REACH_THEM = (
    "the last safe day to give notice was Fri 29 May; until Sun 31 May it may still reach them "
    "(else renews 1 year, EUR 84,000)"
)
TOO_LATE = "notice was not given: renews Mon 31 Aug, EUR 84,000"


def test_a_missed_notice_stays_until_it_is_answered_or_too_old(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **MISSED, amount="84k EUR")
    until(desk, clock, "2026-05-30")
    assert held(desk)[0] == MISSED_BY
    assert said(desk, clock.today()) == [("overdue", WHILE_IT_MAY_REACH_THEM)]
    until(desk, clock, "2026-05-31")
    assert said(desk, clock.today()) == [("overdue", WHILE_IT_MAY_REACH_THEM)]
    until(desk, clock, "2026-06-01")
    assert said(desk, clock.today()) == [("overdue", TOO_LATE)]
    until(desk, clock, "2026-06-28")
    assert said(desk, clock.today()) == [("overdue", TOO_LATE)]
    until(desk, clock, "2026-06-29")
    assert held(desk)[:2] == ("2027-05-31", "2027-03-02")
    assert said(desk, clock.today()) == []


@pytest.mark.parametrize("word", ["renew", "let it roll"])
def test_an_answer_to_a_missed_notice_is_about_the_period_that_is_over(
    desk: Desk, clock: FixedClock, word: str
) -> None:
    add_deal(desk, **MISSED)
    until(desk, clock, "2026-05-30")
    decide(desk, clock, word)
    assert said(desk, clock.today()) == []
    until(desk, clock, "2026-05-31")
    assert held(desk) == ("2027-05-31", "2027-03-02", None, None, "signed")


@pytest.mark.parametrize(
    ("day", "last", "by"), [("2026-05-31", "2026-08-31", MISSED_BY), ("2026-06-01", "2027-08-31", "2027-05-31")]
)
def test_an_end_that_is_decided_late_counts_where_it_may_still_reach_them(
    desk: Desk, clock: FixedClock, day: str, last: str, by: str
) -> None:
    add_deal(desk, **MISSED)
    until(desk, clock, day)
    decide(desk, clock, "end")
    until(desk, clock, last)
    assert held(desk) == (by, held(desk)[1], "end", day, "signed")
    until(desk, clock, (date.fromisoformat(last) + timedelta(days=1)).isoformat())
    assert held(desk)[4] == "ended"


def test_what_was_missed_can_not_be_put_off(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **MISSED)
    until(desk, clock, "2026-05-30")
    uid = uid_of(desk, "deal", 1)
    with pytest.raises(InputRefused, match=r"The last safe day to give notice was Fri 29 May\. Say what"):
        desk.write(Command("later"), due_moves.later, "give notice", uid, date(2026, 6, 3), clock.now())
    with pytest.raises(InputRefused, match="Say what you decided"):
        desk.write(Command("seen"), notice.seen, 1, clock.today(), desk.context)


# A desk that nobody opens: what is read is what the day makes of it


def test_a_desk_that_is_never_opened_shows_the_next_period(desk: Desk) -> None:
    lengths = {"notice": "14 days", "renewal": "1 month"}
    add_deal(desk, amount="84k EUR", signed_on="2025-06-01", end_on="2026-05-31", **lengths)
    assert held(desk)[0] == "2026-05-15"
    else_renews = "(else renews 1 month, EUR 84,000)"
    assert said(desk, date(2026, 6, 1)) == [("today", f"give notice: renew, renegotiate or end {else_renews}")]
    assert said(desk, date(2026, 6, 16)) == [("today", f"give notice: send the notice {else_renews}")]
    assert said(desk, date(2026, 6, 20)) == [("overdue", "notice was not given: renews Tue 30 June, EUR 84,000")]
    for day in (date(2026, 7, 6), date(2027, 3, 10), date(2028, 3, 6)):
        assert [group for group, _words in said(desk, day)] == ["today"]


def test_reading_shows_each_day_what_the_open_app_would(desk: Desk, tmp_path: Path, clock: FixedClock) -> None:
    other = open_desk(tmp_path / "other", FixedClock())
    monthly = {"signed_on": "2025-06-01", "end_on": "2026-06-30", "notice": "1 week"}
    for each in (desk, other):
        add_deal(each, amount="84k EUR", **MISSED)
        add_deal(each, "Office", "Beta", **monthly, renewal="1 month")
        add_deal(each, "Cars", "Gamma", **monthly)
        each.write(Command("decided"), notice.decide, 2, "let it roll", NOW)
    seen = set()
    for _ in range(430):
        until(desk, clock, (clock.today() + timedelta(days=1)).isoformat())
        found = [
            [(group, words if group == "overdue" else "") for group, words in sorted(said(each, clock.today()))]
            for each in (desk, other)
        ]
        assert found[0] == found[1], clock.today()
        seen.update(found[0])
    assert {group for group, _words in seen} == {"overdue", "today"}


def test_a_deal_that_ended_while_nobody_looked_asks_for_nothing(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-10", end_on="2026-05-20")
    kinds = {item.kind for item in desk.rows(due.due, "2026-06-20", all_items=True).items}
    assert not kinds & {"check-in", "quiet", "waiting", "still true", "give notice"}


def test_on_a_day_on_which_dates_were_moved_on_nothing_is_computed(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    until(desk, clock, "2026-05-20")
    asked: list[str] = []
    desk.con.set_trace_callback(asked.append)
    desk.rows(due.due, clock.today().isoformat())
    desk.con.set_trace_callback(None)
    assert not [query for query in asked if "renewal_unit" in query or "day_off" in query]


def test_a_new_end_asks_anew_and_another_field_does_not(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    decide(desk, clock, "renew")
    edit(desk, "deal", uid_of(desk, "deal", 1), "term", "24 months")
    assert held(desk)[2] == "renew"
    edit(desk, "deal", uid_of(desk, "deal", 1), "end_on", "2027-12-31")
    assert held(desk)[:4] == ("2027-09-30", "2027-07-02", None, None)
    edit(desk, "deal", uid_of(desk, "deal", 1), "end_on", "")
    assert held(desk)[:4] == (None, None, None, None)


def test_a_reminder_put_off_outlives_an_edit(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    desk.write(Command("later"), notice.later, 1, date(2026, 8, 12))
    edit(desk, "deal", uid_of(desk, "deal", 1), "term", "24 months")
    assert held(desk)[1] == "2026-08-12"


def test_a_decision_can_be_taken_back(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    decide(desk, clock, "renew")
    decide(desk, clock, "")
    assert held(desk)[2:4] == (None, None)


def test_only_the_four_words_decide_and_only_where_there_is_a_notice(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, **RENEWS)
    with pytest.raises(InputRefused, match="renew, renegotiate, end, let it roll"):
        decide(desk, clock, "maybe")
    add_deal(desk, "Runs on", "Beta", signed_on="2026-05-01", evergreen="x", notice="3 months")
    for act in (
        lambda: desk.write(Command("x"), notice.decide, 2, "end", NOW),
        lambda: desk.write(Command("x"), notice.seen, 2, NOW.date(), desk.context),
        lambda: desk.write(Command("x"), notice.later, 2, NOW.date()),
    ):
        with pytest.raises(InputRefused, match="BETA-2 has no day to give notice by"):
            act()


def test_the_day_of_a_decision_is_the_local_one(desk: Desk) -> None:
    add_deal(desk, **RENEWS)
    late = datetime(2026, 6, 1, 12, 0, tzinfo=NOW.tzinfo)
    desk.write(Command("decided"), notice.decide, 1, "renew", late)
    assert held(desk)[3] == "2026-06-01"
