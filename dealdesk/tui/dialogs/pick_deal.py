"""Which deal? Asked where something needs a deal and none is the current one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dealdesk.domain.names import shown_name
from dealdesk.store import deal_choice, deal_lines
from dealdesk.text import clean, fold
from dealdesk.tui.dialogs.picker import Picker
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort
from dealdesk.tui.workspace import Workspace

_COLUMNS = (
    Column("ref", width=10, sortable=False),
    Column("title", width=20, flex=2, sortable=False),
    Column("party", width=14, flex=1, sortable=False, from_width=50),
)


class _Deals(RowSource):
    def __init__(self, workspace: Workspace) -> None:
        self._desk = workspace.desk
        self._texts = workspace.desk.rows(deal_choice.texts)

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        wanted = fold(clean(words)).split()
        return [key for key, text in self._texts.items() if all(word in text for word in wanted)]

    def total(self) -> int:
        return len(self._texts)

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        found = self._desk.rows(deal_lines.lines, [int(key) for key in keys])
        return {
            key: Row({"ref": line.ref, "title": line.title, "party": shown_name(line.party)})
            for key, line in found.items()
        }


class PickDeal(Picker[int]):
    """Answers with the id of a deal, or with None."""

    def __init__(self, workspace: Workspace, question: str = "Which deal?") -> None:
        super().__init__(
            question, _COLUMNS, _Deals(workspace), empty="There is no deal yet. Esc, then 2 and n add one."
        )

    def answer(self, key: Key) -> int:
        """Return the id of the deal."""
        return int(key)
