"""The record behind a line of Today, by the line's kind."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealdesk.errors import NotFound
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk

#: The row behind a line of each kind.
TABLES: dict[str, type[Row]] = {
    "action": Action,
    "change": Action,
    "debrief": Debrief,
    "check-in": Checkin,
    "waiting": Waiting,
    "issue": Issue,
    "risk": Risk,
    "give notice": Deal,
    "quiet": Deal,
    "still true": Deal,
    "trouble": Deal,
}


def row_of(session: Session, kind: str, uid: str) -> Row:
    """Return the row behind a line; raises :class:`NotFound` when it is gone."""
    model = TABLES[kind]
    row = session.exec(select(model).where(model.uid == uid, col(model.archived_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound("That line is not there any more.")
    return row
