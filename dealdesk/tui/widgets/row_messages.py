"""The common part of the messages of a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from dealdesk.tui.widgets.rows_view import RowsView


@dataclass
class RowsMessage(Message, bubble=True):
    """Something happened in a list."""

    rows: RowsView
    """The list."""

    def __post_init__(self) -> None:
        # A message never bubbles past its sender, which is whoever runs now: a screen that filters or reloads the
        # list would not be told of what comes of it.
        super().__post_init__()
        self.set_sender(self.rows)

    @property
    def control(self) -> RowsView:
        """The list, so that ``@on(Rows.Opened, "#deals")`` works."""
        return self.rows
