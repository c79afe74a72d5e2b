"""Give notice by: the last day on which a notice still counts, and what happens when nobody gives one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from dealdesk.domain.calendar import WorkCalendar, add_days
from dealdesk.domain.periods import Period
from dealdesk.errors import InputRefused

#: Days before the give-notice day on which a reminder speaks.
LEADS = (90, 60, 30, 14, 7, 1)
#: A give-notice day that passed undecided stands for so many days; and no longer than so near to the next period's.
MISSED_DAYS, NEXT_IS_NEAR = 30, 14


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
    return _first_end(end, renewal, lambda day: day >= today)


class NoticeDay(NamedTuple):
    """An end, and the last working day on which a notice still brings it about."""

    end: date
    by: date


def next_notice(end: date, notice: Period, renewal: Period | None, calendar: WorkCalendar, today: date) -> NoticeDay:
    """Return the notice that can still be given: for the first end whose give-notice day is not over yet.

    A deal that renews by itself and whose notice was missed has its next decision one renewal later, or several where
    the notice is longer than a renewal. Without a ``renewal`` no later end is known: the day comes back for ``end``
    itself, even if it has passed; none is made up. Raises ``OutOfCalendar``, ``InputRefused`` as ``next_end`` does.
    """

    def open_still(day: date) -> bool:
        return day >= today and give_notice_by(day, notice, calendar) >= today

    if renewal is not None and not open_still(end):
        end = _first_end(end, renewal, open_still)
    return NoticeDay(end, give_notice_by(end, notice, calendar))


def standing_notice(
    end: date,
    notice: Period,
    renewal: Period | None,
    calendar: WorkCalendar,
    today: date,
    known: date | None = None,
    *,
    decided: bool = False,
) -> NoticeDay:
    """Return the notice that a deal asks about: one that can be given, or one that was missed a short while ago.

    ``known`` is the give-notice day that the desk knew before. Passed and not ``decided`` about, it stands for
    ``MISSED_DAYS``, no longer than its end, and no longer than until the next period's day is near. A day that the
    desk never knew could be kept by nobody: it is not shown. Raises as :func:`next_notice` does.
    """

    def stands(day: date) -> bool:
        by = give_notice_by(day, notice, calendar)
        if day >= today and by >= today:
            return True
        if known is None or by < known or (decided and by <= known):
            return False
        following = give_notice_by(_following(end, renewal, day), notice, calendar) if renewal else date.max
        return today <= min(add_days(by, MISSED_DAYS), day, add_days(following, -NEXT_IS_NEAR))

    if renewal is not None and not stands(end):
        end = _first_end(end, renewal, stands)
    return NoticeDay(end, give_notice_by(end, notice, calendar))


def _following(end: date, renewal: Period, day: date) -> date:
    """Return the end after ``day``, which is one of those that follow from ``end``."""
    return renewal.after(end) if day == end else _first_end(end, renewal, lambda later: later > day)


def _first_end(end: date, renewal: Period, late_enough: Callable[[date], bool]) -> date:
    """Return the first end after ``end`` that is ``late_enough``; later ones then are too."""
    if renewal.count < 1:
        raise InputRefused("A renewal needs a length of at least one day.")
    late = 1  # how many renewals surely are enough: doubled until they are, then narrowed down
    while not late_enough(renewal.times(late).after(end)):
        late *= 2
    early = late // 2
    while late - early > 1:
        middle = (early + late) // 2
        if late_enough(renewal.times(middle).after(end)):
            late = middle
        else:
            early = middle
    return renewal.times(late).after(end)


def reminders(give_notice_by: date, leads: Sequence[int] = LEADS) -> list[date]:
    """Return the reminder days, one for each lead in days before ``give_notice_by``, in the order of ``leads``."""
    return [add_days(give_notice_by, -lead) for lead in leads]
