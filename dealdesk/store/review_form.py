"""The review form as a screen shows and changes it: 45 slots over the rows of the desk (architecture 5.3).

Reading needs no ORM. What writes takes a session, is one command each, and loads the ORM when it is first called.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain.vocabulary import DebriefKind, DebriefState, LeverageSource
from dealdesk.store import review
from dealdesk.store.review_parts import Filled
from dealdesk.store.review_slots import TABLE_OF, TOKENS, born
from dealdesk.templates.review import SLOT_IDS

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.forms import Promoted

#: Where a row of a table stands beside the form, in a word or two.
_STANDS_IN = {
    "deal": "deal page",
    "term": "deal page",
    "missed": "question bank",
    "friction": "friction log",
    "playbook_change": "playbook",
    "leverage_mark": "leverage checklist",
    "action": "actions",
    "checkin": "check-ins",
    "metric": "metrics",
    "contact": "contacts",
    "risk": "risk list",
}
_OF_DEBRIEF = ("takeaway", "missed", "friction", "playbook_change", "leverage_mark")


class SlotView(NamedTuple):
    """One input of the form as it stands."""

    id: str
    text: str
    """As it would be typed: dates as ISO text, tokens parted by semicolons."""
    printed: str
    """In the words of the page."""
    source: str
    """"deal", "pulled" (what fits first), "picked", "written" (born in the form), or "" where it is empty."""
    elsewhere: tuple[str, ...]
    """Where else the row stands: "debrief", "friction log"."""
    candidates: int
    """How many other rows could stand here."""
    more: int
    """How many rows of the slot the page has no room for."""
    answered: bool
    """It says something; a box of the leverage part does so unticked, once any source was marked."""
    tokens: tuple[str, ...]
    """The single rows of a slot of tokens, as they are typed."""


class FormView(NamedTuple):
    """One version of the form, with all 45 slots in the order of the page."""

    deal_id: int
    deal_uid: str
    version: int
    reviewed_on: date
    closed: bool
    slots: dict[str, SlotView]


class SlotDiff(NamedTuple):
    """A slot that says something else in the second version."""

    slot: str
    first: str
    second: str


def view(con: sqlite3.Connection, deal_id: int, today: date, version: int | None = None) -> FormView:
    """Return a version of the form, the newest where none is named; ``today`` is the local date.

    Raises :class:`NotFound` for a deal or version there is not.
    """
    found = review.read(con, deal_id, today, version)
    uid = str(con.execute("SELECT uid FROM deal WHERE id = ?", (deal_id,)).fetchone()[0])
    if found.closed:
        frozen = {slot: _frozen(slot, filled) for slot, filled in found.slots.items()}
        return FormView(deal_id, uid, found.version, found.reviewed_on, True, frozen)
    picked = [(TABLE_OF[slot], row) for slot, pick in found.picks.items() for row in pick.rows]
    written, debriefed = born(con, picked), _debriefed(con, deal_id)
    marked = _is_marked(con, deal_id)
    slots = {
        slot: SlotView(
            slot,
            filled.as_typed,
            filled.printed,
            _source(slot, found, written),
            _elsewhere(slot, filled, debriefed),
            sum(row not in filled.rows for row in filled.ring),
            filled.more,
            bool(filled.text) or (marked and slot in _TICKS),
            filled.tokens if slot in TOKENS else (),
        )
        for slot, filled in found.slots.items()
    }
    return FormView(deal_id, uid, found.version, found.reviewed_on, False, slots)


_TICKS = frozenset(f"leverage.{source}" for source in LeverageSource)


def _frozen(slot: str, filled: Filled) -> SlotView:
    return SlotView(slot, filled.text, filled.printed, "", (), 0, 0, bool(filled.text), ())


def _source(slot: str, found: review.Reading, written: frozenset[str]) -> str:
    # What stands beside a row came the way the row did.
    main = {"friction.cause": "friction.moments"}.get(slot, slot.replace("answer_", ""))
    filled, pick = found.slots[slot], found.picks.get(main)
    if not filled.text:
        return ""
    if slot.startswith("head."):
        return "deal"
    if pick is None or not pick.rows:
        return "written" if pick and pick.text else "pulled"
    return "written" if written.issuperset(filled.rows) else "picked"


def _elsewhere(slot: str, filled: Filled, debriefed: frozenset[str]) -> tuple[str, ...]:
    if not filled.rows and not (slot.startswith("head.") and slot != "head.date" and filled.text):
        return ()
    place = _STANDS_IN.get(TABLE_OF[slot])
    return ("debrief",) * (not debriefed.isdisjoint(filled.rows)) + ((place,) if place else ())


def _debriefed(con: sqlite3.Connection, deal_id: int) -> frozenset[str]:
    query = " UNION ALL ".join(
        f"SELECT uid FROM {table} WHERE deal_id = ? AND debrief_id IS NOT NULL" for table in _OF_DEBRIEF
    )
    return frozenset(row[0] for row in con.execute(query, (deal_id,) * len(_OF_DEBRIEF)))


def _is_marked(con: sqlite3.Connection, deal_id: int) -> bool:
    query = (
        "SELECT 1 FROM leverage_mark WHERE deal_id = ? AND archived_at IS NULL "
        "AND (counted_on OR moved OR did_not_move) LIMIT 1"
    )
    return con.execute(query, (deal_id,)).fetchone() is not None


def filled(form: FormView) -> int:
    """Return how many of the 45 inputs say something."""
    return sum(slot.answered for slot in form.slots.values())


def by_part(form: FormView) -> dict[str, tuple[int, int]]:
    """Return for each part how many of its inputs say something, and how many it has."""
    return {
        part: (sum(form.slots[f"{part}.{slot}"].answered for slot in ids), len(ids)) for part, ids in SLOT_IDS.items()
    }


def diff(con: sqlite3.Connection, deal_id: int, today: date) -> tuple[SlotDiff, ...]:
    """Return what the second version says otherwise than the first, in the order of the page; none yet: nothing."""
    if review.versions(con, deal_id) != [1, 2]:
        return ()
    first, second = (review.slots(con, deal_id, today, version) for version in (1, 2))
    return tuple(SlotDiff(slot, text, second[slot]) for slot, text in first.items() if text != second[slot])


def version_offered(con: sqlite3.Connection, deal_id: int) -> bool:
    """Return whether it is time for the second version: the first one was begun, and the first milestone was debriefed.

    It can be opened earlier by hand.
    """
    if review.versions(con, deal_id) != [1]:
        return False
    row = con.execute(
        "SELECT 1 FROM debrief WHERE deal_id = ? AND archived_at IS NULL AND state = ? AND kind IN (?, ?) LIMIT 1",
        (deal_id, DebriefState.DONE.value, DebriefKind.SECOND.value, DebriefKind.MILESTONE.value),
    ).fetchone()
    return row is not None


def promote(
    session: Session,
    deal_id: int,
    slot: str,
    text: str,
    base_text: str | None,
    context: Context,
    now: datetime,
    handed: Sequence[str] = (),
) -> Promoted:
    """Make typed text part of the rows behind a slot, as :func:`dealdesk.store.forms.promote` does for a field.

    Text in an empty slot makes the row, with the role of the slot, and picks it; text in a full one edits its row;
    no text takes the row out, and away where it was born in the form and stands nowhere else. The text is kept while it
    is typed under ``review/<uid of the deal>/<slot>``. Text that can't be read
    stays typing, *refused*; a slot that another window changed since ``base_text`` is a *conflict*.
    Raises :class:`InputRefused` for a closed version, :class:`NotFound` for a deal or slot there is not.
    """
    from dealdesk.store import review_writing

    return review_writing.promote(session, deal_id, slot, text, base_text, context, now, handed)


def cycle(session: Session, deal_id: int, slot: str, by: int, now: datetime) -> None:
    """Let the next row (``by`` 1) or the one before (-1) stand in a slot; nothing happens where there is no other.

    A slot of tokens takes one row more, or puts its last one back. Raises what :func:`promote` raises.
    """
    from dealdesk.store import review_writing

    review_writing.cycle(session, deal_id, slot, by, now)


def mark(session: Session, deal_id: int, source: str, on: bool, now: datetime) -> None:
    """Tick a source of leverage as one that moved them, or take that back.

    Raises :class:`MarkRefused` where one of its drivers says otherwise.
    """
    from dealdesk.store import review_head

    review_head.mark(session, deal_id, source, on)


def open_version(session: Session, deal_id: int, now: datetime) -> int:
    """Open the second version and return its number: the first is frozen as it reads now, its picks are copied.

    Raises :class:`InputRefused` where there are two already, :class:`NotFound` for a deal there is not.
    """
    from dealdesk.store import review_writing

    return review_writing.open_version(session, deal_id, now)
