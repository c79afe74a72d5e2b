"""Deals written: added by form, archived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Outcome, Stage
from dealdesk.store import forms, refs, signing
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
    if deal.outcome == Outcome.SIGNED and deal.signed_on is None and deal.stage in signing.UNSIGNED:
        deal.stage = Stage.SIGNED
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


def must_make_sense(texts: Mapping[str, str], context: Context) -> None:
    """Refuse a day of signing to come and an end before its deal begins; raises :class:`InputRefused`.

    For the shell, where a slip is seen by nobody; a form says its doubt beside the field.
    """
    values = forms.read_all("deal", texts, context)
    signed_on = values.get("signed_on")
    if isinstance(signed_on, date):
        signing.must_have_come(signed_on, context.today)
    signing.end_must_follow(values.get("end_on"), signed_on, values.get("start_on"))  # type: ignore[arg-type]


def archive(session: Session, deal_id: int, now: datetime) -> str:
    """Archive a deal and return its title; its rows stay with it, and undo brings it back."""
    deal = session.get_one(Deal, deal_id)
    deal.archived_at = stamp(now)
    session.add(deal)
    session.flush()
    return deal.title
