"""The rows that a signing made: found again, told from those somebody worked on, taken back with the signing."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain import follow_through as rules
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import quiet, settings
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row, stored_id
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal
from dealdesk.store.untouched import is_untouched, makes_changes

__all__ = ["actions", "has_changes", "is_untouched", "standing", "take_back"]


def standing(model: type[Row]) -> bool:
    """Return the condition that a row of a table was not archived."""
    return col(model.archived_at).is_(None)  # type: ignore[return-value]


def actions(session: Session, deal_id: int) -> list[Action]:
    """Return the actions of the kinds that a signing makes, those that are open last."""
    rows = session.exec(
        select(Action)
        .where(Action.deal_id == deal_id, col(Action.kind).in_(list(rules.RULES)), standing(Action))
        .order_by(col(Action.id).desc())
    ).all()
    return sorted(rows, key=lambda row: row.state != ActionState.DONE)


def take_back(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Archive what the signing made and nobody touched; the debriefs follow in ``debrief_plan``."""
    con = connection(session)
    rows: list[Action | Checkin] = [row for row in actions(session, stored_id(deal)) if row.state != ActionState.DONE]
    rows += session.exec(select(Checkin).where(Checkin.deal_id == deal.id, standing(Checkin))).all()
    for row in rows:
        if is_untouched(con, deal.uid, row.uid) and not has_changes(con, row):
            row.archived_at = stamp(now)
            session.add(row)
    deal.follow_through, deal.quiet = None, False
    session.flush()
    quiet.settle(session, deal, settings.load(con), context.today)


def has_changes(con: sqlite3.Connection, row: Row) -> bool:
    """Return whether changes are to be made by way of this action."""
    return isinstance(row, Action) and makes_changes(con, stored_id(row))
