"""What is the same for every row with a form: taken away by archiving, whatever table it is in."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.errors import NotFound
from dealdesk.store import forms


def archive(session: Session, table: str, uid: str, now: datetime) -> None:
    """Archive one row; raises :class:`NotFound` when it is not there. Undo brings it back."""
    row = forms.find(session, table, uid)
    if row is None:
        raise NotFound("That line is not there any more.")
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()
