"""The common part of the messages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from dealdesk.tui.widgets.rows import Rows


@dataclass
class RowsMessage(Message, bubble=True):
    """Something happened in a list."""

    rows: Rows
    """The list."""

    @property
    def control(self) -> Rows:
        """The list, so that ``@on(Rows.Opened, "#deals")`` works."""
        return self.rows
