"""Give notice by: the last day on which a notice still counts, and what happens when nobody gives one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dealdesk.domain.calendar import WorkCalendar, add_days
from dealdesk.domain.periods import Period
from dealdesk.errors import InputRefused

#: Days before the give-notice day on which a reminder speaks.
LEADS = (90, 60, 30, 14, 7, 1)


def last_safe_notice(end: date, notice: Period) -> date:
    """Return the last day to give notice: ``end`` minus the notice period, months clipped to the month's end.

    May be a day off; ``give_notice_by`` is the day to show. Raises ``OutOfCalendar``.
    """
    return notice.before(end)


def give_notice_by(end: date, notice: Period, calendar: WorkCalendar) -> date:
    """Return the last working day on which a notice is safe: never later than ``last_safe_notice``."""
    return calendar.back(notice.before(end, calendar))


def next_end(end: date, renewal: Period | None, today: date) -> date:
    """Return the first end on or after ``today`` of a deal that renews by itself.

    Ends are counted from the original ``end``, so 31 March stays 31 March. Without a ``renewal`` the deal just ends:
    ``end`` comes back, even if it has passed. Raises ``OutOfCalendar``, ``InputRefused`` for a renewal of no length.
    """
    if renewal is None or end >= today:
        return end
    if renewal.count < 1:
        raise InputRefused("A renewal needs a length of at least one day.")
    late = 1  # how many renewals surely reach today: doubled until they do, then narrowed down
    while renewal.times(late).after(end) < today:
        late *= 2
    early = late // 2
    while late - early > 1:
        middle = (early + late) // 2
        if renewal.times(middle).after(end) < today:
            early = middle
        else:
            late = middle
    return renewal.times(late).after(end)


def reminders(give_notice_by: date, leads: Sequence[int] = LEADS) -> list[date]:
    """Return the reminder days, one for each lead in days before ``give_notice_by``, in the order of ``leads``."""
    return [add_days(give_notice_by, -lead) for lead in leads]
