"""A debrief that was left while its clock runs: it may go on, people look something up, or stand still."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.tui.dialogs.unhurried import Unhurried
from dealdesk.tui.safe import plain


class StillRuns(Unhurried[bool]):
    """Asks whether the clock goes on; Enter lets it, since then nothing changes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("g,enter,escape", "answer(True)", "Go on"),
        Binding("p", "answer(False)", "Pause"),
    ]

    def __init__(self, ref: str) -> None:
        """``ref`` names the deal of the debrief."""
        super().__init__()
        self._ref = ref

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        with Vertical(classes="dialog"):
            yield Static(plain(f"The debrief of {self._ref} runs on: go on (default) or pause?"), classes="question")
            yield Static(plain("g  go on: its clock stays in the first line, and 3 leads back to it (Enter)"))
            yield Static(plain("p  pause: the clock stands still until the next letter there"))

    def action_answer(self, go_on: bool) -> None:
        """Answer."""
        self.dismiss(go_on)
