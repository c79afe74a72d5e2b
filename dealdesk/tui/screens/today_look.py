"""One look at a line of Today, beside the list: its deal, why it stands where it stands, and what is next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealdesk.domain.names import shown_name
from dealdesk.store import deal_lines, due
from dealdesk.tui.cells import fit

if TYPE_CHECKING:
    import sqlite3

    from dealdesk.store.desk import Desk
    from dealdesk.store.due import DueItem

#: How much of a text stands in the pane, and the cells of a line that must not wrap.
_CHARACTERS, _WIDTH = 240, 40
#: Dates nearer than this need no year.
_NEAR_DAYS = 180
_TALKED = (
    "SELECT happened_on, channel, direction, summary FROM conversation WHERE deal_id = ? AND archived_at IS NULL "
    "ORDER BY happened_on DESC, id DESC LIMIT 1"
)
_WAITS = (
    "SELECT coalesce(person.name, ''), waiting.text, waiting.since, coalesce(waiting.later_until, waiting.due_on) "
    "FROM waiting LEFT JOIN person ON person.id = waiting.person_id "
    "WHERE waiting.deal_id = ? AND waiting.closed_on IS NULL AND waiting.archived_at IS NULL ORDER BY waiting.since"
)
_NEXT = (
    "SELECT due_on, kind, text FROM due_item WHERE deal_id = ? AND due_on IS NOT NULL AND (uid <> ? OR kind <> ?) "
    "AND kind NOT IN ('quiet', 'still true') ORDER BY due_on LIMIT 5"
)


def look(desk: Desk, item: DueItem, *, at_risk: bool) -> list[str]:
    """Return what the pane shows of a line, one line each; ``at_risk``: they do not know yet that it will be late."""
    line = desk.rows(deal_lines.lines, [item.deal_id]).get(item.deal_id)
    facts = []
    if line is not None:
        facts = [("With", shown_name(line.party)), ("Signed", day_words(line.signed_on)), ("Amount", line.amount)]
        facts += [("Stage", line.stage), ("Notice by", day_words(line.give_notice_by))]
    found = [item.ref, item.title, "", *(f"{label:<10}{words}" for label, words in facts if words)]
    found += ["", f"WHY HERE  {item.urgency}", *_reasons(item)]
    if item.clock:
        found += ["", f"CLOCK  {item.state}", item.clock]
    if at_risk:
        found += ["", "They count on it and do not know yet:", "m tells them"]
    for title, rows in (
        ("LAST WORDS", desk.rows(_last_words, item.deal_id)),
        ("WAITING FOR", desk.rows(_waits, item.deal_id, desk.today)),
        ("ALSO DUE", desk.rows(_next, item, desk.today)),
    ):
        found += ["", title, *rows] if rows else []
    return found


def _reasons(item: DueItem) -> list[str]:
    """Return the arithmetic a point a line; then, a line each, what else the line stands for and why it is due then."""
    said, reason = item.why, item.reason or ""
    if reason and said.endswith(reason):
        said = said.removesuffix(reason).removesuffix("; ")
    else:
        reason = ""
    points, *others = said.split("; ")
    arithmetic = [f"{point})" for point in points.removesuffix(")").split("), ")] if points else []
    rest = [*others, *([reason] if reason else [])]
    return [*arithmetic, *([""] if arithmetic and rest else []), *rest]


def day_words(text: str | None) -> str:
    """Return a stored day as ``12 May 2026``; empty for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CHARACTERS else f"{line[: _CHARACTERS - 1]}…"


def _last_words(con: sqlite3.Connection, deal_id: int) -> list[str]:
    row = con.execute(_TALKED, (deal_id,)).fetchone()
    if row is None:
        return []
    head = ", ".join(part for part in (day_words(row[0]), f"{row[1]} {row[2]}".strip()) if part)
    return [head, _short(row[3])]


def _waits(con: sqlite3.Connection, deal_id: int, today: date) -> list[str]:
    rows = con.execute(_WAITS, (deal_id,)).fetchall()
    return [
        f"{name or 'them'}: {_short(text)}, since {_near(since, today)}; ask again {_near(due_on, today)}"
        for name, text, since, due_on in rows
        if due_on
    ]


def _next(con: sqlite3.Connection, item: DueItem, today: date) -> list[str]:
    rows = con.execute(_NEXT, (item.deal_id, item.uid, item.kind)).fetchall()
    return [fit(f"{_near(day, today):<12}{_words(kind, text)}", _WIDTH).rstrip() for day, kind, text in rows]


def _near(text: str, today: date) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b}" if abs(day - today).days < _NEAR_DAYS else day_words(text)


def _words(kind: str, text: str) -> str:
    if kind == "debrief":
        return due.debrief_name(text)
    if kind == "waiting":
        return f"ask again: {text}"
    return kind if kind == "give notice" or not text else " ".join(text.split())
