"""The place where lines are added: two soft-wrapped rows, Enter adds, a paste of several lines adds several."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from dealdesk.domain.line_grammar import pasted_lines
from dealdesk.text import clean
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.area import Area
from dealdesk.tui.widgets.paste import PASTE_LIMIT


class AddLine(Area):
    """Text on its way to becoming lines of a register."""

    DEFAULT_CSS = """
    AddLine {
        width: 1fr;
        height: 3;
        padding: 0;
        scrollbar-size-vertical: 0;
        background: $surface;
        &.-textual-compact { border-top: solid $border-blurred !important; }
        &.-textual-compact:focus { border-top: solid $border !important; }
    }
    """

    @dataclass
    class Typed(Message):
        """The person changed the text; sent at every change, so that it can be kept."""

        add_line: AddLine
        text: str

        @property
        def control(self) -> AddLine:
            """The widget."""
            return self.add_line

    @dataclass
    class Added(Message):
        """Enter was pressed; the widget is empty again."""

        add_line: AddLine
        lines: tuple[str, ...]
        """One or more clean lines, none empty."""

        @property
        def control(self) -> AddLine:
            """The widget."""
            return self.add_line

    def __init__(self, text: str = "", *, title: str = "add", placeholder: str = "", id: str | None = None) -> None:
        """``title`` stands in the rule above the text, where also the number of lines is said."""
        super().__init__(text, limit=PASTE_LIMIT, placeholder=placeholder, id=id)
        self._title = title
        self._say()

    def call_it(self, title: str) -> None:
        """Say in the rule what Enter will do with the text: ``add``, ``edit line 2``."""
        self._title = title
        self._say()

    def lines(self) -> tuple[str, ...]:
        """Return what Enter would add; a list loses the signs in front of its lines."""
        if "\n" in self.text:
            return tuple(pasted_lines(self.text))
        line = clean(self.text)
        return (line,) if line else ()

    def take(self) -> tuple[str, ...]:
        """Return the lines and empty the widget, without telling."""
        lines = self.lines()
        self.put("")
        return lines

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        super().put(text)
        self._say()

    def refuse(self, sentence: str) -> None:
        """Say in the rule that a paste was not taken in, until the next key."""
        self.border_title = plain(f"! {sentence}")

    def on_key(self, event: events.Key) -> None:
        """Add by Enter."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            if lines := self.take():
                self.post_message(self.Added(self, lines))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the person typed, and how many lines it is by now."""
        event.stop()
        self._say()
        self.post_message(self.Typed(self, self.text))

    def _say(self) -> None:
        count = len(self.lines()) if "\n" in self.text else 1
        title = f"{self._title}: {count} lines, Enter adds them all" if count > 1 else self._title
        if str(self.border_title) != title:
            self.border_title = plain(title)
