"""The one risk a debrief ends with: a row of the risk register, not a second copy of it.

Its uid follows from that of the debrief, so that however often the risk is reworded, also by another window, it is one
row, which the review shows and the register lets one edit.
"""

from __future__ import annotations

from uuid import NAMESPACE_OID, uuid5

from sqlmodel import Session, select

from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Risk


def uid_for(debrief_uid: str) -> str:
    """Return the uid of a debrief's risk."""
    return str(uuid5(NAMESPACE_OID, f"{debrief_uid}/risk"))


def of_debrief(session: Session, debrief: Debrief) -> Risk | None:
    """Return the risk a debrief ended with, as the register has it; None for none or one that was taken away."""
    row = _row(session, debrief)
    return row if row and row.archived_at is None else None


def put(session: Session, debrief: Debrief, text: str, at: str) -> None:
    """Write the risk down, or reword it; an empty text takes it away. ``at`` is the instant as stored."""
    row = _row(session, debrief)
    if row is None:
        if not text:
            return
        row = Risk(uid=uid_for(debrief.uid), deal_id=debrief.deal_id, text=text)
    elif text:
        row.text, row.archived_at = text, None
    else:
        row.archived_at = row.archived_at or at
    session.add(row)
    session.flush()


def _row(session: Session, debrief: Debrief) -> Risk | None:
    return session.exec(select(Risk).where(Risk.uid == uid_for(debrief.uid))).one_or_none()
