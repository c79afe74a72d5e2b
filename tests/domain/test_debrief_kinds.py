"""Which debrief is meant, and which kinds are offered."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.debrief_kinds import Known, choices, next_kind, with_length
from dealdesk.domain.vocabulary import DebriefKind, DebriefState

TODAY = date(2026, 6, 12)
PLANNED, RUNNING, DONE = DebriefState.PLANNED, DebriefState.RUNNING, DebriefState.DONE


def known(kind: str, state: DebriefState, due: str = "", ended: str = "") -> Known:
    return Known(DebriefKind(kind), state, date.fromisoformat(due) if due else None, ended)


FIRST_DONE = known("first", DONE, "2026-05-15", "2026-05-14T10:00:00.000Z")
SECOND_LATER = known("second", PLANNED, "2026-06-15")
SECOND_DUE = known("second", PLANNED, "2026-06-12")


@pytest.mark.parametrize(
    ("of_deal", "kind"),
    [
        ([], "first"),
        ([known("first", PLANNED, "2026-06-15"), SECOND_LATER], "first"),
        ([known("first", PLANNED, "2026-05-15"), SECOND_DUE], "first"),
        ([FIRST_DONE, SECOND_LATER], "first"),
        ([FIRST_DONE, SECOND_DUE], "second"),
        ([FIRST_DONE, SECOND_LATER, known("milestone", RUNNING)], "milestone"),
        ([FIRST_DONE, SECOND_LATER, known("milestone", DONE, ended="2026-06-01T10:00:00.000Z")], "milestone"),
        ([FIRST_DONE, SECOND_DUE, known("quick", DONE, ended="2026-06-01T10:00:00.000Z")], "second"),
        ([known("quick", PLANNED)], "first"),
    ],
)
def test_the_debrief_that_is_meant(of_deal: list[Known], kind: str) -> None:
    assert next_kind(of_deal, TODAY) == kind


def test_a_deal_that_was_not_made_means_its_quick_review() -> None:
    assert next_kind([], TODAY, lost=True) == "quick"
    assert next_kind([known("first", RUNNING)], TODAY, lost=True) == "first"


def test_the_kinds_say_how_long_they_take_and_how_they_stand() -> None:
    assert [choice.words for choice in choices([FIRST_DONE, SECOND_LATER])] == [
        "first debrief, 45 min (held; opens it again)",
        "second debrief, 25 min (due 15 June)",
        "milestone debrief, 15 min",
        "quick review, 90 s",
    ]


def test_what_has_nothing_to_judge_is_not_offered() -> None:
    assert [choice.kind for choice in choices([])] == ["first", "milestone", "quick"]
    assert [choice.kind for choice in choices([FIRST_DONE], lost=True)] == ["first", "quick"]


def test_every_kind_has_a_name_and_a_length() -> None:
    assert {with_length(kind) for kind in DebriefKind} == {
        "first debrief, 45 min",
        "second debrief, 25 min",
        "milestone debrief, 15 min",
        "quick review, 90 s",
    }
