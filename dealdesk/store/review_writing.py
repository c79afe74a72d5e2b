"""Carries out what is done in the review form, each as one command: a text, the next row, a tick, the next version."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import TypingState
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import (
    forms,
    review,
    review_contacts,
    review_dated,
    review_head,
    review_lines,
    review_picks,
    review_tokens,
)
from dealdesk.store.engine import raw
from dealdesk.store.forms import Promoted
from dealdesk.store.review_picks import Place
from dealdesk.store.review_slots import TOKENS
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.reviews import Review

#: How many versions a review has: at signing, and after the first milestone.
MOST_VERSIONS = 2
_WORD = re.compile(r"[^\s;,/:]+")


class Writer(NamedTuple):
    """How one slot is written."""

    read: Callable[[Place, str], tuple[object, str]]
    """Return what a text means, and how it would be typed; raises :class:`InputRefused` and writes nothing."""
    write: Callable[[Place, object], None]
    follows: Callable[[Place], bool] = lambda _place: False
    """Return whether what the slot shows came along with a row, by a rule: nobody typed it, nobody is asked."""


_FIELD = Writer(review_head.read_field, review_head.write_field)
_TICK = Writer(review_head.read_tick, review_head.write_tick)
_LINE = Writer(review_lines.read_text, review_lines.write_line)
_RISK = Writer(review_lines.read_text, review_lines.write_risk)
_ANSWER = Writer(review_lines.read_text, review_lines.write_answer)
_TOKENS = Writer(review_tokens.read_tokens, review_tokens.write_tokens)
WRITERS: Mapping[str, Writer] = {
    "head.date": Writer(review_head.read_date, review_head.write_date),
    "head.ref": Writer(review_head.read_ref, review_head.write_ref),
    **dict.fromkeys(review_head.DEAL_FIELDS, _FIELD),
    **dict.fromkeys(("outcome.commercial", "outcome.other", "follow.metrics"), _TOKENS),
    "follow.checkins": _TOKENS._replace(follows=review_tokens.came_with_signing),
    "outcome.trades": Writer(review_tokens.read_trade_tokens, review_tokens.write_trades),
    **dict.fromkeys(("worked.tactic", "worked.proof", "worked.relationship"), _LINE),
    **dict.fromkeys(
        (f"leverage.{name}" for name in ("time", "risk", "capability", "switching", "relationship", "process")), _TICK
    ),
    "leverage.notes": Writer(review_head.read_notes, review_head.write_notes),
    **dict.fromkeys(("missed.late", "missed.earlier", "missed.hidden", "friction.moments"), _LINE),
    "friction.cause": Writer(review_lines.read_cause, review_lines.write_cause, review_lines.is_guessed),
    **dict.fromkeys(("changes.1", "changes.2", "changes.3"), _LINE),
    "changes.owner": Writer(review_dated.read_owner, review_dated.write_owner, review_dated.is_owner_of_deal),
    "changes.due": Writer(review_dated.read_due, review_dated.write_due, review_dated.is_rule_date),
    "follow.handover": Writer(
        review_dated.read_handover_text, review_dated.write_handover, review_tokens.came_with_signing
    ),
    "follow.mail": Writer(review_dated.read_mail, review_dated.write_mail),
    "follow.kickoff": Writer(review_dated.read_kickoff, review_dated.write_kickoff),
    "follow.contacts": Writer(review_contacts.read_contacts, review_contacts.write_contacts),
    **dict.fromkeys(("risks.1", "risks.2", "risks.3"), _RISK),
    **dict.fromkeys(("risks.answer_1", "risks.answer_2", "risks.answer_3"), _ANSWER),
}


def promote(
    session: Session,
    deal_id: int,
    slot: str,
    text: str,
    base_text: str | None,
    context: Context,
    now: datetime,
    handed: Sequence[str] = (),
) -> Promoted:
    """Make typed text part of the rows behind a slot; see :func:`dealdesk.store.review_form.promote`."""
    place = _place(session, deal_id, slot, context.today, now, context)
    key = f"review/{session.get_one(Deal, deal_id).uid}/{slot}"
    writer, theirs = WRITERS[slot], place.filled.as_typed
    try:
        value, wanted = writer.read(place, text)
        if base_text is not None and _is_foreign(place, (base_text, wanted, *_written(place, handed)), base_text):
            forms.remember(session, key, text, base_text, TypingState.CONFLICT, now)
            return Promoted(TypingState.CONFLICT, theirs=theirs)
        if theirs != wanted:
            writer.write(place, value)
    except (InputRefused, NotFound) as refusal:
        forms.remember(session, key, text, base_text, TypingState.REFUSED, now)
        return Promoted(TypingState.REFUSED, str(refusal))
    forms.drop(session, key)
    after = review.read(raw(session), deal_id, context.today)
    return Promoted(None, text=after.slots[slot].as_typed)


def _is_foreign(place: Place, ours: Sequence[str], base_text: str) -> bool:
    """Return whether what the slot shows came from nobody here and from no rule.

    The order of tokens, and which name stands for which side, is the desk's: there the words alone count.
    """
    theirs = place.filled.as_typed
    if place.slot in TOKENS or place.slot == "leverage.notes":
        foreign = sorted(_WORD.findall(theirs)) not in [sorted(_WORD.findall(text)) for text in ours]
    else:
        foreign = theirs not in ours
    return foreign and not (base_text == "" and WRITERS[place.slot].follows(place))


def _written(place: Place, texts: Sequence[str]) -> list[str]:
    """Return texts of this window as their slot gives them back; those that can't be read were never in it."""
    found = []
    for text in texts:
        try:
            found.append(WRITERS[place.slot].read(place, text)[1])
        except InputRefused:
            continue
    return found


