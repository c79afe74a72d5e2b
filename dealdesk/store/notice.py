"""Answers to the question whether notice is given: decided, seen, or later."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session

from dealdesk.clock import LOCAL
from dealdesk.domain import notice as rules
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import NoticeDecision
from dealdesk.errors import InputRefused
from dealdesk.store import deal_dates, settings
from dealdesk.store.moment import connection
from dealdesk.store.tables.deals import Deal


def decide(session: Session, deal_id: int, decision: str, now: datetime) -> None:
    """Record what is decided about a deal's notice; its reminders are silent until the next period.

    No decision ("") takes one back. Raises :class:`InputRefused` for another word, or for a deal without a notice.
    """
    deal = _with_notice(session, deal_id)
    if not decision:
        deal.notice_decision = deal.notice_decided_on = None
    elif decision in set(NoticeDecision):
        today = now.astimezone(LOCAL).date()
        if decision == NoticeDecision.END:
            deal_dates.pass_missed(deal, settings.load(connection(session)).calendar, today)
        deal.notice_decision = NoticeDecision(decision).value
        deal.notice_decided_on = today
    else:
        raise InputRefused(f"Decide one of: {', '.join(NoticeDecision)}.")
    session.add(deal)
    session.flush()


def seen(session: Session, deal_id: int, today: date, context: Context) -> date:
    """Let a deal's notice be silent until its next reminder; return that day. Raises :class:`InputRefused`."""
    deal = _with_notice(session, deal_id)
    by = deal.give_notice_by or today
    must_be_ahead(by, today)
    leads = settings.load(connection(session)).notice_leads
    deal.notice_remind_on = rules.next_reminder(by, leads, context.calendar, max(today, deal.notice_remind_on or today))
    session.add(deal)
    session.flush()
    return deal.notice_remind_on


def later(session: Session, deal_id: int, day: date) -> None:
    """Let a deal's notice be silent until ``day``.

    Raises :class:`InputRefused` for a day after the last safe one: it would be too late.
    """
    deal = _with_notice(session, deal_id)
    if deal.give_notice_by and day > deal.give_notice_by:
        raise InputRefused(f"{day_words(deal.give_notice_by)} is the last safe day to give notice; choose one before.")
    deal.notice_remind_on = day
    session.add(deal)
    session.flush()


def must_be_ahead(by: date, today: date) -> None:
    """Raise :class:`InputRefused` for a last safe day that has passed: nothing is left to put off."""
    if by < today:
        words = f"The last safe day to give notice was {day_words(by)}"
        raise InputRefused(f"{words}. Say what you decided: renew, renegotiate, end or let it roll.")


def _with_notice(session: Session, deal_id: int) -> Deal:
    deal = session.get_one(Deal, deal_id)
    if deal.give_notice_by is None:
        raise InputRefused(f"{deal.ref} has no day to give notice by: it needs an end and a notice period.")
    return deal
