"""The nine parts of the review form with how much of each is filled in: two lines, or a column where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible

HERE, OPEN = ">", "!"
LINES = 2
_NUMBER = 3
"""Cells for the sign, the digit and a blank."""


class RailPart(NamedTuple):
    """What the rail says about one part."""

    number: int
    title: str
    short: str
    filled: int
    all: int
    open: bool = False
    """Something typed in it is not part of the record: it can't be read, or another window changed it."""

    @property
    def told(self) -> str:
        """How many of its inputs are filled in."""
        return f"{self.filled}/{self.all}{OPEN if self.open else ''}"


class EmptySlot(NamedTuple):
    """An input that is still empty."""

    slot: str
    number: int
    """Its part."""
    label: str


class PartRail(Widget):
    """All parts; the one in front carries a sign."""

    DEFAULT_CSS = f"""
    PartRail {{ width: 1fr; height: {LINES}; color: $text-muted; }}
    """

    @dataclass
    class Chosen(Message):
        """A part, or an empty input, was clicked."""

        number: int
        slot: str = ""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[RailPart, ...] = ()
        self._empty: tuple[EmptySlot, ...] = ()
        self._current = 0

    def show(self, parts: Sequence[RailPart], current: int, empty: Sequence[EmptySlot] = ()) -> None:
        """Show these parts, ``current`` in front, and in a column what is empty."""
        new = (tuple(parts), current, tuple(empty))
        if new != (self._parts, self._current, self._empty):
            self._parts, self._current, self._empty = new
            self.refresh()

    @property
    def _column(self) -> bool:
        return self.size.height > LINES

    def render(self) -> Content:
        """Draw the rail in the room there is."""
        return self._as_column() if self._column else self._as_lines()

    def _widths(self) -> list[int]:
        """Return the cells of each part on a line: as wide as its name where all have room, else equal."""
        named = [_NUMBER + len(part.short) for part in self._parts]
        spare = self.size.width - sum(named)
        if spare < 0 or not named:
            return [self.size.width // max(1, len(named))] * len(named)
        return [width + spare // len(named) for width in named]

    def _as_lines(self) -> Content:
        titles: list[tuple[str, str] | str] = []
        counts: list[tuple[str, str] | str] = []
        for part, width in zip(self._parts, self._widths(), strict=True):
            on = part.number == self._current
            head = f"{HERE if on else ' '}{part.number} {visible(part.short)}"
            titles.append((fit(head, width, ellipsis=""), "bold $foreground" if on else ""))
            indent = " " * max(0, min(2, width - len(part.told) - 1))
            counts.append((fit(f"{indent}{part.told}", width, ellipsis=""), "$foreground" if on else ""))
        return Content.assemble(*titles, "\n", *counts)

    def _as_column(self) -> Content:
        width = self.size.width
        lines: list[tuple[str, str] | str] = ["\n"]
        for part in self._parts:
            on = part.number == self._current
            head = f" {HERE if on else ' '} {part.number} {visible(part.title)}"
            line = fit(head, width - 7) + fit(part.told, 6, align="right") + " \n"
            lines.append((line, "bold $foreground" if on else ""))
        if self._empty:
            lines += ["\n", (" EMPTY\n", "bold")]
            lines += [fit(f"   {empty.number} {visible(empty.label)}", width) + "\n" for empty in self._listed()]
        return Content.assemble(*lines)

    def _listed(self) -> tuple[EmptySlot, ...]:
        return self._empty[: max(0, self.size.height - self._first_empty)]

    @property
    def _first_empty(self) -> int:
        """The line of the first empty input: behind a blank, the parts, another blank and a heading."""
        return len(self._parts) + 3

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        if self._column:
            self._click_line(event.y)
            return
        at = 0
        for part, width in zip(self._parts, self._widths(), strict=True):
            if at <= event.x < at + width:
                self.post_message(self.Chosen(part.number))
            at += width

    def _click_line(self, y: int) -> None:
        if 1 <= y <= len(self._parts):
            self.post_message(self.Chosen(self._parts[y - 1].number))
        elif 0 <= y - self._first_empty < len(self._listed()):
            empty = self._empty[y - self._first_empty]
            self.post_message(self.Chosen(empty.number, empty.slot))
