"""A text of one line that is shown whole: it wraps as it grows, and Enter goes on as in every other line."""

from __future__ import annotations

from textual import events
from textual.document._document import EditResult, Location

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.errors import InputRefused
from dealdesk.tui.widgets.fields import LongField
from dealdesk.tui.widgets.paste import raw, take_in


class WrappedField(LongField):
    """One line of a register, up to six lines of the screen; line breaks of a paste or an editor become blanks."""

    DEFAULT_CSS = """
    WrappedField { height: 1; }
    """
    LEAST = 1
    MOST = 6

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        super().__init__(spec, context, raw(text, lines=False))

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        super().put(raw(text, lines=False))

    def replace(
        self, insert: str, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Replace a part of the text; what is put in stays on the line."""
        line = " ".join(insert.split("\n")) if "\n" in insert else insert
        return super().replace(line, start, end, maintain_selection_offset=maintain_selection_offset)

    def paste(self, text: str) -> None:
        """Put in what was pasted as one line, or refuse it whole."""
        try:
            taken = take_in(text, held=len(self.text) - len(self.selected_text), limit=self.limit, lines=False)
        except InputRefused as refusal:
            self.refuse(str(refusal))
            return
        if taken:
            self._insert(taken)

    def on_key(self, event: events.Key) -> None:
        """Leave by Enter and Tab."""
        self.leaves(event)
