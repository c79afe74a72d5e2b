"""One line about the whole form: which part is in front, how much is filled in, and how full the printed page is."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from dealdesk.counts import counted
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible

_BAR = 10
_BAR_FROM = 100
"""Cells of the line from which on the bar is drawn."""


class Meter(NamedTuple):
    """What the line says."""

    title: str = ""
    filled: int = 0
    all: int = 0
    percent: int = 0
    """100 is a full page."""
    free: int = 0
    """Lines of text that still fit."""
    over: tuple[str, int] | None = None
    """The input that is too long, and by how many lines."""
    note: str = ""
    """What matters more than the title: that a version is closed."""


class PageMeter(Widget):
    """The page meter; what is too long is named and carries a sign."""

    DEFAULT_CSS = """
    PageMeter {
        width: 1fr; height: 1; background: $panel; color: $text-muted;
        &.-over { color: $text-warning; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._meter = Meter()

    @property
    def meter(self) -> Meter:
        """What the line says now."""
        return self._meter

    def show(self, meter: Meter) -> None:
        """Say this."""
        if meter != self._meter:
            self._meter = meter
            self.set_class(meter.over is not None, "-over")
            self.refresh()

    def render(self) -> Content:
        """Draw the line; the right part is never cut."""
        meter, width = self._meter, self.size.width
        bar = ""
        if width >= _BAR_FROM:
            full = min(_BAR, round(meter.percent * _BAR / 100))
            bar = f" [{'#' * full}{'-' * (_BAR - full)}]"
        if meter.over is not None:
            label, lines = meter.over
            room = max(8, width - 44)
            label = fit(visible(label), min(cell_len(visible(label)), room))
            right = f"! page {meter.percent} %{bar}: {label} is {counted(lines, 'line')} too long"
            left = f" {meter.filled}/{meter.all}"
        else:
            left = f" {visible(meter.note or meter.title)}"
            space = f", room for {counted(meter.free, 'line')}" if width >= 70 else ""
            right = f"{meter.filled} of {meter.all} filled   page {meter.percent} %{bar}{space}"
        right = fit(right, min(cell_len(right), max(0, width - 2)))
        return Content(fit(left, max(0, width - cell_len(right) - 2)) + " " + right + " ")
