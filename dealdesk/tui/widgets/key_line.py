"""The last line of every screen: the five keys used most here, and ``?``. Each can be clicked; no name is ever cut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.compat import draw_now

GAP = "  "


class KeyLine(Widget):
    """The keys of a screen; what does not fit is left out whole, from the right."""

    DEFAULT_CSS = """
    KeyLine { height: 1; background: $panel; color: $text-muted; }
    """

    @dataclass
    class Chosen(Message):
        """A key of the line was clicked."""

        command: type[KeyCommand]
        """The command it stands for."""

    def __init__(self) -> None:
        super().__init__()
        self._commands: tuple[tuple[type[KeyCommand], str], ...] = ()
        self._typing = False
        self._instead = ""
        self._places: list[tuple[int, int, type[KeyCommand]]] = []

    def show(self, commands: Iterable[tuple[type[KeyCommand], str]], *, typing: bool = False) -> None:
        """Show these commands, each with its word; while a text field is ``typing``, by a key that is no letter."""
        commands = tuple(commands)
        if (commands, typing, "") != (self._commands, self._typing, self._instead):
            self._commands, self._typing, self._instead = commands, typing, ""
            self.refresh()

    def show_instead(self, words: str) -> None:
        """Show these words at once, until keys are shown again."""
        self._instead = words
        draw_now(self)

    def render(self) -> Content:
        """Draw the keys that fit."""
        self._places = []
        if self._instead:
            return Content(f" {self._instead}")
        parts: list[tuple[str, str] | str] = [" "]
        x = 1
        for command, word in self._commands:
            key = command.shown_key(typing=self._typing)
            width = cell_len(key) + 1 + cell_len(word)
            if x + width > self.size.width:
                break
            self._places.append((x, x + width, command))
            parts += [(key, "bold $foreground"), " ", word, GAP]
            x += width + len(GAP)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Run the command that was clicked."""
        for start, end, command in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(command))
