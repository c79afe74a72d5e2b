"""Writes the slots of the review form that are actions: hand-over, mail, kickoff, and who makes the changes by when."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import FieldSpec, Kind, read, write_out
from dealdesk.domain.follow_through import RULES
from dealdesk.domain.review_words import Handover, read_handover
from dealdesk.domain.vocabulary import ActionKind, ActionState, SetBy
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import changes, checkin_ties, follow_through, parties
from dealdesk.store.review_actions import ACTIONS
from dealdesk.store.review_parts import day_text
from dealdesk.store.review_picks import Place, archive, at_most, leave_empty, may_go, put
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal
from dealdesk.text import clean

#: What an action says that was made by filling in a date.
ACTION_TEXTS = {
    ActionKind.HANDOVER: "hand the deal over to those who deliver it",
    ActionKind.NEXT_STEPS: "send the next-steps mail",
    ActionKind.KICKOFF: "kickoff",
}
_SENT = FieldSpec("mail", "Next-steps mail sent", Kind.DATE, past=True)
_KICKOFF = FieldSpec("kickoff", "Kickoff", Kind.DATE)
_DUE = FieldSpec("due", "Due", Kind.DATE)
_OWNER = FieldSpec("owner", "Made by")
_ATTENDEES_LIMIT = 2000


def read_handover_text(place: Place, text: str) -> tuple[object, str]:
    """Read a date, names, or both."""
    found = read_handover(clean(at_most(text, _ATTENDEES_LIMIT)), place.reading)
    who = f"with {found.attendees}" if found.attendees else ""
    return found, ", ".join(part for part in (day_text(found.on), who) if part)


def write_handover(place: Place, value: object) -> None:
    """Write when the deal is handed over inside, and to whom."""
    found: Handover = value  # type: ignore[assignment]
    action = _action(place)
    if found.on is None and not found.attendees:
        _clear(place, action)
        return
    action = action or _of_signing(place) or _new(place)
    if found.on != (action.done_on or action.due_on):
        _set_day(place, action, found.on)
    action.attendees = found.attendees
    _keep(place, action)


def read_mail(place: Place, text: str) -> tuple[object, str]:
    """Read the day on which a mail went out; raises :class:`InputRefused` for one that is still to come."""
    day = read(_SENT, text, place.reading).value
    return day, write_out(_SENT, day)


def write_mail(place: Place, value: object) -> None:
    """Write when the next-steps mail went out."""
    action = _action(place)
    if value is None:
        _clear(place, action)
        return
    action = action or _of_signing(place) or _new(place)
    _done(place, action, value)  # type: ignore[arg-type]
    _keep(place, action)


def read_kickoff(place: Place, text: str) -> tuple[object, str]:
    """Read the day of the kickoff."""
    day = read(_KICKOFF, text, place.reading).value
    return day, write_out(_KICKOFF, day)


def write_kickoff(place: Place, value: object) -> None:
    """Write when the kickoff is, or was."""
    action = _action(place)
    if value is None:
        _clear(place, action)
        return
    action = action or _of_signing(place) or _new(place)
    _set_day(place, action, value)  # type: ignore[arg-type]
    _keep(place, action)


def read_due(place: Place, text: str) -> tuple[object, str]:
    """Read the day by which the changes are made."""
    day = read(_DUE, text, place.reading).value
    return write_out(_DUE, day), write_out(_DUE, day)


def read_owner(place: Place, text: str) -> tuple[object, str]:
    """Read the name of whoever makes the changes."""
    name = str(read(_OWNER, text, place.reading).value or "")
    return name, name


def write_due(place: Place, value: object) -> None:
    """Set the date of the changes; none gives it back to the rule. Raises :class:`InputRefused`."""
    _refuse_made(place)
    changes.set_due(place.session, place.deal_id, str(value), place.reading)


def write_owner(place: Place, value: object) -> None:
    """Say who makes the changes; nobody means me. Raises :class:`InputRefused`."""
    _refuse_made(place)
    changes.set_owner(place.session, place.deal_id, str(value))


def _refuse_made(place: Place) -> None:
    action = _action(place)
    if action is None:
        raise InputRefused("Write a change first; owner and date belong to it.")
    if action.state == ActionState.DONE:
        raise InputRefused("These changes are made; owner and date stay as they were.")


def _action(place: Place) -> Action | None:
    if not place.row:
        return None
    found = place.session.exec(
        select(Action).where(Action.uid == place.row, col(Action.archived_at).is_(None))
    ).one_or_none()
    if found is None:
        raise NotFound("That action is not there any more.")
    return found


def _of_signing(place: Place) -> Action | None:
    """Return the open action of this kind that the signing made, where the slot was left empty on purpose."""
    rows = place.session.exec(
        select(Action).where(
            Action.deal_id == place.deal_id,
            Action.kind == ACTIONS[place.slot],
            Action.due_rule == RULES[ACTIONS[place.slot]],
            Action.state != ActionState.DONE,
            col(Action.archived_at).is_(None),
        )
    )
    return rows.first()


def _new(place: Place) -> Action:
    kind = ACTIONS[place.slot]
    return Action(deal_id=place.deal_id, kind=kind, text=ACTION_TEXTS[kind], owner_id=_owner_of_deal(place))


def _owner_of_deal(place: Place) -> int | None:
    deal, me = place.session.get_one(Deal, place.deal_id), parties.me(place.session)
    return deal.owner_id or (me.id if me else None)


def is_rule_date(place: Place) -> bool:
    """Return whether the date of the changes is the rule's."""
    action = _action(place)
    return action is not None and action.due_set_by == SetBy.RULE


def is_owner_of_deal(place: Place) -> bool:
    """Return whether the changes are made by whoever owns the deal, as long as nobody says otherwise."""
    action = _action(place)
    return action is not None and action.owner_id == _owner_of_deal(place)


def _keep(place: Place, action: Action) -> None:
    place.session.add(action)
    place.session.flush()
    if not place.row:
        put(place, place.slot, [action.uid])


def _set_day(place: Place, action: Action, day: date | None) -> None:
    """Let an action be on ``day``: what lies behind us was done, what is to come is agreed.

    No day gives it back to the rule, where the follow-through of its deal has one for it.
    """
    if day is not None and day < place.today:
        _done(place, action, day)
        return
    _undone(action)
    if day is None and follow_through.back_to_rule(place.session, action, place.today):
        return
    action.due_on, action.due_at, action.later_until = day, None, None
    action.soft_on = action.due_reason = None
    action.due_rule = action.due_anchor = action.due_offset = None
    action.due_set_by = SetBy.PERSON if day else None
    checkin_ties.moved(place.session, action)


def _done(place: Place, action: Action, day: date) -> None:
    if action.state != ActionState.DONE:
        action.done_at = stamp(place.now)
    action.state, action.done_on = ActionState.DONE, day


def _undone(action: Action) -> None:
    if action.state == ActionState.DONE:
        action.state, action.done_on, action.done_at = ActionState.TODO, None, None


def _clear(place: Place, action: Action | None) -> None:
    """Take out what the slot says; an action that was made here goes, another one is open again without it."""
    if action is None:
        return
    if may_go(place, action.uid):
        archive(place, action)
        leave_empty(place, [action.uid])
    elif place.slot == "follow.mail":
        _undone(action)
        _keep(place, action)
    else:
        _set_day(place, action, None)
        action.attendees = ""
        _keep(place, action)
        if action.due_set_by == SetBy.RULE:
            leave_empty(place)
