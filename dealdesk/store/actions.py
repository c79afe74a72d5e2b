"""Actions as one adds and moves them: by form or in one line, from state to state, and what follows from a move.

Each function is one command of the history. Order within a column of the board is the board's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from dealdesk.domain import actions as rules
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState, SetBy, Side
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import action_moves, action_owners, forms, people, talk_waits, wait_parts, waiting
from dealdesk.store.action_fields import block, review_end
from dealdesk.store.action_moves import day_words, short
from dealdesk.store.blocking import Blocked, Blocker, blockers
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal

__all__ = [
    "WEIGHT",
    "Blocked",
    "Blocker",
    "add",
    "add_line",
    "block",
    "blockers",
    "move",
    "row_of",
    "texts_of",
    "unblock",
    "wait",
]

#: Urgency of what was promised, before its date counts (see ``domain.urgency``).
WEIGHT = 4


def add(session: Session, deal_id: int, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> Action:
    """Add an action from the texts of its form (``domain.action_form``); only what is to be done is needed.

    The side is the one that is picked, else that of the owner, else ours; what is ours and names nobody is owned by
    whoever works alone. Raises :class:`InputRefused` for the first
    field that can't be read, and for a blocker or a metric that there is not; nothing is written then.
    """
    action = forms.create(session, "action", uid, deal_id, texts, context, now)
    assert isinstance(action, Action)  # noqa: S101 - for the type checker: that is the table of the form
    picked = forms.read_all("action", texts, context)["side"]
    if picked is not None:
        action.side = Side(str(picked))
    if not (texts.get("owner") or _names_stranger(session, action, context)):
        action_owners.take_if_alone(session, action)
    action.weight, action.not_before, action.position = WEIGHT, context.today, 0.0  # on the board by its day
    action.due_set_by = SetBy.PERSON if action.due_on is not None else None
    session.add(action)
    session.flush()
    return action


def add_line(session: Session, deal_id: int, uid: str, line: str, context: Context, now: datetime) -> Action:
    """Add an action typed in one line (``domain.actions.read_line``); raises what :func:`add` raises."""
    known = action_owners.known(connection(session), deal_id)
    return add(session, deal_id, uid, texts_of(rules.read_line(line, context, known)), context, now)


def _names_stranger(session: Session, action: Action, context: Context) -> bool:
    """Return whether the text still holds a name behind an @ that means nobody for certain: it is somebody's then."""
    if "@" not in action.text:
        return False
    known = action_owners.known(connection(session), action.deal_id)
    return bool(rules.read_line(action.text, context, known).unknown)


def texts_of(typed: rules.TypedAction) -> dict[str, str]:
    """Return what a line said as texts of the form."""
    return {
        "text": typed.text,
        "owner": typed.owner,
        "side": typed.side,
        "due_on": typed.due_on.isoformat() if typed.due_on else "",
        "action_class": typed.action_class,
    }


def move(
    session: Session, uid: str, state: ActionState, context: Context, now: datetime, *, anyway: bool = False
) -> list[str]:
    """Move an action to another state and return what there is to say; a review begins its window.

    Moving on from *waiting for them* ends what is waited for because of it. Raises :class:`NotFound`, and
    :class:`Blocked` for *done* while it waits for another one, unless it is done ``anyway``.
    """
    action = row_of(session, uid)
    if action.state == state:
        return []
    if state is ActionState.DONE:
        return action_moves.done(session, action, context, now, anyway=anyway)
    was = ActionState(action.state)
    action.state, action.done_on, action.done_at, action.review_until = state, None, None, None
    action.review_since = context.today if state is ActionState.REVIEW else None
    said = [f"{short(action.text)}: {state.value}."]
    if state is ActionState.WAITING:
        action.waiting_since = context.today
    elif was is ActionState.WAITING:
        action.waiting_since = None
        session.add(action)
        session.flush()
        said += wait_parts.end(session, action, context, now)
    if state is ActionState.REVIEW:
        action.review_until = review_end(session, action, context.today)
        if action.review_until is not None:
            said.append(rules.window_said(action.side, day_words(action.review_until)))
    if state in (ActionState.DOING, ActionState.REVIEW):
        said += [f"It waits for {short(one.text)}, which is still open." for one in _blocker(session, uid)]
    session.add(action)
    session.flush()
    if was is ActionState.DONE:
        action_moves.follow(session, action, context, now)
    return said


def wait(session: Session, uid: str, context: Context, now: datetime) -> list[str]:
    """Let an action wait for them, and begin the wait itself: for its owner, else for whom its deal names.

    Returns what there is to say, nothing where it waits already; raises :class:`NotFound`.
    """
    said = move(session, uid, ActionState.WAITING, context, now)
    return said + _begin_wait(session, row_of(session, uid), context, now) if said else []


def _begin_wait(session: Session, action: Action, context: Context, now: datetime) -> list[str]:
    deal = session.get_one(Deal, action.deal_id)
    theirs = [one.id for one in people.known(connection(session), action.deal_id) if one.side == Side.THEM]
    person_id = action.owner_id if action.owner_id in theirs else next(iter(theirs), None)
    begun = waiting.begin(
        session,
        action.deal_id,
        person_id,
        action.text,
        deal.channel,
        context,
        now,
        action_id=action.id,
        sent=False,
    )
    return [talk_waits.waiting_words(session, begun)]


def unblock(session: Session, uid: str) -> list[str]:
    """Let an action wait for no other one; raises :class:`NotFound`."""
    action = row_of(session, uid)
    if action.blocked_by_id is None:
        raise InputRefused("It waits for nothing.")
    action.blocked_by_id = None
    session.add(action)
    session.flush()
    return [f"{short(action.text)} waits for nothing now."]


def row_of(session: Session, uid: str) -> Action:
    """Return an action; raises :class:`NotFound` where it is not there any more."""
    row = session.exec(select(Action).where(Action.uid == uid, col(Action.archived_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound("That action is not there any more.")
    return row


def _blocker(session: Session, uid: str) -> tuple[Blocker, ...]:
    return blockers(connection(session), uid)[:1]
