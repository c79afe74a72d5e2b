"""One line of a list as a strip of exactly the width asked for; user text is fitted here and never cut afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from dealdesk.tui.cells import fit
from dealdesk.tui.widgets.columns import MARKER, Placed
from dealdesk.tui.widgets.row_source import Look, Row, Sort

CURSOR_SIGN = ">"


def text_strip(text: str, room: int, width: int, style: Style, indent: int) -> Strip:
    """Return a line of ``width`` cells that holds one text on its first ``room`` cells."""
    if width <= 0:
        return Strip([], 0)
    return Strip([Segment(fit(" " * indent + text, room) + " " * (width - room), style)], width)


def row_strip(
    row: Row, placed: Sequence[Placed], width: int, base: Style, style_of: Callable[[Look], Style] | None, on: bool
) -> Strip:
    """Return a row; ``on`` draws the cursor sign; without ``style_of`` one style covers the line (the cursor's)."""
    pieces: list[tuple[str, Style]] = [(fit(CURSOR_SIGN if on else "", min(MARKER, width)), base)]
    used = min(MARKER, width)
    for place in _wide(row, placed):
        name = place.column.name
        text = row.cells.get(name, "")
        if name in row.shorts and cell_len(text) > place.width:
            text = row.shorts[name]
        text = _cell(text, row.tails.get(name, ""), place)
        style = base if style_of is None else style_of(row.looks.get(name) or row.look)
        pieces += ((" " * (place.x - used), base), (text, style))
        used = place.x + place.width
    pieces.append((" " * (width - used), base))
    return Strip(_joined(pieces), width)


def _wide(row: Row, placed: Sequence[Placed]) -> Sequence[Placed]:
    """Return the places of a row's cells: the last one it has takes the room of the columns that it leaves out."""
    last = next((number for number in range(len(placed), 0, -1) if placed[number - 1].column.name in row.cells), 0)
    if last in (0, len(placed)):
        return placed
    taken, end = placed[last - 1], placed[-1]
    return [*placed[: last - 1], Placed(taken.column, taken.x, end.x + end.width - taken.x)]


def _cell(text: str, tail: str, place: Placed) -> str:
    """Return a text on the cells of its column; where it has to be cut, its ``tail`` keeps up to half of them."""
    if tail and cell_len(text) > place.width:
        after = min(cell_len(tail), place.width // 2)
        return fit(text.removesuffix(tail), place.width - after) + fit(tail, after)
    return fit(text, place.width, align=place.column.align)


def header_strip(placed: Sequence[Placed], sort: Sort | None, width: int, style: Style) -> Strip:
    """Return the line of column titles; the column that orders the list carries an arrow."""
    line = " " * min(MARKER, width)
    used = len(line)
    for place in placed:
        column = place.column
        title = column.title
        if sort is not None and sort.column == column.name:
            arrow = "▼" if sort.descending else "▲"
            title = f"{fit(title, place.width - 2).rstrip()} {arrow}" if place.width > 2 else arrow
        line += " " * (place.x - used) + fit(title, place.width, align=column.align)
        used = place.x + place.width
    return Strip([Segment(line + " " * (width - used), style)], width)


def _joined(pieces: Sequence[tuple[str, Style]]) -> list[Segment]:
    """Return segments with neighbours of one style joined: fewer bytes to the terminal."""
    segments: list[Segment] = []
    text, style = pieces[0]
    for more, other in pieces[1:]:
        if not more:
            continue
        if other == style:
            text += more
            continue
        segments.append(Segment(text, style))
        text, style = more, other
    segments.append(Segment(text, style))
    return segments
