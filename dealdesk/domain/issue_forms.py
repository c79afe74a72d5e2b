"""The forms of an issue and of the ladder it climbs; ``domain.forms`` has all forms by their table."""

from __future__ import annotations

from dealdesk.domain.fields import FieldSpec, Kind

ISSUE: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "Issue",
        required=True,
        hint="what is wrong, in a line, without a name",
        max_chars=2000,
        missing="An issue needs a line: what is wrong?",
    ),
    FieldSpec("severe", "Severe", Kind.TICK, hint="goes straight to level 3"),
    FieldSpec("facts", "Facts", hint="what was seen, where and since when; numbers", max_chars=2000),
    FieldSpec("impact", "Impact", hint="what it costs them and us", max_chars=2000),
    FieldSpec("mitigation", "Done right now", hint="what limits the damage until it is mended", max_chars=2000),
    FieldSpec(
        "root_cause",
        "Root cause",
        hint="a step, a tool or an agreement that failed; never a person",
        max_chars=2000,
    ),
    FieldSpec("follow_up_on", "Follow up on", Kind.DATE, hint="the day we look whether it holds: +14d, fri"),
    FieldSpec("outcome", "Outcome", hint="one line closes it; emptied, it is open again", max_chars=2000),
)

LADDER: tuple[FieldSpec, ...] = (
    FieldSpec("level", "Level", Kind.PICK, required=True, choices=tuple((n, n) for n in "123"), missing="Which level?"),
    FieldSpec("names", "Who", hint="Ops; MK", max_chars=200),
    FieldSpec("response", "Answers within", hint="same day, 48 h, 5 business days", max_chars=40),
)

#: The form of each, by its table.
ISSUES: dict[str, tuple[FieldSpec, ...]] = {"issue": ISSUE, "ladder": LADDER}
#: How many fields of a new issue are asked for first.
ASKED_FIRST = 2
