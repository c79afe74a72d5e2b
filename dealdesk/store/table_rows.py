"""The rows of a table as plain values, for other programs: uids instead of row numbers, nothing archived.

Read without the ORM. What only this desk needs (places in a list, revisions, keys of rules) is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dealdesk.errors import NotFound

#: A tick is True or False.
Value = str | int | float | bool | None

#: The word for each table in the shell, and the table.
TABLES: Mapping[str, str] = {
    "deals": "deal",
    "parties": "party",
    "people": "deal_person",
    "terms": "term",
    "documents": "document",
    "notes": "note",
    "actions": "action",
    "check-ins": "checkin",
    "conversations": "conversation",
    "decisions": "decision",
    "waiting": "waiting",
    "ideas": "idea",
    "metrics": "metric",
    "readings": "metric_reading",
    "pulse": "pulse",
    "risks": "risk",
    "issues": "issue",
    "ladder": "ladder",
    "disagreements": "disagreement",
    "needs": "need",
    "contacts": "contact",
    "arrangements": "arrangement",
    "give-and-take": "give_take",
    "glossary": "glossary",
    "friction": "friction",
    "questions": "question",
    "changes": "playbook_change",
    "debriefs": "debrief",
    "leverage": "leverage_mark",
}
_LEFT_OUT = frozenset(
    {
        *("id", "rev", "archived_at", "position", "weight", "name_key", "import_key", "source_terms", "unread"),
        *("due_rule", "due_anchor", "due_offset", "due_set_by", "not_before", "later_count"),
        *("counted_on", "held_on", "note_only"),
        *("give_notice_rule", "give_notice_set_by", "trouble_asked_on", "still_true_on", "quiet"),
    }
)
#: What a row that is pointed to is called, beside its uid.
_CALLED = {
    **{"deal": "ref", "person": "name", "party": "name", "metric": "name", "action": "text", "checkin": "purpose"},
    **{"conversation": "summary", "question": "text", "decision": "what", "term": "what"},
}


class Column(NamedTuple):
    """One column: what it is called, and the SQL that gives its value."""

    name: str
    sql: str
    is_tick: bool = False


class Rows(NamedTuple):
    """A table as values."""

    columns: tuple[str, ...]
    values: Sequence[tuple[Value, ...]]

    def records(self) -> Iterator[dict[str, Value]]:
        """Yield each row by the names of its columns."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.values)


def rows(con: sqlite3.Connection, word: str) -> Rows:
    """Return the rows of the table that ``word`` names (:data:`TABLES`, in any case), in the order they were added.

    Raises :class:`NotFound` for another word.
    """
    table = next((table for known, table in TABLES.items() if _letters(known) == _letters(word)), None)
    if table is None:
        raise NotFound(f"There is no table {word}; there are: {', '.join(TABLES)}.")
    columns = _columns(con, table)
    names = ", ".join(column.sql for column in columns)
    kept = "AND (t.deal_id IS NULL OR (SELECT archived_at IS NULL FROM deal WHERE deal.id = t.deal_id))"
    of_deal = any(column.name == "deal_uid" for column in columns)
    query = f'SELECT {names} FROM "{table}" AS t WHERE t.archived_at IS NULL {kept if of_deal else ""} ORDER BY t.id'
    ticks = {at for at, column in enumerate(columns) if column.is_tick}
    values = [
        tuple(bool(value) if at in ticks and value is not None else value for at, value in enumerate(row))
        for row in con.execute(query)
    ]
    return Rows(tuple(column.name for column in columns), values)


def _letters(word: str) -> str:
    """Return a word as it may be typed: "Give and take", "checkins"."""
    return "".join(sign for sign in word.casefold() if sign.isalnum())


def _columns(con: sqlite3.Connection, table: str) -> list[Column]:
    points = {row[3]: row[2] for row in con.execute(f'PRAGMA foreign_key_list("{table}")')}
    kinds = {row[1]: row[2] for row in con.execute(f'PRAGMA table_info("{table}")') if row[1] not in _LEFT_OUT}
    found: list[Column] = []
    for name, kind in kinds.items():
        target = points.get(name)
        if target is None:
            found.append(Column(name, f't."{name}"', kind == "BOOLEAN"))
            continue
        stem = name.removesuffix("_id")
        found.append(Column(f"{stem}_uid", _of(target, "uid", name)))
        if target in _CALLED:
            called = "ref" if name == "deal_id" else stem
            found.append(Column(called, _of(target, _CALLED[target], name)))
    if table == "deal":
        found.insert(1, Column("counterparty", _MAIN_PARTY))
    if table == "deal_person":
        found += [Column(name, _of("person", name, "person_id")) for name in ("channel", "address")]
    return found


def _of(table: str, column: str, key: str) -> str:
    return f'(SELECT o."{column}" FROM "{table}" AS o WHERE o.id = t."{key}")'


_MAIN_PARTY = (
    "(SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE deal_party.deal_id = t.id AND deal_party.position = 0 AND deal_party.archived_at IS NULL)"
)
