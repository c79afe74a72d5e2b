"""What time alone moved since the app or a writing command last moved dates on: computed for reading, never written.

Standard library only; the rules of the calendar are loaded where a deal needs them and not before.
"""

from __future__ import annotations

from functools import partial

from dealdesk.store import ended_meanwhile
from dealdesk.store.due_item import by_ids

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from dealdesk.domain.calendar import WorkCalendar
    from dealdesk.domain.periods import Period
    from dealdesk.domain.renewal import NoticeDay
    from dealdesk.store.due_item import Row

#: How many deals whose last safe day has passed are looked at, the nearest first.
MOST = 100
_SETTING = "SELECT value FROM setting WHERE name = ? AND archived_at IS NULL"
_DAYS_OFF = "SELECT day FROM day_off WHERE archived_at IS NULL"
_ROLLING = (
    "SELECT uid, id, give_notice_by, end_on, notice_count, notice_unit, renewal_count, renewal_unit, notice_decision, "
    "notice_decided_on, title, stage, give_notice_rule FROM deal WHERE stage IN ('signed', 'running') "
    "AND renewal_count IS NOT NULL AND archived_at IS NULL AND give_notice_by < ? AND end_on IS NOT NULL "
    "AND notice_count IS NOT NULL AND coalesce(give_notice_set_by, '') <> 'person' ORDER BY give_notice_by DESC LIMIT ?"
)
_PERIODS = (
    "SELECT id, end_on, notice_count, notice_unit, renewal_count, renewal_unit FROM deal "
    "WHERE end_on IS NOT NULL AND notice_count IS NOT NULL AND id IN ({})"
)


#: What follows from a signing is made by a writing command, so the lines of these are not there yet.
_PLANNED = (
    "SELECT ref, signed_on FROM deal WHERE stage IN ('negotiating', 'agreed') AND archived_at IS NULL "
    "AND signed_on <= ? ORDER BY signed_on LIMIT 3"
)


class Moved:
    """What is different on ``day`` from what the file says; nothing where its dates were moved on that day."""

    def __init__(self, con: sqlite3.Connection, day: date) -> None:
        self._con = con
        self._day = day
        self._today = day.isoformat()
        self.notices: dict[str, Row | None] = {}
        """By the uid of a deal the give-notice row that stands instead of the stored one; None for none."""
        self.stale = _setting(con, "advanced_on") < self._today
        if self.stale:
            self._read(day)

    def _read(self, day: date) -> None:
        found = self._con.execute(_ROLLING, (self._today, MOST)).fetchall()
        if not found:
            return
        calendar, leads = _calendar(self._con), _leads(self._con)
        for row in found:
            try:
                self._move(row, day, calendar, leads)
            except ValueError:
                continue  # a deal of the year 9999 keeps its dates

    def _move(self, row: Row, day: date, calendar: WorkCalendar, leads: Sequence[int]) -> None:
        from dealdesk.domain import notice, renewal

        uid, deal_id, by, end_on, *lengths, decision, decided_on, title, stage, rule = row
        end, known = _day(end_on), _day(by)
        periods = _periods(*lengths)
        if decision == "end" and decided_on:
            return
        found = renewal.standing_notice(end, *periods, calendar, day, known, decided=decision is not None)
        if found.by == known:
            return
        remind = notice.reminder(None, found.by, leads, calendar, day) if found.by >= day else found.by
        new = found.by.isoformat()
        dated = (new, None, new, remind.isoformat())
        self.notices[uid] = ("give notice", uid, deal_id, *dated, 6, "", title, stage, None, rule, "")

    def rest(self, rows: list[Row]) -> list[Row]:
        """Return the rows without those that another one stands for, and without those that ended with their deal."""
        if not self.stale:
            return rows
        rows = [row for row in rows if row[0] != "give notice" or row[1] not in self.notices]
        ended = ended_meanwhile.uids_of(self._con, self._day, {row[2] for row in rows}, partial(_calendar, self._con))
        rows = ended_meanwhile.left(self._con, rows, ended) if ended else rows
        if not any(row[0] == "give notice" for row in rows):
            return rows
        leads, calendar = _leads(self._con), _calendar(self._con)
        return [self._reminded(row, leads, calendar) if row[0] == "give notice" else row for row in rows]

    def _reminded(self, row: Row, leads: Sequence[int], calendar: WorkCalendar) -> Row:
        """Return a give-notice row with the newest of its reminders whose day has come since."""
        by, stored = row[3], row[6]
        if stored is None or not stored <= self._today <= by:
            return row
        from datetime import timedelta

        from dealdesk.domain.calendar import OutOfCalendar

        kept, limit = _day(stored), _day(by)
        try:
            asked = [limit - timedelta(lead) for lead in (0, *leads)]
            if not any(kept < day and calendar.back(day) <= self._day for day in asked):
                return row
            from dealdesk.domain import notice

            kept = notice.reminder(kept, limit, leads, calendar, self._day)
        except (OutOfCalendar, OverflowError):
            return row  # a deal of the year 9999 keeps its dates
        return (*row[:6], kept.isoformat(), *row[7:])


def planned(con: sqlite3.Connection, today: str) -> list[tuple[str, str]]:
    """Return reference and day (ISO) of deals whose planned day of signing has come: reading signs nothing.

    No more than three, the oldest first.
    """
    return con.execute(_PLANNED, (today,)).fetchall()


def missed(con: sqlite3.Connection, by_deal: dict[int, str]) -> dict[int, tuple[str, str]]:
    """Return of deals whose give-notice day passed (ISO) the last day of the contract for a notice, and its end."""
    found: dict[int, tuple[str, str]] = {}
    calendar = _calendar(con)
    for deal_id, end_on, *lengths in by_ids(con, _PERIODS, set(by_deal)):
        try:
            asked = _asked(end_on, lengths, calendar, by_deal[deal_id])
            last = _periods(*lengths)[0].before(asked.end, calendar)
        except ValueError:
            continue
        found[deal_id] = (last.isoformat(), asked.end.isoformat())
    return found


def _asked(end_on: str, lengths: Sequence[object], calendar: WorkCalendar, by: str) -> NoticeDay:
    from dealdesk.domain import renewal

    return renewal.next_notice(_day(end_on), *_periods(*lengths), calendar, _day(by))


def _periods(count: object, unit: object, every: object, every_unit: object) -> tuple[Period, Period | None]:
    from dealdesk.domain.periods import Period

    return Period(count, unit), Period(every, every_unit) if every and every_unit else None  # type: ignore[arg-type]


def _day(iso: str) -> date:
    from datetime import date

    return date.fromisoformat(iso)


def _setting(con: sqlite3.Connection, name: str, default: str = "") -> str:
    row = con.execute(_SETTING, (name,)).fetchone()
    return str(row[0]) if row else default


def _leads(con: sqlite3.Connection) -> tuple[int, ...]:
    return tuple(int(lead) for lead in _setting(con, "notice_leads", "90,60,30,14,7,1").split(",") if lead)


def _calendar(con: sqlite3.Connection) -> WorkCalendar:
    from dealdesk.domain.calendar import WorkCalendar

    days = frozenset(_day(day) for (day,) in con.execute(_DAYS_OFF))
    return WorkCalendar(days, frozenset(map(int, _setting(con, "work_week", "01234"))))
