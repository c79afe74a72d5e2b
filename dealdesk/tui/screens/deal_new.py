"""What can be added to a deal by hand, and the form of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.domain import forms as specs
from dealdesk.domain.register_forms import REGISTERS
from dealdesk.store import unfinished

if TYPE_CHECKING:
    from dealdesk.tui.screens.record_form import RecordFormScreen
    from dealdesk.tui.workspace import Workspace

#: What each table's rows are called in sentences.
NOUNS = {
    **{table: noun for table, noun in unfinished.NOUNS.items() if table != "deal"},
    "waiting": "wait",
    "notice": "notice",
}


class Addition(NamedTuple):
    """One thing that ``n`` adds: the letter that chooses it, its words (at most 33 characters), and its table."""

    key: str
    words: str
    table: str


#: Everything that can be added to a deal by hand, in the order of the question where no tab has it first. The letter is
#: the first one of its words where that is free.
ADDITIONS: tuple[Addition, ...] = (
    Addition("a", "an action: what, who, when", "action"),
    Addition("c", "a check-in: how often, till when", "checkin"),
    Addition("t", "a term: one agreed point", "term"),
    Addition("p", "a person, theirs or ours", "deal_person"),
    Addition("d", "a document, by path or link", "document"),
    Addition("n", "a note", "note"),
    Addition("f", "a friction", "friction"),
    Addition("k", "a talk, in all its fields", "conversation"),
    Addition("w", "what was decided, by whom, why", "decision"),
    Addition("o", "an idea to offer them one day", "idea"),
    Addition("m", "a metric: both sides watch it", "metric"),
    Addition("v", "a value: the reading of a metric", "metric_reading"),
    Addition("u", "a pulse: how content they are", "pulse"),
    Addition("i", "an issue: something is wrong now", "issue"),
    Addition("r", "a risk, and what we do about it", "risk"),
    Addition("s", "something seen differently", "disagreement"),
    Addition("l", "who to call", "contact"),
    Addition("e", "escalation: who steps in, when", "ladder"),
    Addition("b", "what both sides need", "need"),
    Addition("x", "what was expected at signing", "expectation"),
    Addition("h", "how we work together", "arrangement"),
    Addition("g", "give and take", "give_take"),
    Addition("y", "a word of the glossary", "glossary"),
)
#: The table that each of these keys adds to.
TABLES = {addition.key: addition.table for addition in ADDITIONS}
_ADDED = frozenset(TABLES.values())


def only_kind(tables: Iterable[str]) -> str:
    """Return the one table among these to which a person adds; empty where there are several, or none."""
    found = {table for table in tables if table in _ADDED}
    return found.pop() if len(found) == 1 else ""


def choices(first: Iterable[str]) -> list[tuple[str, str]]:
    """Return key and words of all that can be added, the tables in ``first`` before the others."""
    order = {table: place for place, table in reversed(list(enumerate(first)))}
    found = sorted(ADDITIONS, key=lambda addition: order.get(addition.table, len(order)))
    return [(addition.key, addition.words) for addition in found]


def new_form(
    workspace: Workspace, table: str, deal_id: int, texts: Mapping[str, str] | None = None
) -> RecordFormScreen:
    """Return the form that adds a row of ``table`` to a deal; it takes up what was left unfinished.

    ``texts``: what its fields hold, whatever was left unfinished; it begins a row of its own then.
    """
    if table == "conversation":
        from dealdesk.tui.screens.conversation_form import ConversationForm

        return ConversationForm(workspace, deal_id)
    title, fields = f"New {NOUNS[table]}", specs.FORMS[table]
    kind = _kind(table)
    return kind(workspace, table, fields, deal_id=deal_id, title=title, texts=texts, go_on=texts is None)


def edit_form(workspace: Workspace, table: str, uid: str, deal_id: int) -> RecordFormScreen:
    """Return the form that edits a row of a deal."""
    fields, title = specs.FORMS[table], NOUNS[table].capitalize()
    return _kind(table)(workspace, table, fields, uid=uid, deal_id=deal_id, title=title)


def _kind(table: str) -> type[RecordFormScreen]:
    if table == "conversation":
        from dealdesk.tui.screens.conversation_form import EditConversation

        return EditConversation
    if table in REGISTERS:
        from dealdesk.tui.screens.register_form import RegisterForm

        return RegisterForm
    from dealdesk.tui.screens.record_form import RecordFormScreen

    return RecordFormScreen
