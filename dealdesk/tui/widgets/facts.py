"""Short facts in a few lines; a fact that does not fit goes to the next line whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible

GAP = "   "


class Facts(Static):
    """Lines of facts, each line begun anew where its facts need more than the width."""

    DEFAULT_CSS = "Facts { height: auto; padding: 0 1; }"

    def __init__(self, *, most: int = 0, id: str | None = None) -> None:
        """Take at most ``most`` lines of the screen, a fact too long for one is cut; 0 for as many as there are."""
        super().__init__("", id=id, markup=False)
        self._most = most
        self._lines: Sequence[Sequence[str]] = ()

    def show(self, lines: Iterable[Iterable[str]]) -> None:
        """Show these facts; empty ones and lines of them are left out."""
        self._lines = [[visible(fact) for fact in line if fact] for line in lines]
        self._draw()

    def on_resize(self) -> None:
        """Break the lines anew."""
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width or self.app.size.width - 2
        found = [part for line in self._lines for part in laid_out(line, width)]
        if self._most:
            found = [fit(line, width).rstrip() for line in found[: self._most]]
        self.update(Content("\n".join(found)))


def laid_out(facts: Iterable[str], width: int) -> list[str]:
    """Return the facts in lines of ``width`` cells; only a fact that is longer by itself is left to be wrapped."""
    lines: list[str] = []
    for fact in facts:
        if lines and cell_len(lines[-1]) + len(GAP) + cell_len(fact) <= width:
            lines[-1] += GAP + fact
        else:
            lines.append(fact)
    return lines
