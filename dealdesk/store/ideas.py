"""Ideas for a party: something to offer it one day, the oldest first, whatever deal they were noted in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from dealdesk.errors import NotFound
from dealdesk.store.talk_lines import IdeaLine

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.tables.checkins import Idea

_MAIN = "SELECT party_id FROM deal_party WHERE deal_id = :deal AND position = 0 AND archived_at IS NULL LIMIT 1"
_IDEAS = (
    "SELECT idea.uid, idea.text, coalesce(idea.used_on, ''), coalesce(deal.ref, ''), idea.created_at "
    "FROM idea LEFT JOIN deal ON deal.id = idea.deal_id WHERE idea.archived_at IS NULL AND (idea.deal_id = :deal "
    f"OR coalesce(idea.party_id, (SELECT party_id FROM deal_party WHERE deal_party.deal_id = idea.deal_id "
    f"AND position = 0 AND deal_party.archived_at IS NULL LIMIT 1)) = ({_MAIN})) "
    "ORDER BY idea.used_on IS NOT NULL, idea.id LIMIT :limit"
)


def of_deal(con: sqlite3.Connection, deal_id: int, limit: int = 200) -> tuple[IdeaLine, ...]:
    """Return the ideas for a deal's counterparty and those noted in the deal: unused first, the oldest first."""
    return tuple(map(IdeaLine._make, con.execute(_IDEAS, {"deal": deal_id, "limit": limit})))


def oldest(con: sqlite3.Connection, deal_id: int) -> IdeaLine | None:
    """Return the oldest unused idea for a deal's counterparty; None where there is none."""
    return next((idea for idea in of_deal(con, deal_id, 1) if not idea.used_on), None)


def add(session: Session, deal_id: int, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> Idea:
    """Note an idea for the counterparty of a deal; raises :class:`InputRefused` and writes nothing then."""
    from dealdesk.store import forms
    from dealdesk.store.moment import connection

    row = cast("Idea", forms.create(session, "idea", uid, deal_id, texts, context, now))
    main = connection(session).execute(_MAIN, {"deal": deal_id}).fetchone()
    row.party_id = main[0] if main else None
    session.add(row)
    session.flush()
    return row


def used(session: Session, uid: str, on: date | None) -> None:
    """Mark an idea as used on a local date; None makes it unused again. Raises :class:`NotFound`."""
    from dealdesk.store import forms

    row = cast("Idea | None", forms.find(session, "idea", uid))
    if row is None or row.archived_at is not None:
        raise NotFound("That idea is not there any more.")
    row.used_on = on
    session.add(row)
    session.flush()
