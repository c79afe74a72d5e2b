"""Time away from a running clock: counted, left out, or the end of the section. It waits until it is answered."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.domain.section_clock import GapAnswer
from dealdesk.tui.dialogs.unhurried import Unhurried
from dealdesk.tui.safe import plain


class GapQuestion(Unhurried[GapAnswer]):
    """Asks what to do with the time away; Enter pauses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "answer('count')", "Count it"),
        Binding("p,enter,escape", "answer('pause')", "Pause"),
        Binding("e", "answer('end')", "End the section"),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the question and its keys."""
        with Vertical(classes="dialog"):
            yield Static(plain(self._question), classes="question")
            yield Static(plain("c  count it: the clock runs on, that time is part of the section"))
            yield Static(plain("p  pause: leave it out; the next letter starts the clock again (Enter)"))
            yield Static(plain("e  end this section and go on to the following one"))

    def say(self, question: str) -> None:
        """Show a gap that has grown."""
        if question != self._question:
            self._question = question
            if self.is_mounted:
                self.query_one(".question", Static).update(plain(question), layout=False)

    def action_answer(self, answer: str) -> None:
        """Answer."""
        self.dismiss(GapAnswer(answer))
