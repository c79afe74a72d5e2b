"""What is due, for the glance in the shell and the first frame of Today alike: standard library only, read-only.

Nothing here may load the ORM or a heavy module of the standard library; a test in a fresh interpreter watches that.
``due_candidates`` reads the rows; here they are put in groups and ordered.

Which line speaks for others is told in ``due_folding``.
"""

from __future__ import annotations

from datetime import date, datetime

from dealdesk.domain import urgency
from dealdesk.store import due_folding
from dealdesk.store.due_candidates import LIMITS, OLDER_SHOWN, WINDOW_DAYS, candidates, next_row
from dealdesk.store.due_item import GROUPS, Counts, Due, DueItem, by_ids
from dealdesk.store.due_moved import Moved, missed
from dealdesk.store.due_words import (
    TROUBLE,
    WINDOW,
    climbs,
    debrief_name,
    hidden_words,
    missed_notice,
    no_news,
    sentence,
    window_reason,
    without_notice,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from dealdesk.store.due_item import Row

__all__ = [
    "GROUPS",
    "LIMITS",
    "OLDER_SHOWN",
    "WINDOW_DAYS",
    "Counts",
    "Due",
    "DueItem",
    "debrief_name",
    "due",
    "next_item",
    "sentence",
]

_DEALS = "SELECT id, ref, title FROM deal WHERE id IN ({})"
_PARTIES = (
    "SELECT deal_party.deal_id, party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE deal_party.deal_id IN ({}) AND deal_party.archived_at IS NULL ORDER BY deal_party.position DESC"
)
_PEOPLE = "SELECT id, name FROM person WHERE NOT is_me AND id IN ({})"
_TEAM = "SELECT 1 FROM setting WHERE name = 'team' AND value <> 'alone' AND archived_at IS NULL"
_RENEWALS = (
    "SELECT id, renewal_count, renewal_unit, evergreen, end_on, amount_minor, currency, per FROM deal WHERE id IN ({})"
)
_LAST_NEWS = (
    "SELECT id, coalesce((SELECT max(happened_on) FROM conversation WHERE deal_id = deal.id "
    "AND direction <> 'from them' AND archived_at IS NULL), signed_on) FROM deal WHERE id IN ({})"
)

#: Kinds whose day is no limit: nobody on the other side waits for them.
_NOBODY_WAITS = ("waiting", "check-in", "risk")
#: Groups that are read by date; within a day, as in the others, by urgency.
BY_DATE = ("soon", "coming")


def due(
    con: sqlite3.Connection,
    today: str,
    horizon_days: int = 7,
    coming_days: int = 90,
    all_items: bool = False,
    shown: int | None = None,
    now: str = "",
) -> Due:
    """Return what is due on the local date ``today`` (ISO), in the order of the list.

    First running debriefs, then what is late, today's, the next ``horizon_days`` days, and the give-notice days of the
    next ``coming_days`` days that have not spoken yet; within a group by urgency, what is still to come by date first.
    What is one line is told in ``due_folding``; counts are counts of lines. Of what is overdue for more than 30 days
    only the heaviest 50 are in the list, and none where more than the list takes is overdue since then; with
    ``all_items`` everything is. Items of archived deals never are.
    ``now`` is the UTC instant (``clock.stamp``) at which that is asked: what has an hour is late from then on, and an
    issue tells its running clock; without it only days count, as for a day to come.
    ``shown`` ends the list after so many items; the counts stay. Where a group holds more than is read for a list,
    ``more`` names it.
    Raises ``ValueError`` for a ``today`` that is no date.
    """
    day = date.fromisoformat(today)
    rows, older, full = candidates(con, day, horizon_days, coming_days, all_items, Moved(con, day))
    places = sorted(ranked(row, day, horizon_days, now) for row in rows)
    lines, hidden = due_folding.folded(con, places)
    number = dict.fromkeys(GROUPS, 0)
    for line in lines:
        number[GROUPS[line[0]]] += 1
    counts = Counts(number["overdue"], number["today"] + number["running"], number["soon"], number["coming"])
    return Due(_items(con, lines[:shown], hidden, day, now), counts, older, frozenset(full))


def next_item(con: sqlite3.Connection, today: str, horizon_days: int = 7) -> DueItem | None:
    """Return the first item after the horizon, within a year, for a day on which nothing is due."""
    day = date.fromisoformat(today)
    row = next_row(con, day, horizon_days, Moved(con, day))
    return _items(con, [ranked(row, day, horizon_days)], {}, day)[0] if row else None


def ranked(row: Row, day: date, horizon: int, now: str = "") -> Row:
    """Return what sorts an item to its place, followed by the item: (group, order, date, uid, row, late, points)."""
    kind, uid, _deal_id, due_on, due_at, hard_on, soft_on, weight, who, _text, state, *_others, from_kind = row
    days_left = (date.fromisoformat(due_on) - day).days if due_on else 0
    hard_left = (date.fromisoformat(hard_on) - day).days if hard_on else None
    late = -hard_left if hard_left is not None and hard_left < 0 else 0
    over = not late and due_at is not None and "" < due_at < now and days_left <= 0
    best_passed = (
        kind != "give notice"
        and state != WINDOW
        and soft_on is not None
        and due_on == soft_on
        and days_left < 0
        and not late
        and not over
    )
    if kind == "debrief" and state == "running":
        group = "running"
    elif kind == "give notice":
        group = _group_of_notice(days_left, soft_on, day)
    elif days_left > 0:
        group = "soon" if days_left <= horizon else "coming"
    elif late or over:
        group = "overdue"  # also what was put off until today: it is late for the other side all the same
    else:
        group = "soon" if best_passed and hard_left is not None and hard_left > 1 else "today"
    points = urgency.reasons(
        kind,
        days_left=days_left,
        late_days=late,
        limit_passed=over,
        weight=weight,
        ours=urgency.is_promised(who, from_kind),
        running=group == "running",
        stands_today=group == "today",
        limit_today=group == "today" and hard_left == 0 and kind not in _NOBODY_WAITS,
        best_passed=best_passed,
        state=state,
    )
    worth = -sum(worth for worth, _words in points)
    # A window that is open stands under the day it closes, which is the day its line shows.
    ahead = hard_left if best_passed and hard_left is not None else max(days_left, 0)
    order = (ahead, worth) if group in BY_DATE else (worth, days_left)
    return (GROUPS.index(group), order, due_on or "", uid, row, late, points)


def _group_of_notice(days_left: int, remind_on: str | None, day: date) -> str:
    if days_left < 0:
        return "overdue"
    reminded = remind_on is not None and date.fromisoformat(remind_on) <= day
    return "today" if reminded or days_left == 0 else "coming"


def _items(
    con: sqlite3.Connection, lines: list[Row], hidden: dict[tuple[str, str], list[Row]], day: date, now: str = ""
) -> list[DueItem]:
    behind = [entry for line in lines for entry in hidden.get(due_folding.key(line), ())] if hidden else []
    rows = [entry[4] for entry in (*lines, *behind)]
    ids = {row[2] for row in rows}
    deals = {row[0]: row[1:] for row in by_ids(con, _DEALS, ids)}
    parties: dict[int, str] = dict(by_ids(con, _PARTIES, ids))
    people: dict[int, str] = dict(by_ids(con, _PEOPLE, {row[11] for row in rows} - {None}))
    texts = _texts(con, rows, day)
    clocks = _clocks(con, rows, now) if now else {}
    team = any(_is_nobodys(row) for row in rows) and con.execute(_TEAM).fetchone() is not None
    today = day.isoformat()

    def item(entry: Row) -> DueItem:
        place, _order, _due, _uid, row, late, points = entry
        kind, uid, deal_id, due_on, due_at, hard_on, soft_on, weight, who, text, state, person, reason, from_kind = row
        text = texts.get((kind, deal_id), text)
        reason = window_reason(who, soft_on, today) if state == WINDOW else TROUBLE if kind == "trouble" else reason
        if kind == "issue" and place == GROUPS.index("overdue"):
            reason = "; ".join(filter(None, (climbs(state), reason)))
        named = (kind, uid, deal_id, *deals[deal_id], parties.get(deal_id, ""))
        told = (due_on, due_at, hard_on, soft_on, weight, who, text, state, people.get(person, ""), reason, from_kind)
        total = sum(worth for worth, _words in points)
        behind = _minutes(due_at, now) if due_at and due_at < now else 0
        why = urgency.explained(points)
        return DueItem._make(
            (
                *named,
                *told,
                GROUPS[place],
                late,
                total,
                why,
                behind,
                clocks.get(uid, ""),
                not (team and _is_nobodys(row)),
            )
        )

    items = []
    for line in lines:
        made = item(line)
        also = hidden_words([item(entry) for entry in hidden.get(due_folding.key(line), ())], today)
        by_date = "coming days stand in the order of their dates" if made.group in BY_DATE else ""
        parts = [part for part in (made.why, by_date, also, made.reason) if part]
        items.append(made._replace(why="; ".join(parts)) if len(parts) > 1 else made)
    return items


def _is_nobodys(row: Row) -> bool:
    return row[8] == "us" and row[11] is None


def _texts(con: sqlite3.Connection, rows: list[Row], day: date) -> dict[tuple[str, int], str]:
    """Return by kind and deal what those items say that have no text of their own."""
    ids: dict[str, set[int]] = {"give notice": set(), "quiet": set()}
    for row in rows:
        if row[0] in ids:
            ids[row[0]].add(row[2])
    notices, quiets = by_ids(con, _RENEWALS, ids["give notice"]), by_ids(con, _LAST_NEWS, ids["quiet"])
    today = day.isoformat()
    passed = {row[2]: row[3] for row in rows if row[0] == "give notice" and row[3] < today}
    late = missed(con, passed) if passed else {}
    found = {("give notice", row[0]): without_notice(*row[1:]) for row in notices}
    for deal_id, (last, end) in late.items():
        key = "give notice", deal_id
        found[key] = missed_notice(passed[deal_id], last, end, found.get(key, ""), today)
    found.update({("quiet", row[0]): no_news(row[1], day) for row in quiets})
    return found


def _minutes(since: str, now: str) -> int:
    """Return how many minutes lie between two stamps, at least one."""
    first, last = (datetime.fromisoformat(text.replace("Z", "+00:00")) for text in (since, now))
    return max(1, int((last - first).total_seconds()) // 60)


def _clocks(con: sqlite3.Connection, rows: list[Row], now: str) -> dict[str, str]:
    """Return by uid the running clocks of issues, as the page of their deal says them."""
    if not any(row[0] == "issue" for row in rows):
        return {}
    from dealdesk.store import issue_clocks

    return issue_clocks.by_uid(con, [row for row in rows if row[0] == "issue"], now)
