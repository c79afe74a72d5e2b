"""One silence, one line; and nothing of it is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import ActionState, DebriefKind, DebriefState, Direction, Side
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Conversation, Waiting
from dealdesk.store.tables.deals import Person
from dealdesk.store.tables.debriefs import Debrief
from tests.store.due_rows import ARCHIVED, TODAY, Write, day, deal, found, lines, writing

DANA, LEE = Person(id=1, name="Dana Okafor").model_dump(), Person(id=2, name="Lee Moran").model_dump()


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    """Store rows and give a reading connection."""
    with writing(tmp_path) as store:
        yield store


def people() -> list[Person]:
    return [Person(**DANA), Person(**LEE)]


def wait(days: int, person: int | None = 1, **fields: object) -> Waiting:
    values: dict[str, Any] = {"text": "SOC2 report", "due_rule": "nudge 2", "weight": 3, **fields}
    return Waiting(deal_id=1, person_id=person, since=day(-20), last_on=day(-10), due_on=day(days), **values)


def test_what_they_owe_is_a_line_each_from_its_day_on(write: Write) -> None:
    con = write(
        deal(),
        *people(),
        *(
            Action(deal_id=1, text=f"part {days}", side=Side.THEM, owner_id=1, due_on=day(days))
            for days in (-11, -2, 0, 3)
        ),
        Action(deal_id=1, text="of nobody", side=Side.THEM, due_on=day(-1)),
        wait(-3),
    )
    answer = found(con)
    assert {item.text for item in answer.items} >= {"part -11", "part -2", "part 0", "part 3", "of nobody"}
    assert answer.counts == (3, 1, 1, 0)
    assert sum(item.why.count("nudge 2: Dana Okafor") for item in answer.items) == 1


@pytest.mark.parametrize("days", [-1, 0, 2])
def test_the_wait_for_a_promise_that_has_come_due_goes_with_it(write: Write, days: int) -> None:
    con = write(
        deal(),
        *people(),
        Action(id=5, deal_id=1, text="annex", side=Side.THEM, owner_id=1, due_on=day(days), state=ActionState.WAITING),
        wait(-4, text="annex", action_id=5),
    )
    (item,) = found(con).items
    assert item.kind == ("waiting" if days > 0 else "action")
    assert "annex" in item.why


def test_the_strongest_speaks_and_names_the_others(write: Write) -> None:
    con = write(
        deal(quiet_on=TODAY, still_true_on=TODAY),
        *people(),
        wait(-2),
        Action(deal_id=1, text="annex", side=Side.THEM, owner_id=1, due_on=day(3), state=ActionState.WAITING),
    )
    answer = found(con)
    (item,) = answer.items
    assert (item.kind, item.group) == ("waiting", "overdue")
    assert answer.counts == (1, 0, 0, 0)
    assert item.why == (
        "limit passed (+8), 2 days late (+2), weight of its kind (+3); "
        "also: no news sent, today; still true?, today; owed to us: annex, Mon 18 May"
    )


@pytest.mark.parametrize("days", [-2, 0, 6])
def test_a_check_in_is_a_line_whatever_else_is_silent(write: Write, days: int) -> None:
    con = write(
        deal(),
        *people(),
        wait(-5),
        wait(-3, None),
        Checkin(deal_id=1, purpose="", next_on=day(days), weight=3),
    )
    assert [item.kind for item in found(con).items] == ["waiting", "check-in"]


def test_two_check_ins_of_one_day_are_two_lines(write: Write) -> None:
    con = write(deal(), *(Checkin(deal_id=1, purpose=purpose, next_on=TODAY) for purpose in ("", "Demo")))
    assert sorted(lines(con)) == [("today", "check-in"), ("today", "check-in: Demo")]


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("last", "said"), [(-1, "window over"), (0, "in review")])
def test_a_review_is_a_line_whatever_else_is_silent(write: Write, side: Side, last: int, said: str) -> None:
    con = write(
        deal(),
        *people(),
        wait(-5),
        Checkin(deal_id=1, next_on=day(-4), weight=3),
        Action(
            deal_id=1,
            text="sample",
            side=side,
            owner_id=1,
            due_on=day(9),
            state=ActionState.REVIEW,
            review_until=day(last),
        ),
    )
    assert [text for _group, text in lines(con) if text.startswith(said)]
    assert len(lines(con)) == 3


@pytest.mark.parametrize("state", [ActionState.TODO, ActionState.WAITING])
def test_a_promise_of_theirs_is_no_silence_before_its_day_unless_it_is_waited_for(
    write: Write, state: ActionState
) -> None:
    con = write(
        deal(),
        *people(),
        wait(-2),
        Action(deal_id=1, text="signed annex", side=Side.THEM, owner_id=1, due_on=day(3), state=state),
    )
    assert len(found(con).items) == (1 if state is ActionState.WAITING else 2)


def test_a_quiet_deal_goes_with_the_check_in_of_its_day_and_with_none_to_come(write: Write) -> None:
    quiet: dict[str, Any] = {"quiet_on": TODAY, "still_true_on": TODAY}
    con = write(deal(**quiet), deal(2, **quiet), *(Checkin(deal_id=n, next_on=day(6 * n - 6)) for n in (1, 2)))
    assert {(item.deal_id, item.kind): item.why.count("still true?") for item in found(con).items} == {
        (1, "check-in"): 1,
        (2, "quiet"): 1,
        (2, "check-in"): 0,
    }


def test_a_notice_does_not_name_what_goes_with_the_quiet_line_of_its_deal(write: Write) -> None:
    con = write(deal(quiet_on=TODAY, still_true_on=TODAY, give_notice_by=TODAY, notice_remind_on=TODAY))
    assert {item.kind: "also" in item.why for item in found(con).items} == {"give notice": False, "quiet": True}


def test_what_we_owe_is_no_silence(write: Write) -> None:
    con = write(deal(), *people(), wait(0), Action(deal_id=1, text="send it", side=Side.US, due_on=TODAY))
    assert len(found(con).items) == 2


def test_two_people_of_a_deal_are_two_lines_and_two_deals_too(write: Write) -> None:
    con = write(deal(), deal(2, quiet_on=TODAY), *people(), wait(0), wait(-1, person=2, due_rule="nudge 1"))
    assert lines(con) == [
        ("overdue", "nudge 1: Lee Moran, SOC2 report"),
        ("today", "nudge 2: Dana Okafor, SOC2 report"),
        ("today", "no news sent"),
    ]


def test_a_promise_of_nobody_goes_with_one_of_two_people(write: Write) -> None:
    late = Action(deal_id=1, text="annex", side=Side.THEM, due_on=day(-9), weight=3)
    con = write(deal(), *people(), late, wait(0), wait(0, person=2, weight=1))
    said = found(con).items
    assert [item.kind for item in said] == ["action", "waiting"]
    assert "Dana Okafor" in said[0].why
    assert said[1].person == "Lee Moran"


@pytest.mark.parametrize("kinds", [(DebriefKind.FIRST, DebriefKind.SECOND), (DebriefKind.SECOND, DebriefKind.FIRST)])
def test_the_two_debriefs_of_a_deal_are_one_line(write: Write, kinds: tuple[DebriefKind, DebriefKind]) -> None:
    late, later = kinds
    con = write(
        deal(),
        Debrief(deal_id=1, kind=late, due_on=day(-3)),
        Debrief(deal_id=1, kind=later, due_on=day(2)),
        Debrief(deal_id=1, kind=DebriefKind.MILESTONE, due_on=day(2)),
    )
    assert [item.text for item in found(con).items] == [late.value, "milestone"]
    assert found(con).items[0].why.endswith(f"also: {later} debrief, Sun 17 May")
    assert found(con).counts == (1, 0, 1, 0)


def test_a_running_debrief_speaks_for_the_planned_one(write: Write) -> None:
    con = write(
        deal(),
        Debrief(deal_id=1, kind=DebriefKind.FIRST, due_on=day(-3)),
        Debrief(deal_id=1, kind=DebriefKind.SECOND, state=DebriefState.RUNNING, due_on=day(9)),
    )
    assert lines(con) == [("running", "second debrief is running")]


def test_what_is_hidden_in_an_archived_deal_or_row_stays_out_of_why(write: Write) -> None:
    con = write(deal(), *people(), wait(0), Checkin(deal_id=1, next_on=day(-2), archived_at=ARCHIVED))
    assert "also" not in found(con).items[0].why


@pytest.mark.parametrize(
    ("days", "said"), [(-5, "no news sent for 12 days"), (0, "no news sent for 12 days"), (1, None)]
)
def test_a_quiet_deal_stands_in_today_and_is_never_late(write: Write, days: int, said: str | None) -> None:
    talks = [
        Conversation(deal_id=1, summary="hello", direction=Direction.OUT, happened_on=day(-40)),
        Conversation(deal_id=1, summary="agreed", direction=Direction.BOTH, happened_on=day(-12)),
        Conversation(deal_id=1, summary="thanks", direction=Direction.IN, happened_on=day(-1)),
    ]
    con = write(deal(signed_on=day(-100), quiet_on=day(days)), *talks)
    assert lines(con) == ([("today", said)] if said else [])
    assert found(con).counts == (0, 1 if said else 0, 0, 0)


@pytest.mark.parametrize(("days", "shown"), [(-1, False), (0, True), (1, False)])
def test_whether_it_is_still_true_is_asked_on_its_day_only(write: Write, days: int, shown: bool) -> None:
    con = write(deal(still_true_on=day(days)), deal(2, still_true_on=day(days), evergreen=True))
    assert set(lines(con)) == ({("today", "still true?"), ("today", "still running?")} if shown else set())


def test_what_was_left_for_now_is_not_late_on_the_day_it_comes_back(write: Write) -> None:
    con = write(
        deal(),
        deal(2),
        *people(),
        wait(-20, later_until=TODAY, due_rule="leave for now"),
        Checkin(deal_id=2, next_on=day(-9), later_until=TODAY, weight=3),
    )
    assert [(item.group, item.late_days) for item in found(con).items] == [("today", 0), ("today", 0)]
