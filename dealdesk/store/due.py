"""What is due, for the glance in the shell and the first frame of Today alike: standard library only, read-only.

Nothing here may load the ORM or a heavy module of the standard library; a test in a fresh interpreter watches that.
Every query walks an index over a bounded stretch of days, so that Today costs the same at any size of the desk.
"""

from __future__ import annotations

from collections import namedtuple
from datetime import date, datetime, timedelta

from dealdesk.domain import urgency

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
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
        """How many items there are, up to ``COUNTED``; a running debrief counts as one of today."""

        overdue: int
        today: int
        soon: int
        coming: int

    class Due(NamedTuple):
        """What is due on one day."""

        items: list[DueItem]
        """The list, in its order; no more of it than was asked for."""
        counts: Counts
        older: int
        """Items overdue for more than 30 days that are left out of the list, up to ``COUNTED``."""
        more: frozenset[str]
        """Names of the counts (and "older") that stopped at ``COUNTED``: there are more."""
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
#: How many items of each group are in the list, at most; with the older ones no more than 300.
LIMITS = {"running": 10, "overdue": 110, "today": 60, "soon": 50, "coming": 20, "older": 200}
#: How many older items are in the list: the heaviest of the nearest 200.
OLDER_SHOWN = 50
#: Where counting stops.
COUNTED = 300
_NEVER = 1_000_000

_COLUMNS = "kind, uid, deal_id, due_on, due_at, hard_on, weight, who, text, state"
# Sorted within one stretch of days only: with ORDER BY SQLite reads all of a stretch before its first row.
_STRETCH = f"SELECT {_COLUMNS} FROM due_item WHERE due_on >= ? AND due_on <= ? ORDER BY weight DESC, uid LIMIT ?"
_OLDER = f"SELECT {_COLUMNS} FROM due_item WHERE due_on >= ? AND due_on <= ? AND kind <> 'give notice' LIMIT ?"
_ARCHIVED = "EXISTS (SELECT 1 FROM deal WHERE deal.id = due_item.deal_id AND deal.archived_at IS NOT NULL)"
_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM due_item WHERE due_on >= ? AND due_on <= ? AND NOT {_ARCHIVED} LIMIT ?)"
_COUNT_OLDER = _COUNT.replace(" LIMIT", " AND kind <> 'give notice' LIMIT")
# Two arms of the view that are asked for alone, spelled out: a condition on the view's kind would read all arms.
# The conditions of their partial indexes are repeated word for word, or SQLite would not use them.
_RUNNING = (
    "SELECT 'debrief', uid, deal_id, coalesce(later_until, due_on), due_at, due_on, weight, '', kind, state "
    "FROM debrief WHERE state = 'running' AND archived_at IS NULL LIMIT ?"
)
_NOTICE = (
    "FROM deal WHERE give_notice_by > ? AND give_notice_by <= ? AND stage <> 'ended' AND notice_decision IS NULL "
    "AND archived_at IS NULL"
)
_COMING = (
    f"SELECT 'give notice', uid, id, give_notice_by, NULL, give_notice_by, 6, '', title, stage {_NOTICE} "
    "ORDER BY give_notice_by LIMIT ?"
)
_COUNT_COMING = f"SELECT count(*) FROM (SELECT 1 {_NOTICE} LIMIT ?)"
_NEXT = (
    f"SELECT {_COLUMNS} FROM due_item WHERE due_on > ? AND due_on <= ? AND NOT {_ARCHIVED} ORDER BY due_on, uid LIMIT 1"
)
_GONE = "SELECT id FROM deal WHERE archived_at IS NOT NULL AND id IN ({})"
_DEALS = "SELECT id, ref, title FROM deal WHERE id IN ({})"
_PARTIES = (
    "SELECT deal_party.deal_id, party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE deal_party.deal_id IN ({}) AND deal_party.archived_at IS NULL ORDER BY deal_party.position DESC"
)


