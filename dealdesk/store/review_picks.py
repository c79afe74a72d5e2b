"""Which rows stand in which slots of the open version of a review, and what becomes of a row that is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.errors import InputRefused
from dealdesk.store.engine import raw
from dealdesk.store.review_parts import Filled
from dealdesk.store.review_slots import TABLE_OF, born, siblings
from dealdesk.store.tables.base import Row, stored_id
from dealdesk.store.tables.debriefs import HeldMark
from dealdesk.store.tables.registers import PlaybookChange
from dealdesk.store.tables.reviews import Review, ReviewSlot


class Place(NamedTuple):
    """A slot that is being written."""

    session: Session
    deal_id: int
    slot: str
    slots: Mapping[str, Filled]
    """What all slots of the version show before it is written."""
    today: date
    now: datetime
    context: Context | None = None
    """How dates are read; None where nothing typed is written."""

    @property
    def filled(self) -> Filled:
        """What the slot shows before it is written."""
        return self.slots[self.slot]

    @property
    def row(self) -> str:
        """The uid of the first row it shows; "" for none."""
        return self.filled.rows[0] if self.filled.rows else ""

    @property
    def reading(self) -> Context:
        """What the reading of typed text depends on; raises LookupError where nothing typed is written."""
        if self.context is None:
            raise LookupError("nothing typed is written here")
        return self.context


def open_review(session: Session, deal_id: int, today: date) -> Review:
    """Return the open version of a deal's review; the first one begins with what is first picked or dated."""
    found = newest(session, deal_id)
    if found is not None:
        return found
    # One that undo put away comes back with what other windows picked in it since.
    put_away = select(Review).where(Review.deal_id == deal_id, Review.version == 1, col(Review.frozen_at).is_(None))
    found = session.exec(put_away.order_by(col(Review.id).desc()).limit(1)).first()
    found = found or Review(deal_id=deal_id, version=1)
    found.archived_at, found.reviewed_on = None, today
    session.add(found)
    session.flush()
    return found


def newest(session: Session, deal_id: int) -> Review | None:
    """Return the newest version of a deal's review; None where none was begun."""
    return session.exec(
        select(Review)
        .where(Review.deal_id == deal_id, col(Review.archived_at).is_(None))
        .order_by(col(Review.version).desc())
        .limit(1)
    ).first()


def put(place: Place, slot: str, uids: Sequence[str]) -> None:
    """Let exactly these rows stand in a slot; no rows: it is left empty on purpose."""
    review = open_review(place.session, place.deal_id, place.today)
    held = held_by(place.session, review, slot)
    wanted: Sequence[str | None] = uids or [None]
    for number, uid in enumerate(wanted):
        pick = held[number] if number < len(held) else new_pick(review, slot)
        pick.row_tab, pick.row_uid, pick.frozen_text = (TABLE_OF[slot] if uid else None), uid, None
        place.session.add(pick)
    _drop(place, held[len(wanted) :])


def leave_empty(place: Place, gone: Sequence[str] = ()) -> None:
    """Let the slot show nothing; once its rows ``gone`` leave none that could stand there, the next one may again."""
    if any(uid not in gone for uid in place.filled.ring):
        put(place, place.slot, [])
    elif review := newest(place.session, place.deal_id):
        _drop(place, held_by(place.session, review, place.slot))


def _drop(place: Place, picks: Iterable[ReviewSlot]) -> None:
    for pick in picks:
        pick.archived_at = stamp(place.now)
        place.session.add(pick)
    place.session.flush()


def held_by(session: Session, review: Review, slot: str) -> Sequence[ReviewSlot]:
    """Return what a version says about a slot, in its order."""
    return session.exec(
        select(ReviewSlot)
        .where(ReviewSlot.review_id == review.id, ReviewSlot.slot == slot, col(ReviewSlot.archived_at).is_(None))
        .order_by(col(ReviewSlot.id))
    ).all()


def new_pick(review: Review, slot: str) -> ReviewSlot:
    """Return a pick that is not stored yet."""
    return ReviewSlot(deal_id=review.deal_id, review_id=stored_id(review), slot=slot)


def pin_siblings(place: Place) -> None:
    """Hold what the other slots of the group show, so that what leaves this one does not move into them."""
    for slot in siblings(place.slot):
        review = open_review(place.session, place.deal_id, place.today)
        if not held_by(place.session, review, slot):
            put(place, slot, place.slots[slot].rows)


def may_go(place: Place, uid: str) -> bool:
    """Return whether a row of the slot was born in the form and stands nowhere else, so that it goes with its slot."""
    if not born(raw(place.session), [(TABLE_OF[place.slot], uid)]):
        return False
    picks = select(ReviewSlot.id).where(
        ReviewSlot.row_uid == uid, ReviewSlot.slot != place.slot, col(ReviewSlot.archived_at).is_(None)
    )
    taken = select(PlaybookChange.id).where(PlaybookChange.source_uid == uid, col(PlaybookChange.archived_at).is_(None))
    held = select(HeldMark.id).where(HeldMark.line_uid == uid, col(HeldMark.archived_at).is_(None))
    return not any(place.session.exec(query.limit(1)).first() for query in (picks, taken, held))


def archive(place: Place, row: Row) -> None:
    """Take a row away; undo brings it back."""
    row.archived_at = stamp(place.now)
    place.session.add(row)
    place.session.flush()


def at_most(text: str, limit: int) -> str:
    """Return ``text``; raises :class:`InputRefused` where it is longer than so many characters."""
    if len(text) > limit:
        raise InputRefused(f"That is {len(text):,} characters; this input takes {limit:,}.")
    return text
