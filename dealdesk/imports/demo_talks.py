"""What the people of the demo do from day to day: talk, wait, sign, finish what is due, decide about a notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import NotFound
from dealdesk.imports.demo_rows import Act, Life
from dealdesk.store import action_moves, checkin_dates, conversations, due_moves, ideas, notice, settings_form, signing
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal
from dealdesk.store.uid import new_uid

_SIGNED_AT, _TALKED_AT, _DONE_AT = 540.0, 330.0, 570.0
#: What the data tell of a talk that is no field of its form.
_BESIDE = ("at", "waiting", "until", "decided", "checkin")


def signed(life: Life, key: int, values: Mapping[str, Any]) -> None:
    """Collect the step that signs a deal, with the texts of the panel."""
    texts = {name: life.text(value) for name, value in values.items() if name != "at"}

    def act(session: Session, context: Context, now: datetime) -> None:
        signing.sign(session, life.ids[key], texts, context, now)

    life.add(values["at"], _SIGNED_AT, "signed the deal", act)


def lived(life: Life, key: int, deal: Mapping[str, Any]) -> None:
    """Collect the steps of one deal's everyday life."""
    for number, planned in enumerate(deal.get("checkins", [])):
        life.add(planned["at"], 240 + number, "set how often to check in", _planned(life, key, planned["text"]))
    for number, talk in enumerate(deal.get("talks", [])):
        life.add(talk["at"], _TALKED_AT + number, "logged a conversation", _talk(life, key, talk))
    for number, finished in enumerate(deal.get("did", [])):
        life.add(finished["at"], _DONE_AT + number, "ticked off a line", _did(life, key, finished["kind"]))
    for number, idea in enumerate(deal.get("ideas", [])):
        life.add(idea["at"], 405 + number, "added an idea", _idea(life, key, idea["text"]))
    for put_off in deal.get("put_off", []):
        life.add(put_off["at"], 410, "put off a line", _later(life, key, put_off))
    for answer in deal.get("notice", []):
        name = "decided about the notice" if "decided" in answer else "saw the reminder to give notice"
        life.add(answer["at"], 415, name, _notice(life, key, answer))


def day_off(life: Life, at: int, text: str) -> None:
    """Collect the step that changes the work calendar; ``text`` as it is typed in the settings."""

    def act(session: Session, context: Context, now: datetime) -> None:
        settings_form.change_days(session, life.text(text), "", "", context, now)

    life.add(at, 20, "set: days off", act)


def _planned(life: Life, key: int, text: str) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        checkin_dates.plan(session, session.get_one(Deal, life.ids[key]), text, context, now)

    return act


def _talk(life: Life, key: int, talk: Mapping[str, Any]) -> Act:
    texts = {name: life.text(value) for name, value in talk.items() if name not in _BESIDE}

    def act(session: Session, context: Context, now: datetime) -> None:
        deal_id = life.ids[key]
        conversations.log(
            session,
            deal_id,
            new_uid(),
            {**texts, "happened_on": context.today.isoformat()},
            context,
            now,
            waiting_for=talk.get("waiting"),
            need_until=_day(life, talk.get("until")),
            decisions=talk.get("decided", ()),
            checkin_uid=_checkin(session, deal_id, talk["checkin"]) if "checkin" in talk else "",
        )

    return act


def _day(life: Life, days: int | None) -> date | None:
    return None if days is None else life.day(days)


def _checkin(session: Session, deal_id: int, purpose: str) -> str:
    found = select(Checkin.uid).where(Checkin.deal_id == deal_id, Checkin.purpose == purpose)
    return session.exec(found).one()


def _did(life: Life, key: int, kind: str) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        found = select(Action).where(
            Action.deal_id == life.ids[key],
            Action.kind == kind,
            Action.state != ActionState.DONE,
            col(Action.archived_at).is_(None),
        )
        action = session.exec(found.order_by(col(Action.id))).first()
        if action is None:
            raise NotFound(f"The demo has no open {kind} to finish.")
        action_moves.done(session, action, context, now)

    return act


def _idea(life: Life, key: int, text: str) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        ideas.add(session, life.ids[key], new_uid(), {"text": text}, context, now)

    return act


def _later(life: Life, key: int, values: Mapping[str, Any]) -> Act:
    def act(session: Session, _context: Context, now: datetime) -> None:
        uid = _checkin(session, life.ids[key], values["checkin"])
        due_moves.later(session, "check-in", uid, life.day(values["until"]), now)

    return act


def _notice(life: Life, key: int, answer: Mapping[str, Any]) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        if "decided" in answer:
            notice.decide(session, life.ids[key], answer["decided"], now)
        else:
            notice.seen(session, life.ids[key], context.today, context)

    return act
