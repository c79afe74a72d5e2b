"""A question with a few answers, each one key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain

#: So many answers stand one under the other.
_ONE_COLUMN = 14


class Choose(Dialog[str | None]):
    """Asks ``question``; returns the key that was pressed, Enter's being the first one, or None for not now."""

    DEFAULT_CSS = """
    Choose { align: center middle; }
    Choose > Vertical { width: auto; max-width: 100%; height: auto; border: round $border; padding: 0 2; }
    Choose Static { width: auto; }
    """

    def __init__(self, question: str, answers: Sequence[tuple[str, str]], *, default: bool = True) -> None:
        """Ask; without ``default`` Enter is no answer, for a question of which each answer should be meant."""
        super().__init__()
        self._question = question
        self._answers = dict(answers)
        self._default = answers[0][0] if default and answers else None
        if self._default is not None:
            self._answers[self._default] += "  (Enter)"

    def compose(self) -> ComposeResult:
        """Show the question and its answers."""
        with Vertical():
            yield Static(plain(self._question), classes="question")
            for row in self._rows():
                yield Static(row)
            yield Static(plain("Esc  not now"), classes="muted")

    def _rows(self) -> list[Content]:
        """Return the answers, side by side where there are more than a small screen has lines for."""
        found = [Content.assemble((key, "bold"), "  ", words) for key, words in self._answers.items()]
        if len(found) <= _ONE_COLUMN:
            return found
        half = (len(found) + 1) // 2
        wide = max(answer.cell_length for answer in found[:half]) + 3
        beside = [*found[half:], Content("")]
        return [
            left + " " * (wide - left.cell_length) + right for left, right in zip(found[:half], beside, strict=False)
        ]

    async def on_key(self, event: events.Key) -> None:
        """Answer with the key."""
        event.stop()
        if event.character in self._answers:
            self.dismiss(event.character)
        elif event.key == "enter" and self._default is not None:
            self.dismiss(self._default)
        elif event.key in ("escape", "q"):
            self.dismiss(None)
