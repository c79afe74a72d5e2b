"""The steps between agreed and signed: draft, time to read, counsel, signatures; there while a deal is agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from dealdesk import paths
from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.follow_through import FORMAL_RULE
from dealdesk.domain.vocabulary import ActionKind, ActionState, FollowThrough, SetBy, Stage
from dealdesk.store import deal_dates, parties, settings
from dealdesk.store.moment import connection
from dealdesk.store.row_dates import date_row
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.templates.follow_through import FormalStep, load_follow_through
from dealdesk.templates.load import TemplateRefused


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Make the formal steps of a deal that is agreed; signing does the open ones, any other turn takes them away."""
    rows = session.exec(
        select(Action).where(
            Action.deal_id == deal.id, Action.kind == ActionKind.FORMAL, col(Action.archived_at).is_(None)
        )
    ).all()
    signed = deal_dates.is_signed(deal, context.today)
    if deal.stage == Stage.AGREED and not signed:
        if rows:
            _redate(session, deal, rows, context)
        elif settings.load(connection(session)).follow_through != FollowThrough.NONE:
            _make(session, deal, context, now)
        return
    for row in rows:
        if row.state == ActionState.DONE:
            continue
        if signed:
            row.state, row.done_on = ActionState.DONE, deal.signed_on
            row.done_at = stamp(now)
        elif row.due_rule == FORMAL_RULE:
            row.archived_at = stamp(now)
        session.add(row)
    session.flush()


def _make(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    desk, me = settings.load(connection(session)), parties.me(session)
    anchor = (deal.agreed_on or context.today).isoformat()
    for number, step in enumerate(_steps()):
        row = Action(
            deal_id=stored_id(deal),
            kind=ActionKind.FORMAL,
            text=step.text,
            owner_id=deal.owner_id or (me.id if me else None),
            weight=step.weight,
            position=now.timestamp() + number,
            due_rule=FORMAL_RULE,
            due_anchor=anchor,
            due_offset=step.late,
            due_set_by=SetBy.RULE,
            not_before=context.today,
        )
        date_row(row, desk, context.today)
        session.add(row)
    session.flush()


def _redate(session: Session, deal: Deal, rows: Sequence[Action], context: Context) -> None:
    """Move the steps with the day on which the deal was agreed."""
    if deal.agreed_on is None:
        return
    anchor = deal.agreed_on.isoformat()
    for row in rows:
        if row.due_rule == FORMAL_RULE and row.due_anchor != anchor and row.state != ActionState.DONE:
            row.due_anchor = anchor
            date_row(row, settings.load(connection(session)), context.today)
            session.add(row)
    session.flush()


def _steps() -> tuple[FormalStep, ...]:
    """Return the steps of one's own template, or those that came with the program where it can't be used."""
    try:
        return load_follow_through(Path(paths.config_folder())).formal
    except TemplateRefused:
        return load_follow_through().formal