def due(
    con: sqlite3.Connection,
    today: str,
    horizon_days: int = 7,
    coming_days: int = 90,
    all_items: bool = False,
    shown: int | None = None,
    count: bool = True,
) -> Due:
    """Return what is due on the local date ``today`` (ISO), in the order of the list.

    First running debriefs, then what is overdue, today's, the next ``horizon_days`` days, and the give-notice days of
    the next ``coming_days`` days; within a group by urgency, the coming ones by date. Of what is overdue for more than
    30 days only the heaviest 50 are in the list, unless ``all_items``. Items of archived deals never are. ``shown``
    ends the list after so many items; the counts stay. Without ``count`` nothing is counted beyond what was read for
    the list, and ``more`` names every group that may hold more. Raises ``ValueError`` for a ``today`` that is no date.
    """
    day = date.fromisoformat(today)
    found, full = _candidates(con, day, horizon_days, coming_days, all_items)
    gone = {row[0] for row in _in_parts(con, _GONE, {row[2] for _group, row in found})}
    live = [(group, row) for group, row in found if row[2] not in gone]
    older = sorted((row for group, row in live if group == "older"), key=_heaviest)
    cut = len(older) if all_items else OLDER_SHOWN
    ranked = [_ranked(group, row, day) for group, row in live if group != "older"]
    ranked += [_ranked("overdue", row, day) for row in older[:cut]]
    ranked.sort()
    number = dict.fromkeys(GROUPS, 0)
    for entry in ranked:
        number[GROUPS[entry[0]]] += 1
    left = len(older[cut:])
    more = set()
    for group in full:
        if not count:
            more.add(group)
            continue
        counted = _count(con, group, day, horizon_days, coming_days)
        if counted > COUNTED:
            more.add(group)
        if group == "older":
            left = min(counted, COUNTED) - len(older[:cut])
        elif group in number:
            # What is older, or was put off until today, stands in the list as overdue without being in this count.
            number[group] = max(number[group], min(counted, COUNTED))
    counts = Counts(number["overdue"], number["today"] + number["running"], number["soon"], number["coming"])
    return Due(_items(con, ranked[:shown], day), counts, left, frozenset(more))


def next_item(con: sqlite3.Connection, today: str, horizon_days: int = 7) -> DueItem | None:
    """Return the first item after the horizon, within a year, for a day on which nothing is due."""
    day = date.fromisoformat(today)
    for after, until in ((horizon_days, 31), (31, 92), (92, 366)):
        row = con.execute(_NEXT, (_shifted(day, after), _shifted(day, until))).fetchone()
        if row:
            return _items(con, [_ranked("coming", row, day)], day)[0]
    return None


def _candidates(
    con: sqlite3.Connection, day: date, horizon: int, coming: int, all_items: bool
) -> tuple[list[tuple[str, Row]], list[str]]:
    """Return (group, row) of everything that may be shown, and the groups that hold more than that."""
    found: list[tuple[str, Row]] = []
    full: list[str] = []
    limits = dict.fromkeys(LIMITS, _NEVER) if all_items else LIMITS
    running = con.execute(_RUNNING, (limits["running"],)).fetchall()
    found += [("running", row) for row in running]
    seen = {row[1] for row in running}
    stretches = {
        "overdue": [(-1, -1), (-3, -2), (-7, -4), (-15, -8), (-WINDOW_DAYS, -16)],
        "today": [(0, 0)],
        "soon": [(1, 1), (2, 3), (4, horizon)],
    }
    for group, ranges in stretches.items():
        rows = _nearest(con, day, ranges, limits[group] + 1)
        if len(rows) > limits[group]:
            full.append(group)
            del rows[limits[group] :]
        found += [(group, row) for row in rows if row[1] not in seen]
    rows = _older(con, day, limits["older"] + 1)
    if len(rows) > limits["older"]:
        full.append("older")
    found += [("older", row) for row in rows[: limits["older"]] if row[1] not in seen]
    rows = con.execute(_COMING, (_shifted(day, horizon), _shifted(day, coming), limits["coming"] + 1)).fetchall()
    if len(rows) > limits["coming"]:
        full.append("coming")
    found += [("coming", row) for row in rows[: limits["coming"]]]
    return found, full


def _nearest(con: sqlite3.Connection, day: date, ranges: list[tuple[int, int]], limit: int) -> list[Row]:
    """Return at most ``limit`` rows of the stretches of days, the nearest stretch first, in it the heaviest."""
    rows: list[Row] = []
    for first, last in ranges:
        rows += con.execute(_STRETCH, (_shifted(day, first), _shifted(day, last), limit - len(rows))).fetchall()
        if len(rows) >= limit:
            break
    return rows


def _older(con: sqlite3.Connection, day: date, limit: int) -> list[Row]:
    """Return at most ``limit`` rows from before the window, the nearest months first."""
    rows: list[Row] = []
    last = WINDOW_DAYS + 1
    for span in (30, 60, 120, 480, _NEVER):
        values = (_shifted(day, -last - span + 1), _shifted(day, -last), limit - len(rows))
        rows += con.execute(_OLDER, values).fetchall()
        if len(rows) >= limit:
            break
        last += span
    return rows


