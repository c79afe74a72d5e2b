"""The section clock: what counts, what is asked about, and that no clock on earth makes it lie."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dealdesk.domain.section_clock import (
    GapAnswer,
    Level,
    SectionClock,
    SectionState,
    resume_after_restart,
)

T0 = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)


class Hands:
    """Wall and monotonic time, moved by hand."""

    def __init__(self) -> None:
        self.wall = T0
        self.mono = 1000.0

    def go(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.mono += seconds

    def sleep(self, seconds: float) -> None:
        """Let the machine sleep: wall time runs, monotonic time does not."""
        self.wall += timedelta(seconds=seconds)


@pytest.fixture
def hands() -> Hands:
    return Hands()


def running(hands: Hands, planned: float = 600.0) -> SectionClock:
    return SectionClock("worked", planned).letter(hands.wall, hands.mono)


def run_for(clock: SectionClock, hands: Hands, seconds: int) -> tuple[SectionClock, int]:
    """Tick once a second; return the clock and how often the bell rang."""
    bells = 0
    for _ in range(seconds):
        hands.go(1)
        clock, _, bell = clock.tick(hands.wall, hands.mono)
        bells += bell
    return clock, bells


def test_an_idle_section_does_not_run(hands: Hands) -> None:
    clock, _ = run_for(SectionClock("worked", 600), hands, 30)
    assert (clock.state, clock.used_s, clock.started_at) == (SectionState.IDLE, 0.0, None)


def test_the_first_letter_starts_it_and_the_second_changes_nothing(hands: Hands) -> None:
    clock = running(hands)
    assert (clock.state, clock.started_at) == (SectionState.RUNNING, T0)
    hands.go(1)
    assert clock.letter(hands.wall, hands.mono) is clock


def test_a_minute_of_ticks_is_a_minute(hands: Hands) -> None:
    clock, bells = run_for(running(hands), hands, 60)
    assert (clock.used_s, clock.left_s, clock.seen_at, bells) == (60.0, 540.0, hands.wall, 0)


def test_amber_at_three_quarters_and_one_bell_at_the_end(hands: Hands) -> None:
    clock, bells = run_for(running(hands), hands, 449)
    assert (clock.level, bells) == (Level.OK, 0)
    clock, bells = run_for(clock, hands, 1)
    assert (clock.level, bells) == (Level.AMBER, 0)
    clock, bells = run_for(clock, hands, 165)
    assert (clock.level, bells, clock.left_s) == (Level.OVER, 1, -15.0)


def test_a_pause_costs_nothing_and_a_letter_takes_it_up(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.go(0.5)
    clock = clock.pause(hands.wall, hands.mono)
    clock, _ = run_for(clock, hands, 300)
    assert (clock.state, clock.used_s) == (SectionState.PAUSED, 10.5)
    clock = clock.letter(hands.wall, hands.mono)
    clock, _ = run_for(clock, hands, 5)
    assert (clock.used_s, clock.started_at) == (15.5, T0)


def test_two_more_minutes(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    assert clock.extend().left_s == 710.0


@pytest.mark.parametrize(("answer", "used", "state"), [
    (GapAnswer.COUNT, 10 + 1381.0, SectionState.RUNNING),
    (GapAnswer.PAUSE, 10.0, SectionState.PAUSED),
    (GapAnswer.END, 10.0, SectionState.DONE),
])  # fmt: skip
def test_a_closed_lid_is_asked_about(hands: Hands, answer: GapAnswer, used: float, state: SectionState) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.sleep(1380)
    clock, _ = run_for(clock, hands, 1)
    assert clock.gap is not None
    assert (clock.gap.seconds, clock.used_s, clock.seen_at) == (1381.0, 10.0, T0 + timedelta(seconds=10))
    clock = clock.answer(answer, hands.wall, hands.mono)
    assert (clock.used_s, clock.state, clock.gap) == (used, state, None)


def test_a_gap_grows_until_it_is_answered(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.go(20)  # stopped process: both clocks ran on
    clock, _ = run_for(clock, hands, 1)
    clock, _ = run_for(clock, hands, 9)
    hands.sleep(600)
    clock, _ = run_for(clock, hands, 1)
    assert clock.gap is not None
    assert clock.gap.seconds == 20 + 1 + 9 + 600 + 1
    assert clock.answer(GapAnswer.COUNT, hands.wall, hands.mono).used_s == 641.0


def test_after_counting_the_clock_runs_on(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.sleep(60)
    clock, _ = run_for(clock, hands, 1)
    clock = clock.answer(GapAnswer.COUNT, hands.wall, hands.mono)
    clock, _ = run_for(clock, hands, 4)
    assert clock.used_s == 75.0


def test_five_seconds_are_no_gap(hands: Hands) -> None:
    clock = running(hands)
    hands.go(5)
    clock = clock.tick(hands.wall, hands.mono).clock
    assert (clock.used_s, clock.gap) == (5.0, None)


def test_an_answer_without_a_question_changes_nothing(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    assert clock.answer(GapAnswer.END, hands.wall, hands.mono) == clock


def test_a_pause_while_the_question_is_open_leaves_the_gap_out(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.sleep(600)
    clock = clock.pause(hands.wall, hands.mono)
    assert (clock.used_s, clock.state, clock.gap) == (10.0, SectionState.PAUSED, None)


@pytest.mark.parametrize("back_s", [7200, 40 * 86400])
def test_a_clock_set_back_takes_nothing_and_asks_nothing(hands: Hands, back_s: int) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.wall -= timedelta(seconds=back_s)
    clock, _ = run_for(clock, hands, 10)
    assert (clock.used_s, clock.gap, clock.seen_at) == (20.0, None, hands.wall)


def test_the_night_the_clocks_change_is_no_gap(hands: Hands) -> None:
    """Instants are UTC, so daylight saving is invisible here; only differences count."""
    hands.wall = datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC)
    clock, _ = run_for(running(hands), hands, 10)
    assert (clock.used_s, clock.gap) == (10.0, None)


def test_forty_days_away_count_as_a_day(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.sleep(40 * 86400)
    clock = clock.tick(hands.wall, hands.mono).clock
    assert clock.gap is not None
    assert clock.gap.seconds == 40 * 86400
    assert clock.answer(GapAnswer.COUNT, hands.wall, hands.mono).used_s == 86400.0


def test_an_external_editor_is_no_gap(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    clock = clock.expect_gap(hands.wall, hands.mono)
    hands.go(240)
    clock = clock.tick(hands.wall, hands.mono).clock
    assert (clock.used_s, clock.gap, clock.expecting) == (250.0, None, False)


def test_the_bell_rings_after_the_editor(hands: Hands) -> None:
    clock = running(hands).expect_gap(hands.wall, hands.mono)
    hands.go(700)
    assert clock.tick(hands.wall, hands.mono).bell


def test_only_the_sleep_in_an_editor_is_asked_about(hands: Hands) -> None:
    clock = running(hands).expect_gap(hands.wall, hands.mono)
    hands.go(100)
    hands.sleep(3600)
    clock = clock.tick(hands.wall, hands.mono).clock
    assert clock.gap is not None
    assert (clock.used_s, clock.gap.seconds, clock.seen_at) == (100.0, 3600.0, T0 + timedelta(seconds=100))


def stored(clock: SectionClock) -> SectionClock:
    """Return what comes back from the row: monotonic time and the open question are gone."""
    return replace(clock, mono=None, gap=None, expecting=False)


def test_after_kill_9_the_time_away_is_right_to_the_second(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 125)
    kept = stored(clock)
    hands.wall += timedelta(seconds=83)
    hands.mono = 7.0  # another boot
    clock = resume_after_restart(kept, hands.wall, hands.mono)
    assert clock.gap is not None
    assert (clock.gap.seconds, clock.used_s) == (83.0, 125.0)
    counted = clock.answer(GapAnswer.COUNT, hands.wall, hands.mono)
    assert (counted.used_s, counted.state) == (208.0, SectionState.RUNNING)
    left_out = clock.answer(GapAnswer.PAUSE, hands.wall, hands.mono)
    assert (left_out.used_s, left_out.state) == (125.0, SectionState.PAUSED)


def test_killed_while_the_question_was_open_the_whole_time_is_asked_about(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    hands.sleep(600)
    clock, _ = run_for(clock, hands, 30)
    kept = stored(clock)
    hands.go(70)
    again = kept.tick(hands.wall, 5.0).clock
    assert again.gap is not None
    assert (again.gap.seconds, again.used_s) == (700.0, 10.0)


def test_a_restart_within_five_seconds_is_counted(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    clock = resume_after_restart(stored(clock), hands.wall + timedelta(seconds=3), 1.0)
    assert (clock.used_s, clock.gap, clock.state) == (13.0, None, SectionState.RUNNING)


def test_a_restart_before_the_last_sign_of_life_pauses(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    clock = resume_after_restart(stored(clock), hands.wall - timedelta(hours=2), 1.0)
    assert (clock.used_s, clock.state, clock.gap) == (10.0, SectionState.PAUSED, None)


@pytest.mark.parametrize("state", [s for s in SectionState if s is not SectionState.RUNNING])
def test_a_restart_leaves_what_did_not_run_alone(hands: Hands, state: SectionState) -> None:
    kept = SectionClock("worked", 600, 42.0, state, T0, T0)
    assert resume_after_restart(kept, T0 + timedelta(days=3), 1.0) == kept


def test_done_and_skipped(hands: Hands) -> None:
    clock, _ = run_for(running(hands), hands, 10)
    assert clock.done(hands.wall, hands.mono).state is SectionState.DONE
    assert clock.skip(hands.wall, hands.mono).state is SectionState.SKIPPED
    assert SectionClock("worked", 600).done(hands.wall, hands.mono).state is SectionState.SKIPPED
