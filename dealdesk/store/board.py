"""The cards of the action board: their ids by column and in order, and what a card shows of those in view; no ORM.

All open actions and those done of late are read once per change of the file; a move takes in again only the cards it
touched, so that it costs the same among ten cards and ten thousand.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from dealdesk.domain.board import DONE_DAYS, STATES, View
from dealdesk.domain.vocabulary import Side
from dealdesk.text import clean, fold

#: The place of an action in its column: where it was put by hand, else by the day it comes up, those without a day
#: last. Beyond the bounds are the numbers that rules give to what they make, which are no places on the board.
PLACE = (
    "CASE WHEN action.position <> 0 AND action.position BETWEEN -1e6 AND 1e6 THEN action.position ELSE julianday("
    "coalesce(action.later_until, action.soft_on, action.due_on, '2200-01-01')) - 2451544.5 + action.id * 1e-6 END"
)
#: What names the column of all who have none of their own.
OTHERS = "others"
#: What the column of those without an owner is called, and that of me.
NOBODY, ME = "nobody", "me"
#: Persons with a column of their own in the view by owner; the others share one.
OWN_COLUMNS = 6
#: The place of a card without a day where days order the cards.
LAST = 1e7
_SCOPE = "action.archived_at IS NULL AND action.deal_id NOT IN (SELECT id FROM deal WHERE archived_at IS NOT NULL)"
# As on Today (view ``action_due``): while a review window runs, ours is not late, and theirs only after its last day.
_IN_WINDOW = "action.state = 'review' AND action.review_until IS NOT NULL"
_HARD = f"CASE WHEN {_IN_WINDOW} THEN CASE action.side WHEN 'them' THEN action.review_until END ELSE action.due_on END"
_LEAN = (
    f"SELECT action.id, action.state, {PLACE}, coalesce(later_until, soft_on, due_on, ''), "
    f"coalesce({_HARD}, ''), coalesce(action.owner_id, 0), action.side FROM action "
)
_OPEN = f"{_LEAN} WHERE action.state <> 'done' AND {_SCOPE}"
_DONE = (
    f"SELECT action.id, action.state, 2451544.5 - julianday(done_on) - action.id * 1e-6, done_on, '', "
    "coalesce(action.owner_id, 0), action.side FROM action "
    f"WHERE action.state = 'done' AND done_on >= :since AND {_SCOPE}"
)
_WORDS = (
    "SELECT action.id, action.text || ' ' || deal.ref || ' ' || deal.title || ' ' || coalesce(person.name, '') || ' ' "
    "|| coalesce(action.action_class, '') || ' ' || action.clause || ' ' || coalesce(("
    "SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id WHERE deal_party.deal_id = deal.id "
    "AND deal_party.position = 0 AND deal_party.archived_at IS NULL), '') "
    "FROM action JOIN deal ON deal.id = action.deal_id LEFT JOIN person ON person.id = action.owner_id "
    "WHERE action.archived_at IS NULL AND (action.state <> 'done' OR (action.state = 'done' AND done_on >= ?))"
)
_CARD = (
    "SELECT action.id, action.uid, action.deal_id, deal.ref, deal.title, action.text, action.side, action.kind, "
    "action.state, coalesce(person.name, ''), coalesce(person.is_me, 0), "
    f"coalesce(action.later_until, action.soft_on, action.due_on), {_HARD}, action.soft_on, action.due_at, "
    "coalesce(action.action_class, ''), coalesce(blocker.text, ''), "
    "coalesce(action.waiting_since, wait.since), coalesce(wait.later_until, wait.due_on, action.later_until), "
    "coalesce(asked.name, ''), "
    "action.review_until, action.done_on, action.progress, action.weight, action.due_reason FROM action "
    "JOIN deal ON deal.id = action.deal_id LEFT JOIN person ON person.id = action.owner_id "
    "LEFT JOIN action AS blocker ON blocker.id = action.blocked_by_id AND blocker.state <> 'done' "
    "AND blocker.archived_at IS NULL LEFT JOIN waiting AS wait ON wait.id = (SELECT max(id) FROM waiting "
    "WHERE waiting.deal_id = action.deal_id AND waiting.action_id = action.id AND waiting.closed_on IS NULL "
    "AND waiting.archived_at IS NULL) LEFT JOIN person AS asked ON asked.id = wait.person_id "
)


class Card(NamedTuple):
    """An action as the board shows it; dates are ISO text or None."""

    id: int
    uid: str
    deal_id: int
    ref: str
    title: str
    text: str
    side: str
    kind: str
    state: str
    owner: str
    owner_is_me: int
    due_on: str | None
    """The day it comes up: the one it was put off to, or best done by, or due."""
    hard_on: str | None
    """The last day before it is late."""
    soft_on: str | None
    due_at: str | None
    action_class: str
    blocked_by: str
    """The text of the open action it waits for; empty for none."""
    waiting_since: str | None
    """The day since which it waits for them."""
    nudge_on: str | None
    asked: str
    """The name of whom one waits for."""
    review_until: str | None
    done_on: str | None
    progress: int | None
    weight: int
    reason: str | None


class BoardColumn(NamedTuple):
    """A column: its key, its title, and its cards in order."""

    key: str
    title: str
    ids: list[int]


class Figures(NamedTuple):
    """How many cards are open, and how many of these are late; of what is in scope, whatever the filter."""

    open: int
    late: int


_UNOWNED = "owner 0"
#: What orders a card and says which column it is in. A plain tuple: ten thousand are read at once.
_Lean = tuple[Any, ...]
_ID, _STATE, _PLACE, _DUE_ON, _HARD_ON, _OWNER, _SIDE = range(7)


def cards(con: sqlite3.Connection, ids: Iterable[int]) -> dict[int, Card]:
    """Return what the board shows of these actions; only those in view are asked for."""
    wanted = list(ids)
    marks = ",".join("?" * len(wanted))
    rows = con.execute(f"{_CARD} WHERE action.id IN ({marks})", wanted).fetchall()
    return {row[0]: Card._make(row) for row in rows}


class BoardList:
    """The columns of the board as they stand in the file; one deal's or all, in one of the views."""

    def __init__(self) -> None:
        self.view = View.STATE
        self.deal_id: int | None = None
        """The deal whose cards are shown; None for all."""
        self._asked: tuple[object, ...] = ()
        self._leans: dict[int, _Lean] = {}
        self._columns: dict[str, list[tuple[float, int]]] = {}
        self._titles: dict[str, str] = {}
        self._words: dict[int, str] | None = None
        self._open = self._late = 0

    def columns(self, con: sqlite3.Connection, today: date, words: str = "") -> list[BoardColumn]:
        """Return the columns as last read, with the cards that hold all of ``words``, blind to case and accents."""
        wanted = fold(clean(words)).split()
        texts = self._texts(con, today) if wanted else {}
        found = []
        for key, column in self._columns.items():
            ids = [number for _place, number in column]
            for word in wanted:
                ids = [number for number in ids if word in texts.get(number, "")]
            found.append(BoardColumn(key, self._titles[key], ids))
        return found

    @property
    def figures(self) -> Figures:
        """The counts of what was read last."""
        return Figures(self._open, self._late)

    @property
    def total(self) -> int:
        """How many cards were read last, done ones included."""
        return len(self._leans)

    def warm(self, con: sqlite3.Connection, today: date) -> None:
        """Read the words now, so that the first letter of a filter need not."""
        self._texts(con, today)

    def owner_of(self, key: str) -> str:
        """Return how one names whom a column of the view by owner belongs to; empty for nobody."""
        return "" if key == _UNOWNED else self._titles[key]

    def take_in(self, con: sqlite3.Connection, ids: Iterable[int], today: date) -> None:
        """Read a few cards again, because a command of this window moved them."""
        for number in ids:
            old = self._leans.pop(number, None)
            if old is not None:
                self._count(old, today, -1)
                column = self._columns[self._key(old, today)]
                entry = (self._place(old), number)
                at = bisect_left(column, entry)
                if at < len(column) and column[at] == entry:
                    del column[at]
            lean = next(iter(self._read(con, today, number)), None)
            if lean is None:
                continue
            self._leans[number] = lean
            self._count(lean, today, 1)
            key = self._key(lean, today)
            if key not in self._columns:
                self._asked = ()  # an owner who had no column
                self.follow(con, today)
                return
            insort(self._columns[key], (self._place(lean), number))

    def _read(self, con: sqlite3.Connection, today: date, only: int | None = None) -> list[_Lean]:
        """Return the cards in scope, or the one asked for if it is."""
        values = {"since": (today - timedelta(days=DONE_DAYS)).isoformat(), "deal": self.deal_id, "only": only}
        more = " AND action.deal_id = :deal" if self.deal_id is not None else ""
        more += " AND action.id = :only" if only is not None else ""
        return [row for query in (_OPEN, _DONE) for row in con.execute(query + more, values)]

    def _count(self, lean: _Lean, today: date, by: int) -> None:
        if lean[_STATE] != "done":
            self._open += by
            self._late += by * ("" < lean[_HARD_ON] < today.isoformat())

    def follow(self, con: sqlite3.Connection, today: date) -> None:
        """Read all cards again once anyone has written: SQLite counts that for a connection that only reads."""
        version = con.execute("PRAGMA data_version").fetchone()[0]
        asked = (id(con), version, today, self.deal_id, self.view)
        if asked == self._asked:
            return
        if asked[:3] != self._asked[:3]:
            self._words = None
        self._asked = asked
        self._leans = {lean[_ID]: lean for lean in self._read(con, today)}
        self._titles = self._titles_of(con)
        self._open = self._late = 0
        day = today.isoformat()
        for lean in self._leans.values():
            if lean[_STATE] != "done":
                self._open += 1
                self._late += "" < lean[_HARD_ON] < day
        columns: dict[str, list[tuple[float, int]]] = {key: [] for key in self._titles}
        if self.view is View.STATE:
            for lean in self._leans.values():
                columns[lean[_STATE]].append((lean[_PLACE], lean[_ID]))
        else:
            for lean in self._leans.values():
                columns[self._key(lean, today)].append((self._place(lean), lean[_ID]))
        for column in columns.values():
            column.sort()
        self._columns = columns

    def _place(self, lean: _Lean) -> float:
        """Return what orders a card in its column: by hand only where the columns are states."""
        if self.view is View.STATE or lean[_STATE] == "done":
            return float(lean[_PLACE])
        return date.fromisoformat(lean[_DUE_ON]).toordinal() if lean[_DUE_ON] else LAST

    def _key(self, lean: _Lean, today: date) -> str:
        state: str = lean[_STATE]
        if self.view is View.STATE or state == "done":
            return state
        if self.view is View.SIDE:
            return str(lean[_SIDE])
        if self.view is View.DUE:
            return _due_key(lean[_DUE_ON], lean[_HARD_ON], today)
        key = f"owner {lean[_OWNER]}"
        return key if key in self._titles else OTHERS

    def _titles_of(self, con: sqlite3.Connection) -> dict[str, str]:
        fixed: dict[View, Callable[[], dict[str, str]]] = {
            View.STATE: lambda: {state.value: state.value for state in STATES},
            View.SIDE: lambda: {Side.US.value: "promised to them", Side.THEM.value: "owed to us", "done": "done"},
            View.DUE: lambda: {**dict(zip(_DUE, _DUE, strict=True)), "done": "done"},
        }
        return fixed[self.view]() if self.view in fixed else self._owners(con)

    def _owners(self, con: sqlite3.Connection) -> dict[str, str]:
        """Return the columns by owner: nobody, me, then those with most cards, the others in one, and what is done."""
        counts: dict[int, int] = {}
        for lean in self._leans.values():
            if lean[_STATE] != "done" and lean[_OWNER]:
                counts[lean[_OWNER]] = counts.get(lean[_OWNER], 0) + 1
        people = {row[0]: row[1:] for row in con.execute("SELECT id, name, is_me FROM person")}
        mine = [number for number in counts if number in people and people[number][1]]
        rest = sorted((number for number in counts if number not in mine), key=lambda number: -counts[number])
        names = {f"owner {number}": ME for number in mine}
        names |= {f"owner {number}": str(people[number][0]) for number in rest[:OWN_COLUMNS] if number in people}
        others = {OTHERS: OTHERS} if len(names) < len(counts) else {}
        return {**names, _UNOWNED: NOBODY, **others, "done": "done"}

    def _texts(self, con: sqlite3.Connection, today: date) -> dict[int, str]:
        if self._words is None:
            since = (today - timedelta(days=DONE_DAYS)).isoformat()
            self._words = {number: fold(text) for number, text in con.execute(_WORDS, (since,))}
        return self._words


_DUE = ("late", "today", "in 7 days", "after that", "no date")
_WEEK = 7


def _due_key(due_on: str, hard_on: str, today: date) -> str:
    day = today.isoformat()
    if not due_on:
        return "no date"
    if "" < hard_on < day:
        return "late"
    if due_on <= day:
        return "today"
    return "in 7 days" if due_on <= (today + timedelta(days=_WEEK)).isoformat() else "after that"
