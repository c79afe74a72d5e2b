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

#: An item overdue for longer than this many days is "older"; a give-notice day that far back is not shown at all.
WINDOW_DAYS = 30
#: How many rows are read for each group, at most; of the older ones 50 get into the list, so that it ends at 300.
LIMITS = {"running": 10, "overdue": 100, "today": 50, "notice": 20, "quiet": 10, "soon": 40, "coming": 20, "older": 200}
#: The longest lead of a reminder to give notice, in days.
LONGEST_LEAD = 400
_NEVER = 1_000_000

# Of the view only what has a row of its own: what a deal itself asks is read below, or its arms would be walked for
# every stretch. These conditions are constant in each arm, so SQLite leaves those arms out before their first row.
_ROWS = "due_item WHERE kind NOT IN ('give notice', 'quiet', 'still true')"
# Sorted within one stretch of days only: with ORDER BY SQLite reads all of a stretch before its first row.
_STRETCH = f"SELECT * FROM {_ROWS} AND due_on >= ? AND due_on <= ? ORDER BY weight DESC, uid LIMIT ?"
_OLDER = f"SELECT * FROM {_ROWS} AND due_on >= ? AND due_on <= ? LIMIT ?"
# The conditions of the partial indexes are repeated word for word, or SQLite would not use them.
_RUNNING = (
    "SELECT 'debrief', uid, deal_id, coalesce(later_until, due_on), due_at, due_on, NULL, weight, '', kind, state, "
    "NULL, due_reason, '' FROM debrief WHERE state = 'running' AND archived_at IS NULL LIMIT ?"
)
_NOTICE = (
    "SELECT 'give notice', uid, id, give_notice_by, NULL, give_notice_by, notice_remind_on, 6, '', title, stage, NULL, "
    "give_notice_rule, '' FROM deal WHERE give_notice_by >= ? AND give_notice_by <= ? AND stage <> 'ended' "
    "AND notice_decision IS NULL AND archived_at IS NULL AND {} ORDER BY give_notice_by LIMIT ?"
)
_NOTICE_PASSED = _NOTICE.format("1").replace("ORDER BY give_notice_by", "ORDER BY give_notice_by DESC")
_REMINDED = _NOTICE.format("(notice_remind_on <= ? OR give_notice_by = ?)")
_COMING = _NOTICE.format("(notice_remind_on IS NULL OR notice_remind_on > ?)")
_QUIET = (
    "SELECT 'quiet', uid, id, quiet_on, NULL, NULL, NULL, 2, '', title, stage, NULL, NULL, '' FROM deal "
    "WHERE quiet_on <= ? AND stage IN ('signed', 'running') AND archived_at IS NULL ORDER BY quiet_on DESC LIMIT ?"
)
_STILL_TRUE = (
    "SELECT 'still true', uid, id, still_true_on, NULL, NULL, NULL, 0, '', title, "
    "CASE WHEN evergreen THEN 'evergreen' ELSE stage END, NULL, NULL, '' FROM deal "
    "WHERE still_true_on = ? AND stage <> 'ended' AND archived_at IS NULL LIMIT ?"
)
_ARCHIVED = "EXISTS (SELECT 1 FROM deal WHERE deal.id = due_item.deal_id AND deal.archived_at IS NOT NULL)"
_NEXT = (
    "SELECT * FROM due_item WHERE kind NOT IN ('quiet', 'still true') AND due_on > ? AND due_on <= ? "
    f"AND NOT {_ARCHIVED} ORDER BY due_on, uid LIMIT 1"
)


def candidates(
    con: sqlite3.Connection, day: date, horizon: int, coming: int, all_items: bool
) -> tuple[list[Row], set[str]]:
    """Return the rows that may be shown on ``day``, each once, and the groups that hold more rows than were read."""
    reading = _Reading(con, day, dict.fromkeys(LIMITS, _NEVER) if all_items else LIMITS)
    today = day.isoformat()
    reading.take("running", _RUNNING)
    reading.take("overdue", _NOTICE_PASSED, shifted(day, -WINDOW_DAYS), shifted(day, -1))
    reading.stretches("overdue", ((-1, -1), (-3, -2), (-7, -4), (-15, -8), (-WINDOW_DAYS, -16)))
    reading.take("notice", _REMINDED, today, shifted(day, LONGEST_LEAD), today, today)
    reading.take("quiet", _QUIET, today)
    reading.take("today", _STILL_TRUE, today)
    reading.stretches("today", ((0, 0),))
    reading.stretches("soon", ((1, 1), (2, 3), (4, horizon)))
    reading.older()
    reading.take("coming", _COMING, shifted(day, 1), shifted(day, coming), today)
    full = {"today" if group in ("notice", "quiet") else group for group in reading.full}
    return list(reading.found.values()), full


def next_row(con: sqlite3.Connection, day: date, horizon: int) -> Row | None:
    """Return the first row that comes up after the horizon, within a year."""
    for after, until in ((horizon, 31), (31, 92), (92, 366)):
        row: Row | None = con.execute(_NEXT, (shifted(day, after), shifted(day, until))).fetchone()
        if row:
            return row
    return None


def shifted(day: date, days: int) -> str:
    """Return the day so many days on as ISO text, or the calendar's own end."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31"


def by_ids(con: sqlite3.Connection, query: str, ids: set[int]) -> list[Row]:
    """Return the rows of a query with one ``IN ({})`` over these keys."""
    rows: list[Row] = []
    wanted = list(ids)
    for start in range(0, len(wanted), 900):  # SQLite before 3.32 takes 999 values
        part = wanted[start : start + 900]
        rows += con.execute(query.format(",".join("?" * len(part))), part).fetchall()
    return rows


class _Reading:
    """What was read so far, by kind and uid, and which groups were cut short."""

    def __init__(self, con: sqlite3.Connection, day: date, limits: dict[str, int]) -> None:
        self._con = con
        self._day = day
        self._limits = limits
        self.found: dict[tuple[str, str], Row] = {}
        self.full: set[str] = set()

    def take(self, group: str, query: str, *values: str) -> None:
        """Read one query whose last value is its limit."""
        self._keep(group, self._con.execute(query, (*values, self._limits[group] + 1)).fetchall())

    def stretches(self, group: str, ranges: tuple[tuple[int, int], ...]) -> None:
        """Read stretches of days, the nearest first, in each the heaviest first, up to the group's limit."""
        self._keep(group, self._walk(_STRETCH, ranges, self._limits[group] + 1))

    def older(self) -> None:
        """Read what is from before the window, the nearest months first."""
        first = -WINDOW_DAYS - 1
        ranges = ((first - 29, first), (first - 89, first - 30), (first - 209, first - 90), (-_NEVER, first - 210))
        self._keep("older", self._walk(_OLDER, ranges, self._limits["older"] + 1))

    def _walk(self, query: str, ranges: tuple[tuple[int, int], ...], limit: int) -> list[Row]:
        rows: list[Row] = []
        for first, last in ranges:
            values = (shifted(self._day, first), shifted(self._day, last), limit - len(rows))
            rows += self._con.execute(query, values).fetchall()
            if len(rows) >= limit:
                break
        return rows

    def _keep(self, group: str, rows: list[Row]) -> None:
        limit = self._limits[group]
        if len(rows) > limit:
            self.full.add(group)
            del rows[limit:]
        for row in rows:
            self.found.setdefault((row[0], row[1]), row)
