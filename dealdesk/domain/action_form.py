"""The form of an action: what, who and when are asked; all else is behind one fold."""

from __future__ import annotations

from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.vocabulary import ActionClass, Side

#: Most working days of a review window: a year of them.
MOST_REVIEW_DAYS = 250

ACTION: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "What",
        required=True,
        hint="what is to be done, in a line",
        max_chars=2000,
        missing="An action needs a line: what is to be done?",
    ),
    FieldSpec("owner", "Owner", Kind.PARTY, hint="a name, theirs or ours; me; them"),
    FieldSpec("due_on", "Due", Kind.DATE, hint="fri, 12 mar, +5b"),
    FieldSpec(
        "side",
        "Whose",
        Kind.PICK,
        choices=((Side.US.value, "ours"), (Side.THEM.value, "theirs")),
        hint="if you pick none: the side of its owner, else ours",
    ),
    FieldSpec("action_class", "Class", Kind.PICK, choices=tuple((word.value, word.value) for word in ActionClass)),
    FieldSpec("done_when", "Done when", hint="how both sides see that it is done", max_chars=2000),
    FieldSpec("how_we_check", "How we check", hint="who looks at what", max_chars=2000),
    FieldSpec(
        "review_days",
        "Review window",
        Kind.NUMBER,
        hint="working days they have to say no: 5",
        most=MOST_REVIEW_DAYS,
    ),
    FieldSpec("clause", "Clause or term", hint="4.2"),
    FieldSpec("progress", "Progress in %", Kind.NUMBER, hint="0 to 100; 100 is not done yet", most=100),
    FieldSpec("metric", "Metric", Kind.PARTY, hint="the number it moves, by its name"),
    FieldSpec(
        "blocked_by",
        "Blocked by",
        Kind.PARTY,
        hint="another action of this deal: a part of its text",
        max_chars=2000,
    ),
    FieldSpec("waiting_since", "Waiting since", Kind.DATE, hint="the day we asked them: today, mon, 12 mar", past=True),
    FieldSpec("nudge_on", "Nudge on", Kind.DATE, hint="fri, +3b; empty leaves it to their usual reply time"),
    FieldSpec("notes", "Notes", max_chars=2000),
)
#: So many fields of a new action are shown before the others are asked for.
ASKED_FIRST = 3
