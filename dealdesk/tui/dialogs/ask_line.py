"""One line is asked for: a name, a date, a decision; how it is read stands under it while it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.errors import InputRefused
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.fields import Field, LineField


class AskLine(Dialog[str | None]):
    """Asks ``question``; returns the text, or None for not now. What can't be read is said and stays."""

    DEFAULT_CSS = """
    AskLine { align: center middle; }
    AskLine > Vertical {
        width: 76; max-width: 100%; height: auto; border: round $border; background: $surface; padding: 0 1;
    }
    AskLine LineField { border: none; height: 1; padding: 0; background: $panel; width: 1fr; }
    AskLine .ask-line--reading { height: 1; }
    AskLine .ask-line--keys { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "later", "Not now")]

    def __init__(
        self, question: str, text: str, context: Context, reading: Callable[[str], str], *, longest: int = 200
    ) -> None:
        """Ask; ``reading`` returns how a text is read, and raises :class:`InputRefused` for one that can't be."""
        super().__init__()
        self._question = question
        self._reading = reading
        self.line = LineField(FieldSpec("answer", "The answer", max_chars=longest), context, text)
        self.line.last = True
        self._below = Static("", classes="ask-line--reading", markup=False)

    def compose(self) -> ComposeResult:
        """Show question, line and reading."""
        with Vertical():
            yield Static(plain(self._question), markup=False)
            yield self.line
            yield self._below
            yield Static(plain("Enter takes it, Esc not now"), classes="ask-line--keys", markup=False)

    def on_mount(self) -> None:
        """Begin to type."""
        self.line.focus()
        self._read()

    def _read(self) -> bool:
        try:
            self._below.update(plain(self._reading(self.line.text)))
        except InputRefused as refusal:
            self._below.update(plain(f"! {refusal}"))
            return False
        return True

    def on_field_typed(self, event: Field.Typed) -> None:
        """Say how it is read."""
        event.stop()
        self._read()

    def on_field_entered(self, event: Field.Entered) -> None:
        """Answer with what can be read."""
        event.stop()
        if self._read():
            self.dismiss(self.line.text.strip())

    def action_later(self) -> None:
        """Answer nothing."""
        self.dismiss(None)
