"""What is due, for the glance in the shell and the first frame of Today alike: standard library only, read-only.

Nothing here may load the ORM or a heavy module of the standard library; a test in a fresh interpreter watches that.
Every query walks an index over a bounded stretch of days, so that Today costs the same at any size of the desk.
"""

from __future__ import annotations

from collections import namedtuple
from datetime import date, timedelta

from dealdesk.domain import urgency

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from typing import Any, NamedTuple

    Row = tuple[Any, ...]

    class DueItem(NamedTuple):
        """One line of Today; every value is plain."""

        kind: str
        """debrief, action, change, give notice, check-in, issue or risk."""
        uid: str
        deal_id: int
        ref: str
        title: str
        party: str
        due_on: str | None
        """The local date it comes up, as ISO text: the day it was put off to, or else the day it is due."""
        due_at: str | None
        """The UTC instant of its limit, where it has one."""
        hard_on: str | None
        """The last local date before it is late, whatever it was put off to."""
        weight: int
        who: str
        """us, them or empty."""
        text: str
        state: str
        group: str
        """One of ``GROUPS``."""
        late_days: int
        urgency: int
        why: str
        """The arithmetic behind ``urgency``, in words."""

    class Counts(NamedTuple):
        """How many items there are, in the order of the list; running debriefs are counted as today's."""

        overdue: int
        today: int
        soon: int
        coming: int

    class Due(NamedTuple):
        """What is due on one day."""

        items: list[DueItem]
        counts: Counts
        older: int
        """Items overdue for more than 30 days that are not among ``items``."""
        more: frozenset[str]
        """Groups (and "older") of which there are more than were looked at."""
else:
    # typing.NamedTuple would load re through typing.
    DueItem = namedtuple(
        "DueItem",
        "kind uid deal_id ref title party due_on due_at hard_on weight who text state group late_days urgency why",
    )
    Counts = namedtuple("Counts", "overdue today soon coming")
    Due = namedtuple("Due", "items counts older more")

#: The groups of Today, in their order.
GROUPS = ("running", "overdue", "today", "soon", "coming")
#: An item overdue for longer than this many days is "older"; a give-notice day that far back is not shown at all.
WINDOW_DAYS = 30
#: How many items of each group are looked at, at most; together no more than 300.
LIMITS = {"running": 10, "overdue": 110, "today": 60, "soon": 50, "coming": 20}
#: How many older items are shown, and among how many they are the heaviest.
OLDER_SHOWN, OLDER_SEEN = 50, 400
_NEVER = 1_000_000

_COLUMNS = "kind, uid, deal_id, due_on, due_at, hard_on, weight, who, text, state"
# No ORDER BY over a whole stretch: SQLite would read all of it first. Sorted within one stretch of days only.
_STRETCH = f"SELECT {_COLUMNS} FROM due_item WHERE due_on >= ? AND due_on <= ? ORDER BY weight DESC, uid LIMIT ?"
_WHOLE = f"SELECT {_COLUMNS} FROM due_item WHERE due_on >= ? AND due_on <= ? LIMIT ?"
_NOT_NOTICE = " AND kind <> 'give notice'"
# The two arms that are asked for alone, spelled out: a condition on the view's kind would read all arms.
_RUNNING = (
    "SELECT 'debrief', uid, deal_id, coalesce(later_until, due_on), due_at, due_on, weight, '', kind, state "
    "FROM debrief WHERE state = 'running' AND archived_at IS NULL AND {} LIMIT ?"
)
_RUNNING_WHEN = ("coalesce(later_until, due_on) IS NULL", "coalesce(later_until, due_on) >= '0'")
_COMING = (
    "SELECT 'give notice', uid, id, give_notice_by, NULL, give_notice_by, 6, '', title, stage FROM deal "
    "WHERE give_notice_by > ? AND give_notice_by <= ? AND stage <> 'ended' AND notice_decision IS NULL "
    "AND archived_at IS NULL ORDER BY give_notice_by LIMIT ?"
)
_NEXT = (
    f"SELECT {_COLUMNS} FROM due_item WHERE due_on > ? AND due_on <= ? "
    "AND deal_id NOT IN (SELECT id FROM deal WHERE id = deal_id AND archived_at IS NOT NULL) ORDER BY due_on LIMIT 1"
)
_DEALS = "SELECT id, ref, title FROM deal WHERE archived_at IS NULL AND id IN ({})"
_PARTIES = (
    "SELECT deal_party.deal_id, party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE deal_party.deal_id IN ({}) AND deal_party.archived_at IS NULL ORDER BY deal_party.position DESC"
)


