"""What the people of the demo keep after signing: rows of the registers, actions on the board, terms that have one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState
from dealdesk.imports.demo_rows import Act, Life
from dealdesk.store import actions, forms, issue_opening, registers, terms, together
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Term
from dealdesk.store.tables.delivery import Issue
from dealdesk.store.uid import new_uid

_KEPT_AT, _MOVED_AT = 425.0, 455.0
_BESIDE = ("at", "table", "closed", "outcome")
_OPENED = ("issue", "ladder")


def kept(life: Life, key: int, deal: Mapping[str, Any]) -> None:
    """Collect the steps that fill the registers of one signed deal."""
    for number, row in enumerate(deal.get("registers", [])):
        life.add(row["at"], _KEPT_AT + number / 4, "kept a register", _row(life, key, row))
    for number, promised in enumerate(deal.get("actions", [])):
        life.add(promised["at"], _KEPT_AT + 20 + number / 4, "added an action", _action(life, key, promised))
    for number, moved in enumerate(deal.get("moved", [])):
        life.add(moved["at"], _MOVED_AT + number / 4, "moved an action", _moved(life, key, moved))
    for number, told in enumerate(deal.get("term_actions", [])):
        life.add(told["at"], _MOVED_AT + 10 + number / 4, "said who keeps a term", _term(life, key, told))
    if "together" in deal:
        life.add(deal["together"], _KEPT_AT, "wrote down how we work together", _together(life, key))


def _row(life: Life, key: int, row: Mapping[str, Any]) -> Act:
    texts = {name: life.text(value) for name, value in row.items() if name not in _BESIDE}

    def act(session: Session, context: Context, now: datetime) -> None:
        add = issue_opening.add if row["table"] in _OPENED else registers.add
        add(session, row["table"], new_uid(), life.ids[key], texts, context, now)

    if "outcome" in row:
        life.add(row["closed"], _MOVED_AT, "closed an issue", _closed(life, key, row))
    return act


def _closed(life: Life, key: int, row: Mapping[str, Any]) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        found = select(Issue.uid).where(Issue.deal_id == life.ids[key], Issue.text == row["text"])
        forms.promote(session, "issue", session.exec(found).one(), "outcome", row["outcome"], None, context, now)

    return act


def _action(life: Life, key: int, promised: Mapping[str, Any]) -> Act:
    texts = {name: life.text(value) for name, value in promised.items() if name != "at"}

    def act(session: Session, context: Context, now: datetime) -> None:
        actions.add(session, life.ids[key], new_uid(), texts, context, now)

    return act


def _moved(life: Life, key: int, moved: Mapping[str, Any]) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        uid = _action_uid(session, life.ids[key], moved["action"])
        actions.move(session, uid, ActionState(moved["state"]), context, now)

    return act


def _term(life: Life, key: int, told: Mapping[str, Any]) -> Act:
    def act(session: Session, _context: Context, _now: datetime) -> None:
        found = select(Term.uid).where(Term.deal_id == life.ids[key], Term.what == told["term"])
        uid = session.exec(found).one()
        if "action" in told:
            terms.link(session, uid, _action_uid(session, life.ids[key], told["action"]))
        else:
            terms.information_only(session, uid)

    return act


def _together(life: Life, key: int) -> Act:
    def act(session: Session, _context: Context, _now: datetime) -> None:
        together.begin(session, life.ids[key])

    return act


def _action_uid(session: Session, deal_id: int, text: str) -> str:
    return session.exec(select(Action.uid).where(Action.deal_id == deal_id, Action.text == text)).one()
