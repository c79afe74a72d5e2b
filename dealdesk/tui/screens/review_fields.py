"""How each of the 45 inputs of the review form is typed."""

from __future__ import annotations

from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.vocabulary import Cause, DealType
from dealdesk.templates.review import ReviewForm, SlotSpec

_KINDS = {"date": Kind.DATE, "amount": Kind.AMOUNT, "pick": Kind.PICK, "tick": Kind.TICK}
_CHOICES = {
    "head.type": tuple((kind.value, kind.value) for kind in DealType),
    "friction.cause": tuple((cause.value, cause.value) for cause in Cause),
}
_HINTS = {
    "head.value": "84k EUR, 12*850, 3,500 per month",
    "head.term": "24 months",
    "head.signed": "today, fri, 12 mar",
    "head.renewal": "31 dec 2027",
    "outcome.commercial": "parted by ; such as price -3 %; 30 days net",
    "outcome.other": "parted by ;",
    "outcome.trades": "gave: longer term; got: monthly review",
    "follow.handover": "fri, with Jo, Ann",
    "follow.mail": "today, fri, 12 mar",
    "follow.kickoff": "fri, +10d, 12 jun",
    "follow.checkins": "weekly, then monthly",
    "follow.metrics": "uptime, first answer, tickets: parted by commas",
    "follow.contacts": "delivery Jo / Ann; billing Kim",
}
_PAST = frozenset({"head.date", "head.signed", "follow.mail"})
_NAMES = frozenset({"head.owner", "head.counterparty"})
_LINES = frozenset({"head.ref", "head.term", "changes.owner"})
_LONG = 2000


def fields(form: ReviewForm) -> dict[str, FieldSpec]:
    """Return the field of each slot by its id; the words are those of ``form``."""
    return {slot.id: _field(slot) for slot in form.slots}


def _field(slot: SlotSpec) -> FieldSpec:
    kind = Kind.PARTY if slot.id in _NAMES else _KINDS.get(slot.kind, Kind.TEXT)
    return FieldSpec(
        slot.id,
        slot.label,
        kind,
        hint=_HINTS.get(slot.id, ""),
        choices=_CHOICES.get(slot.id, ()),
        max_chars=_LONG if kind is Kind.TEXT and slot.id not in _LINES else 0,
        past=slot.id in _PAST,
        planned=slot.id == "head.signed",
    )
