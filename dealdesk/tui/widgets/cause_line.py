"""The question where a friction came from: one key answers, Enter keeps the guess, any other text goes on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget

from dealdesk.tui.safe import plain


class CauseLine(Widget, can_focus=True):
    """Two lines in the place of those under the add line, shown only while they ask.

    A letter that is followed by another key at once was the beginning of the next line, not an answer.
    """

    STILL_S: ClassVar[float] = 0.35
    """Seconds without a key after which a letter is an answer."""
    DEFAULT_CSS = """
    CauseLine { height: 2; padding: 0 1; display: none; color: $text-warning; }
    """

    @dataclass
    class Answered(Message):
        """A key answered; "" where the guess stands."""

        uid: str
        key: str

    @dataclass
    class GoesOn(Message):
        """The person typed something else, which belongs to the next line."""

        text: str
        pasted: bool = False

    def __init__(self, keys: Collection[str]) -> None:
        super().__init__()
        self._keys = keys
        self._uid = ""
        self._text = ""
        self._letter = ""
        self._still: Timer | None = None
        self._goes_on = False

    @property
    def asking(self) -> bool:
        """Whether the question is open."""
        return bool(self._uid)

    @property
    def text(self) -> str:
        """What is asked."""
        return self._text

    def ask(self, uid: str, text: str) -> None:
        """Ask for the friction ``uid``."""
        self._uid, self._text, self._letter, self._goes_on = uid, text, "", False
        self.display = True
        self.refresh()
        self.screen.set_focus(self)

    def close(self) -> None:
        """Take the letter that was typed for the answer, and ask no more; the guess stands where there is none."""
        if self._still is not None:
            self._still.stop()
            self._still = None
        if self._uid:
            uid, key, self._uid, self._letter = self._uid, self._letter, "", ""
            self.post_message(self.Answered(uid, key))

    def render(self) -> Content:
        """Draw the question."""
        return plain(self._text)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that letters are no commands here."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take a letter for an answer, unless it is the beginning of a text."""
        typed = event.character if event.is_printable else None
        if event.key in ("enter", "escape"):
            event.stop()
            self.close()
        elif typed and not (self._letter or self._goes_on) and typed in self._keys:
            event.stop()
            self._letter = typed
            if self.STILL_S:
                self._still = self.set_timer(self.STILL_S, self.close)
            else:
                self.close()
        elif typed:
            event.stop()
            self._go_on(typed)

    def on_paste(self, event: events.Paste) -> None:
        """Leave a paste to the next line."""
        event.stop()
        self._go_on(event.text, pasted=True)

    def on_blur(self) -> None:
        """Whoever goes elsewhere leaves it at what was typed."""
        self.close()

    def _go_on(self, text: str, *, pasted: bool = False) -> None:
        text, self._letter, self._goes_on = self._letter + text, "", True
        self.post_message(self.GoesOn(text, pasted))