def due(
    con: sqlite3.Connection, today: str, horizon_days: int = 7, coming_days: int = 90, all_items: bool = False
) -> Due:
    """Return what is due on the local date ``today`` (ISO), in the order of the list.

    First running debriefs, then what is overdue, today's, the next ``horizon_days`` days, and the give-notice days of
    the next ``coming_days`` days; within a group by urgency, the coming ones by date. Of what is overdue for more than
    30 days only the heaviest 50 are shown, unless ``all_items``. Items of archived deals never show. Raises
    ``ValueError`` for a ``today`` that is no date.
    """
    day = date.fromisoformat(today)
    found, more = _candidates(con, day, horizon_days, coming_days, all_items)
    deals = _deals(con, {row[2] for _group, row in found})
    lines = [(group, row) for group, row in found if row[2] in deals]
    older = [row for group, row in lines if group == "older"]
    older.sort(key=lambda row: (-row[6], _reversed_day(row[3]), row[1]))
    shown_older = older if all_items else older[:OLDER_SHOWN]
    kept = [(group, row) for group, row in lines if group != "older"]
    kept += [("overdue", row) for row in shown_older]
    parties = _parties(con, {row[2] for _group, row in kept})
    items = [_item(group, row, day, deals[row[2]], parties.get(row[2], "")) for group, row in kept]
    items.sort(key=_place)
    number = {group: 0 for group in GROUPS}
    for item in items:
        number[item.group] += 1
    counts = Counts(number["overdue"], number["today"] + number["running"], number["soon"], number["coming"])
    return Due(items, counts, len(older) - len(shown_older), frozenset(more))


def next_item(con: sqlite3.Connection, today: str, horizon_days: int = 7) -> DueItem | None:
    """Return the first item after the horizon, within a year, for a day on which nothing is due."""
    day = date.fromisoformat(today)
    for first, last in ((horizon_days, 31), (31, 92), (92, 366)):
        row = con.execute(_NEXT, (_shifted(day, first), _shifted(day, last))).fetchone()
        if row:
            deals = _deals(con, {row[2]})
            return _item("coming", row, day, deals[row[2]], _parties(con, {row[2]}).get(row[2], ""))
    return None


def _candidates(
    con: sqlite3.Connection, day: date, horizon: int, coming: int, all_items: bool
) -> tuple[list[tuple[str, Row]], set[str]]:
    """Return (group, row) of everything that may be shown, and the groups that hold more than that."""
    stretches = {
        "overdue": [(-1, -1), (-3, -2), (-7, -4), (-15, -8), (-WINDOW_DAYS, -16)],
        "today": [(0, 0)],
        "soon": [(1, 1), (2, 3), (4, horizon)],
        "older": [(-60, -31), (-120, -61), (-240, -121), (-480, -241), (-960, -481), (-_NEVER, -961)],
    }
    found: list[tuple[str, Row]] = []
    more: set[str] = set()
    seen: set[str] = set()

    def add(group: str, rows: Iterable[Row], limit: int) -> None:
        rows = [row for row in rows if row[1] not in seen]
        if len(rows) > limit:
            more.add(group)
            rows = rows[:limit]
        if group == "running":
            seen.update(row[1] for row in rows)
        found.extend((group, row) for row in rows)

    limit = _NEVER if all_items else LIMITS["running"]
    running = [row for when in _RUNNING_WHEN for row in con.execute(_RUNNING.format(when), (limit + 1,))]
    add("running", running, limit)
    for group, ranges in stretches.items():
        limit = _NEVER if all_items else LIMITS.get(group, OLDER_SEEN)
        add(group, _nearest(con, day, ranges, limit + 1, _NOT_NOTICE if group == "older" else ""), limit)
    limit = _NEVER if all_items else LIMITS["coming"]
    after, until = _shifted(day, horizon), _shifted(day, coming)
    add("coming", con.execute(_COMING, (after, until, limit + 1)).fetchall(), limit)
    return found, more


