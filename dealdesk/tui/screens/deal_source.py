"""The deals as lines of a list, read as far as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.domain.names import shown_name
from dealdesk.domain.vocabulary import Stage
from dealdesk.store import deal_lines
from dealdesk.store.deal_lines import DealLine
from dealdesk.store.deal_list import DealList
from dealdesk.tui.screens.deal_look import day_words, notice_words
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

COLUMNS = (
    Column("ref", "Deal", width=10),
    Column("title", "Title", width=18, flex=3),
    Column("party", "Counterparty", width=14, flex=2, from_width=50),
    Column("type", "Type", width=7, from_width=112),
    Column("stage", "Stage", width=11, from_width=60),
    Column("amount", "Amount", width=20, align="right", from_width=100),
    Column("signed", "Signed", width=11, align="right", from_width=116),
    Column("notice", "Give notice by", width=14, align="right", from_width=74),
)


class DealSource(RowSource):
    """All deals of the desk."""

    def __init__(self, workspace: Workspace) -> None:
        self._desk = workspace.desk
        self._list = DealList()
        self._read: dict[int, DealLine] = {}

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the deals that hold all ``words``; the newest first, unless an order is asked for."""
        self._read.clear()
        column, descending = (sort.column, sort.descending) if sort else (None, False)
        return self._desk.rows(self._list.ids, words, column, descending)

    def total(self) -> int:
        """Return how many deals there are."""
        return self._desk.rows(self._list.total)

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the lines of deals."""
        found = self._desk.rows(deal_lines.lines, [int(key) for key in keys])
        self._read.update(found)
        today = self._desk.today
        return {number: _row(line, today) for number, line in found.items()}

    def line(self, key: Key) -> DealLine | None:
        """Return one deal, most often from what was read to draw it."""
        number = int(key)
        if number not in self._read:
            self._read.update(self._desk.rows(deal_lines.lines, [number]))
        return self._read.get(number)

    def warm(self) -> None:
        """Make the first letter of a filter as fast as the next ones."""
        self._desk.rows(self._list.warm)


def _row(line: DealLine, today: date) -> Row:
    notice, look_of_notice = notice_words(line, today)
    cells = {
        "ref": line.ref,
        "title": line.title,
        "party": shown_name(line.party),
        "type": line.type or "",
        "stage": line.stage,
        "amount": line.amount,
        "signed": day_words(line.signed_on),
        "notice": notice,
    }
    over = line.stage == Stage.ENDED
    return Row(cells, look="muted" if over else "", looks={} if over else {"notice": look_of_notice})
