"""Actions as a shell lists them, and how words name a line of Today there; read without the ORM."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from typing import NamedTuple

from dealdesk.domain.actions import window_words
from dealdesk.errors import NotFound
from dealdesk.store.handles import LENGTH, LETTERS, handle
from dealdesk.text import clean, fold

#: Who owns what nobody owns, for a filter.
NOBODY = "nobody"
_HANDLE = re.compile(rf"([{''.join(LETTERS.values())}]?)([0-9a-f]{{{LENGTH},12}})")
_CANDIDATES = 9
_LISTING = (
    "SELECT action.uid, deal.ref, deal.title, action.text, action.state, action.side, coalesce(person.name, ''), "
    "coalesce(action.soft_on, action.due_on), action.due_on, action.later_until, coalesce(action.action_class, ''), "
    "action.done_when, coalesce(blocker.text, ''), action.progress, action.review_until, action.waiting_since, "
    "action.kind, action.done_on FROM action JOIN deal ON deal.id = action.deal_id "
    "LEFT JOIN person ON person.id = action.owner_id LEFT JOIN action AS blocker ON blocker.id = action.blocked_by_id "
    "AND blocker.state <> 'done' AND blocker.archived_at IS NULL "
    "WHERE action.archived_at IS NULL AND deal.archived_at IS NULL AND {} "
    "ORDER BY coalesce(action.later_until, action.soft_on, action.due_on, '9999'), action.weight DESC, action.id"
)
_LINE = "SELECT {0}.kind, {0}.uid, {0}.deal_id, deal.ref, {0}.text, coalesce({0}.{1}, '') FROM {2} AS {0} "
_IN_DEAL = "JOIN deal ON deal.id = {0}.deal_id AND deal.archived_at IS NULL AND (:deal IS NULL OR deal.id = :deal) "
_ALL = "(SELECT * FROM due_item UNION ALL SELECT * FROM trouble_due)"
_DUE = _LINE.format("line", "due_on", _ALL) + _IN_DEAL.format("line")
_DONE = (
    "SELECT 'action', line.uid, line.deal_id, deal.ref, line.text, coalesce(line.due_on, '') FROM action AS line "
    f"{_IN_DEAL.format('line')} WHERE line.state = 'done' AND line.archived_at IS NULL"
)


class ActionRow(NamedTuple):
    """One action; dates are ISO text, None for none."""

    handle: str
    uid: str
    ref: str
    deal: str
    text: str
    state: str
    side: str
    owner: str
    best_by: str | None
    due_on: str | None
    later_until: str | None
    action_class: str
    done_when: str
    blocked_by: str
    """The text of the open action that it waits for."""
    progress: int | None
    review_until: str | None
    window: str
    """What is said of its review window."""
    waiting_since: str | None
    kind: str
    done_on: str | None


class Line(NamedTuple):
    """A line of Today that words name."""

    kind: str
    uid: str
    deal_id: int
    ref: str
    text: str
    due_on: str
    """ISO text, empty for none."""

    @property
    def handle(self) -> str:
        """Its short name."""
        return handle(self.kind, self.uid)


def listing(
    con: sqlite3.Connection, today: date, deal_id: int | None = None, state: str = "", side: str = "", owner: str = ""
) -> list[ActionRow]:
    """Return actions by the day they come up: the open ones, or those of a ``state``.

    ``owner`` is a part of a name, "me" or :data:`NOBODY`.
    """
    where, values = ["action.state = ?" if state else "action.state <> 'done'"], [state] if state else []
    for column, value in (("deal.id", deal_id), ("action.side", side)):
        if value:
            where.append(f"{column} = ?")
            values.append(str(value))
    if fold(owner) == NOBODY:
        where.append("action.owner_id IS NULL")
    elif fold(owner) == "me":
        where.append("person.is_me")
    elif owner:
        where.append("instr(fold(person.name), ?) > 0")
        values.append(fold(clean(owner)))
    rows = con.execute(_LISTING.format(" AND ".join(where)), values).fetchall()
    return [_row(row, today) for row in rows]


def _row(row: tuple[object, ...], today: date) -> ActionRow:
    until = date.fromisoformat(str(row[14])) if row[14] else None
    window = window_words(str(row[4]), until, today)
    return ActionRow._make((handle("action", str(row[0])), *row[:15], window, *row[15:]))


def pick(con: sqlite3.Connection, words: str, deal_id: int | None = None) -> Line:
    """Return the one line that ``words`` name: its handle, or a part of its text (and of its deal's reference).

    Open actions are meant before other lines of Today. Raises :class:`NotFound`, with numbered candidates where
    several answer.
    """
    words = fold(clean(words))
    found = _by_handle(con, words, deal_id) or (_by_text(con, words, deal_id) if words else [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"Nothing that is open answers to “{words}”. dealdesk actions lists the actions.")
    wide = max(len(line.handle) for line in found[:_CANDIDATES])
    shown = "\n".join(f"  {number}. {_shown(line, wide)}" for number, line in enumerate(found[:_CANDIDATES], 1))
    more = f"\n  … and {len(found) - _CANDIDATES} more" if len(found) > _CANDIDATES else ""
    raise NotFound(f"{len(found)} lines answer to “{words}”; say which by its handle:\n{shown}{more}")


def _shown(line: Line, wide: int) -> str:
    what = line.text if line.kind in ("action", "change") else f"{line.kind} {line.text}".strip()
    return f"{line.handle:<{wide}}  {line.ref}  {' '.join(part for part in (line.due_on, what) if part)}"


def _by_handle(con: sqlite3.Connection, words: str, deal_id: int | None) -> list[Line]:
    found = _HANDLE.fullmatch(words)
    if found is None:
        return []
    letter, start = found[1], found[2]
    rows: list[Line] = []
    for query in (
        f"{_DUE} WHERE substr(line.uid, 25, :long) = :start",
        f"{_DONE} AND substr(line.uid, 25, :long) = :start",
    ):
        rows += map(Line._make, con.execute(query, {"deal": deal_id, "long": len(start), "start": start}))
    return [line for line in rows if LETTERS.get(line.kind, "") == letter]


def _by_text(con: sqlite3.Connection, words: str, deal_id: int | None) -> list[Line]:
    rows = con.execute(f"{_DUE} WHERE line.due_on IS NOT NULL OR line.kind IN ('action', 'change')", {"deal": deal_id})
    lines = [Line._make(row) for row in rows]
    exact = [line for line in lines if fold(line.text) == words]
    parts = words.split()
    fitting = [line for line in lines if all(part in fold(f"{line.ref} {line.text}") for part in parts)]
    for several in (exact, fitting):
        actions = [line for line in several if line.kind in ("action", "change")]
        if several:
            return actions or several
    return []
