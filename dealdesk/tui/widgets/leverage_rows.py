"""What the leverage grid shows: its rows, the words of its cells, and where its columns lie. No widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from enum import StrEnum
from typing import NamedTuple

from dealdesk.domain.leverage import Movement, Place, Standing, Standings, drivers_of, shown
from dealdesk.templates.leverage import LeverageTemplate

FOLDED, UNFOLDED = "+", "-"
_MARKED, _UNMARKED, _DID_NOT = "[x]", "[ ]", "[-] did not"
_GAP = 1
_LEAST_QUOTE = 8


class GridColumn(StrEnum):
    """The columns, from the left; the three of ``domain.leverage.MarkColumn`` are marked in the grid itself."""

    SOURCE = "source"
    COUNTED = "counted on"
    MOVED = "moved them"
    EVIDENCE = "evidence"
    QUOTE = "their words"


class GridRow(NamedTuple):
    """One line of the grid: a source, or a driver under it."""

    source: str
    driver: str
    """Empty for the source itself."""
    label: str
    sign: str
    """Whether its drivers are folded away; empty for a driver."""
    standing: Standing
    quote: str

    @property
    def place(self) -> Place:
        """Source and driver."""
        return self.source, self.driver

    def cell(self, column: GridColumn) -> str:
        """Return the words of a cell."""
        match column:
            case GridColumn.SOURCE:
                return f"  {self.label}" if self.driver else f"{self.sign} {self.label}"
            case GridColumn.COUNTED:
                return _MARKED if self.standing.counted_on else _UNMARKED
            case GridColumn.MOVED:
                signs = {Movement.MOVED: _MARKED, Movement.DID_NOT: _DID_NOT, Movement.OPEN: _UNMARKED}
                return signs[self.standing.movement]
            case GridColumn.EVIDENCE:
                return self.standing.shown_evidence or ("-" if self.standing.movement is Movement.MOVED else "")
        return self.quote


def grid_rows(
    template: LeverageTemplate, stands: Standings, quotes: Mapping[str, str], unfolded: Set[str]
) -> list[GridRow]:
    """Return the rows; a folded source shows the drivers that are marked, an unfolded one all of them.

    A driver that is marked and no longer on the checklist stands below those that are.
    """
    rows: list[GridRow] = []
    for source in template.sources:
        marked = drivers_of(stands, source.id)
        open_ = source.id in unfolded
        own = shown(stands, source.id)
        sign = UNFOLDED if open_ else FOLDED
        rows.append(GridRow(source.id, "", source.label, sign, own, quotes.get(source.id, "")))
        for driver in _each((*source.drivers, *marked)):
            standing = marked.get(driver, Standing())
            if open_ or not standing.blank:
                rows.append(GridRow(source.id, driver, driver, "", standing, ""))
    return rows


def _each(names: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(names)


def place_columns(width: int) -> dict[GridColumn, tuple[int, int]]:
    """Return first cell and width of the columns shown on ``width`` cells; the cell before each is for the cursor."""
    fixed = {GridColumn.COUNTED: 10, GridColumn.MOVED: 11, GridColumn.EVIDENCE: 9}
    if width < 56:
        fixed.pop(GridColumn.EVIDENCE)
    if width < 44:
        fixed |= {GridColumn.COUNTED: 3, GridColumn.MOVED: 3}
    taken = sum(fixed.values()) + (_GAP + 1) * len(fixed)
    name = max(1, min(28, width - 1 - taken))
    placed = {GridColumn.SOURCE: (1, name)}
    x = 1 + name
    for column, cells in fixed.items():
        if x + _GAP + 1 + cells > width:
            return placed
        placed[column] = (x + _GAP + 1, cells)
        x += _GAP + 1 + cells
    if width - x - _GAP - 1 >= _LEAST_QUOTE:
        placed[GridColumn.QUOTE] = (x + _GAP + 1, width - x - _GAP - 1)
    return placed
