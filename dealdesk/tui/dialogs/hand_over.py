"""The hand-over of a signed deal, or another page of headings and lines: to read and to copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.safe import plain

_EMPTY = "Nothing is noted for the hand-over yet."


class HandOver(Reader):
    """Shows lines under their headings; ``y`` copies all of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "copy", "Copy")]

    def __init__(
        self, title: str, parts: Sequence[tuple[str, Sequence[str]]], *, empty: str = _EMPTY, copied: str = ""
    ) -> None:
        """``parts``: each heading with its lines; ``empty`` is said where there is none.

        ``copied``: what ``y`` copies where that is not what is shown.
        """
        shown = ["\n".join([heading.upper(), *(f"- {line}" for line in lines)]) for heading, lines in parts if lines]
        super().__init__(title, "\n\n".join(shown) or empty)
        self._copied = copied or f"{title}\n\n{self._text}\n"

    def on_mount(self) -> None:
        """Name the key that copies among the others."""
        keys = "y copy · space page down · g G start, end · q back"
        self.query(".muted").last(Static).update(plain(keys))

    def action_copy(self) -> None:
        """Copy title and text, or what is copied instead."""
        self.app.copy_to_clipboard(self._copied)
        self.app.notify("Copied, if this terminal lets programs copy.", markup=False)
