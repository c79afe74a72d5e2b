"""What the palette and the pick of a deal share: a line to type in, a list that follows, Enter takes the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.row_source import Key, RowSource
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.widgets.search_line import SearchLine

Picked = TypeVar("Picked")


class Picker(Dialog[Picked | None], Generic[Picked]):
    """A list one narrows by typing; answers with a row, or with None for not now."""

    DEFAULT_CSS = """
    Picker > Vertical {
        width: 76;
        max-width: 100%;
        height: 20;
        max-height: 100%;
        border: round $border;
        background: $surface;
        padding: 0 1;
        & > .question { height: 1; }
        & > .muted { height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "later", "Not now", show=False)]

    def __init__(self, question: str, columns: Sequence[Column], source: RowSource, *, empty: str) -> None:
        super().__init__()
        self._question = question
        self.line = SearchLine("type a few letters")
        """What is looked for."""
        self.rows = Rows(columns, source, header=False, empty=empty)
        """What answers to it."""

    def compose(self) -> ComposeResult:
        """Lay out question, line, list and keys."""
        with Vertical():
            yield Static(plain(self._question), classes="question")
            yield self.line
            yield self.rows
            yield Static(plain("Enter take · up, down move · Esc not now"), classes="muted")

    def on_mount(self) -> None:
        """Type at once."""
        self.line.focus()

    def answer(self, key: Key) -> Picked:
        """Return what is answered for the row ``key``."""
        raise NotImplementedError

    def on_field_typed(self, event: Field.Typed) -> None:
        """Narrow the list; the best row has the cursor."""
        event.stop()
        self.rows.filter(self.line.text)
        self.rows.action_first()

    def on_field_entered(self, event: Field.Entered) -> None:
        """Take the row under the cursor."""
        event.stop()
        self.rows.action_open()

    def on_search_line_passed(self, event: SearchLine.Passed) -> None:
        """Move in the list."""
        event.stop()
        if event.action == "page":
            self.rows.action_page(event.by)
        else:
            self.rows.action_step(event.by)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Answer."""
        event.stop()
        self.dismiss(self.answer(event.key))

    def action_later(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
