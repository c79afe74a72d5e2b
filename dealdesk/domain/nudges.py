"""When to write again to someone who owes an answer: patience in working days, counted from the last message.

Three, then five, then seven working days; then another channel, then leave it for now (product, N5). Whoever usually
takes longer is given that time, and whoever named a day is left alone until it has passed. Three mails in a row
without an answer are a reason to call (N19).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.calendar import WorkCalendar, add_business_days, add_days
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import Channel

#: After how many working days each next step is due, by how many messages were sent; the last one stays.
WAITS = (3, 5, 7, 7, 7)
#: For how many working days something is left for now, unless another day is named.
LEAVE_DAYS = 20
#: After how many unanswered mails in a row a call is suggested.
MAILS_BEFORE_CALL = 3


class Step(StrEnum):
    """What is to be done next about an answer that did not come."""

    FIRST = "nudge 1"
    SECOND = "nudge 2"
    THIRD = "nudge 3"
    OTHER_CHANNEL = "another channel"
    LEAVE = "leave for now"


_STEPS = tuple(Step)


class Nudge(NamedTuple):
    """The next step about an answer that did not come."""

    on: date
    """A working day."""
    step: Step
    channel: str
    """Over which channel; a value of ``Channel``, empty where none is known."""
    days: int
    """How many working days after the last message it is due, before anything moved it."""
    words: str
    """What to do: "nudge 2", "nudge 3: call instead of another mail"."""
    why: str
    """One sentence with the arithmetic of the day."""


def step_after(sent: int) -> Step:
    """Return the step that follows ``sent`` messages (at least 1)."""
    return _STEPS[min(max(sent, 1), len(_STEPS)) - 1]


def next_nudge(
    sent: int,
    last_on: date,
    channel: str,
    mails_in_row: int,
    usual_days: int | None,
    need_until: date | None,
    calendar: WorkCalendar,
) -> Nudge:
    """Return the next step after ``sent`` messages, the last one on ``last_on`` over ``channel``.

    ``usual_days``: in how many working days that person usually answers; a nudge waits one longer. ``need_until``: the
    day until which they said they need; the step is never before the working day after it. Raises ``OutOfCalendar``.
    """
    step = step_after(sent)
    days = WAITS[_STEPS.index(step)]
    on = add_business_days(last_on, days, calendar)
    why = f"{counted(days, 'working day')} after the last message ({day_words(last_on)})"
    if usual_days is not None and usual_days + 1 > days:
        on = add_business_days(last_on, usual_days + 1, calendar)
        why = (
            f"they usually take {counted(usual_days, 'working day')}, and the last message was on {day_words(last_on)}"
        )
    if need_until is not None and on <= need_until:
        on = calendar.forward(add_days(need_until, 1))
        why = f"they need until {day_words(need_until)}"
    over = _channel(step, channel, mails_in_row)
    return Nudge(on, step, over, days, _words(step, channel, over), why)


def _channel(step: Step, channel: str, mails_in_row: int) -> str:
    if mails_in_row >= MAILS_BEFORE_CALL:
        return Channel.CALL.value
    if step is Step.OTHER_CHANNEL:
        return (Channel.MAIL if channel in (Channel.CALL, Channel.VIDEO) else Channel.CALL).value
    return channel


def _words(step: Step, channel: str, over: str) -> str:
    if step is Step.LEAVE:
        return f"leave it for now, or one last {over}" if over and over != channel else str(step)
    if not over or over == channel:
        return str(step)
    verb = {Channel.CALL.value: "call", Channel.MAIL.value: "write a mail"}.get(over, over)
    if step is Step.OTHER_CHANNEL:
        return f"{step}: {verb}"
    return f"{step}: {verb} instead of another {channel}" if channel else f"{step}: {verb}"


def leave_until(today: date, calendar: WorkCalendar) -> date:
    """Return the day until which something is left for now when no other is named. Raises ``OutOfCalendar``."""
    return add_business_days(today, LEAVE_DAYS, calendar)


def too_early(nudge_on: date, last_on: date, today: date, calendar: WorkCalendar) -> str:
    """Return why a nudge today would come too early; empty when it would not."""
    if today >= nudge_on:
        return ""
    passed = max(0, calendar.between(last_on, today))
    left = calendar.between(today, nudge_on)
    ago = f"{counted(passed, 'working day')} ago" if passed else "today" if last_on == today else day_words(last_on)
    due = f"in {counted(left, 'working day')}, on {day_words(nudge_on)}"
    return f"Too early: the last message was {ago}; the next one is due {due}."


def too_quiet(nudge_on: date, last_on: date, today: date, calendar: WorkCalendar) -> str:
    """Return why it was quiet for too long; empty until a working day has passed after the day of the nudge."""
    late = calendar.between(nudge_on, today)
    if late < 1:
        return ""
    quiet = calendar.between(last_on, today)
    return (
        f"Too quiet: {counted(quiet, 'working day')} since the last message; "
        f"the next one was due {counted(late, 'working day')} ago, on {day_words(nudge_on)}."
    )
