"""Which lines of Today speak for others, and for which: standard library only, read-only.

One line speaks for others only where doing it does the others too (product: one silence, one line):

- A person of theirs who is silent in a deal is one line, its strongest: a wait, and a promise of theirs that is waited
  for. One message asks for all of it. A promise that has come due is always a line of its own, for it is no repeat of
  another one; it speaks for the waits behind it, and always for the wait for this very promise.
- What of this is about nobody in particular goes with a line of that deal which names somebody, for that person.
- A quiet deal, and whether its record is still true, go with any line of the deal that is up and in which both sides
  have a word: such a silence, or a check-in.
- The first and the second debrief of a deal are one line, for they are held one after the other.

Everything else is a line of its own. A check-in is one always: a mail that asks for something is not the talk that both
sides agreed on, and a talk that is named counts for the check-in it is named for. So is a review of either side, open
or over: what follows from its window follows from that one thing.
"""

from __future__ import annotations

from dealdesk.store.due_item import GROUPS, by_ids
from dealdesk.store.due_words import WINDOW

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

    from dealdesk.store.due_item import Row

_WAITS_FOR = "SELECT waiting.uid, action.uid FROM waiting JOIN action ON action.id = waiting.action_id"
#: The state of an action that is waited for.
_WAITED_FOR = "waiting for them"
#: Kinds that any word with the other side does as well.
_BY_ANY_WORD = ("quiet", "still true")


def folded(con: sqlite3.Connection, ranked: list[Row]) -> tuple[list[Row], dict[tuple[str, str], list[Row]]]:
    """Return the lines of what is ``ranked``, in its order, and by :func:`key` what a line also stands for."""
    tied = _tied(con, ranked)
    speaking: dict[tuple[int, object], Row] = {}
    lines = {
        key(entry): tied.get(key(entry)) or _line_of(entry, speaking)
        for entry in ranked
        if entry[4][0] not in _BY_ANY_WORD
    }
    words: dict[int, Row] = {}
    for entry in ranked:
        if _is_word(entry) and lines[key(entry)] is entry:
            words.setdefault(entry[4][2], entry)
    hidden: dict[tuple[str, str], list[Row]] = {}
    shown = []
    for entry in ranked:
        line = lines.get(key(entry)) or words.setdefault(entry[4][2], entry)
        if line is entry:
            shown.append(entry)
        else:
            hidden.setdefault(key(line), []).append(entry)
    return shown, hidden


def key(entry: Row) -> tuple[str, str]:
    """Return the kind and the uid of an entry."""
    return entry[4][0], entry[3]


def _tied(con: sqlite3.Connection, ranked: list[Row]) -> dict[tuple[str, str], Row]:
    """Return by key of a wait the promise that it waits for, where that has come due."""
    promises = {entry[3]: entry for entry in ranked if _is_owed(entry)}
    waits = {entry[3] for entry in ranked if entry[4][0] == "waiting"} if promises else set()
    ties = by_ids(con, f"{_WAITS_FOR} WHERE waiting.uid IN ({{}})", waits)
    return {("waiting", wait): promises[promise] for wait, promise in ties if promise in promises}


def _is_up(entry: Row) -> bool:
    return GROUPS[entry[0]] in ("overdue", "today")


def _is_owed(entry: Row) -> bool:
    """Return whether it is a promise of theirs that has come due."""
    row = entry[4]
    return row[0] != "waiting" and row[8] == "them" and row[10] != WINDOW and _is_up(entry)


def _is_silence(entry: Row) -> bool:
    row = entry[4]
    return row[0] == "waiting" or (row[8] == "them" and row[10] == _WAITED_FOR) or _is_owed(entry)


def _is_word(entry: Row) -> bool:
    """Return whether doing this, now, is a word between both sides."""
    return _is_up(entry) and (entry[4][0] == "check-in" or _is_silence(entry))


def _line_of(entry: Row, speaking: dict[tuple[int, object], Row]) -> Row:
    """Return the entry that speaks for this one: an earlier one of its silence, or itself."""
    row = entry[4]
    deal_id, person = row[2], row[11]
    if row[0] == "debrief":
        return speaking.setdefault((deal_id, "debrief"), entry) if row[9] in ("first", "second") else entry
    if not _is_silence(entry):
        return entry
    strongest = speaking.setdefault((deal_id, "any"), entry)
    if _is_owed(entry):
        speaking.setdefault((deal_id, person), entry)
        return entry
    if person is None or (deal_id, person) in speaking:
        return speaking.get((deal_id, person), strongest)
    if strongest is not entry and strongest[4][11] is None:
        # The line of nobody in particular speaks for the first person behind it, and only for that one.
        first = speaking.setdefault((deal_id, "behind"), entry)
        if first[4][11] == person:
            return strongest
    return speaking.setdefault((deal_id, person), entry)
