"""Which action? Asked where something is linked to one of a deal."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.store.dealings import ActionLine
from dealdesk.tui.dialogs.picker import Picker
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, MemorySource, Row

_COLUMNS = (
    Column("text", width=20, flex=3, sortable=False),
    Column("more", width=14, flex=1, sortable=False, from_width=50),
)


class PickAction(Picker[str]):
    """Answers with the uid of an action, or with None."""

    def __init__(self, question: str, actions: Sequence[ActionLine]) -> None:
        rows: dict[Key, Row] = {line.uid: Row({"text": line.text, "more": line.owner or line.kind}) for line in actions}
        super().__init__(question, _COLUMNS, MemorySource(rows), empty="No open action is left to pick. Esc goes back.")

    def answer(self, key: Key) -> str:
        """Return the uid of the action."""
        return str(key)
