"""What can be added to a deal by hand, and the form of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain import forms as specs

if TYPE_CHECKING:
    from dealdesk.tui.screens.record_form import RecordFormScreen
    from dealdesk.tui.workspace import Workspace

#: What each table's rows are called in sentences.
NOUNS = {
    "action": "action",
    "waiting": "wait",
    "checkin": "check-in",
    "notice": "notice",
    "conversation": "conversation",
    "decision": "decision",
    "idea": "idea",
    "term": "term",
    "deal_person": "person",
    "document": "document",
    "note": "note",
    "friction": "friction",
}


class Addition(NamedTuple):
    """One thing that ``n`` adds: the letter that chooses it, its words, and its table."""

    key: str
    words: str
    table: str


#: Everything that can be added to a deal by hand, in the order of the question where no tab has it first.
ADDITIONS: tuple[Addition, ...] = (
    Addition("t", "a term: one agreed point", "term"),
    Addition("p", "a person, theirs or ours", "deal_person"),
    Addition("d", "a document, by its path or link", "document"),
    Addition("n", "a note", "note"),
    Addition("f", "a friction", "friction"),
    Addition("c", "a conversation, all of it; t logs one in a line", "conversation"),
    Addition("w", "what was decided with them, by whom and why", "decision"),
    Addition("i", "an idea: something to offer them one day", "idea"),
)
#: The table that each of these keys adds to.
TABLES = {addition.key: addition.table for addition in ADDITIONS}


def choices(first: Iterable[str]) -> list[tuple[str, str]]:
    """Return key and words of all that can be added, the tables in ``first`` before the others."""
    order = {table: place for place, table in enumerate(first)}
    found = sorted(ADDITIONS, key=lambda addition: order.get(addition.table, len(order)))
    return [(addition.key, addition.words) for addition in found]


def new_form(
    workspace: Workspace, table: str, deal_id: int, texts: Mapping[str, str] | None = None
) -> RecordFormScreen:
    """Return the form that adds a row of ``table`` to a deal; it takes up what was left unfinished.

    ``texts``: what its fields hold, whatever was left unfinished; it begins a row of its own then.
    """
    from dealdesk.tui.screens.record_form import RecordFormScreen

    if table == "conversation":
        from dealdesk.tui.screens.conversation_form import ConversationForm

        return ConversationForm(workspace, deal_id)
    title = f"New {NOUNS[table]}"
    fields = specs.FORMS[table]
    return RecordFormScreen(workspace, table, fields, deal_id=deal_id, title=title, texts=texts, go_on=texts is None)


def edit_form(workspace: Workspace, table: str, uid: str, deal_id: int) -> RecordFormScreen:
    """Return the form that edits a row of a deal."""
    from dealdesk.tui.screens.record_form import RecordFormScreen

    title = NOUNS[table].capitalize()
    return RecordFormScreen(workspace, table, specs.FORMS[table], uid=uid, deal_id=deal_id, title=title)
