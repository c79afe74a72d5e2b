"""The rows that may be due, each stretch of days read from an index and none read further than a list can show.

Standard library only, read-only. A row is what ``due_item`` gives: kind, uid, deal_id, due_on, due_at, hard_on,
soft_on, weight, who, text, state, person_id, reason, action_kind.
"""

from __future__ import annotations

from datetime import date, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from dealdesk.store.due_item import Row
    from dealdesk.store.due_moved import Moved

#: An item overdue for longer than this many days is "older"; a give-notice day that far back is not shown at all.
WINDOW_DAYS = 30
#: How many rows are read for each group, at most.
LIMITS = {
    "running": 10,
    "overdue": 60,
    "passed": 10,
    "today": 40,
    "reminded": 20,
    "quiet": 10,
    "trouble": 10,
    "soon": 30,
    "coming": 20,
    "older": 200,
}
#: How many of the older ones get into the list: the heaviest. None do where the window alone fills its limit.
OLDER_SHOWN = 50
#: How long trouble that nobody answered is asked about, in days.
TROUBLE_DAYS = 90
#: The longest lead of a reminder to give notice, in days.
LONGEST_LEAD = 400
_NEVER = 1_000_000
#: What a limit of its own belongs to.
_PART_OF = {"passed": "overdue", "reminded": "today", "quiet": "today", "trouble": "today"}

# One compound over the views of all rows that have a date of their own. Each of its arms walks an index in the very
# order asked for, and SQLite merges them: however much is due, hardly more rows are read than the limit.
_VIEWS = ("debrief_due", "action_due", "waiting_due", "checkin_due", "issue_due", "risk_due")
_DATED = " UNION ALL ".join(f"SELECT * FROM {view} WHERE due_on >= ? AND due_on <= ?" for view in _VIEWS)
_NEAREST_AHEAD = f"{_DATED} ORDER BY due_on, weight DESC, uid LIMIT ?"
_NEAREST_BEHIND = f"{_DATED} ORDER BY due_on DESC, weight, uid DESC LIMIT ?"
_RUNNING = "SELECT * FROM debrief_due WHERE state = 'running' LIMIT ?"
_NOTICE = "SELECT * FROM notice_due WHERE due_on >= ? AND due_on <= ?"
# One without a reminder had passed when it was entered: nobody could have kept it.
_PASSED = f"{_NOTICE} AND soft_on IS NOT NULL ORDER BY due_on DESC LIMIT ?"
_REMINDED = f"{_NOTICE} AND (soft_on <= ? OR due_on = ?) ORDER BY due_on LIMIT ?"
_COMING = f"{_NOTICE} AND (soft_on IS NULL OR soft_on > ?) ORDER BY due_on LIMIT ?"
_NEXT_NOTICE = f"{_NOTICE} ORDER BY due_on LIMIT ?"
_QUIET = "SELECT * FROM quiet_due WHERE due_on <= ? ORDER BY due_on DESC LIMIT ?"
_STILL_TRUE = "SELECT * FROM still_true_due WHERE due_on = ? LIMIT ?"
_TROUBLE = "SELECT * FROM trouble_due WHERE due_on >= ? AND due_on <= ? ORDER BY due_on DESC LIMIT ?"
_GONE = "SELECT id FROM deal WHERE archived_at IS NOT NULL"