def _count(con: sqlite3.Connection, group: str, day: date, horizon: int, coming: int) -> int:
    """Return how many items the group holds, but no more than one over ``COUNTED``."""
    query, first, last = {
        "overdue": (_COUNT, -WINDOW_DAYS, -1),
        "today": (_COUNT, 0, 0),
        "soon": (_COUNT, 1, horizon),
        "older": (_COUNT_OLDER, -_NEVER, -WINDOW_DAYS - 1),
        "coming": (_COUNT_COMING, horizon, coming),
    }[group]
    found: int = con.execute(query, (_shifted(day, first), _shifted(day, last), COUNTED + 1)).fetchone()[0]
    return found


def _shifted(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31"


def _heaviest(row: Row) -> Row:
    return (-row[6], -date.fromisoformat(row[3]).toordinal(), row[1])


def _in_parts(con: sqlite3.Connection, query: str, ids: set[int]) -> list[Row]:
    rows: list[Row] = []
    wanted = list(ids)
    for start in range(0, len(wanted), 900):  # SQLite before 3.32 takes 999 values
        part = wanted[start : start + 900]
        rows += con.execute(query.format(",".join("?" * len(part))), part).fetchall()
    return rows


def _ranked(group: str, row: Row, day: date) -> Row:
    """Return what sorts an item to its place, followed by the item: (group, order, date, uid, row, late, points)."""
    kind, uid, _deal_id, due_on, _due_at, hard_on, weight, who, _text, state = row
    days_left = (date.fromisoformat(due_on) - day).days if due_on else 0
    late = max(0, (day - date.fromisoformat(hard_on)).days) if hard_on else 0
    if kind == "debrief" and state == "running":
        group = "running"
    elif group == "today" and late:
        group = "overdue"  # put off until today, and late for the other side all the same
    points = urgency.reasons(
        kind, days_left=days_left, late_days=late, weight=weight, ours=who == "us", running=group == "running"
    )
    order = days_left if group == "coming" else -sum(worth for worth, _words in points)
    return (GROUPS.index(group), order, due_on or "", uid, row, late, points)


def _items(con: sqlite3.Connection, ranked: list[Row], day: date) -> list[DueItem]:
    ids = {entry[4][2] for entry in ranked}
    deals = {row[0]: row[1:] for row in _in_parts(con, _DEALS, ids)}
    parties: dict[int, str] = dict(_in_parts(con, _PARTIES, ids))
    items = []
    for place, _order, _due, _uid, row, late, points in ranked:
        kind, uid, deal_id, *rest = row
        total = sum(worth for worth, _words in points)
        plain = (kind, uid, deal_id, *deals[deal_id], parties.get(deal_id, ""), *rest)
        items.append(DueItem._make((*plain, GROUPS[place], late, total, urgency.explained(points))))
    return items


_DEBRIEFS = {"quick": "quick review"}


def debrief_name(kind: str) -> str:
    """Return what a debrief of this kind is called: "second debrief", "quick review"."""
    return _DEBRIEFS.get(kind) or f"{kind} debrief"


_SAYS = {
    "change": "change: {text}",
    "check-in": "check-in: {text}",
    "issue": "issue ({state}): {text}",
    "risk": "risk to review: {text}",
}


def _by(item: DueItem, today: str) -> str:
    """Return the local hour a debrief is due by: ", by 18:00" today, ", by Fri 18:00" later; empty once it is late."""
    if not item.due_at or item.late_days or item.due_on != item.hard_on:
        return ""
    local = datetime.fromisoformat(item.due_at.replace("Z", "+00:00")).astimezone()
    return f", by {local:%H:%M}" if local.date().isoformat() == today else f", by {local:%a %H:%M}"


def sentence(item: DueItem, today: str) -> str:
    """Return what the item is about, in words; user text in it is raw, so a face prints it through its filter."""
    if item.kind == "debrief":
        return debrief_name(item.text) + (" is running" if item.state == "running" else _by(item, today))
    if item.kind == "give notice":
        left = (date.fromisoformat(item.due_on or today) - date.fromisoformat(today)).days
        words = f"give notice: {urgency.notice_step(left)}" if left >= 0 else "the day to give notice has passed"
        return f"{words.removesuffix(': ')} ({item.title})"
    if item.kind == "check-in" and not item.text:
        return "check-in"
    if item.who == "them":
        return f"owed to us: {item.text}"
    return _SAYS.get(item.kind, "{text}").format(text=item.text, state=item.state)
