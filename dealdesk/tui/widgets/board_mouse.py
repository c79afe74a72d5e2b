"""The board under the mouse: a press picks, a drag aims, a release drops; a click on what had the cursor opens it."""

from __future__ import annotations

from textual import events

from dealdesk.domain import board
from dealdesk.tui.widgets import board_messages as messages
from dealdesk.tui.widgets.board_view import BoardSource, BoardView


class BoardMouse(BoardView, inherit_bindings=False):
    """The mouse half of ``Board``; screens use ``Board``."""

    def __init__(self, source: BoardSource, empty: str, *, id: str | None = None) -> None:
        super().__init__(source, empty, id=id)
        self._held: int | None = None
        """The card the mouse went down on, until it goes up."""
        self._had_cursor = False

    @property
    def dragging(self) -> bool:
        """Whether the mouse holds a card."""
        return self._held is not None

    def let_go(self) -> None:
        """Hold no card any more: it stays where it is."""
        if self._held is not None:
            self._held = self._aim = None
            self.release_mouse()
            self.refresh()

    def pick(self, column: int, row: int) -> None:
        """Put the cursor on a card."""
        raise NotImplementedError

    def wheel(self, by: int) -> None:
        """Move the cursor by some cards."""
        raise NotImplementedError

    def open_picked(self) -> None:
        """Open the card under the cursor."""
        raise NotImplementedError

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Pick the card under the pointer."""
        aimed = self._pointed(event.x, event.y)
        if event.button != 1 or aimed is None:
            return
        if event.y == 0:
            self.pick(aimed.column, self._tops[aimed.column])
            return
        down = (event.y - 1) // self._pitch
        row = self._tops[aimed.column] + down
        number = self._at(aimed.column, row) if down < self._room(aimed.column) else None
        if number is not None:
            self._had_cursor, self._held = number == self.cursor_id, number
            self.pick(aimed.column, row)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show what the dragged card aims at."""
        if self._held is None:
            return
        found = self._pointed(event.x, event.y)
        here = (self._column, self._row)
        if found is not None and found.column == here[0] and found.row in (here[1], here[1] + 1):
            found = None  # where it stands already
        if found != self._aim:
            self._aim = found
            self.refresh()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Drop the card, or open it where it was only clicked."""
        held, aimed, self._held, self._aim = self._held, self._aim, None, None
        if held is None:
            return
        self.release_mouse()
        if aimed is not None:
            self.refresh()
            self.post_message(messages.CardDropped(self, held, aimed.column, aimed.row))
        elif self._had_cursor and held == self.cursor_id and self._pointed(event.x, event.y) is not None:
            self.open_picked()

    def on_mouse_scroll_down(self) -> None:
        """Move the cursor down."""
        self.wheel(1)

    def on_mouse_scroll_up(self) -> None:
        """Move the cursor up."""
        self.wheel(-1)

    def _pointed(self, x: int, y: int) -> board.Aim | None:
        if not self._columns or not 0 <= y <= self._body:
            return None
        at = board.column_at(x, self._spans())
        column = self._head_at(x) if y == 0 else None if at is None else self._first + at
        if column is None:
            return None
        return board.aim(column, y - 1, self._pitch, self._tops[column], len(self.ids(column)))
