"""The waits behind actions that wait for them: one wait for a person may be about several actions.

The words of a wait name each of its parts, joined by ``; ``; a part that has the text of an action is that action's.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import waiting
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Waiting
from dealdesk.store.tables.deals import Person

_JOINT = waiting.JOINT


def end(session: Session, action: Action, context: Context, now: datetime) -> list[str]:
    """End what is waited for because of an action; a wait that is about more goes on for the rest.

    ``action`` has moved on or was archived by now. Returns what there is to say of it.
    """
    said: list[str] = []
    for wait in waiting.open_rows(session, action.deal_id):
        rest = _without(wait.text, action.text)
        mine = wait.action_id == action.id
        if rest is None:
            if not mine:
                continue
            rest = wait.text if _JOINT in wait.text else ""  # in words of its own: which part it was is not known
        others = _others(session, wait, rest, action)
        if mine:
            wait.action_id = others[0].id if others else None
        if not rest and others:
            rest = others[0].text
        if rest:
            told = rest != wait.text
            wait.text = rest
            session.add(wait)
            session.flush()
            said += [f"Still waiting for {_whom(session, wait)}: {rest}."] if told else []
        else:
            said.append(waiting.close(session, wait.uid, None, context, now))
    return said


def _without(text: str, part: str) -> str | None:
    """Return what else a wait is about; None where ``part`` is none of its parts."""
    inside, wanted = f"{_JOINT}{text}{_JOINT}", f"{_JOINT}{part}{_JOINT}"
    if wanted not in inside:
        return None
    return inside.replace(wanted, _JOINT, 1).removeprefix(_JOINT).removesuffix(_JOINT)


def _others(session: Session, wait: Waiting, rest: str, action: Action) -> list[Action]:
    """Return the other actions that wait: those that ``rest`` names, else those of the person waited for."""
    query = select(Action).where(
        Action.deal_id == wait.deal_id,
        Action.state == ActionState.WAITING,
        Action.id != action.id,
        col(Action.archived_at).is_(None),
    )
    rows = session.exec(query.order_by(col(Action.id))).all()
    named = [row for row in rows if _without(rest, row.text) is not None]
    return named or [row for row in rows if wait.person_id is not None and row.owner_id == wait.person_id]


def _whom(session: Session, wait: Waiting) -> str:
    person = session.get(Person, wait.person_id) if wait.person_id else None
    return person.name if person else "them"
