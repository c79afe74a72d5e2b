"""A line that is asked for while cards are being moved: the keys that still move them are no answer."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events

from dealdesk.tui.dialogs.talk import OneLine

#: The letters that move cards and the cursor on the board.
_MOVING = frozenset("hjklHJKL")


class RestingLine(OneLine):
    """Takes the letters that move cards only after the keyboard was still for :attr:`QUIET_S` seconds.

    One such letter with another letter behind it begins a word; held or repeated it is left out.
    """

    AUTO_FOCUS = ""
    QUIET_S: ClassVar[float] = 1.2

    _still_since = 0.0
    _first: events.Key | None = None
    _held = False

    def _on_mount(self, event: events.Mount) -> None:
        """Give the line the focus only once the keyboard is still."""
        super()._on_mount(event)
        event.prevent_default()  # the question below takes the focus at once
        self.line.cursor_position = len(self.line.text)
        self._read()
        self._wait()

    def _wait(self) -> None:
        self._still_since = time.monotonic()
        self.set_timer(self.QUIET_S, self._begin)

    def _begin(self) -> None:
        if self.focused is None and time.monotonic() - self._still_since >= self.QUIET_S * 0.99:
            self.line.focus()

    async def on_key(self, event: events.Key) -> None:
        """Leave out a letter that moves cards; any other key begins to type."""
        if self.focused is not None or self._answered:
            return
        if event.character in _MOVING:
            self._first = None if self._held or self._first is not None else event
            self._held = self._first is None
            event.stop()
            event.prevent_default()
            self._wait()
        elif event.is_printable:
            if self._first is not None:
                self._early.append(self._first)
            self.line.focus()