def _nearest(
    con: sqlite3.Connection, day: date, ranges: list[tuple[int, int]], limit: int, condition: str
) -> list[Row]:
    """Return at most ``limit`` rows of the stretches of days, the nearest stretch first, in it the heaviest."""
    firsts, lasts = [first for first, _ in ranges], [last for _, last in ranges]
    whole = _WHOLE.replace(" LIMIT", condition + " LIMIT")
    rows = con.execute(whole, (_shifted(day, min(firsts)), _shifted(day, max(lasts)), limit)).fetchall()
    if len(rows) < limit:
        return rows
    stretch = _STRETCH.replace(" ORDER", condition + " ORDER")
    rows = []
    for first, last in ranges:
        rows += con.execute(stretch, (_shifted(day, first), _shifted(day, last), limit - len(rows))).fetchall()
        if len(rows) >= limit:
            break
    return rows


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31"


def _reversed_day(iso: str) -> int:
    return -date.fromisoformat(iso).toordinal()


def _deals(con: sqlite3.Connection, ids: set[int]) -> dict[int, tuple[str, str]]:
    if not ids:
        return {}
    return {row[0]: row[1:] for row in _in_parts(con, _DEALS, ids)}


def _parties(con: sqlite3.Connection, ids: set[int]) -> dict[int, str]:
    return dict(_in_parts(con, _PARTIES, ids))


def _in_parts(con: sqlite3.Connection, query: str, ids: set[int]) -> list[Row]:
    rows: list[Row] = []
    wanted = list(ids)
    for start in range(0, len(wanted), 900):  # SQLite before 3.32 takes 999 values
        part = wanted[start : start + 900]
        rows += con.execute(query.format(",".join("?" * len(part))), part).fetchall()
    return rows


def _item(group: str, row: Row, day: date, deal: tuple[str, str], party: str) -> DueItem:
    kind, uid, deal_id, due_on, due_at, hard_on, weight, who, text, state = row
    days_left = (date.fromisoformat(due_on) - day).days if due_on else 0
    late = max(0, (day - date.fromisoformat(hard_on)).days) if hard_on else 0
    if group == "today" and late:
        group = "overdue"  # put off until today, and late for the other side all the same
    points = urgency.reasons(
        kind, days_left=days_left, late_days=late, weight=weight, ours=who == "us", running=group == "running"
    )
    return DueItem(
        *(kind, uid, deal_id, *deal, party, due_on, due_at, hard_on, weight, who, text, state, group, late),
        sum(worth for worth, _words in points),
        urgency.explained(points),
    )


def _place(item: DueItem) -> Row:
    first = item.due_on if item.group == "coming" else -item.urgency
    return (GROUPS.index(item.group), first, item.due_on or "", item.ref, item.uid)


_SAYS = {
    "change": "change: {text}",
    "check-in": "check-in: {text}",
    "issue": "issue ({state}): {text}",
    "risk": "risk to review: {text}",
}


def sentence(item: DueItem, today: str) -> str:
    """Return what the item is about, in words; user text in it is raw, so print it through a filter."""
    if item.kind == "debrief":
        return f"{item.text} debrief" + (" is running" if item.state == "running" else "")
    if item.kind == "give notice":
        left = (date.fromisoformat(item.due_on or today) - date.fromisoformat(today)).days
        step = urgency.notice_step(left) if left >= 0 else "the day to give notice has passed"
        return f"{step}: {item.title}" if step else item.title
    if item.kind == "check-in" and not item.text:
        return "check-in"
    if item.who == "them":
        return f"owed to us: {item.text}"
    return _SAYS.get(item.kind, "{text}").format(text=item.text, state=item.state)
