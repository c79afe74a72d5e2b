"""Signing as one command: what it writes into the deal, what it makes, and what undo takes back."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.deadlines import day_words
from dealdesk.errors import InputRefused
from dealdesk.store import connect, due, follow_through, followed, history, settings, signing, signing_checkins
from dealdesk.store.desk import Desk
from dealdesk.store.followed import Made
from dealdesk.store.history import Command
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of

FRIDAY = datetime(2026, 5, 15, 17, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Desk:
    return open_desk(tmp_path, clock)


def sign(desk: Desk, deal_id: int = 1, /, **texts: str) -> None:
    desk.write(Command("signed the deal"), signing.sign, deal_id, texts, desk.context, desk.clock.now())


def put(desk: Desk, name: str, value: str) -> None:
    con = connect.connect(desk.path)
    with history.unit(con, Command("settings"), NOW):
        settings.put(con, name, value)
    con.close()
    desk.refresh()


def made(desk: Desk, deal_id: int = 1) -> dict[str, Made]:
    return {
        one.text if one.kind in ("debrief", "check-in") else one.kind: one for one in desk.rows(followed.made, deal_id)
    }


def deal(desk: Desk) -> tuple[object, ...]:
    found: tuple[object, ...] = desk.con.execute(
        "SELECT stage, outcome, signed_on, signed_at, follow_through, quiet FROM deal WHERE id = 1"
    ).fetchone()
    return found


def red(desk: Desk, day: date) -> list[str]:
    """Return what is overdue on a day, everything on the desk considered."""
    found = desk.rows(due.due, day.isoformat(), all_items=True)
    return [item.text for item in found.items if item.group == "overdue"]


def live(desk: Desk) -> dict[str, int]:
    """Return how many rows of each table stand."""
    return {
        table: desk.con.execute(f"SELECT count(*) FROM {table} WHERE archived_at IS NULL").fetchone()[0]
        for table in ("action", "debrief", "checkin")
    }


def test_signing_today_knows_the_hour_and_makes_everything_with_its_reason(desk: Desk) -> None:
    put(desk, "team", "team")
    add_deal(desk, type="vendor")
    sign(desk)
    assert deal(desk) == ("signed", "signed", "2026-05-13", "2026-05-13T09:30:00.000Z", "full", 0)
    days = {name: (one.soft_on, one.due_on) for name, one in made(desk).items()}
    assert days == {
        "hand-over": (None, "2026-05-14"),
        "next-steps mail": ("2026-05-14", "2026-05-15"),
        "first": (None, "2026-05-18"),
        "playbook": (None, "2026-05-20"),
        "kickoff": ("2026-05-20", "2026-05-27"),
        "": (None, "2026-05-27"),
        "second": (None, "2026-06-12"),
        "business review": (None, "2026-08-13"),
        "deliverable": (None, None),
        "invoice": (None, None),
        "review": (None, None),
    }
    assert made(desk)["next-steps mail"].due_at == "2026-05-15T09:30:00.000Z"
    assert made(desk)["first"].reason == "72 h: Sat 16 May 09:30, outside working time; due on Mon 18 May"
    assert all(one.reason for one in made(desk).values())


def test_what_is_made_comes_in_the_order_of_its_days(desk: Desk) -> None:
    add_deal(desk, type="client")
    sign(desk)
    days = [one.soft_on or one.due_on or "none" for one in desk.rows(followed.made, 1)]
    assert days == sorted(days)
    assert days.count("none") == 3


def test_every_row_of_a_rule_says_where_its_date_comes_from(desk: Desk) -> None:
    add_deal(desk)
    sign(desk)
    rows = desk.con.execute(
        "SELECT due_rule, due_anchor, due_offset, due_set_by, not_before FROM action WHERE due_on IS NOT NULL "
        "UNION ALL SELECT due_rule, due_anchor, due_offset, due_set_by, not_before FROM debrief "
        "UNION ALL SELECT due_rule, due_anchor, due_offset, due_set_by, not_before FROM checkin"
    ).fetchall()
    assert len(rows) == 6
    for rule, anchor, offset, set_by, not_before in rows:
        assert rule
        assert anchor.startswith("2026-05-13")
        assert offset
        assert (set_by, not_before) == ("rule", "2026-05-13")


@pytest.mark.parametrize("hour", [8, 12, 17, 22])
def test_nothing_turns_red_over_the_weekend_after_a_friday(desk: Desk, clock: FixedClock, hour: int) -> None:
    clock.wall = FRIDAY.replace(hour=hour)
    put(desk, "team", "team")
    add_deal(desk)
    sign(desk)
    assert [red(desk, FRIDAY.date() + timedelta(days=days)) for days in range(4)] == [[], [], [], []]
    assert {made(desk)[name].due_on for name in ("hand-over", "next-steps mail")} == {"2026-05-18"}
    late = {name for name, one in made(desk).items() if one.text in red(desk, date(2026, 5, 19))}
    assert late == {"hand-over", "next-steps mail"} | ({"first"} if hour < 22 else set())


@pytest.mark.parametrize("back", range(15))
def test_nothing_is_red_on_the_day_on_which_an_older_signing_is_entered(desk: Desk, back: int) -> None:
    put(desk, "team", "team")
    add_deal(desk, type="vendor")
    sign(desk, signed_on=(NOW.date() - timedelta(days=back)).isoformat())
    assert len(made(desk)) == 11
    assert red(desk, NOW.date()) == []


def test_a_date_alone_counts_days_and_an_entry_that_comes_late_says_so(desk: Desk) -> None:
    add_deal(desk)
    sign(desk, signed_on="6 may")
    assert deal(desk)[2:4] == ("2026-05-06", None)
    mail = made(desk)["next-steps mail"]
    assert (mail.due_on, mail.due_at) == ("2026-05-13", None)
    assert mail.reason == "was due Fri 8 May; entered Wed 13 May"
    assert made(desk)["kickoff"].reason == "14 days after Wed 6 May"


def test_days_off_and_the_strict_clock(desk: Desk, clock: FixedClock) -> None:
    con = connect.connect(desk.path)
    with history.unit(con, Command("a day off"), NOW):
        con.execute("INSERT INTO day_off (uid, day) VALUES ('x', '2026-05-18')")
    con.close()
    clock.wall = FRIDAY
    desk.refresh()
    add_deal(desk)
    sign(desk)
    assert made(desk)["next-steps mail"].due_on == "2026-05-19"
    put(desk, "strict_clock", "yes")
    add_deal(desk, "Another")
    sign(desk, 2)
    mail = made(desk, 2)["next-steps mail"]
    assert (mail.due_on, mail.due_at, mail.reason) == (
        "2026-05-17",
        "2026-05-17T17:00:00.000Z",
        "48 h: Sun 17 May 17:00",
    )


def test_hours_are_hours_over_the_night_of_the_clock_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        desk = open_desk(tmp_path, FixedClock(datetime(2026, 3, 27, 9, 0, tzinfo=UTC)))  # Friday, 10:00 there
        add_deal(desk)
        sign(desk)
        first = made(desk)["first"]
        assert (first.due_at, first.reason) == ("2026-03-30T09:00:00.000Z", "72 h: Mon 30 March 11:00")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_fields_of_the_panel_are_the_deals_and_their_defaults_come_from_it(desk: Desk) -> None:
    add_deal(desk, type="vendor", end_on="2027-12-31", notice="3 months", renewal="1 year")
    shown = desk.rows(signing.texts, 1, NOW.date())
    assert shown == {
        "signed_on": "2026-05-13",
        "start_on": "",
        "end_on": "2027-12-31",
        "renewal": "1 year",
        "notice": "3 months",
        "check_ins": "every 2 weeks, then monthly; business review: quarterly",
        "follow_through": "full",
        "deliverable_on": "",
        "invoice_on": "",
        "review_on": "",
    }
    sign(desk, **{**shown, "end_on": "30 jun 2027", "notice": "", "start_on": "1 jun"})
    row = desk.con.execute("SELECT start_on, end_on, notice_count, give_notice_by FROM deal").fetchone()
    assert row == ("2026-06-01", "2027-06-30", None, None)
    assert made(desk)["second"].due_on == "2026-07-01"
    assert made(desk)[""].due_on == "2026-06-15"


def test_typed_days_date_the_firsts_and_the_deliverable_the_second_debrief(desk: Desk) -> None:
    add_deal(desk)
    sign(desk, deliverable_on="2 jun", invoice_on="30 jun", review_on="1 sep", follow_through="light")
    days = {name: made(desk)[name].due_on for name in ("deliverable", "invoice", "review", "second")}
    assert days == {
        "deliverable": "2026-06-02",
        "invoice": "2026-06-30",
        "review": "2026-09-01",
        "second": "2026-06-02",
    }
    assert desk.rows(signing.texts, 1, NOW.date())["deliverable_on"] == "2026-06-02"


@pytest.mark.parametrize(
    ("level", "names"),
    [
        ("light", {"next-steps mail", "first", "deliverable", "second"}),
        ("none", set()),
    ],
)
def test_less_follow_through(desk: Desk, level: str, names: set[str]) -> None:
    add_deal(desk, type="vendor")
    sign(desk, **{**desk.rows(signing.texts, 1, NOW.date()), "follow_through": level, "check_ins": "none"})
    assert set(made(desk)) == names
    assert deal(desk)[4] == level


def test_check_ins_that_are_chosen_are_made_at_any_level_and_else_by_a_full_one_only(desk: Desk) -> None:
    usual = "every 2 weeks, then monthly; business review: quarterly"
    add_deal(desk, type="vendor")
    sign(desk, follow_through="light")
    assert not {one.text for one in made(desk).values() if one.kind == "check-in"}
    add_deal(desk, "Other", type="vendor")
    sign(desk, 2, follow_through="light", check_ins=usual)
    assert {one.text for one in made(desk, 2).values() if one.kind == "check-in"} == {"", "business review"}


def test_what_the_panel_proposes_goes_by_type_length_and_level(desk: Desk) -> None:
    add_deal(desk, type="client")
    choosing = desk.rows(signing_checkins.choosing, 1)
    assert choosing.choices == ("weekly, then every 2 weeks", "weekly, then monthly", "none")
    day = NOW.date()
    full = {"follow_through": "full", "signed_on": day}
    assert choosing.proposed(full, day) == "weekly, then monthly"
    assert choosing.proposed({**full, "end_on": day + timedelta(days=60)}, day) == "weekly, then every 2 weeks"
    assert choosing.proposed({**full, "follow_through": "light"}, day) == "none"
    assert choosing._replace(there=True).proposed(full, day) == "none"


@pytest.mark.parametrize("typed", ["weekly, then biweekly", "bi-weekly, then monthly; QBR: quarterly", "fortnightly"])
@pytest.mark.parametrize("start", ["", "2026-07-03"])
def test_typed_check_ins_are_told_with_the_days_that_the_signing_writes(desk: Desk, typed: str, start: str) -> None:
    add_deal(desk, type="vendor")
    values = {"signed_on": date(2026, 5, 12), "start_on": date.fromisoformat(start) if start else None}
    lines = signing_checkins.told(typed, values, desk.context, desk.settings, there=False)
    sign(desk, signed_on="12 may", start_on=start, check_ins=typed)
    rows = desk.con.execute("SELECT next_on, switch_on FROM checkin ORDER BY id").fetchall()
    assert len(rows) == len(lines)
    for (next_on, switch_on), line in zip(rows, lines, strict=True):
        assert line.endswith(f"; first {day_words(date.fromisoformat(next_on))}")
        assert (f"until {day_words(date.fromisoformat(switch_on))}, then" in line) if switch_on else "until" not in line


def test_what_would_start_nothing_is_told_so(desk: Desk) -> None:
    long_ago = {"signed_on": date(2026, 1, 12)}
    assert signing_checkins.told("weekly", long_ago, desk.context, desk.settings, there=False) == (
        "signed more than 14 days ago: nothing starts until F starts it",
    )
    assert signing_checkins.told("none", {}, desk.context, desk.settings, there=False) == ("no check-ins",)
    assert signing_checkins.told("", {}, desk.context, desk.settings, there=True) == ("none beside those it has",)
    with pytest.raises(InputRefused, match="sometimes does not say how often"):
        signing_checkins.told("sometimes", {}, desk.context, desk.settings, there=False)


@pytest.mark.parametrize(
    ("typed", "purposes"), [("none", set()), ("", set()), ("weekly; audit: yearly", {"", "audit"})]
)
def test_how_often_is_as_it_was_typed(desk: Desk, typed: str, purposes: set[str]) -> None:
    add_deal(desk, type="vendor")
    sign(desk, check_ins=typed)
    assert {one.text for one in made(desk).values() if one.kind == "check-in"} == purposes


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"signed_on": "2026-05-14"}, "Thu 14 May 2026 is still to come"),
        ({"signed_on": "never"}, "Signed on: never is no date"),
        ({"notice": "soon"}, "Notice period: soon is no length of time"),
        ({"check_ins": "now and then"}, "does not say how often"),
        ({"follow_through": "some"}, "Follow-through is one of"),
    ],
)
def test_what_can_not_be_read_is_refused_and_nothing_is_written(desk: Desk, texts: dict[str, str], says: str) -> None:
    add_deal(desk)
    before = "".join(desk.con.iterdump())
    with pytest.raises(InputRefused, match=says):
        sign(desk, **{"end_on": "2027-01-01", **texts})
    assert "".join(desk.con.iterdump()) == before


def test_a_signed_deal_is_not_signed_twice(desk: Desk) -> None:
    add_deal(desk)
    sign(desk)
    stood = live(desk)
    with pytest.raises(InputRefused, match=r"ACME-1 is signed already, since Wed 13 May 2026\."):
        sign(desk, signed_on="12 may")
    assert live(desk) == stood


def test_undo_takes_all_back_redo_brings_it_and_it_can_be_signed_again(desk: Desk) -> None:
    add_deal(desk, type="vendor", stage="agreed")
    before = live(desk)
    sign(desk, notice="3 months", end_on="2027-12-31")
    signed, stood = deal(desk), live(desk)
    con = connect.connect(desk.path)
    assert history.undo(con, desk.window, NOW) == "signed the deal"
    assert deal(desk) == ("agreed", None, None, None, None, 0)
    assert (made(desk), live(desk)) == ({}, before)
    assert desk.con.execute("SELECT count(*) FROM action WHERE state = 'done'").fetchone() == (0,)
    history.redo(con, desk.window, NOW)
    assert (deal(desk), live(desk)) == (signed, stood)
    history.undo(con, desk.window, NOW)
    sign(desk, notice="3 months", end_on="2027-12-31")
    assert (deal(desk), live(desk)) == (signed, stood)


def test_a_lost_deal_that_is_signed_after_all_is_signed(desk: Desk) -> None:
    add_deal(desk, outcome="no decision")
    sign(desk)
    assert deal(desk)[:2] == ("signed", "signed")


def test_the_hour_goes_when_the_day_is_corrected(desk: Desk) -> None:
    add_deal(desk)
    sign(desk)
    edit(desk, "deal", uid_of(desk, "deal", 1), "signed_on", "2026-05-12")
    assert deal(desk)[2:4] == ("2026-05-12", None)
    mail = made(desk)["next-steps mail"]
    assert (mail.due_on, mail.due_at, mail.reason) == ("2026-05-14", None, "2 days after Tue 12 May")
    assert made(desk)["first"].due_on == "2026-05-15"


def _killed(path: str) -> None:
    desk = Desk(path, FixedClock())
    setattr(follow_through, "_plan_checkins", lambda *_args: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010
    sign(desk)


def test_killed_while_signing_nothing_is_signed_and_it_can_be_signed_then(desk: Desk) -> None:
    add_deal(desk)
    killed = multiprocessing.get_context("spawn").Process(target=_killed, args=(desk.path,))
    killed.start()
    killed.join(60)
    assert killed.exitcode == -signal.SIGKILL
    again = Desk(desk.path, FixedClock())
    assert (deal(again), live(again)) == (
        ("negotiating", None, None, None, None, 0),
        {"action": 0, "debrief": 0, "checkin": 0},
    )
    sign(again)
    assert live(again) == {"action": 6, "debrief": 2, "checkin": 1}


def test_hostile_names_stand_as_they_were_typed(desk: Desk) -> None:
    words = "[/bold] '; DROP TABLE action;-- \u202e"
    add_deal(desk, title=words, party=words, owner=words)
    purpose = "[red]DROP TABLE[/]"
    sign(desk, check_ins=f"{purpose}: monthly")
    assert desk.con.execute("SELECT name FROM person").fetchall() == [(words.replace("\u202e", "").strip(),)]
    assert {one.text for one in made(desk).values() if one.kind == "check-in"} == {purpose}


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({"review_on": "2026-05-01"}, r"First review: Fri 1 May 2026 is before the signing on Wed 13 May 2026\."),
        ({"signed_on": "2026-05-05", "invoice_on": "2026-05-08"}, r"First invoice: Fri 8 May 2026 is over"),
        ({"signed_on": "2026-05-05", "deliverable_on": "2026-05-04"}, "is before the signing"),
        ({"end_on": "2026-05-01"}, r"Ends or renews: Fri 1 May 2026 is before the signing on Wed 13 May 2026\."),
        ({"start_on": "2026-07-01", "end_on": "2026-06-01"}, r"is before the start on Wed 1 July 2026\."),
    ],
)
def test_days_that_could_not_be_kept_are_refused(desk: Desk, texts: dict[str, str], says: str) -> None:
    add_deal(desk)
    before = "".join(desk.con.iterdump())
    with pytest.raises(InputRefused, match=says):
        sign(desk, **texts)
    assert "".join(desk.con.iterdump()) == before


def test_a_day_typed_ahead_that_has_come_can_be_signed(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, stage="agreed", signed_on="2026-05-19")
    clock.pass_by(8 * 86_400)
    sign(desk)
    assert desk.con.execute("SELECT stage, signed_on FROM deal").fetchone() == ("signed", "2026-05-21")


def test_an_end_before_its_beginning_ends_nothing(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", end_on="2026-05-01")
    assert desk.con.execute("SELECT stage FROM deal").fetchone() == ("signed",)
