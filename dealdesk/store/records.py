"""Rows with a form, whatever table they are in: added with what follows from them, taken away by archiving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.issue_forms import ISSUES
from dealdesk.domain.register_forms import REGISTERS
from dealdesk.errors import NotFound
from dealdesk.store import forms
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.delivery import Ladder


def add(
    session: Session, table: str, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> int:
    """Add the row ``uid`` of a deal from the texts of its form, with what follows, and return its id.

    Raises :class:`InputRefused` for the first field that can't be read; nothing is written then.
    """
    if table == "friction":
        from dealdesk.store import friction

        return friction.log(session, deal_id, uid, texts, context, now).id or 0
    if table == "idea":
        from dealdesk.store import ideas

        return ideas.add(session, deal_id, uid, texts, context, now).id or 0
    if table == "decision":
        from dealdesk.store import conversations

        return conversations.decide(session, deal_id, uid, texts, context, now).id or 0
    if table == "action":
        from dealdesk.store import actions

        return actions.add(session, deal_id, uid, texts, context, now).id or 0
    if table == "note":
        from dealdesk.store import notes

        texts = notes.dated(texts, context)
    if table in REGISTERS:
        from dealdesk.store import registers

        return registers.add(session, table, uid, deal_id, texts, context, now).id or 0
    if table in ISSUES:
        from dealdesk.store import issue_opening

        return issue_opening.add(session, table, uid, deal_id, texts, context, now).id or 0
    return forms.create(session, table, uid, deal_id, texts, context, now).id or 0


def archive(session: Session, table: str, uid: str, now: datetime) -> list[str]:
    """Archive one row and return what followed, a sentence each; undo brings it back.

    Raises :class:`NotFound` when it is not there.
    """
    row = forms.find(session, table, uid)
    if row is None:
        raise NotFound("That line is not there any more.")
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()
    if table == "checkin":
        from dealdesk.store import checkin_fields

        checkin_fields.taken_away(session, row, now)
    if table == "conversation":
        from dealdesk.store import talk_removal

        return talk_removal.settle(session, row, now)
    if isinstance(row, Action):
        from dealdesk.store import checkin_fields, settings, wait_parts

        context = settings.load(connection(session)).context(local_day(stamp(now)))
        return [*wait_parts.end(session, row, context, now), *checkin_fields.action_taken_away(session, row, now)]
    if isinstance(row, Ladder):
        from dealdesk.store import issues

        issues.retime(session, row.deal_id)
    return []
