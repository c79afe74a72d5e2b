"""What a board tells its screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from dealdesk.errors import DealdeskError

if TYPE_CHECKING:
    from dealdesk.tui.widgets.board_view import BoardView


@dataclass
class BoardMessage(Message, bubble=True):
    """Something happened on a board."""

    board: BoardView
    """The board."""

    def __post_init__(self) -> None:
        # A message never bubbles past its sender, which is whoever runs now: a screen that filters or reloads the
        # board would not be told of what comes of it.
        super().__post_init__()
        self.set_sender(self.board)


@dataclass
class CardReached(BoardMessage):
    """The cursor came to another card."""

    id: int | None
    """The card; None in an empty column."""


@dataclass
class CardOpened(BoardMessage):
    """A card was chosen by Enter or the mouse."""

    id: int
    """The card."""


@dataclass
class CardDropped(BoardMessage):
    """A card was dragged somewhere."""

    id: int
    """The card."""
    column: int
    """Where it was dropped."""
    row: int
    """Before the card that has this index now."""


@dataclass
class CardsCounted(BoardMessage):
    """The columns were read."""

    shown: int
    """Cards that match the filter."""
    total: int
    """Cards without it."""


@dataclass
class BoardFailed(BoardMessage):
    """The source could not be read; the board shows what it had."""

    error: DealdeskError
    """What went wrong; its text is a sentence for people."""
