"""Reminders before the last safe day: on working days, one for each lead."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.notice import moved, next_reminder, reminder, steps
from dealdesk.domain.periods import Period
from dealdesk.domain.renewal import LEADS, give_notice_by

WORK = WorkCalendar()
BY = date(2026, 9, 30)  # a Wednesday


def test_each_lead_is_rolled_back_to_a_working_day() -> None:
    found = steps(BY, LEADS, WORK)
    assert [(step.lead, step.on.isoformat()) for step in found] == [
        (90, "2026-07-02"),
        (60, "2026-07-31"),  # 1 August is a Saturday
        (30, "2026-08-31"),
        (14, "2026-09-16"),
        (7, "2026-09-23"),
        (1, "2026-09-29"),
        (0, "2026-09-30"),
    ]


@pytest.mark.parametrize(("leads", "days"), [((), 1), ((3,), 2), ((200, 45, 45, 0, -3), 3), ((2, 1), 3)])
def test_any_leads_will_do(leads: tuple[int, ...], days: int) -> None:
    assert len(steps(BY, leads, WORK)) == days


def test_two_leads_that_fall_on_one_day_are_one_reminder() -> None:
    monday = date(2026, 9, 28)
    assert [step.lead for step in steps(monday, (3, 2, 1), WORK)] == [1, 0]  # all three roll back to Friday


@pytest.mark.parametrize(
    ("stored", "today", "kept"),
    [
        (None, "2026-07-20", "2026-07-02"),  # entered between two leads: nobody has answered the one that passed
        (None, "2026-06-20", "2026-07-02"),
        (None, "2026-07-31", "2026-07-31"),
        (None, "2026-09-30", "2026-09-30"),
        ("2026-07-02", "2026-07-15", "2026-07-02"),  # unanswered: it stands
        ("2026-07-02", "2026-07-31", "2026-07-31"),  # until the next one comes
        ("2026-07-02", "2026-09-29", "2026-09-29"),
        ("2026-07-31", "2026-07-05", "2026-07-31"),  # the first one was seen
    ],
)
def test_the_reminder_that_is_kept(stored: str | None, today: str, kept: str) -> None:
    day = date.fromisoformat(today)
    before = date.fromisoformat(stored) if stored else None
    assert reminder(before, BY, LEADS, WORK, day).isoformat() == kept


def test_a_reminder_after_the_last_one_is_the_day_itself() -> None:
    assert next_reminder(BY, LEADS, WORK, date(2026, 9, 29)) == BY
    assert next_reminder(BY, (), WORK, date(2020, 1, 1)) == BY


@pytest.mark.parametrize(
    ("stored", "by", "leads", "today", "kept"),
    [
        ("2026-07-02", "2026-09-30", (90, 60), "2026-07-10", "2026-07-02"),
        ("2026-07-31", "2026-09-29", (90, 60), "2026-07-10", "2026-07-31"),  # 60 before is 31 July now
        ("2026-08-31", "2026-09-30", (90, 60, 45, 30), "2026-08-03", "2026-08-14"),  # a new lead between
        ("2026-07-02", "2026-09-30", (30,), "2026-07-10", "2026-08-31"),  # the one that stood is none any more
        ("2026-08-05", "2026-09-30", (90, 60, 30), "2026-07-10", "2026-08-05"),  # a person's day
        ("2026-09-30", "2026-09-25", (1,), "2026-09-10", "2026-09-24"),
    ],
)
def test_other_leads_or_days_off_move_what_a_rule_chose(
    stored: str, by: str, leads: tuple[int, ...], today: str, kept: str
) -> None:
    before = steps(BY, LEADS, WORK)
    day, new = date.fromisoformat(stored), date.fromisoformat(by)
    assert moved(day, before, new, leads, WORK, date.fromisoformat(today)).isoformat() == kept


@pytest.mark.parametrize("seed", range(5))
def test_day_by_day_every_reminder_speaks_once_and_one_that_passed_speaks_at_entry(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    for _ in range(40):
        by = date(2026, 9, 30) + timedelta(days=rng.randrange(400))
        calendar = WorkCalendar(
            {by - timedelta(days=rng.randrange(1, 100)) for _ in range(10)}, rng.sample(range(7), 5)
        )
        by = calendar.back(by)
        entered = by - timedelta(days=rng.randrange(0, 150))
        stored = reminder(None, by, LEADS, calendar, entered)
        spoken = []
        today = entered
        while today <= by:
            stored = reminder(stored, by, LEADS, calendar, today) if stored <= today else stored
            if stored == today:
                spoken.append(today)
            today += timedelta(days=1)
        days = [step.on for step in steps(by, LEADS, calendar)]
        assert spoken == [on for on in days if on >= entered]
        passed = [on for on in days if on <= entered]
        assert reminder(None, by, LEADS, calendar, entered) == (passed[-1] if passed else days[0])


def test_every_real_deadline_has_its_reminders(realdata: Path) -> None:
    real = json.loads((realdata / "recurrence/notice_deadlines_real.json").read_text())
    for case in real:
        by = give_notice_by(date.fromisoformat(case["end"]), Period.parse(case["notice_raw"]), WORK)
        found = steps(by, LEADS, WORK)
        assert [step.on for step in found] == sorted({step.on for step in found})
        assert all(WORK.is_working(step.on) and 0 <= (by - step.on).days - step.lead <= 3 for step in found)
