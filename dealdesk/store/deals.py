"""Deals written: added by form, edited, archived, and everything that follows from their fields kept up to date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Stage
from dealdesk.store import dating, debriefs, refs
from dealdesk.store.tables.deals import Deal


def add(session: Session, texts: Mapping[str, str], context: Context, now: datetime, uid: str | None = None) -> Deal:
    """Add a deal from the texts of its form, start what a fresh deal starts, and forget the typing of these texts.

    Raises :class:`InputRefused` for the first field that can't be read; nothing is written then.
    """
    from dealdesk.store import forms

    values = forms.read_all("deal", texts, context)
    deal = Deal(**forms.validated("deal", values), ref="")
    if uid and forms.find(session, "deal", uid) is None:
        deal.uid = uid
    party = values.get("counterparty")
    deal.ref, number = refs.allocate(session, str(party or deal.title))
    session.add(deal)
    session.flush()
    refs.give(session, deal, deal.ref, number)
    forms.write_bound(session, "deal", deal, values, now)
    settle(session, deal, context, now)
    if uid:
        forms.forget_fields(session, "deal", uid, texts)
    return deal


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Bring everything that follows from a deal's fields up to date: stage, dates, the debrief that is due."""
    if deal.signed_on and deal.stage in (Stage.NEGOTIATING, Stage.AGREED) and deal.signed_on <= context.today:
        deal.stage = Stage.SIGNED
    entered = now.astimezone().date()
    if deal.signed_on and deal.rev <= 1:
        deal.quiet = entered - deal.signed_on > timedelta(days=dating.QUIET_AFTER_DAYS)
    dating.date_deal(deal, context.calendar, context.today)
    session.add(deal)
    session.flush()
    debriefs.settle_first(session, deal, context, now)


def archive(session: Session, deal_id: int, now: datetime) -> str:
    """Archive a deal and return its title; its rows stay with it, and undo brings it back."""
    deal = session.get_one(Deal, deal_id)
    deal.archived_at = stamp(now)
    session.add(deal)
    session.flush()
    return deal.title
