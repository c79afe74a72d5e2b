"""One line of tabs: which there are, and which one is open; the open one stands in brackets, so no colour is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

NONE: Mapping[str, str] = MappingProxyType({})


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
        self._there: frozenset[str] = frozenset()
        self._titles: dict[str, str] = {}
        self._places: list[tuple[int, int, str]] = []

    def show(
        self, names: Sequence[str], opened: str, *, there: Sequence[str] | None = None, titles: Mapping[str, str] = NONE
    ) -> None:
        """Name these tabs, ``opened`` is one of them.

        Those that are not ``there`` are drawn faint and keep their place; ``titles`` stand for names where they fit.
        """
        shown = (tuple(names), opened, frozenset(names if there is None else there), dict(titles))
        if shown != (self._names, self._open, self._there, self._titles):
            self._names, self._open, self._there, self._titles = shown
            self.refresh()

    def render(self) -> Content:
        """Draw the names; on a narrow line the faint ones, then those before the open one are left out till it fits."""
        self._places = []
        width = self.size.width
        names = list(self._names)
        titles = {name: self._titles.get(name, name) for name in names}
        if _length(titles.values()) + len(names) > width - 1:
            titles = {name: name for name in names}
        wide = sum(cell_len(title) + 3 for title in titles.values()) <= width - 1
        if _length(names) > width - 2:
            names = [name for name in names if name in self._there or name == self._open]
        while len(names) > 1 and names[0] != self._open and _length(names[: names.index(self._open) + 1]) > width - 2:
            del names[0]
        parts: list[tuple[str, str] | str] = [" "]
        x = 1
        for name in names:
            title = titles[name]
            shown = f"[{title}]" if name == self._open else f" {title} " if wide else title
            if x + cell_len(shown) > width:
                break
            self._places.append((x, x + cell_len(shown), name))
            style = "bold $foreground" if name == self._open else "" if name in self._there else "dim"
            parts += [(shown, style), " "]
            x += cell_len(shown) + 1
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Choose the tab that was clicked."""
        for start, end, name in self._places:
            if start <= event.x < end:
                self.post_message(self.Chosen(name))


def _length(names: Iterable[str]) -> int:
    return sum(cell_len(name) + 1 for name in names) + 2
