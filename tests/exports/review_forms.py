"""Reviews to print: one that was hardly begun, one as a debrief leaves it, one with every input long."""

from __future__ import annotations

from types import MappingProxyType

from dealdesk.exports.report import Report
from dealdesk.templates.review import load_review

SENTENCE = "They asked for a plan with names and dates before they would talk about the amount at all. "

_HEAD = {
    "head.date": "12 May 2026",
    "head.ref": "HARROW-1",
    "head.owner": "Lena Storm",
    "head.type": "vendor",
    "head.counterparty": "Harrowgrave Services",
    "head.value": "EUR 1,400 per month",
    "head.term": "12 months",
    "head.signed": "yes, 8 May 2026",
    "head.start": "1 Jun 2026",
    "head.renewal": "31 May 2027, for 1 year",
}
_TYPICAL = {
    **_HEAD,
    "outcome.commercial": "EUR 1,400 a month, windows included; price held for two years; 30 days to pay",
    "outcome.other": "One contact on each side; keys stay in the house; either side may stop after six months",
    "outcome.trades": "gave: twelve months instead of six; got: evening hours at no charge",
    "worked.tactic": "We walked both floors with them before anybody named a price, and counted the windows together",
    "worked.proof": "Photos of the two offices they clean next door",
    "worked.relationship": "Their site lead spoke first in every meeting",
    "leverage.time": "x",
    "leverage.risk": "x",
    "leverage.notes": "The old contract ended in nineteen days, and they knew; the trial week took the rest (+1 more)",
    "missed.late": "Who holds the second set of keys",
    "missed.earlier": "Which days are too loud for the studio below",
    "missed.hidden": "The landlord has to agree to evening hours",
    "friction.moments": "The key list went back and forth for 4 days (+2 more)",
    "friction.cause": "process",
    "changes.1": "Ask for the landlord's rules before the first visit",
    "changes.2": "Send one list of rooms with measures",
    "changes.3": "Have the trial week in the first draft",
    "changes.owner": "Lena Storm",
    "changes.due": "19 May 2026",
    "follow.handover": "Ivo, 14 May 2026",
    "follow.kickoff": "1 Jun 2026",
    "follow.checkins": "weekly, then monthly",
    "risks.1": "Their best crew is promised to two houses",
    "risks.answer_1": "Names of the crew in the plan, a week's notice of a change",
}
_LONG = {
    "text": "They wanted one plan with names and dates before any word about money, and the trial week settled it "
    "for both sides within a day of the visit",
    "tokens": "EUR 1,400 a month; windows twice a year; price held for two years; 30 days to pay; 2 % off when paid "
    "within ten days; index after year two",
    "pick": "internal: nobody had the list of rooms",
    "date": "yes, 18 September 2026",
    "amount": "EUR 1,234,567.89 per month",
}
_SHARED = "Their best crew is promised to two houses, and neither knows of the other"


def everywhere(words: str, **other: str) -> Report:
    """Return a report with ``words`` in every slot but those of ``other``, every box ticked."""
    slots = {slot.id: "x" if slot.kind == "tick" else words for slot in load_review().slots}
    return _report(slots | other)


def _report(slots: dict[str, str]) -> Report:
    return Report(
        "HARROW-1", "Cleaning of two offices", printed_on="12 May 2026", version=1, slots=MappingProxyType(slots)
    )


def _full() -> dict[str, str]:
    slots = {slot.id: "x" if slot.kind == "tick" else _LONG[slot.kind] for slot in load_review().slots}
    shared = {slot.id: _SHARED for slot in load_review().slots if slot.part == "risks"}
    head = {
        "head.ref": "HARROWGRAVE-117",
        "head.owner": "Maximiliane von Storm-Hollenbeck",
        "head.counterparty": "Harrowgrave Cleaning and Household Services, Northern Branch, limited company",
        "head.term": "12 months, then from year to year",
        "head.renewal": "30 September 2027, for 12 months",
        "changes.owner": "Maximiliane von Storm-Hollenbeck",
    }
    return slots | shared | head


FORMS = MappingProxyType(
    {
        "blank": Report(),
        "short": _report(_HEAD),
        "typical": _report(_TYPICAL),
        "full": _report(_full()),
    }
)
