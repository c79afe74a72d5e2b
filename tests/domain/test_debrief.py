"""The debrief as a whole: sharing out minutes, walking through the sections, pace and how time is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from dealdesk.domain.debrief import (
    DebriefClock,
    agenda,
    figures,
    gap_question,
    left_text,
    mmss,
    pace,
    parse_length,
    planned,
    progress_bar,
    spell_seconds,
)
from dealdesk.domain.section_clock import GapAnswer, SectionState
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.errors import InputRefused
from dealdesk.templates.load import load_sections

T0 = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
ZONE = timezone(timedelta(hours=2))


def debrief(length: int = 45) -> DebriefClock:
    return DebriefClock.of(agenda(DebriefKind.FIRST, length, load_sections()))


def at(seconds: float) -> tuple[datetime, float]:
    """Return wall and monotonic time that many seconds after the start."""
    return T0 + timedelta(seconds=seconds), 500.0 + seconds


def run(clock: DebriefClock, start: int, end: int) -> DebriefClock:
    for second in range(start + 1, end + 1):
        clock = clock.tick(*at(second)).clock
    return clock


@pytest.mark.parametrize(("length", "minutes"), [
    (45, (5, 10, 10, 10, 5, 5)),
    (30, (3, 7, 7, 7, 3, 3)),
    (60, (7, 13, 13, 13, 7, 7)),
    (90, (10, 20, 20, 20, 10, 10)),
])  # fmt: skip
def test_a_length_is_shared_out(length: int, minutes: tuple[int, ...]) -> None:
    assert planned(length) == tuple(60 * minute for minute in minutes)


@pytest.mark.parametrize("shares", [(5, 10, 10, 10, 5, 5), (10, 10, 5, 5), (1, 1, 1)])
def test_every_length_adds_up_and_leaves_no_section_empty(shares: tuple[int, ...]) -> None:
    for length in range(5, 241):
        seconds = planned(length, shares)
        assert sum(seconds) == 60 * length
        assert min(seconds) > 0


def test_a_length_out_of_reach_is_refused() -> None:
    with pytest.raises(InputRefused, match="from 5 to 240"):
        planned(4)


@pytest.mark.parametrize(("text", "minutes"), [("", 45), (" ", 45), ("30", 30), ("40 min", 40), ("60m", 60)])
def test_reading_a_length(text: str, minutes: int) -> None:
    assert parse_length(text) == minutes


def test_enter_alone_is_the_length_of_the_kind() -> None:
    assert parse_length("", DebriefKind.SECOND) == 25
    assert parse_length("", DebriefKind.MILESTONE) == 15


@pytest.mark.parametrize("text", ["half an hour", "0", "-30", "999", "3.5", "min", "٣٠"])
def test_a_length_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputRefused, match="number of minutes"):
        parse_length(text)


def test_agendas_of_the_other_kinds() -> None:
    template = load_sections()
    milestone = agenda(DebriefKind.MILESTONE, 15, template)
    assert [section for section, _ in milestone] == ["worked", "missed", "friction", "changes"]
    assert sum(seconds for _, seconds in milestone) == 900
    assert sum(seconds for _, seconds in agenda(DebriefKind.SECOND, 25, template)) == 1500
    quick = agenda(DebriefKind.QUICK, 45, template)
    assert [section for section, _ in quick] == [section for section, _ in milestone]
    assert sum(seconds for _, seconds in quick) == 90


def test_next_carries_the_running_clock_on() -> None:
    clock = debrief().letter(*at(0))
    clock = run(clock, 0, 340).next(*at(340))
    assert (clock.current, clock.sections[0].state, clock.section.state) == (1, "done", "running")
    clock = run(clock, 340, 400)
    assert (clock.sections[0].used_s, clock.section.used_s) == (340.0, 60.0)


def test_next_without_a_start_waits_for_a_letter() -> None:
    clock = debrief().next(*at(0))
    assert (clock.sections[0].state, clock.section.state) == (SectionState.SKIPPED, SectionState.IDLE)


def test_going_back_opens_a_section_with_the_time_it_had() -> None:
    clock = run(debrief().letter(*at(0)), 0, 100).next(*at(100))
    clock = run(clock, 100, 130).back(*at(130))
    assert (clock.current, clock.section.state, clock.section.used_s) == (0, "running", 100.0)
    assert (clock.sections[1].state, clock.sections[1].used_s) == ("paused", 30.0)
    clock = run(clock, 130, 140).next(*at(140))
    assert (clock.sections[0].used_s, clock.section.used_s, clock.section.state) == (110.0, 30.0, "running")


def test_back_from_the_first_section_stays() -> None:
    clock = debrief().letter(*at(0))
    assert clock.back(*at(1)) == clock


def test_a_paused_debrief_goes_back_paused() -> None:
    clock = run(debrief().letter(*at(0)), 0, 10).next(*at(10)).pause(*at(12)).back(*at(15))
    assert (clock.section.state, clock.section.used_s) == ("paused", 10.0)


def test_the_last_next_finishes() -> None:
    clock = debrief().letter(*at(0))
    for second in range(1, 7):
        assert not clock.finished
        clock = clock.next(*at(second))
    assert clock.finished
    assert clock.current == 5
    assert [section.used_s for section in clock.sections] == [1.0] * 6


def test_end_closes_what_is_open() -> None:
    clock = run(debrief().letter(*at(0)), 0, 10).next(*at(10)).end(*at(14))
    assert [section.state.value for section in clock.sections] == ["done", "done", *["skipped"] * 4]


def test_a_gap_in_the_section_in_front_is_answered() -> None:
    clock = debrief().letter(*at(0)).tick(*at(600)).clock
    assert clock.section.gap is not None
    assert clock.answer(GapAnswer.PAUSE, *at(601)).section.state == "paused"


def test_forty_seconds_behind() -> None:
    """The sketch of product.md 4.3: section 1 ran 40 s over, section 2 is at 3:48."""
    clock = run(debrief().letter(*at(0)), 0, 340).next(*at(340))
    clock = run(clock, 340, 568)
    now = figures(clock.sections, 45)
    assert (now.used_s, now.planned_s, now.behind_s) == (568.0, 2700.0, 40.0)
    assert pace(clock.sections, 45, at(568)[0], ZONE) == "40 s behind; you finish at 14:45"
    assert clock.section.planned_s == 600


def test_on_time_ahead_and_extended() -> None:
    clock = debrief().letter(*at(0))
    assert pace(clock.sections, 45, T0, ZONE) == "on time; you finish at 14:45"
    assert pace(clock.extend().sections, 45, T0, ZONE) == "2 min behind; you finish at 14:47"
    clock = run(clock, 0, 240).next(*at(240))
    assert pace(clock.sections, 45, at(240)[0], ZONE) == "1 min ahead; you finish at 14:44"
    assert pace(clock.skip(*at(240)).sections, 45, at(240)[0], ZONE) == "11 min ahead; you finish at 14:34"


def test_a_finished_debrief_says_what_it_took() -> None:
    clock = run(debrief().letter(*at(0)), 0, 90).end(*at(90))
    assert pace(clock.sections, 45, at(90)[0], ZONE) == "done in 01:30 of 45:00"


@pytest.mark.parametrize(("seconds", "text"), [(0, "00:00"), (568.9, "09:28"), (6000, "100:00"), (-3, "00:00")])
def test_used_time_as_text(seconds: float, text: str) -> None:
    assert mmss(seconds) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [(600, "10:00"), (599.2, "10:00"), (0.2, "00:01"), (0, "+00:00"), (-0.5, "+00:00"), (-15, "+00:15")],
)
def test_time_left_as_text(left: float, text: str) -> None:
    assert left_text(left) == text


@pytest.mark.parametrize(("used", "bar"), [
    (0, "[--------]"), (299, "[###-----]"), (300, "[####----]"),
    (599, "[#######-]"), (600, "[########]"), (900, "[########]"),
])  # fmt: skip
def test_the_bar(used: float, bar: str) -> None:
    assert progress_bar(used, 600, 8) == bar


def test_a_bar_of_nothing_is_full() -> None:
    assert progress_bar(0, 0, 3) == "[###]"


@pytest.mark.parametrize(("seconds", "text"), [
    (40, "40 s"), (80, "1 min 20 s"), (120, "2 min"), (301, "5 min"),
    (7500, "2 h 5 min"), (7200, "2 h"), (40 * 86400, "40 days"),
])  # fmt: skip
def test_time_in_words(seconds: float, text: str) -> None:
    assert spell_seconds(seconds) == text


def test_the_question_about_time_away() -> None:
    assert gap_question(840).startswith("14 min away: count it")
    assert "counts as 24 h" in gap_question(3 * 86400)
