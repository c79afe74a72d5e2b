"""The rows of messages that a person changed or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import Session, select

from dealdesk.domain.messages import MOST_CHARS
from dealdesk.errors import InputRefused
from dealdesk.store.tables.presign import Draft
from dealdesk.text import clean

if TYPE_CHECKING:
    from dealdesk.store import message_drafts


def put(session: Session, deal_id: int, draft: message_drafts.Draft, subject: str, body: str) -> Draft:
    """Store what a person made of a message, and return its row; what another window made of it is in its history.

    Raises :class:`InputRefused` for a text that is too long.
    """
    subject, body = clean(subject), clean(body, lines=True).strip("\n")
    if len(subject) + len(body) > MOST_CHARS:
        raise InputRefused(f"That is {len(subject) + len(body):,} characters; a message takes {MOST_CHARS:,}.")
    row = session.exec(select(Draft).where(Draft.uid == draft.uid)).one_or_none()
    if row is None:
        row = Draft(uid=draft.uid, deal_id=deal_id, kind=draft.kind.value)
    row.subject, row.body, row.person_id = subject, body, draft.to.id if draft.to else None
    row.about_uid, row.formal, row.strength = draft.about_uid, draft.formal, draft.strength
    row.archived_at = None
    session.add(row)
    session.flush()
    return row


def throw_away(session: Session, uid: str, at: str) -> None:
    """Let a message be made anew from the deal: its changed text goes; ``at`` is the instant, undo brings it back."""
    row = session.exec(select(Draft).where(Draft.uid == uid)).one_or_none()
    if row is not None and row.sent_on is None:
        row.archived_at = at
        session.add(row)
        session.flush()
