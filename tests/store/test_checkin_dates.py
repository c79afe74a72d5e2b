"""When the next check-in is: planned with the signing, moved by every talk, on working days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import Direction
from dealdesk.errors import InputRefused
from dealdesk.store import checkin_dates, checkin_talks, quiet, settings
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.deals import Deal
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of

TODAY = NOW.date()  # Wednesday 13 May 2026


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


def write(desk: Desk, act: Callable[[Session], object]) -> object:
    """Carry out one command."""
    return desk.write(Command("did it"), act)


def bare_deal(desk: Desk, **texts: str) -> int:
    """Add a signed deal that has no check-ins yet."""
    deal = add_deal(desk, **{"signed_on": "2026-05-12", **texts})
    desk.write(Command("cleared"), _drop_checkins, deal)
    return deal


def _drop_checkins(session: Session, deal_id: int) -> None:
    for row in checkin_dates.of_deal(session, deal_id):
        row.archived_at = "2026-05-13T09:30:00.000Z"
        session.add(row)


def plan(desk: Desk, deal: int, text: str, mode: str = "", since: date | None = None) -> None:
    """Plan check-ins."""

    def act(session: Session) -> None:
        rows = checkin_dates.plan(session, session.get_one(Deal, deal), text, desk.context, desk.clock.now(), since)
        for row in rows:
            row.mode = mode or row.mode
            session.add(row)

    write(desk, act)


def talk(desk: Desk, deal: int, on: str, uid: str = "") -> list[str]:
    """Log a talk of that day and return what it moved, as sentences."""
    day = date.fromisoformat(on)

    def act(session: Session) -> list[str]:
        session.add(Conversation(deal_id=deal, summary="talked", happened_on=day))
        session.flush()
        return checkin_talks.talked(session, deal, day, desk.context, desk.clock.now(), uid)

    found = desk.write(Command("logged a conversation"), act)
    return found


def rows(desk: Desk, columns: str = "purpose, next_on, switch_on") -> list[tuple[object, ...]]:
    """Return columns of the check-ins, in order."""
    query = f"SELECT {columns} FROM checkin WHERE archived_at IS NULL ORDER BY id"
    return desk.con.execute(query).fetchall()


def quiet_on(desk: Desk) -> str | None:
    """Return the day from which the first deal is quiet."""
    found: tuple[str | None] = desk.con.execute("SELECT quiet_on FROM deal WHERE id = 1").fetchone()
    return found[0]


@pytest.mark.parametrize(
    ("kind", "texts", "planned"),
    [
        ("client", {}, [("", "2026-05-19", "2026-06-11")]),
        ("vendor", {}, [("", "2026-05-26", "2026-06-11"), ("business review", "2026-08-12", None)]),
        ("partner", {}, [("", "2026-05-26", "2026-06-11"), ("strategy review", "2026-08-12", None)]),
        (
            "partner",
            {"end_on": "2026-07-31"},
            [("", "2026-05-19", "2026-06-11"), ("strategy review", "2026-08-12", None)],
        ),
        ("", {}, [("", "2026-06-12", None)]),
        ("client", {"start_on": "2026-06-01"}, [("", "2026-06-08", "2026-07-01")]),
    ],
)
def test_a_signing_plans_them_by_type(
    desk: Desk, kind: str, texts: dict[str, str], planned: list[tuple[object, ...]]
) -> None:
    add_deal(desk, type=kind, signed_on="2026-05-12", **texts)
    assert rows(desk) == planned


def test_they_are_on_working_days_and_none_is_behind_us(desk: Desk) -> None:
    deal = bare_deal(desk, signed_on="2026-05-03")  # a Sunday, ten days ago
    plan(desk, deal, "weekly, then monthly")
    assert rows(desk, "next_on, due_on, due_anchor, due_offset") == [
        ("2026-05-18", "2026-05-18", "2026-05-03", "2 weeks")
    ]
    assert rows(desk, "due_set_by, due_reason") == [
        ("rule", "2 weeks after Sun 3 May is Sun 17 May, a day off; due on Mon 18 May")
    ]


def test_a_typed_day_is_a_persons(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly until 8 jun, then monthly, next fri")
    assert rows(desk, "next_on, switch_on, due_set_by") == [("2026-05-15", "2026-06-08", "person")]


def test_one_that_is_there_is_not_made_twice_and_none_is_none(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly; review: quarterly")
    plan(desk, deal, "weekly; board: yearly")
    assert [row[0] for row in rows(desk)] == ["", "review", "board"]
    plan(desk, deal, "none")
    assert len(rows(desk)) == 3


@pytest.mark.parametrize("text", ["wekly", "weekly; call on Mondays", "weekly until 31 fe"])
def test_what_says_no_rhythm_is_refused(desk: Desk, text: str) -> None:
    deal = bare_deal(desk)
    with pytest.raises(InputRefused):
        plan(desk, deal, text)
    assert rows(desk) == []


def test_a_talk_moves_the_next_one_from_that_day_and_says_so(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly, then monthly")
    assert talk(desk, deal, "2026-05-15") == ["Next check-in Fri 22 May."]
    assert talk(desk, deal, "2026-06-10") == ["Next check-in Fri 10 July.", "From now on every month."]
    assert talk(desk, deal, "2026-07-31") == ["Next check-in Mon 31 Aug."]
    assert talk(desk, deal, "2026-12-31") == ["Next check-in Mon 1 Feb 2027."]  # 31 January is a Sunday


def test_the_same_day_again_and_an_old_talk_move_nothing(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly")
    assert talk(desk, deal, "2026-05-15") == ["Next check-in Fri 22 May."]
    assert talk(desk, deal, "2026-05-15") == []
    assert talk(desk, deal, "2026-05-14") == []
    assert rows(desk)[0][1] == "2026-05-22"


@pytest.mark.parametrize(
    ("mode", "on", "following"),
    [
        ("fixed", "2026-05-14", "2026-05-19"),  # far too early to be the one of the 19th
        ("fixed", "2026-05-18", "2026-05-26"),  # a day early counts for it
        ("fixed", "2026-05-19", "2026-05-26"),
        ("fixed", "2026-06-05", "2026-06-09"),  # what was left out is left out
        ("catch-up", "2026-05-14", "2026-05-19"),
        ("catch-up", "2026-05-18", "2026-05-26"),
        ("catch-up", "2026-06-05", "2026-05-26"),  # one after the other is caught up with
        ("after-last", "2026-05-14", "2026-05-21"),
        ("after-last", "2026-06-05", "2026-06-12"),
    ],
)
def test_the_three_ways_to_go_on(desk: Desk, mode: str, on: str, following: str) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly", mode)
    talk(desk, deal, on)
    assert rows(desk)[0][1] == following


def test_a_month_counted_from_its_end_does_not_drift(desk: Desk) -> None:
    deal = bare_deal(desk, signed_on="2026-05-12")
    plan(desk, deal, "monthly", "fixed", since=date(2026, 1, 31))
    seen = []
    for _ in range(5):
        day = str(rows(desk)[0][1])
        seen.append(day)
        talk(desk, deal, day)
    # 31 May 2026 is a Sunday, 31 October a Saturday
    assert seen == ["2026-06-01", "2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30"]


@pytest.mark.parametrize("name", ["business review", "QBR", "Quarterly with the board", "steering"])
def test_no_plain_talk_is_a_quarterly_review_on_its_day_or_after_only_the_one_held_as_it(desk: Desk, name: str) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, f"weekly; {name}: quarterly")
    due = f"{name[0].upper()}{name[1:]} is still due since Wed 12 Aug."
    assert talk(desk, deal, "2026-08-05") == ["Next check-in Wed 12 Aug."]
    assert talk(desk, deal, "2026-08-12") == ["Next check-in Wed 19 Aug.", due]
    usual, review = (str(row[0]) for row in rows(desk, "uid"))
    assert talk(desk, deal, "2026-08-13", usual) == ["Next check-in Thu 20 Aug."]
    assert talk(desk, deal, "2026-08-14", review) == ["Next check-in Fri 21 Aug.", f"Next {name} Mon 16 Nov."]


def test_a_talk_held_as_one_check_in_leaves_another_that_has_a_purpose_of_its_own(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "delivery: weekly; billing: monthly; business review: quarterly, next 18 may")
    delivery, billing, review = (str(row[0]) for row in rows(desk, "uid"))
    assert talk(desk, deal, "2026-06-15", delivery) == ["Next delivery Mon 22 June."]
    assert talk(desk, deal, "2026-06-16", review) == ["Next business review Wed 16 Sept."]
    assert talk(desk, deal, "2026-06-16", billing) == ["Next billing Thu 16 July."]
    assert rows(desk, "next_on") == [("2026-06-22",), ("2026-07-16",), ("2026-09-16",)]


def test_the_only_schedule_moves_with_any_talk_however_rare_it_is(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "every 2 months")
    assert talk(desk, deal, "2026-05-20") == ["Next check-in Mon 20 July."]


def test_a_talk_is_no_review_that_is_still_ahead_however_near_it_is(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "monthly; business review: quarterly, next 18 may")
    assert talk(desk, deal, "2026-05-13") == ["Next check-in Mon 15 June."]
    assert rows(desk, "next_on")[1] == ("2026-05-18",)
    review = str(rows(desk, "uid")[1][0])
    assert talk(desk, deal, "2026-05-13", review) == ["Next business review Thu 13 Aug."]


def test_a_review_alone_moves_with_its_own_talk(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "Strategy Review: quarterly, next 18 may")
    assert talk(desk, deal, "2026-05-15") == []
    assert talk(desk, deal, "2026-05-20") == ["Strategy Review is still due since Mon 18 May."]
    assert talk(desk, deal, "2026-05-20", str(rows(desk, "uid")[0][0])) == ["Next Strategy Review Thu 20 Aug."]


def test_of_two_rhythms_of_talks_the_rarer_moves_when_it_is_due(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly; steering: monthly, next 18 may")
    assert talk(desk, deal, "2026-05-15") == ["Next check-in Fri 22 May."]
    assert talk(desk, deal, "2026-05-19") == ["Next check-in Tue 26 May.", "Next steering Fri 19 June."]


def test_every_rarer_one_that_was_due_is_moved_by_a_plain_talk(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly; steering: monthly, next 14 may; billing: every 3 weeks, next 18 may")
    assert talk(desk, deal, "2026-05-20") == [
        "Next check-in Wed 27 May.",
        "Next steering Mon 22 June.",
        "Next billing Wed 10 June.",
    ]


def test_the_named_one_moves_however_far_it_was(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly; business review: quarterly", "fixed")
    uid = str(rows(desk, "uid")[1][0])
    assert "Next business review Thu 12 Nov." in talk(desk, deal, "2026-06-30", uid)


def test_a_day_a_person_chose_stays_until_it_is_reached(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "monthly, next 30 jun")
    assert talk(desk, deal, "2026-05-20") == []
    assert talk(desk, deal, "2026-06-25") == ["Next check-in Mon 27 July."]


def test_putting_off_ends_with_the_talk(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly")

    def later(session: Session) -> None:
        row = session.get_one(Checkin, checkin_dates.of_deal(session, deal)[0].id)
        row.later_until, row.later_count = date(2026, 5, 28), 2
        session.add(row)

    write(desk, later)
    talk(desk, deal, "2026-05-20")
    assert rows(desk, "later_until, later_count") == [(None, 0)]


def test_quiet_from_one_and_a_half_intervals_after_the_last_word_to_them(desk: Desk) -> None:
    deal = bare_deal(desk)
    assert quiet_on(desk) is not None  # the signing planned some
    plan(desk, deal, "weekly, then monthly")
    assert quiet_on(desk) == "2026-05-25"  # 24 May is a Sunday
    talk(desk, deal, "2026-05-20")
    assert quiet_on(desk) == "2026-06-01"
    talk(desk, deal, "2026-06-11")  # from now on every month
    assert quiet_on(desk) == (date(2026, 6, 11) + timedelta(days=46)).isoformat()


def test_what_came_from_them_is_no_word_from_us(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly")

    def act(session: Session) -> None:
        day = date(2026, 5, 20)
        session.add(Conversation(deal_id=deal, summary="they wrote", happened_on=day, direction=Direction.IN))
        session.flush()
        quiet.settle(session, session.get_one(Deal, deal), settings.load(connection(session)), TODAY)

    write(desk, act)
    assert quiet_on(desk) == "2026-05-25"


def test_a_message_to_them_is_a_word_but_no_talk(desk: Desk) -> None:
    deal = bare_deal(desk)
    plan(desk, deal, "weekly")
    uid = str(rows(desk, "uid")[0][0])

    def mail(session: Session, checkin_uid: str) -> list[str]:
        day = date(2026, 5, 18)
        session.add(Conversation(deal_id=deal, summary="wrote", happened_on=day, direction=Direction.OUT))
        session.flush()
        now = desk.clock.now()
        return checkin_talks.talked(session, deal, day, desk.context, now, checkin_uid, both_ways=False)

    assert desk.write(Command("wrote"), mail, "") == []
    assert (rows(desk)[0][1], quiet_on(desk)) == ("2026-05-19", "2026-05-29")
    assert desk.write(Command("wrote the weekly update"), mail, uid) == []
    assert rows(desk)[0][1] == "2026-05-19", "named or not, it holds nothing"


def test_check_ins_typed_before_the_signing_get_their_dates_with_it(desk: Desk) -> None:
    deal = add_deal(desk)
    plan(desk, deal, "weekly, then monthly")
    assert rows(desk) == [("", None, None)]
    edit(desk, "deal", uid_of(desk, "deal", deal), "signed_on", "2026-05-12")
    assert ("", "2026-05-19", "2026-06-11") in rows(desk)


def test_a_signing_on_another_day_moves_what_no_talk_moved(desk: Desk) -> None:
    deal = add_deal(desk, type="client", signed_on="2026-05-12")
    edit(desk, "deal", uid_of(desk, "deal", deal), "signed_on", "2026-05-08")
    assert rows(desk) == [("", "2026-05-15", "2026-06-07")]
    talk(desk, deal, "2026-05-14")
    edit(desk, "deal", uid_of(desk, "deal", deal), "signed_on", "2026-05-07")
    assert rows(desk)[0][1] == "2026-05-21"


@pytest.mark.parametrize("on", ["2026-05-01", "2026-05-20"])
def test_a_signing_put_right_after_a_talk_moves_the_switch_and_keeps_the_day(desk: Desk, on: str) -> None:
    add_deal(desk, type="client", signed_on="2026-05-12")
    talk(desk, 1, "2026-05-20")
    edit(desk, "deal", uid_of(desk, "deal", 1), "signed_on", on)
    switch = date.fromisoformat(on) + timedelta(days=30)
    assert rows(desk) == [("", "2026-05-27", switch.isoformat())]


def test_a_day_typed_before_the_signing_switches_too(desk: Desk) -> None:
    deal = add_deal(desk)
    plan(desk, deal, "weekly, then monthly, next 20 may")
    edit(desk, "deal", uid_of(desk, "deal", deal), "signed_on", "2026-05-12")
    assert ("", "2026-05-20", "2026-06-11") in rows(desk)
    for day in ("2026-05-20", "2026-05-27", "2026-06-03"):
        talk(desk, deal, day)
    assert "From now on every month." in talk(desk, deal, "2026-06-10")
