"""Writes the head of the review form (the deal itself, through its own form) and its leverage checklist."""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from dealdesk.domain.fields import FieldSpec, Kind, read, ticked, write_out
from dealdesk.domain.forms import spec_of
from dealdesk.domain.leverage import MarkColumn, Movement
from dealdesk.domain.review_words import kept, split_tokens
from dealdesk.domain.vocabulary import LeverageSource
from dealdesk.errors import InputRefused
from dealdesk.store import forms, leverage, refs
from dealdesk.store.review_parts import TICKED
from dealdesk.store.review_picks import Place, at_most, open_review
from dealdesk.store.tables.deals import Deal, DealRef
from dealdesk.store.tables.registers import LeverageMark

#: The field of the deal's own form behind each slot.
DEAL_FIELDS = {
    "head.owner": "owner",
    "head.type": "type",
    "head.counterparty": "counterparty",
    "head.value": "amount",
    "head.term": "term",
    "head.signed": "signed_on",
    "head.start": "start_on",
    "head.renewal": "end_on",
}
_REVIEWED = FieldSpec("date", "Reviewed", Kind.DATE, past=True)
_REF = re.compile(r"[^\W_][\w./-]{0,29}")
_NOTES_LIMIT = 2000
_ALL_NOTES_LIMIT = 20_000
# The paper form asks yes or no; the desk keeps the day.
_YES_OR_NO = {"yes": "today", "y": "today", "no": "", "n": "", "-": ""}


def read_field(place: Place, text: str) -> tuple[object, str]:
    """Read a field of the deal."""
    spec = spec_of("deal", DEAL_FIELDS[place.slot])
    if place.slot == "head.signed":
        text = _YES_OR_NO.get(text.strip().lower(), text)
    value = read(spec, text, place.reading).value
    return value, write_out(spec, value)


def write_field(place: Place, value: object) -> None:
    """Write a field of the deal, and what follows from it: signing signs."""
    deal = place.session.get_one(Deal, place.deal_id)
    forms.write_field(place.session, "deal", deal, DEAL_FIELDS[place.slot], value, place.reading, place.now)


def read_date(place: Place, text: str) -> tuple[object, str]:
    """Read the day of the review."""
    value = read(_REVIEWED, text, place.reading).value
    return value, write_out(_REVIEWED, value or place.today)


def write_date(place: Place, value: object) -> None:
    """Write the day of the review; no day is today."""
    review = open_review(place.session, place.deal_id, place.today)
    review.reviewed_on = value or place.today  # type: ignore[assignment]
    place.session.add(review)
    place.session.flush()


def read_ref(_place: Place, text: str) -> tuple[object, str]:
    """Read a reference."""
    ref = " ".join(text.split())
    if not _REF.fullmatch(ref):
        raise InputRefused("A reference is up to 30 letters, digits, dots and dashes, such as ACME-7.")
    return ref, ref


def write_ref(place: Place, value: object) -> None:
    """Give the deal another reference; its older ones stay its own."""
    ref, deal = str(value), place.session.get_one(Deal, place.deal_id)
    known = place.session.exec(select(DealRef).where(DealRef.ref == ref)).first()
    if known is not None and known.deal_id == place.deal_id:
        known.archived_at = None
        place.session.add(known)
    elif not refs.is_free(place.session, ref):
        raise InputRefused(f"{ref} is the reference of another deal, or was once.")
    else:
        refs.give(place.session, deal, ref, None)
    deal.ref = ref
    place.session.add(deal)
    place.session.flush()


def read_tick(_place: Place, text: str) -> tuple[object, str]:
    """Read a tick: yes or no."""
    on = ticked(text)
    if on is None:
        raise InputRefused("This box is yes or no.")
    return on, TICKED if on else ""


def write_tick(place: Place, value: object) -> None:
    """Mark a source as one that moved them, or not."""
    mark(place.session, place.deal_id, place.slot.removeprefix("leverage."), bool(value))


def mark(session: Session, deal_id: int, source: str, on: bool) -> None:
    """Say that a source of leverage moved them, or take that back; raises :class:`MarkRefused`."""
    value = Movement.MOVED if on else Movement.OPEN
    leverage.mark(session, deal_id, None, source, "", MarkColumn.MOVED, value.value)


def read_notes(place: Place, text: str) -> tuple[object, str]:
    """Read the notes of the sources, parted by semicolons."""
    tokens = split_tokens(at_most(text, _ALL_NOTES_LIMIT), place.filled.tokens)
    for token in tokens:
        at_most(token, _NOTES_LIMIT)
    return tokens, "; ".join(tokens)


def write_notes(place: Place, value: object) -> None:
    """Let each source keep its note; what is new goes to the first source that moved them and has none."""
    tokens: list[str] = value  # type: ignore[assignment]
    old = list(zip(place.filled.rows, place.filled.tokens, strict=True))
    uids = kept(old, tokens)
    for uid, _text in old:
        _set_notes(place, uid, next((text for at, text in zip(uids, tokens, strict=True) if at == uid), ""))
    fresh = "; ".join(text for uid, text in zip(uids, tokens, strict=True) if not uid)
    if fresh:
        row = _noteless(place)
        _set_notes(place, row.uid, "; ".join(part for part in (row.notes, fresh) if part))


def _noteless(place: Place) -> LeverageMark:
    rows = place.session.exec(
        select(LeverageMark)
        .where(
            LeverageMark.deal_id == place.deal_id,
            LeverageMark.source != LeverageSource.PRICE,
            col(LeverageMark.archived_at).is_(None),
        )
        .order_by(col(LeverageMark.notes) != "", col(LeverageMark.moved).desc(), col(LeverageMark.id))
    ).all()
    own = [row for row in rows if not row.driver]
    if rows:
        return (own or rows)[0]
    leverage.make_row(place.session, place.deal_id, None, LeverageSource.TIME.value)
    return _noteless(place)


def _set_notes(place: Place, uid: str, notes: str) -> None:
    row = place.session.exec(select(LeverageMark).where(LeverageMark.uid == uid)).one()
    row.notes = notes
    place.session.add(row)
    place.session.flush()
