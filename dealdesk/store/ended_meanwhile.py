"""Deals that ended while nobody opened the desk, and which lines end with them: as ``ending`` will do it.

Standard library only; the rules of the calendar are loaded where notice was given.
"""

from __future__ import annotations

from dealdesk.store.due_item import by_ids
from dealdesk.store.untouched import is_untouched, makes_changes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable
    from datetime import date

    from dealdesk.domain.calendar import WorkCalendar
    from dealdesk.store.due_item import Row

#: Kinds of lines that end with their deal, whoever worked on them.
_ENDING = ("check-in", "quiet", "waiting", "still true", "give notice", "trouble")
#: Kinds of actions that no signing makes.
_BY_HAND = ("formal step", "promise")
_OVER = (
    "SELECT id, uid, end_on, notice_count, notice_unit, renewal_count, renewal_unit, give_notice_by, notice_decided_on "
    "FROM deal WHERE stage IN ('signed', 'running') AND end_on < '{today}' "
    "AND end_on >= coalesce(signed_on, '') AND end_on >= coalesce(start_on, '') "
    "AND ((renewal_count IS NULL AND NOT evergreen) OR (renewal_count IS NOT NULL AND notice_count IS NOT NULL "
    "AND notice_decision = 'end' AND notice_decided_on IS NOT NULL)) AND id IN ({{}})"
)
_ACTION = "SELECT id FROM action WHERE uid = ? AND due_set_by = 'rule'"
_SECOND = (
    "SELECT 1 FROM debrief WHERE uid = ? AND kind = 'second' AND state = 'planned' AND due_set_by = 'rule' "
    "AND later_count = 0"
)


def uids_of(
    con: sqlite3.Connection, day: date, deal_ids: set[int], calendar: Callable[[], WorkCalendar]
) -> dict[int, str]:
    """Return by id the uids of those of these deals that ended before ``day`` and are not marked so yet.

    ``calendar`` is asked for only where a notice was given: its rules take longer to load than most desks to read.
    """
    found = {}
    for deal_id, uid, end_on, *given in by_ids(con, _OVER.format(today=day.isoformat()), deal_ids):
        if given[2] is None or _given_for(end_on, given, calendar()) < day:
            found[deal_id] = uid
    return found


def _given_for(end_on: str, given: list[object], calendar: WorkCalendar) -> date:
    """Return the end that a notice was given for; the last day there is, beyond the calendar."""
    from datetime import date

    from dealdesk.domain import renewal
    from dealdesk.domain.periods import Period

    count, unit, every, every_unit, by, decided_on = given
    asked_on = date.fromisoformat(min(str(decided_on), str(by or decided_on)))
    periods = Period(count, unit), Period(every, every_unit)  # type: ignore[arg-type]
    try:
        return renewal.next_notice(date.fromisoformat(end_on), *periods, calendar, asked_on).end
    except ValueError:
        return date.max


def left(con: sqlite3.Connection, rows: Iterable[Row], ended: dict[int, str]) -> list[Row]:
    """Return the rows without those that end with a deal that ``ended``: what a person promised or moved stays."""
    return [row for row in rows if row[2] not in ended or not _goes(con, row, ended[row[2]])]


def _goes(con: sqlite3.Connection, row: Row, deal_uid: str) -> bool:
    kind, uid = row[0], row[1]
    if kind in _ENDING:
        return True
    if kind == "debrief":
        return con.execute(_SECOND, (uid,)).fetchone() is not None
    if kind not in ("action", "change") or row[13] in _BY_HAND:
        return False
    found = con.execute(_ACTION, (uid,)).fetchone()
    return found is not None and is_untouched(con, deal_uid, uid) and not makes_changes(con, found[0])
