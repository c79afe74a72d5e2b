"""The forms of the registers of a signed deal; ``domain.forms`` has all forms by their table."""

from __future__ import annotations

from enum import StrEnum

from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.registers import Family, Matter, NeedKind, Topic, Unit
from dealdesk.domain.vocabulary import Side

_DAY = "today, if you leave it empty; mon, 12 mar"


def _choices(words: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, word.value) for word in words)


def _sides(us: str, them: str) -> tuple[tuple[str, str], ...]:
    return ((Side.US.value, us), (Side.THEM.value, them))


METRIC: tuple[FieldSpec, ...] = (
    FieldSpec(
        "name",
        "Metric",
        Kind.PARTY,
        required=True,
        hint="a number both sides watch; Down proposes some",
        missing="A metric needs a name: which number do both sides watch?",
    ),
    FieldSpec("family", "Family", Kind.PICK, choices=_choices(Family)),
    FieldSpec("owner", "Owner", Kind.PARTY, hint="who answers for it"),
    FieldSpec("target", "Target", hint="at least 98 %; at most 2 days"),
    FieldSpec("measured", "How measured", hint="from the ticket list, once a month", max_chars=2000),
    FieldSpec("report", "Report lives in", hint="path or link"),
    FieldSpec("reviewer", "Who reviews it", hint="Dana, at the monthly call"),
)

READING: tuple[FieldSpec, ...] = (
    FieldSpec("metric", "Metric", Kind.PARTY, required=True, missing="A reading needs its metric."),
    FieldSpec("value", "Value", Kind.DECIMAL, required=True, hint="97.5", missing="A reading needs a number."),
    FieldSpec("read_on", "When", Kind.DATE, hint=_DAY, past=True),
    FieldSpec("note", "Note", hint="what explains it", max_chars=2000),
)

PULSE: tuple[FieldSpec, ...] = (
    FieldSpec(
        "score",
        "How content, 1-5",
        Kind.PICK,
        required=True,
        choices=tuple((number, number) for number in "12345"),
        missing="A pulse needs a number from 1 to 5.",
    ),
    FieldSpec("five", "For a 5", hint="in their words: what would make it a 5?", max_chars=2000),
    FieldSpec("person", "Who said so", Kind.PARTY, hint="Dana"),
    FieldSpec("asked_on", "When", Kind.DATE, hint=_DAY, past=True),
)

RISK: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "Risk",
        required=True,
        hint="what could go wrong, in a line",
        max_chars=2000,
        missing="A risk needs a line: what could go wrong?",
    ),
    FieldSpec("mitigation", "What we do", hint="so that it does not happen, or hurts less", max_chars=2000),
    FieldSpec("reviewed_on", "Looked at", Kind.DATE, hint="space does that: today, mon, 12 mar", past=True),
    FieldSpec("closed_on", "Over since", Kind.DATE, hint="today, mon, 12 mar", past=True),
)

DISAGREEMENT: tuple[FieldSpec, ...] = (
    FieldSpec(
        "points",
        "Seen differently",
        required=True,
        hint="what each side says, without blame",
        max_chars=2000,
        missing="A disagreement needs a line: what is seen differently?",
    ),
    FieldSpec("remedies", "Ways out", hint="what either side proposes", max_chars=2000),
    FieldSpec("timeline", "By when", hint="proposal on Friday, decision within two weeks", max_chars=2000),
    FieldSpec("circulated_on", "Sent to all", Kind.DATE, hint="the day both sides got this summary", past=True),
    FieldSpec("closed_on", "Settled on", Kind.DATE, hint="today, mon, 12 mar", past=True),
)

CONTACT: tuple[FieldSpec, ...] = (
    FieldSpec("matter", "About", Kind.PICK, choices=_choices(Matter), usual=Matter.DELIVERY),
    FieldSpec("side", "Side", Kind.PICK, choices=_sides("ours", "theirs"), usual=Side.THEM),
    FieldSpec("person", "Who", Kind.PARTY, required=True, hint="a name", missing="Who to call needs a name."),
    FieldSpec("response", "Answers within", hint="4 h; the next working day"),
)

NEED: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "What",
        required=True,
        hint="the test accounts; the price list",
        max_chars=2000,
        missing="A need takes a line: what is needed?",
    ),
    FieldSpec("side", "Who needs it", Kind.PICK, choices=_sides("we need", "they need"), usual=Side.US),
    FieldSpec("kind", "Kind", Kind.PICK, choices=_choices(NeedKind)),
    FieldSpec("since", "Since", Kind.DATE, hint=_DAY, past=True),
    FieldSpec("met_on", "There since", Kind.DATE, hint="space does that: today, mon, 12 mar", past=True),
)

ARRANGEMENT: tuple[FieldSpec, ...] = (
    FieldSpec("topic", "About", Kind.PICK, choices=_choices(Topic)),
    FieldSpec(
        "text",
        "Agreed",
        required=True,
        hint="one or two sentences both sides can repeat",
        max_chars=2000,
        missing="How we work together needs a sentence.",
    ),
)

GIVE_TAKE: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "What was given",
        required=True,
        hint="two days of workshops; an introduction to Beta",
        max_chars=2000,
        missing="Give and take needs a line: what was given?",
    ),
    FieldSpec("side", "By", Kind.PICK, choices=_sides("us", "them"), usual=Side.US),
    FieldSpec("unit", "Counted in", Kind.PICK, choices=_choices(Unit)),
    FieldSpec("quantity", "How much", Kind.DECIMAL, hint="16", unsigned=True),
    FieldSpec("happened_on", "When", Kind.DATE, hint=_DAY, past=True),
)

GLOSSARY: tuple[FieldSpec, ...] = (
    FieldSpec("word", "Word", required=True, hint="go-live", missing="The glossary needs a word."),
    FieldSpec("meaning", "Means", hint="what both sides mean by it in this deal", max_chars=2000),
)

EXPECTATION: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "Expected",
        required=True,
        hint="in their words: one number to call",
        max_chars=2000,
        missing="An expectation takes a line: what was expected at signing?",
    ),
    FieldSpec("side", "Who expects it", Kind.PICK, choices=_sides("we", "they"), usual=Side.THEM),
    FieldSpec("met", "Met", Kind.PICK, choices=(("yes", "met"), ("no", "not met"))),
)

#: The form of each register, by its table.
REGISTERS: dict[str, tuple[FieldSpec, ...]] = {
    "metric": METRIC,
    "metric_reading": READING,
    "pulse": PULSE,
    "risk": RISK,
    "disagreement": DISAGREEMENT,
    "contact": CONTACT,
    "need": NEED,
    "arrangement": ARRANGEMENT,
    "give_take": GIVE_TAKE,
    "glossary": GLOSSARY,
    "expectation": EXPECTATION,
}