def _place(
    session: Session, deal_id: int, slot: str, today: date, now: datetime, context: Context | None = None
) -> Place:
    found = review.read(raw(session), deal_id, today)
    if slot not in found.slots:
        raise NotFound(f"The review form has no input called {slot}.")
    if found.closed:
        raise InputRefused(f"Version {found.version} of this review is closed; what it says stays as it is.")
    return Place(session, deal_id, slot, found.slots, today, now, context)


def cycle(session: Session, deal_id: int, slot: str, by: int, now: datetime) -> None:
    """Let the next row stand in a slot; see :func:`dealdesk.store.review_form.cycle`."""
    place = _place(session, deal_id, slot, now.astimezone().date(), now)
    shown, ring = place.filled.rows, place.filled.ring
    others = [uid for uid in ring if uid not in shown]
    if slot in TOKENS:
        if by > 0 and others:
            review_picks.put(place, slot, [*shown, others[0]])
        elif by < 0 and shown:
            review_picks.put(place, slot, shown[:-1])
        return
    if not others:
        return
    at = ring.index(shown[0]) + by if shown and shown[0] in ring else 0 if by > 0 else -1
    review_picks.pin_siblings(place)
    review_picks.put(place, slot, [ring[at % len(ring)]])


def open_version(session: Session, deal_id: int, now: datetime) -> int:
    """Open the next version; see :func:`dealdesk.store.review_form.open_version`."""
    today = now.astimezone().date()
    found = review.read(raw(session), deal_id, today)
    if found.version >= MOST_VERSIONS:
        raise InputRefused("There are two versions already: at signing, and after the first milestone.")
    first = review_picks.open_review(session, deal_id, today)
    second = Review(deal_id=deal_id, version=first.version + 1, reviewed_on=today)
    session.add(second)
    session.flush()
    for slot, filled in found.slots.items():
        held = list(review_picks.held_by(session, first, slot))
        for pick in held:
            copy = review_picks.new_pick(second, slot)
            copy.row_tab, copy.row_uid, copy.frozen_text = pick.row_tab, pick.row_uid, pick.frozen_text
            session.add(copy)
        frozen = held[0] if held else review_picks.new_pick(first, slot)
        frozen.frozen_text = filled.printed
        session.add(frozen)
    first.frozen_at = stamp(now)
    session.add(first)
    session.flush()
    return second.version
