"""One line of tabs: which there are, and which one is open; the open one stands in brackets, so no colour is needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget


class TabLine(Widget):
    """Names of tabs on one line; a click chooses one. Names are words of ours, never user text."""

    DEFAULT_CSS = """
    TabLine { height: 1; background: $surface; color: $text-muted; }
    """

    @dataclass
    class Chosen(Message):
        """A tab was clicked."""

        name: str
        """Its name."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._open = ""
        self._places: list[tuple[int, int, str]] = []

    def show(self, names: Sequence[str], opened: str) -> None:
        """Name these tabs, ``opened`` is one of them."""
        if (tuple(names), opened) != (self._names, self._open):
            self._names, self._open = tuple(names), opened
            self.refresh()

    def render(self) -> Content:
        """Draw the names; on a narrow line those before the open one are left out until that one fits."""
        self._places = []
        width = self.size.width
        names = list(self._names)
        wide = sum(cell_len(name) + 3 for name in names) <= width - 1
        while len(names) > 1 and names[0] != self._open and _length(names[: names.index(self._open) + 1]) > width - 2:
            del names[0]
        parts: list[tuple[str, str] | str] = [" "]
        x = 1
        for name in names:
            shown = f"[{name}]" if name == self._open else f" {name} " if wide else name
            if x + cell_len(shown) > width:
                break
            self._places.append((x, x + cell_len(shown), name))
            parts += [(shown, "bold $foreground" if name == self._open else ""), " "]
            x += cell_len(shown) + 1
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked."""
        for start, end, name in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


def _length(names: Sequence[str]) -> int:
    return sum(cell_len(name) + 1 for name in names) + 2
