"""A question over a screen: it answers once, however fast one types, and loses no letter typed before it is there."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widget import Widget

T = TypeVar("T")


class Dialog(ModalScreen[T], Generic[T]):
    """Asks and returns the answer.

    Keys that are already on their way to it when the answer is given find it closing: they do nothing. Keys that come
    before its first field can take them go into that field.
    """

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._answered = False
        self._early: list[events.Key] = []

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Answer and close; a second answer is none, and would close the screen below."""
        if self._answered:
            return AwaitComplete()
        self._answered = True
        closed: AwaitComplete = super().dismiss(result)
        return closed

    async def on_key(self, event: events.Key) -> None:
        """Keep a letter that no field had the focus for; a field lets no letter past it."""
        if self._answered:
            event.stop()
            event.prevent_default()
        elif self.focused is not None and event.is_printable and self.focused.check_consume_key("a", "a"):
            event.stop()
            self.focused.post_message(events.Key(event.key, event.character))
        elif self.focused is None and event.is_printable:
            self._early.append(event)

    def set_focus(self, widget: Widget | None, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on
        """Hand the letters that came too early to the first field that takes letters."""
        super().set_focus(widget, *args, **kwargs)
        if widget is not None and self._early and widget.check_consume_key("a", "a"):
            early, self._early = self._early, []
            for event in early:
                widget.post_message(events.Key(event.key, event.character))
