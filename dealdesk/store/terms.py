"""Terms as promises: each one that is not about money has an action with owner and date, or is information only."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Side, TermKind, Trade
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import actions
from dealdesk.store.action_moves import short
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Term
from dealdesk.store.uid import new_uid

_SIDES = {Trade.GAVE: Side.US, Trade.GOT: Side.THEM}
_STANDINGS = (
    "SELECT term.uid, term.information_only, coalesce(action.uid, ''), coalesce(action.text, ''), "
    "coalesce(person.name, ''), coalesce(action.soft_on, action.due_on, ''), coalesce(action.state, '') FROM term "
    "LEFT JOIN action ON action.id = term.action_id AND action.archived_at IS NULL "
    "LEFT JOIN person ON person.id = action.owner_id "
    "WHERE term.deal_id = ? AND term.kind <> ? AND term.archived_at IS NULL ORDER BY term.position, term.id"
)


class Standing(NamedTuple):
    """How a term that is not about money is kept; empty texts where there is nothing."""

    uid: str
    information_only: bool
    action_uid: str
    action_text: str
    owner: str
    due_on: str
    """ISO text."""
    state: str
    """The state of its action."""

    @property
    def explicit(self) -> bool:
        """Whether it has an action with an owner and a date."""
        return bool(self.action_uid and self.owner and self.due_on)

    @property
    def lacks(self) -> str:
        """What it still needs, in a few words; empty for nothing."""
        if self.information_only or self.explicit:
            return ""
        if not self.action_uid:
            return "no action"
        return "no owner, no date" if not self.owner and not self.due_on else "no date" if self.owner else "no owner"


def standings(con: sqlite3.Connection, deal_id: int) -> tuple[Standing, ...]:
    """Return how each term of a deal that is not about money is kept, in their order."""
    rows = con.execute(_STANDINGS, (deal_id, TermKind.COMMERCIAL.value)).fetchall()
    return tuple(Standing(row[0], bool(row[1]), *row[2:]) for row in rows)


def explicit(con: sqlite3.Connection, deal_id: int) -> tuple[int, int]:
    """Return how many terms have an action with owner and date, and of how many.

    Terms about money, and those that are information only, need none and are in neither number.
    """
    found = [one for one in standings(con, deal_id) if not one.information_only]
    return sum(one.explicit for one in found), len(found)


def link(session: Session, uid: str, action_uid: str) -> list[str]:
    """Let an action of the same deal keep a term; raises :class:`NotFound`."""
    term = _term(session, uid)
    action = actions.row_of(session, action_uid)
    if action.deal_id != term.deal_id:
        raise InputRefused("That action is of another deal.")
    return _linked(session, term, action)


def make(session: Session, uid: str, context: Context, now: datetime) -> list[str]:
    """Make an action of a term's own text: ours for what we gave, theirs for what we got.

    Raises :class:`NotFound`, and :class:`InputRefused` where an action keeps it already.
    """
    term = _term(session, uid)
    linked = session.get(Action, term.action_id) if term.action_id else None
    if linked is not None and linked.archived_at is None:
        raise InputRefused(f"{short(linked.text)} keeps this term already.")
    side = _SIDES.get(Trade(term.trade)) if term.trade else None
    texts = {"text": term.what, "clause": term.clause[:200], "side": side.value if side else ""}
    action = actions.add(session, term.deal_id, new_uid(), texts, context, now)
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
