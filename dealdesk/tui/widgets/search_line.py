"""The line in which one types what to look for, while the arrows go on moving in the list below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from dealdesk.domain.dates import WorkCalendar
from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.tui.widgets.fields import Field, LineField

# Words to look for are no value of a record; nothing of the context is ever asked.
_NOTHING = Context(date.min, "dmy", WorkCalendar(), "")


class SearchLine(LineField):
    """One line of literal text; Enter and the arrows belong to the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "pass_on('step', -1)", "Up in the list", show=False),
        Binding("down", "pass_on('step', 1)", "Down in the list", show=False),
        Binding("pageup", "pass_on('page', -1)", "Page up in the list", show=False),
        Binding("pagedown", "pass_on('page', 1)", "Page down in the list", show=False),
    ]

    @dataclass
    class Passed(Message):
        """A key that belongs to the list was pressed."""

        action: str
        """Name of the list's action, ``step`` or ``page``."""
        by: int
        """Its argument."""

    def __init__(self, label: str, *, text: str = "") -> None:
        """``label`` says in sentences what the words are for."""
        super().__init__(FieldSpec("words", label), _NOTHING, text)
        self.placeholder = label
        self.last = True

    def action_pass_on(self, action: str, by: int) -> None:
        """Let the list move while one types."""
        self.post_message(self.Passed(action, by))

    def on_field_refused(self, event: Field.Refused) -> None:
        """Say why a paste was not taken in; no form stands around this line to say it."""
        event.stop()
        self.notify(event.sentence, severity="warning", markup=False)