def candidates(
    con: sqlite3.Connection, day: date, horizon: int, coming: int, all_items: bool, moved: Moved
) -> tuple[list[Row], int, set[str]]:
    """Return the rows that may be shown on ``day``, how many older ones are left out, and the groups cut short.

    Each row is there once, none of an archived deal; ``moved`` is what time moved since dates were moved on. Of rows
    from before the window only the heaviest are kept.
    """
    reading = _Reading(con, day, dict.fromkeys(LIMITS, _NEVER) if all_items else LIMITS)
    today = day.isoformat()
    reading.take("running", _RUNNING)
    reading.stretch("overdue", -WINDOW_DAYS, -1)
    reading.take("passed", _PASSED, shifted(day, -WINDOW_DAYS), shifted(day, -1))
    reading.stretch("today", 0, 0)
    reading.take("reminded", _REMINDED, today, shifted(day, LONGEST_LEAD), today, today)
    reading.take("quiet", _QUIET, today)
    reading.take("trouble", _TROUBLE, shifted(day, -TROUBLE_DAYS), today)
    reading.take("today", _STILL_TRUE, today)
    reading.stretch("soon", 1, horizon)
    reading.take("coming", _COMING, shifted(day, 1), shifted(day, coming), today)
    older = reading.older()
    kept = older if all_items else older[:OLDER_SHOWN]
    reading.keep(kept)
    rows = moved.rest(list(reading.found.values()))
    rows += [row for row in moved.notices.values() if row and _is_shown(row, day, coming)]
    return rows, len(older) - len(kept), reading.full


def _is_shown(row: Row, day: date, coming: int) -> bool:
    """Return whether a give-notice row is shown on a day: reminded of, or near enough."""
    return bool(row[6] <= day.isoformat() or row[3] <= shifted(day, coming))


def next_row(con: sqlite3.Connection, day: date, horizon: int, moved: Moved) -> Row | None:
    """Return the first row that comes up after the horizon, within a year."""
    span = (shifted(day, horizon + 1), shifted(day, 366))
    gone = _gone(con)
    for limit in (50, _NEVER):
        rows = con.execute(_NEAREST_AHEAD, (*span * len(_VIEWS), limit)).fetchall()
        rows += con.execute(_NEXT_NOTICE, (*span, 1)).fetchall()
        found = moved.rest([row for row in rows if row[2] not in gone])
        if found or len(rows) < limit:
            break
    found += [row for row in moved.notices.values() if row and span[0] <= row[3] <= span[1]]
    return min(found, key=lambda row: (row[3], -row[7], row[1]), default=None)


def _gone(con: sqlite3.Connection) -> set[int]:
    return {row[0] for row in con.execute(_GONE)}


def shifted(day: date, days: int) -> str:
    """Return the day so many days on as ISO text, or the calendar's own end."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31"


class _Reading:
    """What was read so far, by kind and uid, and which groups were cut short."""

    def __init__(self, con: sqlite3.Connection, day: date, limits: dict[str, int]) -> None:
        self._con = con
        self._day = day
        self._limits = limits
        self._archived = _gone(con)
        self.found: dict[tuple[str, str], Row] = {}
        self.full: set[str] = set()

    def take(self, group: str, query: str, *values: str) -> None:
        """Read one query whose last value is its limit."""
        self.keep(self._read(group, query, values))

    def stretch(self, group: str, first: int, last: int) -> None:
        """Read a stretch of days, given in days from today: the nearest first, up to the group's limit."""
        query = _NEAREST_BEHIND if last < 0 else _NEAREST_AHEAD
        self.take(group, query, *(shifted(self._day, first), shifted(self._day, last)) * len(_VIEWS))

    def older(self) -> list[Row]:
        """Return the nearest rows from before the window, the heaviest of them first."""
        span = (shifted(self._day, -_NEVER), shifted(self._day, -WINDOW_DAYS - 1))
        if "overdue" in self.full:
            self._limits = {**self._limits, "older": 0}
        rows = self._read("older", _NEAREST_BEHIND, span * len(_VIEWS))
        rows = [row for row in rows if row[2] not in self._archived and (row[0], row[1]) not in self.found]
        rows.sort(key=lambda row: -row[7])
        return rows

    def keep(self, rows: list[Row]) -> None:
        """Keep rows that are not there yet."""
        for row in rows:
            if row[2] not in self._archived:
                self.found.setdefault((row[0], row[1]), row)

    def _read(self, group: str, query: str, values: tuple[str, ...]) -> list[Row]:
        limit = self._limits[group]
        rows = self._con.execute(query, (*values, limit + 1)).fetchall()
        if len(rows) > limit:
            self.full.add(_PART_OF.get(group, group))
            del rows[limit:]
        return rows
