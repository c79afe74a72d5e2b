"""A question with a few answers, each one key."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain, visible

#: So many answers stand one under the other, and more where the screen has the rows for them.
_ONE_COLUMN = 14
#: Rows and cells of the screen that the answers leave: border, question, ways out, and some of what is behind.
_ABOVE_AND_BELOW, _AROUND = 8, 6
_GAP = 3


class Choose(Dialog[str | None]):
    """Asks ``question``; returns the key that was pressed, Enter's being the first one, or None for not now."""

    DEFAULT_CSS = """
    Choose { align: center middle; }
    Choose > Vertical { width: auto; max-width: 100%; height: auto; border: round $border; padding: 0 2; }
    Choose Static { width: auto; max-width: 100%; }
    """

    def __init__(self, question: str, answers: Sequence[tuple[str, str]], *, default: bool = True) -> None:
        """Ask; without ``default`` Enter is no answer, for a question of which each answer should be meant."""
        super().__init__()
        self._question = question
        self._answers = dict(answers)
        self._default = answers[0][0] if default and answers else None

    def compose(self) -> ComposeResult:
        """Show the question and its answers."""
        with Vertical():
            yield Static(plain(self._question), classes="question")
            for row in self._rows():
                yield Static(row)
            yield Static(plain(self._ways_out()), classes="muted")

    def _rows(self) -> list[Content]:
        """Return the answers, side by side where there are more than the screen has lines for."""
        found = [self._answer(key, words) for key, words in self._answers.items()]
        if not self._beside:
            return found
        half, room = (len(found) + 1) // 2, self.app.size.width - _AROUND
        left, right = (max(answer.cell_length for answer in part) for part in (found[:half], found[half:]))
        gap = min(_GAP, max(1, room - left - right))
        if left + gap + right > room:  # only where a question has more words than a small screen has cells
            left = min(left, max(room // 2, room - gap - right))
            right = room - gap - left
        return [
            Content.assemble(_exactly(one, left), " " * gap, _exactly(other, right))
            for one, other in zip(found[:half], [*found[half:], Content("")], strict=False)
        ]

    def _answer(self, key: str, words: str) -> Content:
        marked = key == self._default and not self._beside
        return Content.assemble((key, "bold"), "  ", visible(words), "  (Enter)" if marked else "")

    @property
    def _beside(self) -> bool:
        """Whether answers stand side by side."""
        return len(self._answers) > max(_ONE_COLUMN, self.app.size.height - _ABOVE_AND_BELOW)

    def _ways_out(self) -> str:
        if self._beside and self._default is not None:
            return f"Enter  is {self._default}   Esc  not now"
        return "Esc  not now"

    async def on_key(self, event: events.Key) -> None:
        """Answer with the key."""
        event.stop()
        if event.character in self._answers:
            self.dismiss(event.character)
        elif event.key == "enter" and self._default is not None:
            self.dismiss(self._default)
        elif event.key in ("escape", "q"):
            self.dismiss(None)


def _exactly(answer: Content, cells: int) -> Content:
    """Return an answer as wide as its column; one that is cut says so."""
    if answer.cell_length > cells:
        return answer.truncate(cells, ellipsis=True)
    return answer.pad_right(cells - answer.cell_length)
