"""A promise will be late: it is asked once whether they are to be told now."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.tui.dialogs.unhurried import Unhurried
from dealdesk.tui.safe import plain


class TellThem(Unhurried[bool]):
    """Asks whether to write to them; Enter does not, since then nothing more happens."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Tell them"),
        Binding("n,enter,escape", "answer(False)", "No"),
    ]

    def __init__(self, ref: str, promise: str, by: str, *, over: bool = False) -> None:
        """``promise`` is what they were promised, ``by`` the day they count on, in words; empty for none.

        ``over``: that day has passed.
        """
        super().__init__()
        self._ref, self._promise, self._by, self._over = ref, promise, by, over

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        by = f" by {self._by}" if self._by else ""
        with Vertical(classes="dialog"):
            yield Static(plain(f"{self._ref}: tell them now?"), classes="question")
            yield Static(plain(f"They {'counted' if self._over else 'count'} on this{by}:"))
            yield Static(plain(self._promise))
            yield Static(plain("y  tell them: a message with the delay and the new plan is drafted"))
            yield Static(plain("n  no; this is asked once only (Enter)"))

    def action_answer(self, tell: bool) -> None:
        """Answer."""
        self.dismiss(tell)
