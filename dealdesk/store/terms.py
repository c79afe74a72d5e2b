"""Terms as promises: each one that is not about money has an action with owner and date, or is information only."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from dealdesk.domain.actions import NOTHING_SAID, TypedAction
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Side, Trade
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import actions, forms
from dealdesk.store.action_moves import short
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Term
from dealdesk.store.term_standings import Standing, explicit, standings
from dealdesk.store.uid import new_uid

__all__ = ["Standing", "explicit", "give", "information_only", "link", "make", "standings", "unlink"]

_SIDES = {Trade.GAVE: Side.US, Trade.GOT: Side.THEM}


def link(session: Session, uid: str, action_uid: str) -> list[str]:
    """Let an action of the same deal keep a term; raises :class:`NotFound`."""
    term = _term(session, uid)
    action = actions.row_of(session, action_uid)
    if action.deal_id != term.deal_id:
        raise InputRefused("That action is of another deal.")
    return _linked(session, term, action)


def make(session: Session, uid: str, context: Context, now: datetime, given: TypedAction = NOTHING_SAID) -> list[str]:
    """Make an action of a term's own text: ours for what we gave, theirs for what we got, or its owner's.

    ``given``: who and by when, where that is known (``domain.actions.read_who_when``). Raises :class:`NotFound`, and
    :class:`InputRefused` where an action keeps it already.
    """
    term = _term(session, uid)
    linked = session.get(Action, term.action_id) if term.action_id else None
    if linked is not None and linked.archived_at is None:
        raise InputRefused(f"{short(linked.text)} keeps this term already.")
    side = _SIDES.get(Trade(term.trade)) if term.trade else None
    texts = {**actions.texts_of(given), "text": term.what, "clause": term.clause[:200]}
    texts["side"] = given.side or (side.value if side else "")
    action = actions.add(session, term.deal_id, new_uid(), texts, context, now)
    return _linked(session, term, action)


def give(session: Session, uid: str, context: Context, now: datetime, given: TypedAction) -> list[str]:
    """Say who does the action that keeps a term, and by when; what is not ``given`` stays as it is.

    Raises :class:`NotFound` where no action keeps it.
    """
    term = _term(session, uid)
    action = session.get(Action, term.action_id) if term.action_id else None
    if action is None or action.archived_at is not None:
        raise NotFound("No action keeps this term any more.")
    if given.owner or given.side:
        name = given.owner or ("us" if given.side == Side.US else "them")
        forms.write_field(session, "action", action, "owner", name, context, now)
    if given.due_on is not None:
        forms.write_field(session, "action", action, "due_on", given.due_on, context, now)
    return _linked(session, term, action)


def unlink(session: Session, uid: str) -> list[str]:
    """Take the action away from a term; the action stays. Raises :class:`NotFound`."""
    term = _term(session, uid)
    term.action_id = None
    session.add(term)
    session.flush()
    return ["No action keeps this term now."]


def information_only(session: Session, uid: str, *, yes: bool = True) -> list[str]:
    """Say that a term needs no action, or that it does again. Raises :class:`NotFound`."""
    term = _term(session, uid)
    term.information_only = yes
    if yes:
        term.action_id = None
    session.add(term)
    session.flush()
    return ["Information only." if yes else "This term needs an action."]


def _linked(session: Session, term: Term, action: Action) -> list[str]:
    term.action_id, term.information_only = stored_id(action), False
    if term.clause and not action.clause:
        action.clause = term.clause
        session.add(action)
    session.add(term)
    session.flush()
    lacks = [words for words, there in (("an owner", action.owner_id), ("a date", action.due_on)) if not there]
    needs = f" It still needs {' and '.join(lacks)}." if lacks else ""
    return [f"{short(action.text)} keeps this term.{needs}"]


def _term(session: Session, uid: str) -> Term:
    row = session.exec(select(Term).where(Term.uid == uid, col(Term.archived_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound("That term is not there any more.")
    return row
