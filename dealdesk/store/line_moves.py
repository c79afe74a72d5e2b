"""Lines move between sections: one command, and moving back brings the line back as it was (architecture 5.4)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.errors import InputRefused
from dealdesk.store import line_follow, lines
from dealdesk.store.lines import REGISTERS, find, refuse_fourth
from dealdesk.store.tables.base import RegisterRow
from dealdesk.store.tables.debriefs import HeldMark
from dealdesk.store.tables.history import Typing
from dealdesk.store.tables.reviews import Review, ReviewSlot
from dealdesk.store.typed_lines import typing_key

#: What a line takes along wherever it goes; kind, role, cause, effect and remedy stay behind and wait for it.
_CARRIED = ("text", "said_by", "happened_on", "tags", "debrief_id")


def move(session: Session, uid: str, from_section: str, to_section: str, now: datetime) -> None:
    """Move a line to another section, under the same uid; text that is typed for it follows.

    Raises :class:`InputRefused` for a section that holds no lines and for a fourth change, :class:`NotFound` for a line
    that is not there. Nothing is changed then.
    """
    if to_section not in REGISTERS:
        raise InputRefused("Leverage is a grid of sources; a line can't stand in it.")
    row = find(session, from_section, uid)
    if from_section == to_section:
        return
    if to_section == "changes":
        refuse_fourth(session, row.deal_id, row.debrief_id)
    model = REGISTERS[to_section]
    twin = session.exec(select(model).where(model.uid == uid)).one_or_none()
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()
    line_follow.gone(session, row)
    _drop_picks(session, uid, now)
    if twin is None:
        _insert(session, to_section, row)
    else:
        left_at = twin.archived_at
        _bring_back(session, twin, row)
        _restore_picks(session, uid, to_section, left_at)
    for mark in session.exec(select(HeldMark).where(HeldMark.line_uid == uid, HeldMark.section == from_section)):
        mark.section = to_section
        session.add(mark)
    _move_typing(session, uid, from_section, to_section)
    session.flush()


def _insert(session: Session, section: str, row: RegisterRow) -> None:
    line = Grammar(row.text, row.said_by, row.happened_on, tuple(row.tags.split()))
    lines.add(session, section, row.deal_id, row.debrief_id, line, row.uid)


def _bring_back(session: Session, twin: RegisterRow, row: RegisterRow) -> None:
    twin.archived_at = None
    old_text = twin.text
    for name in _CARRIED:
        setattr(twin, name, getattr(row, name))
    session.add(twin)
    session.flush()
    line_follow.back(session, twin)
    if twin.text != old_text:
        line_follow.edited(session, twin, old_text)


def _drop_picks(session: Session, uid: str, now: datetime) -> None:
    """Free the slots of open reviews that show the line: its old part of the form is no place for it any more."""
    open_slots = (
        select(ReviewSlot)
        .join(Review, col(Review.id) == col(ReviewSlot.review_id))
        .where(ReviewSlot.row_uid == uid, col(ReviewSlot.archived_at).is_(None), col(Review.frozen_at).is_(None))
    )
    for slot in session.exec(open_slots).all():
        slot.archived_at = stamp(now)
        session.add(slot)
    session.flush()


def _restore_picks(session: Session, uid: str, section: str, left_at: str | None) -> None:
    """Pick the line again in the slots it left when it moved away, where nothing else was picked since."""
    freed = session.exec(
        select(ReviewSlot)
        .join(Review, col(Review.id) == col(ReviewSlot.review_id))
        .where(
            ReviewSlot.row_uid == uid,
            ReviewSlot.archived_at == left_at,
            col(ReviewSlot.slot).startswith(f"{section}."),
            col(Review.frozen_at).is_(None),
        )
    ).all()
    for slot in freed:
        taken = select(ReviewSlot.id).where(
            ReviewSlot.review_id == slot.review_id, ReviewSlot.slot == slot.slot, col(ReviewSlot.archived_at).is_(None)
        )
        if session.exec(taken.limit(1)).first() is None:
            slot.archived_at = None
            session.add(slot)
    session.flush()


def _move_typing(session: Session, uid: str, from_section: str, to_section: str) -> None:
    for typed in session.exec(select(Typing).where(Typing.key == typing_key(from_section, uid))).all():
        values = typed.model_dump(exclude={"key"})
        session.delete(typed)
        session.flush()
        session.merge(Typing(key=typing_key(to_section, uid), **values))
        session.flush()
