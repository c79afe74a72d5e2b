"""The keys of Today: each does its verb with the line under the cursor, and u takes it back in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from dealdesk.domain.vocabulary import ActionKind, ActionState, Message, Side
from dealdesk.store.desk import Desk
from dealdesk.store.tables.checkins import Checkin
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.ask_day import AskDay
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.hand_over import HandOver
from dealdesk.tui.dialogs.history import RowHistory
from dealdesk.tui.dialogs.tell_them import TellThem
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import running, settled
from tests.tui.today_desk import (
    TODAY,
    Ways,
    action,
    day,
    every_kind,
    go_to,
    kinds,
    of_deals,
    one,
    put,
    screen_of,
    with_notice,
)


def shown(app: DealdeskApp) -> str:
    return "\n".join(screen_lines(app))


def said(app: DealdeskApp) -> str:
    return " ".join(str(notification.message) for notification in app._notifications)


async def press(app: DealdeskApp, pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(app, pilot)


def with_actions(folder: Path, *texts: str, **fields: Any) -> Desk:  # noqa: ANN401 - columns of an action
    desk = of_deals(folder)
    put(desk, *(action(text, weight=9 - number, **fields) for number, text in enumerate(texts)))
    return desk


# Done


async def test_space_marks_done_goes_on_to_the_next_line_and_undo_brings_it_back(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", "two", "three")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "j", "space")
        assert one(desk, "SELECT state FROM action WHERE text = 'two'") == "done"
        assert "Done: “two”. u takes it back." in said(app)
        item = screen_of(app).item
        assert item is not None
        assert item.text == "three"
        await press(app, pilot, "u")
        assert "two" in shown(app)
        assert one(desk, "SELECT state FROM action WHERE text = 'two'") == "to do"
        item = screen_of(app).item
        assert item is not None
        assert item.text == "two"


async def test_the_first_deliverable_leads_on(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "staging", "live", kind=ActionKind.DELIVERABLE)
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        uid = one(desk, "SELECT uid FROM action WHERE text = 'staging'")
        await press(app, pilot, "space")
        assert isinstance(app.screen, Choose)
        await press(app, pilot, "m")
        assert ways.gone == [("message", 1, Message.THANKS, uid)]
        await press(app, pilot, "space")
        assert isinstance(app.screen, TodayScreen), "the second one leads nowhere"


@pytest.mark.parametrize(("key", "way"), [("2", ("review", 1)), ("D", ("debrief", 1)), ("escape", None)])
async def test_what_follows_the_first_deliverable(tmp_path: Path, key: str, way: tuple[str, int] | None) -> None:
    desk = with_actions(tmp_path, "staging", kind=ActionKind.DELIVERABLE)
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "space", key)
        assert ways.gone == ([way] if way else [])


async def test_a_debrief_says_which_key_holds_it(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "debrief")
        await press(app, pilot, "space")
        assert "D holds it, s puts it off" in said(app)
        assert one(desk, "SELECT state FROM debrief") == "planned"


@pytest.mark.parametrize(
    ("kind", "way"),
    [
        ("waiting", ("talk", 4, 900, "mail from Dana Reyes: ")),
        ("check-in", ("talk", 5, None, "", "its uid")),
        ("quiet", ("talk", 9, None)),
    ],
)
async def test_what_a_conversation_ends_asks_for_it(tmp_path: Path, kind: str, way: tuple[object, ...]) -> None:
    desk = every_kind(tmp_path)
    held = one(desk, "SELECT uid FROM checkin")
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        go_to(app, kind)
        await press(app, pilot, "space")
        assert ways.gone == [tuple(held if part == "its uid" else part for part in way)]


async def test_u_puts_the_cursor_on_the_line_it_brings_back(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", "two", "three", "four")
    async with running(desk) as (app, pilot):
        rows = screen_of(app).list.rows
        await press(app, pilot, "j")
        key = rows.cursor_key
        await press(app, pilot, "space", "G")
        assert rows.cursor_key != key
        await press(app, pilot, "u")
        assert rows.cursor_key == key


async def test_what_is_said_never_covers_the_last_line(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, *(f"action {number}" for number in range(40)))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "space", "G")
        lines = screen_lines(app)
        assert "u takes it back" in "".join(lines[2:4])
        assert lines[-2].startswith(">")


async def test_an_issue_is_closed_by_one_line(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "issue")
        await press(app, pilot, "space", "enter")
        assert "One line closes it" in shown(app)
        await press(app, pilot, *"fixed", "enter")
        assert one(desk, "SELECT outcome FROM issue") == "fixed"
        await press(app, pilot, "u")
        assert one(desk, "SELECT closed_at FROM issue") is None


async def test_a_risk_is_reviewed_and_a_stale_record_confirmed(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        for kind in ("risk", "still true", "change"):
            assert kind in kinds(desk)
            go_to(app, kind)
            await press(app, pilot, "space")
            assert kind not in kinds(desk)
            await press(app, pilot, "u")
            assert kind in kinds(desk)


@pytest.mark.parametrize(
    ("key", "decision"), [("n", "renew"), ("g", "renegotiate"), ("e", "end"), ("l", "let it roll"), ("escape", None)]
)
async def test_a_notice_is_decided(tmp_path: Path, key: str, decision: str | None) -> None:
    desk = with_notice(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "give notice")
        await press(app, pilot, "space", key)
        assert one(desk, "SELECT notice_decision FROM deal") == decision
        assert ("give notice" in kinds(desk)) is (decision is None)


async def test_a_notice_that_was_seen_speaks_at_its_next_step(tmp_path: Path) -> None:
    desk = with_notice(tmp_path)
    before = one(desk, "SELECT notice_remind_on FROM deal")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "space", "v")
        assert one(desk, "SELECT notice_remind_on FROM deal") > before
        await press(app, pilot, "u")
        assert one(desk, "SELECT notice_remind_on FROM deal") == before


# Later and a new date


async def test_later_proposes_the_next_working_day_and_reads_what_is_typed(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", "two", kind=ActionKind.NEXT_STEPS)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s")
        assert isinstance(app.screen, AskDay)
        assert "Thu 14 May 2026" in shown(app)
        await press(app, pilot, "enter")
        assert one(desk, "SELECT later_until FROM action WHERE text = 'one'") == day(1).isoformat()
        item = screen_of(app).item
        assert item is not None
        assert item.text == "one", "the cursor goes with the line: what comes next is mostly about it"
        await press(app, pilot, "g", "s", *"fri", "enter")
        assert one(desk, "SELECT later_until FROM action WHERE text = 'two'") == day(2).isoformat()
        await press(app, pilot, "u")
        assert one(desk, "SELECT later_until FROM action WHERE text = 'two'") is None


async def test_later_puts_off_what_is_still_ahead_and_does_not_bring_it_forward(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one", days=9, soft_on=day(5), weight=9), action("two", days=5))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s")
        assert "Tue 19 May 2026" in shown(app), "the day after it is best done by, a Monday"
        await press(app, pilot, "escape", "j", "s")
        assert "Mon 18 May 2026" in shown(app), "its limit"


async def test_a_late_line_that_was_put_off_says_when_it_is_back(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one", days=-2, later_until=day(2), told_on=TODAY))
    async with running(desk) as (app, _pilot):
        assert "in 2d ACME-1" in shown(app)


async def test_a_line_whose_best_day_is_over_counts_down_to_its_limit(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("Hold the kickoff", days=6, soft_on=day(-1), kind=ActionKind.KICKOFF))
    async with running(desk) as (app, _pilot):
        assert "in 6d ACME-1     Hold the kickoff, by Tue" in shown(app)


async def test_later_refuses_a_day_that_is_over_and_keeps_what_was_typed(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s", *"today", "enter")
        assert isinstance(app.screen, AskDay)
        assert "still to come" in shown(app)
        await press(app, pilot, "escape")
        assert one(desk, "SELECT later_until FROM action") is None


async def test_up_and_down_go_a_day_on_and_back(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "r", "down", "down", "up")
        assert "Thu 21 May 2026" in shown(app)
        await press(app, pilot, "enter", "enter")
        assert one(desk, "SELECT due_on FROM action") == day(8).isoformat()


async def test_a_stale_record_is_asked_about_in_a_week_without_a_question(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "still true")
        await press(app, pilot, "s")
        assert isinstance(app.screen, TodayScreen)
        assert one(desk, "SELECT still_true_on FROM deal WHERE id = 10") == day(7).isoformat()


async def test_a_check_in_put_off_twice_asks_once_whether_how_often_is_wrong(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, Checkin(deal_id=1, purpose="weekly", next_on=day(-5), later_count=0))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s", "enter")
        assert isinstance(app.screen, TodayScreen)
        await press(app, pilot, "s", "enter")
        assert isinstance(app.screen, Choose)
        assert "how often wrong" in shown(app)
        await press(app, pilot, "l")
        await press(app, pilot, "s", "enter")
        assert isinstance(app.screen, TodayScreen)


async def test_a_new_date_takes_a_reason_and_what_is_put_behind_it(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", "two")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "r", *"+9d", "enter")
        assert "why, and what is put behind it?" in shown(app)
        await press(app, pilot, *"audit; report", "enter")
        kept = desk.con.execute("SELECT old_on, new_on, reason, put_behind FROM new_date").fetchone()
        assert kept == (TODAY.isoformat(), day(9).isoformat(), "audit", "report")
        assert one(desk, "SELECT due_on FROM action WHERE text = 'one'") == day(9).isoformat()
        await press(app, pilot, "u")
        assert one(desk, "SELECT due_on FROM action WHERE text = 'one'") == TODAY.isoformat()


async def test_a_new_date_needs_no_reason(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "r", "enter", "enter")
        assert one(desk, "SELECT new_on FROM new_date") == day(7).isoformat()


async def test_they_need_until_asks_for_the_day_only(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "waiting")
        await press(app, pilot, "r", *"+5d", "enter")
        assert isinstance(app.screen, TodayScreen)
        assert one(desk, "SELECT need_until FROM waiting") == day(5).isoformat()


async def test_where_there_is_nothing_to_agree_on_it_is_said_before_anything_is_asked(tmp_path: Path) -> None:
    async with running(with_notice(tmp_path)) as (app, pilot):
        go_to(app, "give notice")
        await press(app, pilot, "r")
        assert isinstance(app.screen, TodayScreen)
        assert "follows from the end and the notice" in said(app)


# A promise at risk


async def test_a_promise_put_off_past_its_day_asks_once_whether_to_tell_them(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one")
    uid = one(desk, "SELECT uid FROM action")
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "s", "enter")
        assert isinstance(app.screen, TellThem)
        assert "They count on this by Wed 13 May:" in shown(app)
        await press(app, pilot, "n")
        assert one(desk, "SELECT told_on FROM action") == TODAY.isoformat()
        await press(app, pilot, "s", *"+5d", "enter")
        assert isinstance(app.screen, TodayScreen)
        assert ways.gone == []
        await press(app, pilot, "u")
        assert one(desk, "SELECT later_until FROM action WHERE uid = (SELECT max(uid) FROM action)") == (
            day(1).isoformat()
        )
    assert uid


async def test_a_promise_whose_day_is_over_was_counted_on(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one", days=-2))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s", "enter")
        assert "They counted on this by Mon 11 May:" in shown(app)


async def test_yes_drafts_the_message_about_the_delay(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one")
    uid = one(desk, "SELECT uid FROM action")
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "s", "enter", "y")
        assert ways.gone == [("message", 1, Message.DELAY, uid)]


async def test_put_off_within_its_day_nobody_needs_to_be_told(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one", 3))
    async with running(desk) as (app, pilot):
        await press(app, pilot, "s", "enter")
        assert isinstance(app.screen, TodayScreen)


async def test_a_promise_at_risk_is_marked_and_its_key_says_what_it_does(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("late", -1, weight=9), action("waits", 0, state=ActionState.WAITING), action("fine", 0, weight=1))
    async with running(desk) as (app, pilot):
        lines = {word: line for line in screen_lines(app) for word in ("late ", "waits", "fine") if f" {word}" in line}
        assert lines["late "].rstrip().endswith("tell?")
        assert lines["waits"].rstrip().endswith("tell?")
        assert lines["fine"].rstrip().endswith("you")
        assert "m tell them" in screen_lines(app)[-1]
        await press(app, pilot, "G")
        assert "m message" in screen_lines(app)[-1]


# Ways


@pytest.mark.parametrize(
    ("kind", "key", "way"),
    [
        ("waiting", "t", ("talk", 4, 900)),
        ("action", "t", ("talk", 1, None)),
        ("waiting", "C", ("call_card", 4, 900)),
        ("risk", "D", ("debrief", 8)),
        ("debrief", "enter", ("debrief", 6)),
        ("issue", "enter", ("deal", 7)),
        ("still true", "o", ("deal", 10)),
    ],
)
async def test_a_key_goes_its_way(tmp_path: Path, kind: str, key: str, way: tuple[object, ...]) -> None:
    async with running(every_kind(tmp_path)) as (app, pilot):
        ways = Ways(app)
        go_to(app, kind)
        await press(app, pilot, key)
        assert ways.gone == [way]


async def test_a_message_is_about_the_line(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        go_to(app, "quiet")
        await press(app, pilot, "m")
        assert ways.gone == [("message", 9, None, one(desk, "SELECT uid FROM deal WHERE id = 9"))]


async def test_what_can_not_go_on_waits_for_whom_the_line_names(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    put(desk, action("migrate", deal_id=4, weight=99))
    async with running(desk, size=(100, 30)) as (app, pilot):
        await press(app, pilot, "g", "w", *"Dana: their firewall")
        assert "Waiting for Dana Reyes: their firewall" in shown(app)
        await press(app, pilot, "enter")
        row = desk.con.execute("SELECT person_id, text, sent FROM waiting").fetchall()
        assert row == [(900, "report; their firewall", 1)]
        assert one(desk, "SELECT state FROM action WHERE text = 'migrate'") == "waiting for them"
        assert screen_of(app).list.rows.cursor_key is not None
        await press(app, pilot, "u")
        assert one(desk, "SELECT text FROM waiting") == "report"
        assert one(desk, "SELECT state FROM action WHERE text = 'migrate'") == "to do"


async def test_a_hand_over_is_read_and_copied(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    put(desk, action("[b]report[/b] monthly", 60, deal_id=2))
    async with running(desk) as (app, pilot):
        go_to(app, "action")
        await press(app, pilot, "j", "enter")
        assert isinstance(app.screen, HandOver)
        assert "WHAT WE PROMISED" in shown(app)
        assert "- [b]report[/b] monthly" in shown(app)
        await press(app, pilot, "y")
        assert "[b]report[/b] monthly" in app.clipboard


async def test_why_shows_arithmetic_reason_and_history(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", due_reason="48 h ended Sun 17:00")
    async with running(desk, size=(120, 30)) as (app, pilot):
        await press(app, pilot, "i")
        assert isinstance(app.screen, RowHistory)
        text = " ".join(shown(app).replace("│", " ").split())
        assert "its limit is today (+8)" in text
        assert "48 h ended Sun 17:00" in text
        assert "stored" in text


# The list


async def test_a_filter_stays_while_lines_are_done(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "alpha", "beta one", "beta two")
    async with running(desk) as (app, pilot):
        await press(app, pilot, "slash", *"beta", "enter", "space")
        assert one(desk, "SELECT text FROM action WHERE state = 'done'") == "beta one"
        assert "alpha" not in shown(app)
        assert "beta two" in shown(app)


async def test_five_lines_take_few_keys(tmp_path: Path) -> None:
    desk = with_actions(tmp_path, "one", "two", "three", "four", "five", kind=ActionKind.NEXT_STEPS)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "space", "s", "enter", "space", "s", *"fri", "enter", "space")
        assert kinds(desk) == ["action", "action"]
        assert one(desk, "SELECT count(*) FROM action WHERE state = 'done'") == 3


# Where the cursor is then, and what m is about


def two_deals(folder: Path) -> Desk:
    desk = of_deals(folder, 2)
    put(desk, action("ours", weight=9), action("of the other deal", deal_id=2, weight=5), action("more", weight=1))
    return desk


@pytest.mark.parametrize(("day_typed", "group"), [("+3d", "soon"), ("13 may", "today")])
async def test_after_a_new_date_the_cursor_is_on_the_line_where_it_went(
    tmp_path: Path, day_typed: str, group: str
) -> None:
    desk = two_deals(tmp_path)
    put(desk, action("late", -2, weight=9))
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "g", "r", *day_typed, "enter", "enter")
        item = screen_of(app).item
        assert item is not None
        assert (item.text, item.group) == ("late", group)
        await press(app, pilot, "m")
        assert ways.gone == [("message", 1, None, item.uid)]


@pytest.mark.parametrize(
    "keys", [("r", *"+30d", "enter", "enter"), ("s", *"+30d", "enter"), ("space",)], ids=lambda keys: keys[0]
)
async def test_a_line_that_leaves_gives_the_cursor_to_its_deal_and_m_is_still_about_it(
    tmp_path: Path, keys: tuple[str, ...]
) -> None:
    desk = two_deals(tmp_path)
    uid = one(desk, "SELECT uid FROM action WHERE text = 'ours'")
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "g", *keys)
        if isinstance(app.screen, TellThem):
            await press(app, pilot, "escape")
        item = screen_of(app).item
        assert item is not None
        assert item.text == "more"
        assert "message ACME-1" in shown(app)
        await press(app, pilot, "m")
        assert ways.gone == [("message", 1, None, uid)]
        await press(app, pilot, "m")
        assert ways.gone[1] == ("message", 1, None, item.uid), "only directly behind it"


async def test_once_the_cursor_has_moved_m_is_about_its_line(tmp_path: Path) -> None:
    desk = two_deals(tmp_path)
    async with running(desk) as (app, pilot):
        ways = Ways(app)
        await press(app, pilot, "g", "space", "k", "j", "m")
        assert ways.gone == [("message", 1, None, one(desk, "SELECT uid FROM action WHERE text = 'more'"))]


async def test_the_last_line_of_a_deal_gives_the_cursor_to_its_neighbour(tmp_path: Path) -> None:
    desk = two_deals(tmp_path)
    async with running(desk) as (app, pilot):
        await press(app, pilot, "g", "j", "space")
        item = screen_of(app).item
        assert item is not None
        assert item.text == "more"
        assert "message ACME-2" in shown(app)


async def test_after_a_talk_that_moves_its_line_away_m_is_about_that_check_in(tmp_path: Path) -> None:
    desk = two_deals(tmp_path)
    put(desk, Checkin(deal_id=2, purpose="", ongoing_count=1, ongoing_unit="month", next_on=TODAY, weight=9))
    async with running(desk, size=(100, 30)) as (app, pilot):
        go_to(app, "check-in")
        await press(app, pilot, "space", *"call with Dana: all is well", "enter")
        item = screen_of(app).item
        assert item is not None
        assert (item.kind, item.deal_id) == ("action", 2)
        assert "message ACME-2" in shown(app)


async def test_what_they_owe_is_what_we_wait_for(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    put(desk, action("the signed annex", deal_id=1, weight=99, side=Side.THEM))
    async with running(desk, size=(100, 30)) as (app, pilot):
        await press(app, pilot, "g", "w")
        assert "the signed annex" in shown(app)
        await press(app, pilot, "enter")
        assert one(desk, "SELECT text FROM waiting WHERE deal_id = 1") == "the signed annex"
        assert one(desk, "SELECT state FROM action WHERE text = 'the signed annex'") == "waiting for them"


async def test_an_outcome_is_not_refused_before_it_is_given(tmp_path: Path) -> None:
    desk = every_kind(tmp_path)
    async with running(desk) as (app, pilot):
        go_to(app, "issue")
        await press(app, pilot, "space")
        assert "! One line" not in shown(app)
        await press(app, pilot, "enter")
        assert "! One line" in shown(app)
        assert one(desk, "SELECT closed_at FROM issue") is None
