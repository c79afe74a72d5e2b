"""A letter at every input of the review form; pressing it goes to that input."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.tui.cells import fit
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain, visible

LETTERS = ascii_lowercase + ascii_uppercase
_COLUMN = 19
"""The least cells a column takes."""
_MOST_COLUMNS = 4
_SCROLL = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}


class Target(NamedTuple):
    """One input that can be jumped to."""

    slot: str
    part: str
    """Number and title of its part."""
    label: str
    filled: bool


class _Line(NamedTuple):
    words: str
    style: str
    slot: str


class JumpTargets(Widget):
    """All inputs in columns, each behind its letter."""

    DEFAULT_CSS = """
    JumpTargets { width: 1fr; height: auto; }
    """

    class Clicked(Message):
        """An input was clicked."""

        def __init__(self, slot: str) -> None:
            super().__init__()
            self.slot = slot

    def __init__(self, targets: Sequence[Target]) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        part = ""
        for letter, target in zip(LETTERS, targets, strict=False):
            if target.part != part:
                part = target.part
                self._lines.append(_Line(visible(part), "bold", ""))
            sign = " " if target.filled else "_"
            style = "$text-muted" if target.filled else ""
            self._lines.append(_Line(f" {letter} {sign} {visible(target.label)}", style, target.slot))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return the lines of the longest column."""
        return self._height(width)

    def _columns(self, width: int) -> int:
        most = max(1, min(_MOST_COLUMNS, width // _COLUMN))
        room = max(1, self.app.size.height - 2)
        return min(most, max(1, -(-len(self._lines) // room)))

    def _height(self, width: int) -> int:
        return -(-len(self._lines) // self._columns(width))

    def render(self) -> Content:
        """Draw the columns, filled from the top."""
        width, height = self.size.width, self._height(self.size.width)
        cells = width // self._columns(width)
        parts: list[tuple[str, str] | str] = []
        for y in range(height):
            for line in self._lines[y::height]:
                words = fit(line.words, min(cell_len(line.words), cells - 1))
                parts += [(words, line.style), " " * (cells - cell_len(words))]
            parts.append("\n")
        return Content.assemble(*parts[:-1])

    def on_click(self, event: events.Click) -> None:
        """Answer with what was clicked."""
        height = self._height(self.size.width)
        column = event.x // (self.size.width // self._columns(self.size.width))
        at = column * height + event.y
        if event.y < height and at < len(self._lines) and self._lines[at].slot:
            self.post_message(self.Clicked(self._lines[at].slot))


class Jump(Dialog[None]):
    """Asks where to, and closes once that place has the focus, so that the next keys are typed there."""

    DEFAULT_CSS = """
    Jump > Vertical { width: 100%; max-width: 104; height: auto; max-height: 100%; background: $surface; padding: 0 1; }
    Jump VerticalScroll { height: auto; max-height: 1fr; }
    """

    def __init__(self, targets: Sequence[Target], go: Callable[[str], Awaitable[None]]) -> None:
        """Show ``targets``; ``go`` puts the cursor into one, named by the id of its slot."""
        super().__init__()
        self._targets, self._go = tuple(targets), go
        self._chosen = False

    def compose(self) -> ComposeResult:
        """Show all inputs with their letters."""
        with Vertical():
            yield Static(plain("Jump to which input? _ is empty. Esc: nowhere."), classes="question")
            with VerticalScroll(can_focus=False):
                yield JumpTargets(self._targets)

    async def on_key(self, event: events.Key) -> None:
        """Go to the input of the letter; Esc and ^O again go nowhere."""
        event.stop()
        if self._chosen:
            # Typed right behind the letter: it belongs to the input that was jumped to.
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key in ("escape", "ctrl+o"):
            self._chosen = True
            self.dismiss(None)
        elif event.key in _SCROLL:
            self.query_one(VerticalScroll).scroll_relative(y=_SCROLL[event.key], animate=False)
        elif event.character and event.character in LETTERS[: len(self._targets)]:
            await self._leave_for(self._targets[LETTERS.index(event.character)].slot)

    async def on_jump_targets_clicked(self, event: JumpTargets.Clicked) -> None:
        """Go to what was clicked."""
        event.stop()
        if not self._chosen:
            await self._leave_for(event.slot)

    async def _leave_for(self, slot: str) -> None:
        self._chosen = True
        await self._go(slot)
        self.dismiss(None)
