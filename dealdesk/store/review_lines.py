"""Writes the slots of the review form that are one row of a register each, and what stands beside such a row."""

from __future__ import annotations

from sqlmodel import col, func, select

from dealdesk.domain import takeaways
from dealdesk.domain.fields import read, write_out
from dealdesk.domain.forms import spec_of
from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.domain.vocabulary import Cause, MissedRole, TakeawayKind, TakeawayRole
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import lines
from dealdesk.store.review_picks import Place, archive, at_most, leave_empty, may_go, pin_siblings, put
from dealdesk.store.tables.delivery import Risk
from dealdesk.text import clean

_MISSED = {"late": MissedRole.LATE, "earlier": MissedRole.EARLIER, "hidden": MissedRole.HIDDEN}
_PLAIN_KIND = {
    TakeawayRole.TACTIC: TakeawayKind.TACTIC,
    TakeawayRole.PROOF: TakeawayKind.PROOF,
    TakeawayRole.RELATIONSHIP: TakeawayKind.STAKEHOLDER,
}


def read_text(_place: Place, text: str) -> tuple[object, str]:
    """Read a line word for word."""
    line = clean(at_most(text, lines.LONGEST))
    return line, line


def write_line(place: Place, value: object) -> None:
    """Edit the line that stands in the slot, write a new one into an empty slot, or take it out."""
    section, text = _section(place), str(value)
    if not text:
        _clear(place)
    elif place.row:
        lines.edit(place.session, section, place.row, Grammar(text))
    else:
        uid = lines.add(place.session, section, place.deal_id, None, _new(place, text))
        if section == "friction":
            row = lines.find(place.session, section, uid)
            row.happened_on = place.today
            place.session.add(row)
        put(place, place.slot, [uid])


def _section(place: Place) -> str:
    """Return the section whose register the slot shows: it has the name of the part."""
    return place.slot.partition(".")[0]


def _new(place: Place, text: str) -> Grammar:
    """Return a line with the role of its slot."""
    part, _, name = place.slot.partition(".")
    if part == "worked":
        kind = takeaways.guess_kind(text).value
        fits = takeaways.guess_role(text, kind).value == name
        return Grammar(text, kind=str(kind if fits else _PLAIN_KIND[TakeawayRole(name)]))
    return Grammar(text, kind=str(_MISSED[name])) if part == "missed" else Grammar(text)


def _clear(place: Place) -> None:
    uid = place.row
    goes = bool(uid) and may_go(place, uid)
    pin_siblings(place)
    if goes and place.slot.startswith("risks."):
        archive(place, _risk(place, uid))
    elif goes:
        lines.archive(place.session, _section(place), uid, place.now)
    leave_empty(place, [uid] if goes else [])


def write_risk(place: Place, value: object) -> None:
    """Edit the risk that stands in the slot, write a new one into an empty slot, or take it out."""
    text = str(value)
    if not text:
        _clear(place)
        return
    if place.row:
        risk = _risk(place, place.row)
        risk.text = text
    else:
        last = place.session.exec(select(func.max(Risk.position)).where(Risk.deal_id == place.deal_id)).one()
        risk = Risk(deal_id=place.deal_id, text=text, position=(last or 0.0) + 1.0)
    place.session.add(risk)
    place.session.flush()
    if not place.row:
        put(place, place.slot, [risk.uid])


def write_answer(place: Place, value: object) -> None:
    """Write what is done about the risk beside it; raises :class:`InputRefused` while there is none."""
    rows = place.slots[place.slot.replace("answer_", "")].rows
    if not rows:
        raise InputRefused("Name the risk first; the answer belongs to it.")
    risk = _risk(place, rows[0])
    risk.mitigation = str(value)
    place.session.add(risk)
    place.session.flush()


def _risk(place: Place, uid: str) -> Risk:
    risk = place.session.exec(select(Risk).where(Risk.uid == uid, col(Risk.archived_at).is_(None))).one_or_none()
    if risk is None:
        raise NotFound("That risk is not there any more.")
    return risk


def read_cause(place: Place, text: str) -> tuple[object, str]:
    """Read where a friction came from."""
    spec = spec_of("friction", "cause")
    value = read(spec, text, place.reading).value
    return value, write_out(spec, value)


def write_cause(place: Place, value: object) -> None:
    """Write the cause of the friction beside it; raises :class:`InputRefused` while there is none."""
    rows = place.slots["friction.moments"].rows
    if not rows:
        raise InputRefused("Say first what cost trust or time; the cause belongs to it.")
    lines.set_cause(place.session, rows[0], Cause(str(value)) if value else None)


def is_guessed(place: Place) -> bool:
    """Return whether the cause is the one that was guessed from the words of the friction."""
    guess = takeaways.guess_cause(place.slots["friction.moments"].text)
    return guess is not None and guess.value == place.filled.text
