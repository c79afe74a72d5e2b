"""Where the columns of a deal page lie: as wide as the lines of the open tab need. Pure arithmetic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from dealdesk.tui.widgets.columns import GAP, MARKER, Column, place
from dealdesk.tui.widgets.row_source import Row

#: The columns of most tabs.
USUAL = ("kind", "what", "more")
#: The columns of a tab of numbers, those that can be spared last.
NUMBERS = ("kind", "what", "value", "target", "trend", "against", "by")
#: A cell that is only read below the list, is found by the filter and copied, but has no column.
REST = "rest"
#: The widest first column.
KIND = 15
#: Cells below which a second text is not worth its column, and those that the name of a number keeps.
_LEAST, _NAME = 16, 18
#: Cells that a target may have however narrow it is: "of at least 99.9 %".
_TARGET = 24
#: More than this of a text is not measured: no line is wider.
_MEASURED = 400
_BETWEEN = "  ·  "


def lean(row: Row, names: Sequence[str]) -> Row:
    """Return a row as a tab with the columns ``names`` has it: cells it has no column for stand in its last one.

    Cells that hold nothing are left out, so that the one before them takes their room.
    """
    cells = {name: row.cells.get(name, "") for name in names}
    beside = [text for name, text in row.cells.items() if text and name not in cells and name != REST]
    if beside:
        cells[names[-1]] = "  ".join(part for part in (*beside, cells[names[-1]]) if part)
    if row.cells.get(REST):
        cells[REST] = row.cells[REST]
    looks = {names[-1]: row.looks["by"], **row.looks} if "by" in row.looks and "by" not in names else row.looks
    return row._replace(cells={name: text for name, text in cells.items() if text}, looks=looks)


def fitted(rows: Iterable[Row], names: Sequence[str], width: int) -> tuple[Column, ...]:
    """Return the columns ``names`` for these rows on a list of ``width`` cells.

    The last cell of a row spreads over the columns it leaves out and asks for no width of its own.
    """
    held = list(rows)
    need = _needs(held, names)
    room = width - MARKER - 1  # the scrollbar
    kind = max(1, min(need["kind"], KIND))
    room -= kind + GAP
    first = Column("kind", "Kind", width=kind)
    if len(names) > len(USUAL):
        return (first, *_numbers(need, names, room))
    what, more = _shares(need["what"], need["more"], room)
    if more and need["what"] > what:
        what = _fairest([_lengths(row) for row in held if "more" in row.cells], what, room - GAP)
    if not more:
        return first, Column("what", "What", width=1, flex=1)
    return first, Column("what", "What", width=what), Column("more", "More", width=1, flex=1)


def _needs(rows: Iterable[Row], names: Sequence[str]) -> dict[str, int]:
    need = dict.fromkeys(names, 0)
    for row in rows:
        there = [name for name in names if name in row.cells]
        for name in there:
            if name != there[-1] or name == names[-1]:
                need[name] = max(need[name], cell_len(row.cells[name][:_MEASURED]))
    return need


def _shares(what: int, more: int, room: int) -> tuple[int, int]:
    """Return the cells of two texts: what each needs if both fit, else three to two, less where one needs less."""
    if not more:
        return room, 0
    room -= GAP
    if room < 2 * _LEAST:
        return room + GAP, 0
    if what + more > room:
        what = max(room * 3 // 5, room - more) if what > room * 3 // 5 else what
    return max(what, 1), room - max(what, 1)


def _lengths(row: Row) -> tuple[int, int]:
    return cell_len(row.cells.get("what", "")[:_MEASURED]), cell_len(row.cells["more"][:_MEASURED])


def _fairest(lengths: Iterable[tuple[int, int]], what: int, room: int) -> int:
    """Return the cells of the first text, at least ``what``, for which the fewest cells of all lines are cut.

    One line with a long second text does not take the room that the first texts of the others need.
    """
    held = Counter(lengths)
    most = room - min(_LEAST, max(more for _, more in held))
    ways = {what, *(min(max(one, what), most) for pair in held for one in (pair[0], room - pair[1])), most}

    def cut(wide: int) -> int:
        return sum((max(0, a - wide) + max(0, b - room + wide)) * many for (a, b), many in held.items())

    return min((one for one in sorted(ways) if one >= what), key=cut, default=what)


def _numbers(need: Mapping[str, int], names: Sequence[str], room: int) -> list[Column]:
    """Return the columns after the first one: the numbers in full, then the name; the last one takes what is left."""
    kept: list[tuple[str, int]] = []
    left = room - min(need["what"], _NAME)
    for name in names[2:]:
        wide = min(need[name], _LEAST // 2 if name == names[-1] else max(_TARGET, room // 4))
        if wide and wide + GAP <= left:
            kept.append((name, wide))
            left -= wide + GAP
    if not kept:
        return [Column("what", "What", width=1, flex=1)]
    found = [Column("what", "What", width=max(1, min(need["what"], min(need["what"], _NAME) + left)))]
    for name, wide in kept[:-1]:
        found.append(Column(name, name.capitalize(), width=wide, align="right" if name == "value" else "left"))
    return [*found, Column(kept[-1][0], kept[-1][0].capitalize(), width=1, flex=1)]


def whole(row: Row, columns: Sequence[Column], width: int) -> str:
    """Return a row in full where its line on a list of ``width`` cells does not show all of it; else nothing."""
    places = {one.column.name: one for one in place(columns, width - 1, width)}
    there = [name for name in row.cells if name in places]
    cut = REST in row.cells
    for name in row.cells:
        if name == REST:
            continue
        if name not in places:
            cut = True
            continue
        end = width - 1 if name == there[-1] else places[name].x + places[name].width
        cut = cut or cell_len(row.cells[name][:_MEASURED]) > end - places[name].x
    told = (_told(name, text) for name, text in row.cells.items())
    return _BETWEEN.join(text for text in told if text) if cut else ""


def _told(name: str, text: str) -> str:
    """Return a cell for the line in full: what stands side by side in the last one is parted in the same way."""
    parts = text.split("  ") if name == USUAL[-1] else [text]
    return _BETWEEN.join(part.strip() for part in parts if part.strip())
