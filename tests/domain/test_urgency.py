"""Urgency: points that add up, each with its words."""

from __future__ import annotations

import pytest

from dealdesk.domain.renewal import LEADS
from dealdesk.domain.urgency import NOTICE_STEPS, explained, is_promised, notice_step, reasons


def total(kind: str = "action", *, left: int = 0, late: int = 0, weight: int = 0, ours: bool = False) -> int:
    points = reasons(kind, days_left=left, late_days=late, weight=weight, ours=ours)
    return sum(worth for worth, _words in points)


def test_later_is_more_urgent_until_it_makes_no_difference() -> None:
    assert total(left=-1, late=1) < total(left=-2, late=2) < total(left=-10, late=10)
    assert total(left=-10, late=10) == total(left=-400, late=400)


def test_what_is_late_outranks_what_is_due_today_and_that_what_is_ahead() -> None:
    assert total(left=-1, late=1) > total(left=0) > total(left=1)


def test_our_own_promise_outranks_theirs() -> None:
    assert total(ours=True) > total(ours=False)


@pytest.mark.parametrize(
    ("who", "kind", "promised"),
    [
        ("us", "promise", True),
        ("us", "deliverable", True),
        ("us", "next-steps mail", True),
        ("them", "promise", False),
        ("", "", False),
        ("us", "hand-over", False),
        ("us", "playbook", False),
        ("us", "formal step", False),
    ],
)
def test_what_is_between_us_alone_is_not_promised_to_them(who: str, kind: str, promised: bool) -> None:
    assert is_promised(who, kind) == promised


def test_running_outranks_everything() -> None:
    running = reasons("debrief", days_left=0, late_days=0, weight=0, ours=False, running=True)
    assert sum(worth for worth, _ in running) > total("give notice", late=400, weight=20, ours=True)


def test_the_last_days_to_give_notice_count_extra() -> None:
    assert total("give notice", left=7) > total("give notice", left=8)
    assert total("give notice", left=7) > total("action", left=7)


def test_what_stands_in_today_counts_like_what_is_due_today() -> None:
    points = reasons("give notice", days_left=41, late_days=0, weight=6, ours=False, stands_today=True)
    assert points == [(3, "for today"), (6, "weight of its kind")]
    assert total(left=0) == 3


def test_a_best_day_that_passed_counts_less_than_a_limit() -> None:
    points = reasons("action", days_left=-3, late_days=0, weight=0, ours=False, best_passed=True)
    assert points == [(1, "best day passed")]


@pytest.mark.parametrize(
    ("state", "more"), [("nudge 1", 0), ("nudge 3", 2), ("another channel", 2), ("leave for now", 2)]
)
def test_a_long_silence_counts_extra(state: str, more: int) -> None:
    points = reasons("waiting", days_left=0, late_days=0, weight=3, ours=False, state=state)
    assert sum(worth for worth, _words in points) == 3 + 3 + more


def test_the_arithmetic_is_shown_in_words() -> None:
    points = reasons("action", days_left=-2, late_days=2, weight=5, ours=True)
    assert explained(points) == ("limit passed (+8), 2 days late (+2), weight of its kind (+5), promised to them (+2)")


@pytest.mark.parametrize(
    ("left", "step"),
    [
        (91, ""),
        (90, "confirm the terms"),
        (61, "confirm the terms"),
        (60, "compare the market"),
        (30, "renew, renegotiate or end"),
        (14, "decide"),
        (8, "decide"),
        (7, "write the notice"),
        (2, "write the notice"),
        (1, "send the notice"),
        (0, "send the notice"),
    ],
)
def test_each_reminder_names_what_to_decide(left: int, step: str) -> None:
    assert notice_step(left) == step


def test_there_is_one_decision_for_every_reminder() -> None:
    assert tuple(lead for lead, _words in NOTICE_STEPS) == LEADS


@pytest.mark.parametrize(
    ("left", "reminded", "step"),
    [
        (62, 62, "compare the market"),
        (60, 62, "compare the market"),
        (80, 92, "confirm the terms"),
        (5, 62, "write the notice"),
        (5, 7, "write the notice"),
        (3, 3, "send the notice"),
        (40, 40, "compare the market"),
        (180, 180, "confirm the terms"),
        (62, None, "confirm the terms"),
    ],
)
def test_a_reminder_before_a_day_off_asks_for_its_own_decision(left: int, reminded: int | None, step: str) -> None:
    assert notice_step(left, reminded) == step


def test_a_limit_of_today_outranks_a_notice_that_has_days_left() -> None:
    notice = reasons("give notice", days_left=11, late_days=0, weight=6, ours=False, stands_today=True)
    change = reasons("change", days_left=0, late_days=0, weight=2, ours=False, stands_today=True, limit_today=True)
    assert change == [(8, "its limit is today"), (2, "weight of its kind")]
    assert sum(worth for worth, _words in change) > sum(worth for worth, _words in notice)
