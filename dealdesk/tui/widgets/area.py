"""The TextArea all long texts are typed in."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.widgets import TextArea

from dealdesk.errors import InputRefused
from dealdesk.tui.safe import editable, plain
from dealdesk.tui.widgets.paste import JOINERS, raw, take_in


class Area(TextArea):
    """A soft-wrapped TextArea that takes a paste whole or not at all."""

    limit: int = 0

    def __init__(self, text: str = "", *, limit: int, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            raw(text, lines=True),
            compact=True,
            highlight_cursor_line=False,
            placeholder=plain(placeholder),
            id=id,
        )
        self.set_reactive(TextArea.cursor_blink, False)
        self.limit = limit
        self.move_cursor(self.document.end)

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        with self.prevent(TextArea.Changed):
            self.text = raw(text, lines=True)
        self.move_cursor(self.document.end)

    def replace_all(self, text: str) -> None:
        """Put in what an editor left, as if it had been typed."""
        self.replace(text, self.document.start, self.document.end)
        self.move_cursor(self.document.end)

    def get_line(self, line_index: int) -> Text:
        """Return a line as it is shown."""
        return Text(editable(self.document.get_line(line_index)), end="", no_wrap=True)

    def refuse(self, sentence: str) -> None:
        """Tell that a paste was not taken in."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Put in what was pasted, or refuse it whole."""
        try:
            taken = take_in(text, held=len(self.text) - len(self.selected_text), limit=self.limit, lines=True)
        except InputRefused as refusal:
            self.refuse(str(refusal))
            return
        if taken:
            self._insert(taken)

    def action_paste(self) -> None:
        """Paste what was cut or copied inside the app."""
        self.paste(self.app.clipboard)

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste through the gate."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def on_key(self, event: events.Key) -> None:
        """Take the joiners that TextArea would drop."""
        if event.character in JOINERS:
            event.stop()
            event.prevent_default()
            self._insert(event.character or "")

    def _insert(self, text: str) -> None:
        result = self.replace(text, *self.selection, maintain_selection_offset=False)
        self.move_cursor(result.end_location)
