"""The ladder of an issue: response times as they are typed, when a level counts from, and what its clock says."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dealdesk.domain import escalation
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.deadlines import WorkTime
from dealdesk.domain.escalation import Step
from dealdesk.errors import FieldRefused
from dealdesk.templates.escalation import load_escalation

WORK = WorkTime(WorkCalendar())
FRIDAY = datetime(2026, 5, 15, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("same day", "0 days"),
        ("End of day", "0 days"),
        ("48 h", "48 h"),
        ("4 hours", "4 h"),
        ("\u0664 h", "4 h"),
        ("5 business days", "5 business days"),
        ("5 working days", "5 business days"),
        ("2 days", "2 days"),
        ("1 week", "1 week"),
    ],
)
def test_response_times_as_they_are_typed(typed: str, kept: str) -> None:
    assert escalation.read_response(typed) == kept


@pytest.mark.parametrize("typed", ["", "soon", "0 h", "9999 h", "-3 days", "48", "5 h 6 h"])
def test_what_is_no_response_time_is_refused(typed: str) -> None:
    with pytest.raises(FieldRefused, match="Answers within"):
        escalation.read_response(typed)


def test_the_same_day_is_the_next_working_one_after_hours_and_the_day_itself_by_a_strict_clock() -> None:
    step = Step(1, "Ops", "same day", "facts")
    assert escalation.start(step, FRIDAY, WORK, UTC) == ("issue level 1: same day", date(2026, 5, 15), "0 days")
    night = FRIDAY.replace(hour=22)
    assert escalation.start(step, night, WORK, UTC).anchor == date(2026, 5, 18)
    assert escalation.start(step, FRIDAY.replace(day=16), WORK, UTC).anchor == date(2026, 5, 18)
    assert escalation.start(step, night, WORK, UTC, strict=True).anchor == date(2026, 5, 15)


def test_hours_and_days_count_from_the_instant_it_came_to_the_level() -> None:
    step = Step(2, "Ops", "48 h", "plan")
    assert escalation.start(step, FRIDAY, WORK, UTC) == ("issue level 2", FRIDAY, "48 h")


@pytest.mark.parametrize(
    ("due_on", "due_at", "said"),
    [
        (None, None, "no limit"),
        (date(2026, 5, 15), datetime(2026, 5, 15, 19, 30, tzinfo=UTC), "10 h left"),
        (date(2026, 5, 17), datetime(2026, 5, 17, 9, 59, 30, tzinfo=UTC), "48 h left"),
        (date(2026, 5, 15), datetime(2026, 5, 15, 10, 40, tzinfo=UTC), "40 min left"),
        (date(2026, 5, 15), datetime(2026, 5, 15, 10, 0, 30, tzinfo=UTC), "1 min left"),
        (date(2026, 5, 15), datetime(2026, 5, 15, 9, 0, tzinfo=UTC), "over since Fri 15 May 09:00"),
        (date(2026, 5, 20), datetime(2026, 5, 20, 12, 0, tzinfo=UTC), "5 days left"),
        (date(2026, 5, 15), None, "till the end of today"),
        (date(2026, 5, 18), None, "till Mon 18 May"),
        (date(2026, 5, 14), None, "over since Thu 14 May"),
    ],
)
def test_what_is_left_of_a_level(due_on: date | None, due_at: datetime | None, said: str) -> None:
    assert escalation.left(due_on, due_at, FRIDAY, UTC) == said


def test_the_clock_names_who_is_on_it_and_who_comes_next() -> None:
    steps = (Step(1, "Dana", "same day", ""), Step(2, "Ops", "48 h", ""), Step(3, "MK", "1 week", ""))
    assert escalation.clock_words(2, steps, "9 h left") == "level 2: 9 h left, Ops, then MK"
    assert escalation.clock_words(3, steps, "9 h left") == "level 3: 9 h left, MK"


def test_the_ladder_that_comes_with_the_program_is_that_of_the_article() -> None:
    rungs = load_escalation()
    escalation.check(rungs)
    assert [escalation.read_response(rung.within) for rung in rungs] == ["0 days", "48 h", "5 business days"]
    own = escalation.ladder(rungs, {2: ("Ops", ""), 3: ("", "1 week")})
    assert [(step.names, step.response) for step in own[1:]] == [("Ops", "48 h"), (rungs[2].names, "1 week")]
