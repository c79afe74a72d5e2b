"""A paste arrives as one text, whatever it holds.

Textual reads the escape sequences inside a bracketed paste as keys: the letters after an ESC are typed in front of
the pasted text, or fire commands where a list has the focus. Most terminals take ESC out of a paste; not all do.
Stands on the private parser of Textual, and on the name by which its driver for Linux and macOS makes one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

_START, _END = "\x1b[200~", "\x1b[201~"
#: A beginning of ``_START`` shorter than this may be a key of its own, which must not wait for more.
_HELD_FROM = 3


class WholePastes(XTermParser):
    """Takes pastes out of what the terminal sends; everything else is read as Textual reads it."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._held = ""
        self._pasting = False

    def feed(self, data: str) -> Iterable[Message]:
        """Read what the terminal sent, in pieces of any size; yield keys, pastes and the other events."""
        if not data:
            yield from super().feed(data)
            return
        data, self._held = self._held + data, ""
        while data:
            before, found, after = data.partition(_END if self._pasting else _START)
            if self._pasting:
                if not found:
                    self._held = data
                    return
                yield events.Paste(before.replace("\0", ""))
            else:
                if not found:
                    self._held = _beginning(before)
                if keys := before.removesuffix(self._held):
                    yield from super().feed(keys)
                if not found:
                    return
            self._pasting = not self._pasting
            data = after


def _beginning(text: str) -> str:
    """Return the end of ``text`` that may be the beginning of a paste."""
    for length in range(len(_START) - 1, _HELD_FROM - 1, -1):
        if text.endswith(_START[:length]):
            return _START[:length]
    return ""


def install() -> None:
    """Have the driver make parsers of this kind."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        linux_driver.XTermParser = WholePastes  # type: ignore[attr-defined]
