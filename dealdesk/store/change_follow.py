"""What follows from the changes of a deal: one action for all of them, with owner and date, and a playbook rule each.

The rule is *born* of the change whose deal it carries, and follows it as long as it was not edited or tried elsewhere.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealdesk.domain.vocabulary import ActionKind, ActionState, ChangeKind, FollowThrough
from dealdesk.store import deal_dates, follow_through, parties, settings
from dealdesk.store.moment import connection, local_day, moment
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.registers import PlaybookChange, Rule

#: What the one action says on the board and on Today, where its deal stands beside it.
ACTION_TEXT = "bring what we change into the playbook"
#: Urgency it has before its date counts (see ``domain.urgency``).
WEIGHT = 3
#: Characters of the longest rule; a longer change is cut in the playbook, never in its register.
LONGEST = 2000


def added(session: Session, change: PlaybookChange) -> None:
    """Give a new change its rule and its part in the one action."""
    kind = session.get_one(Deal, change.deal_id).type
    rule = Rule(
        text=_ruled(change.text), kind=_kind(change.kind), type=str(kind) if kind else None, deal_id=change.deal_id
    )
    session.add(rule)
    session.flush()
    change.rule_id = rule.id
    change.action_id = stored_id(_taken_up(session, change.deal_id))
    session.add(change)
    session.flush()


def edited(session: Session, change: PlaybookChange, old_text: str) -> None:
    """Let the rule follow the text of its change."""
    rule = _rule(session, change)
    if rule is not None and rule.text == _ruled(old_text) and _is_own(session, rule, change):
        rule.text = _ruled(change.text)
        session.add(rule)
        session.flush()


def marked(session: Session, change: PlaybookChange, old_kind: str | None) -> None:
    """Let the rule follow the kind of its change."""
    rule = _rule(session, change)
    if rule is not None and rule.kind == _kind(old_kind) and _is_own(session, rule, change):
        rule.kind = _kind(change.kind)
        session.add(rule)
        session.flush()


def gone(session: Session, change: PlaybookChange) -> None:
    """Take the rule away with its change, unless it lives on by itself, and the action with the last one.

    An action that belongs to the follow-through of its deal stays: someone is still to be named.
    """
    rule = _rule(session, change)
    if rule is not None and rule.text == _ruled(change.text) and _is_own(session, rule, change):
        rule.archived_at = moment(session)
        session.add(rule)
    others = select(PlaybookChange.id).where(
        PlaybookChange.deal_id == change.deal_id,
        PlaybookChange.action_id == change.action_id,
        PlaybookChange.id != change.id,
        col(PlaybookChange.archived_at).is_(None),
    )
    action = session.get(Action, change.action_id) if change.action_id is not None else None
    is_open = action is not None and action.archived_at is None and action.state != ActionState.DONE
    if action is not None and is_open and session.exec(others.limit(1)).first() is None:
        if session.get_one(Deal, change.deal_id).follow_through == FollowThrough.FULL:
            action.text, action.owner_id = follow_through.naming_text(), None
        else:
            action.archived_at = moment(session)
        session.add(action)
    session.flush()


def back(session: Session, change: PlaybookChange) -> None:
    """Bring rule and action back with their change."""
    rule = _rule(session, change)
    if rule is None:
        added(session, change)
        return
    if rule.archived_at is not None:
        rule.archived_at = None
        if rule.text != _ruled(change.text) and rule.tried == 0:
            rule.text = _ruled(change.text)
        session.add(rule)
    done = session.get(Action, change.action_id) if change.action_id is not None else None
    if done is None or done.state != ActionState.DONE or done.archived_at is not None:
        change.action_id = stored_id(_taken_up(session, change.deal_id))
        session.add(change)
    session.flush()


def _taken_up(session: Session, deal_id: int) -> Action:
    """Return the one action, which from the first change on is about making them, no longer about naming who does."""
    action = action_of(session, deal_id)
    if action.owner_id is None:
        action.owner_id = _owner(session, session.get_one(Deal, deal_id))
    return named(session, action)


def named(session: Session, action: Action) -> Action:
    """Let the action of a follow-through say what is to be done, now that someone is to do it."""
    if action.text == follow_through.naming_text():
        action.text = ACTION_TEXT
    session.add(action)
    session.flush()
    return action


def _owner(session: Session, deal: Deal) -> int | None:
    me = parties.me(session)
    return deal.owner_id or (me.id if me else None)


def action_of(session: Session, deal_id: int) -> Action:
    """Return the one open action of a deal's changes: the one there is, one that was taken away, else a new one.

    An action that is done stays done: changes taken later get another one.
    """
    action = session.exec(
        select(Action)
        .where(Action.deal_id == deal_id, Action.kind == ActionKind.PLAYBOOK, Action.state != ActionState.DONE)
        .order_by(col(Action.archived_at).is_not(None), col(Action.id).desc())
        .limit(1)
    ).first()
    if action is not None and action.archived_at is None:
        return action
    deal = session.get_one(Deal, deal_id)
    if action is None:
        action = Action(
            deal_id=deal_id,
            text=ACTION_TEXT,
            kind=ActionKind.PLAYBOOK,
            owner_id=_owner(session, deal),
            weight=WEIGHT,
        )
    action.archived_at = None
    today = local_day(moment(session))
    deal_dates.date_changes(action, deal, today, settings.load(connection(session)).calendar)
    session.add(action)
    session.flush()
    return action


def _kind(word: str | None) -> ChangeKind | None:
    return ChangeKind(word) if word in set(ChangeKind) else None


def _ruled(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _rule(session: Session, change: PlaybookChange) -> Rule | None:
    return session.get(Rule, change.rule_id) if change.rule_id is not None else None


def _is_own(session: Session, rule: Rule, change: PlaybookChange) -> bool:
    """Return whether the rule was born of this change, was never tried, and stands for no other."""
    if rule.deal_id != change.deal_id or rule.tried or rule.retired_on or rule.archived_at is not None:
        return False
    other = select(PlaybookChange.id).where(
        PlaybookChange.rule_id == rule.id, PlaybookChange.id != change.id, col(PlaybookChange.archived_at).is_(None)
    )
    return session.exec(other.limit(1)).first() is None
