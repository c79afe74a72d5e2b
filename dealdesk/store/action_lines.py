"""Actions as a shell lists them, and how words name a line of Today there; read without the ORM."""

from __future__ import annotations

import re
import sqlite3
from datetime import date
from typing import NamedTuple

from dealdesk.domain.actions import window_words
from dealdesk.errors import NotFound
from dealdesk.store.due_words import debrief_name, twice
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
_ALL = "(SELECT * FROM due_item UNION ALL SELECT * FROM trouble_due)"
_IN_DEAL = "JOIN deal ON deal.id = line.deal_id AND deal.archived_at IS NULL AND (:deal IS NULL OR deal.id = :deal) "
_PERSON = "LEFT JOIN person ON person.id = line.{} AND NOT person.is_me"
_DUE = (
    "SELECT line.kind, line.uid, line.deal_id, deal.ref, line.text, coalesce(line.due_on, ''), deal.title, "
    "coalesce(line.state, ''), coalesce(person.name, '') "
    f"FROM {_ALL} AS line {_IN_DEAL} {_PERSON.format('person_id')}"
)
_DONE = (
    "SELECT 'action', line.uid, line.deal_id, deal.ref, line.text, coalesce(line.done_on, ''), deal.title, line.state, "
    f"coalesce(person.name, '') FROM action AS line {_IN_DEAL} {_PERSON.format('owner_id')} "
    "WHERE line.state = 'done' AND line.archived_at IS NULL"
)
#: Lines about a deal itself, whose text is its title; the last two are there on their day and not before.
_OF_DEALS = ("give notice", "quiet", "still true")
_ON_THEIR_DAY = ("quiet", "still true")
#: What stands around a word of a line and is not part of it.
_AROUND = " ,;:.!?()“”\"'"


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
    """A line of Today, or an action that is done."""

    kind: str
    uid: str
    deal_id: int
    ref: str
    text: str
    """What was typed; of a debrief which one it is, of a line about a deal the deal's title."""
    due_on: str
    """ISO text, empty for none; of what is done the day it was."""
    title: str
    state: str
    person: str

    @property
    def handle(self) -> str:
        """Its short name."""
        return handle(self.kind, self.uid)

    @property
    def name(self) -> str:
        """What Today calls it, near enough: "first debrief", "check-in: delivery", "waiting for Dana: the offer"."""
        kind, text = self.kind, self.text
        if kind == "debrief":
            return debrief_name(text)
        if kind in _OF_DEALS:
            return f"{kind} ({text})"
        if kind == "waiting":
            return f"waiting for {self.person or 'them'}: {text or 'an answer'}"
        if kind == "issue":
            return f"issue ({self.state}): {text}"
        if kind == "action":
            return text
        return f"{kind}: {text}" if text else kind

    @property
    def own(self) -> str:
        """The words that are this line's own, folded: not those of its deal."""
        said = {"quiet": "quiet: no news sent", "still true": "still true? still running?", "give notice": self.kind}
        if self.kind == "risk":
            return fold(f"{self.name} to review")
        if self.kind == "trouble":
            return fold(f"{self.name} {twice(self.state)}")
        return fold(said.get(self.kind) or f"{self.name} {self.state if self.kind == 'waiting' else ''}")


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


def pick(con: sqlite3.Connection, words: str, today: date, deal_id: int | None = None, *, done: bool = False) -> Line:
    """Return the one line that ``words`` name: its handle, or words of what Today calls it and of its deal.

    One word at least is the line's own, not its deal's reference or title. An action is meant before the wait that is
    about it. With ``done`` an action that is done is found by its words too, where no open line is.

    Raises :class:`NotFound`, with numbered candidates where several answer.
    """
    words = fold(clean(words)).strip()
    found = _by_handle(con, words, deal_id) or _by_words(_open(con, today, deal_id), words)
    if done and not found:
        found = _by_words([Line._make(row) for row in con.execute(_DONE, {"deal": deal_id})], words)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(
            f"Nothing that is open answers to “{words}”. dealdesk actions lists the actions, "
            "dealdesk today --handles what is due."
        )
    wide = max(len(line.handle) for line in found[:_CANDIDATES])
    shown = "\n".join(f"  {number}. {_shown(line, wide)}" for number, line in enumerate(found[:_CANDIDATES], 1))
    more = f"\n  … and {len(found) - _CANDIDATES} more" if len(found) > _CANDIDATES else ""
    raise NotFound(f"{len(found)} lines answer to “{words}”; say which by its handle:\n{shown}{more}")


def _shown(line: Line, wide: int) -> str:
    day = f"done {line.due_on}" if line.state == "done" else line.due_on
    return f"{line.handle:<{wide}}  {line.ref}  {' '.join(part for part in (day, line.name) if part)}"


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


def _open(con: sqlite3.Connection, today: date, deal_id: int | None) -> list[Line]:
    """Return what words may mean: every open action and risk, and all else that comes up on a day."""
    meant = "line.due_on IS NOT NULL OR line.kind IN ('action', 'change', 'risk')"
    query = f"{_DUE} WHERE {meant} ORDER BY line.due_on, line.uid"
    lines = [Line._make(row) for row in con.execute(query, {"deal": deal_id})]
    return [line for line in lines if line.kind not in _ON_THEIR_DAY or line.due_on <= today.isoformat()]


def _by_words(lines: list[Line], words: str) -> list[Line]:
    parts = [part for part in (word.strip(_AROUND) for word in words.split()) if part]
    if not parts:
        return []
    exact = [line for line in lines if words in _exactly(line)]
    for several in (exact, [line for line in lines if _fits(line, parts)]):
        meant = [line for line in several if line.kind != "waiting"]
        if several:
            return meant if any(line.kind in ("action", "change") for line in meant) else several
    return []


def _exactly(line: Line) -> tuple[str, ...]:
    """Return the words that mean a line and no longer one; "check-in" alone means each of them."""
    if line.kind in (*_OF_DEALS, "debrief"):
        return (fold(line.name),)
    return (fold(line.name), fold(line.text)) if line.text else ()


def _fits(line: Line, parts: list[str]) -> bool:
    own, of_deal = line.own, fold(f"{line.ref} {line.title}")
    return any(part in own for part in parts) and all(part in own or part in of_deal for part in parts)
