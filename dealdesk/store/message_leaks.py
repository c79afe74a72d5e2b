"""What must not leave by a message: sentences of internal records that a person copied into one (product, N16)."""

from __future__ import annotations

import sqlite3

from dealdesk.domain.messages import copied

#: What is never meant for the other side: table, what a person calls it, and its texts.
INTERNAL: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("friction", "the friction log", ("text", "remedy")),
    ("leverage_mark", "the leverage checklist", ("quote", "notes")),
    ("missed", "the missed questions", ("text", "decision")),
    ("takeaway", "the takeaways", ("text",)),
    ("key_moment", "the key moments", ("text",)),
    ("playbook_change", "the playbook changes", ("text",)),
    ("note", "a note", ("text",)),
    ("my_limit", "your limits", ("text",)),
    ("walk_away", "your walk-away", ("text",)),
    ("guess", "your guesses", ("text", "outcome")),
    ("expectation", "the expectations", ("text",)),
    ("risk", "the risks", ("text", "mitigation")),
    ("issue", "the inside of an issue", ("mitigation", "root_cause")),
    ("conversation", "how it stands", ("status_why",)),
    ("checkin", "the goal of a check-in", ("goal",)),
    ("action", "the notes of an action", ("notes",)),
    ("decision", "why something was decided", ("why", "constraints")),
    ("metric_reading", "the note of a reading", ("note",)),
    ("debrief", "a debrief", ("intended", "actual", "lucky", "insight", "risk")),
    ("sign_check", "the checks before signing", ("override_reason",)),
)


def found(con: sqlite3.Connection, deal_id: int, text: str) -> tuple[tuple[str, str], ...]:
    """Return (where from, the sentence) of every internal sentence of a deal, or note on its people, in ``text``."""
    internal: list[tuple[str, str]] = []
    for table, called, columns in INTERNAL:
        rows = con.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE deal_id = ? AND archived_at IS NULL", (deal_id,)
        )
        internal += [(called, words) for row in rows for words in row if words]
    people = con.execute(
        "SELECT style, interests, notes FROM person WHERE archived_at IS NULL AND id IN "
        "(SELECT person_id FROM deal_person WHERE deal_id = ? AND archived_at IS NULL)",
        (deal_id,),
    )
    internal += [("what you noted of a person", words) for row in people for words in row if words]
    companies = con.execute(
        "SELECT notes FROM party WHERE archived_at IS NULL AND id IN "
        "(SELECT party_id FROM deal_party WHERE deal_id = ? AND archived_at IS NULL)",
        (deal_id,),
    )
    internal += [("what you noted of a company", words) for (words,) in companies if words]
    return copied(text, internal)
