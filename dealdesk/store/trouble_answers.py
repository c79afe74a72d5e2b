"""The answers to trouble that do something: a new date of the check-in, or an issue. ``trouble`` asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from dealdesk.domain.fields import Context
from dealdesk.store import due_moves, issue_opening
from dealdesk.store.trouble import answered
from dealdesk.store.uid import new_uid


def new_date(session: Session, deal_id: int, checkin_uid: str, day: date, context: Context, now: datetime) -> list[str]:
    """Answer with a new date of the check-in; raises what agreeing on one raises."""
    answered(session, deal_id, context.today)
    return due_moves.new_date(session, "check-in", checkin_uid, day, "", context, now)


def open_issue(session: Session, deal_id: int, why: str, context: Context, now: datetime) -> list[str]:
    """Answer with an issue that holds the sentence about how it stands."""
    answered(session, deal_id, context.today)
    issue_opening.add(session, "issue", new_uid(), deal_id, {"text": why[:2000]}, context, now)
    return ["Issue opened: the Risks tab of the deal has it."]
