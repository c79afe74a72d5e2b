"""A question that may come up while someone is typing: the letters under way are no answer to it."""

from __future__ import annotations

import time
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.widget import Widget

from dealdesk.tui.dialogs.dialog import Dialog

T = TypeVar("T")


class Unhurried(Dialog[T], Generic[T]):
    """Takes an answer only after the keyboard was still for :attr:`QUIET_S` seconds.

    Until then letters go on into the text they were typed for; any other key is left out.
    """

    QUIET_S: ClassVar[float] = 0.7

    def __init__(self) -> None:
        super().__init__()
        self._still_since = time.monotonic()
        self._text: Widget | None = None

    def on_mount(self) -> None:
        """Remember which text was typed in."""
        focused = self.app.screen_stack[-2].focused if len(self.app.screen_stack) > 1 else None
        self._text = focused if focused is not None and focused.check_consume_key("a", "a") else None

    async def on_key(self, event: events.Key) -> None:
        """Hand a letter under way on to its text, or let nothing happen."""
        now = time.monotonic()
        if now - self._still_since >= self.QUIET_S:
            return
        self._still_since = now
        event.stop()
        event.prevent_default()
        if self._text is not None and self._text.is_attached and event.is_printable:
            self._text.post_message(events.Key(event.key, event.character))
