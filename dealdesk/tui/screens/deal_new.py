"""What can be added to a deal by hand, and the form of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
#: Key and words of what ``n`` adds.
CHOICES = (
    ("t", "a term: one agreed point"),
    ("p", "a person, theirs or ours"),
    ("d", "a document, by its path or link"),
    ("n", "a note"),
    ("f", "a friction"),
    ("c", "a conversation, all of it; t logs one in a line"),
    ("w", "what was decided with them, by whom and why"),
    ("i", "an idea: something to offer them one day"),
)
#: The table that each of these keys adds to.
TABLES = {
    "t": "term",
    "p": "deal_person",
    "d": "document",
    "n": "note",
    "f": "friction",
    "c": "conversation",
    "w": "decision",
    "i": "idea",
}


def new_form(workspace: Workspace, table: str, deal_id: int) -> RecordFormScreen:
    """Return the form that adds a row of ``table`` to a deal; it takes up what was left unfinished."""
    from dealdesk.tui.screens.record_form import RecordFormScreen

    if table == "conversation":
        from dealdesk.tui.screens.conversation_form import ConversationForm

        return ConversationForm(workspace, deal_id)
    title = f"New {NOUNS[table]}"
    return RecordFormScreen(workspace, table, specs.FORMS[table], deal_id=deal_id, title=title)


def edit_form(workspace: Workspace, table: str, uid: str, deal_id: int) -> RecordFormScreen:
    """Return the form that edits a row of a deal."""
    from dealdesk.tui.screens.record_form import RecordFormScreen

    title = NOUNS[table].capitalize()
    return RecordFormScreen(workspace, table, specs.FORMS[table], uid=uid, deal_id=deal_id, title=title)
