"""Deals written: added by form, archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.store import forms, refs
from dealdesk.store.settling import settle
from dealdesk.store.tables.deals import Deal


def add(session: Session, texts: Mapping[str, str], context: Context, now: datetime, uid: str | None = None) -> Deal:
    """Add a deal from the texts of its form, start what a fresh deal starts, and forget the typing of these texts.

    Raises :class:`InputRefused` for the first field that can't be read; nothing is written then.
    """
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


def archive(session: Session, deal_id: int, now: datetime) -> str:
    """Archive a deal and return its title; its rows stay with it, and undo brings it back."""
    deal = session.get_one(Deal, deal_id)
    deal.archived_at = stamp(now)
    session.add(deal)
    session.flush()
    return deal.title
