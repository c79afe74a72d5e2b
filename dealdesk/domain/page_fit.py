"""How full the printed page of a review is: pure arithmetic on the widths of the type, agreeing with the HTML.

The page is a box of :data:`WIDTH_MM` by :data:`HEIGHT_MM`, which both an A4 and a Letter sheet hold. All heights are
counted in printed lines of the type size; ``exports.review_html`` is set by the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.type_widths import column, em, wide, wrap
from dealdesk.templates.review import Part, ReviewForm, SlotSpec
from dealdesk.text import clean

WIDTH_MM, HEIGHT_MM = 186.0, 261.0
#: The type the page is meant for, and the least it may shrink to, in points (1/72 inch).
SIZE, LEAST_SIZE = 9.0, 6.5
#: The height of a line, in type sizes.
LEADING = 1.2
#: Between inputs that share a printed line.
GAP_MM = 4.0
#: Heights in lines: the title with what surrounds it, a part's heading, the air of each row, and a reserve at the foot
#: for what the widths misjudge.
TOP, HEADING, AIR, RESERVE = 2.4, 1.5, 0.2, 2.0
#: The widths, in type sizes, of a box to tick with its blank and of the least blank to write in.
BOX, LEAST_BLANK = 1.3, 7.0
INTERNAL = "INTERNAL USE ONLY"
TITLE = "Post-negotiation review"
#: The preview's columns before each input, between inputs side by side, and of the least blank.
_INDENT, _APART, _LEAST_BLANK_COLUMNS = 1, 2, 9
_MM = 25.4 / 72
#: What lies behind so many signs is never measured; it fills many pages as it is.
_MOST_SIGNS = 20_000


class Fit(NamedTuple):
    """How full the page is in the type asked for."""

    percent: int
    """100 is a full page; more is too much."""
    lines_used: int
    lines_free: int
    """How many lines of text still fit; 0 when the page is over-full."""
    over: tuple[tuple[str, int], ...]
    """Which slots are too long, and by how many lines; empty when everything fits."""


class Cell(NamedTuple):
    """One input on the page."""

    slot: SlotSpec
    text: str
    """One line of clean text; empty for a blank."""
    width_mm: float
    lines: int


class Row(NamedTuple):
    """Inputs that share a printed line."""

    part: Part
    cells: tuple[Cell, ...]

    @property
    def lines(self) -> int:
        """How many lines the row takes: those of its longest input."""
        return max(cell.lines for cell in self.cells)


def fit(form: ReviewForm, texts: Mapping[str, str], *, size: float = SIZE, above: str = "") -> Fit:
    """Return how full the page is with ``texts`` by slot id, in type of ``size`` points.

    ``above`` is what stands under the title (reference and title of the deal, version, date); without it one line is
    counted. Ticks are texts too: any sign is a tick.
    """
    return measured(form, laid_out(form, texts, size), size, above)


def measured(form: ReviewForm, rows: Sequence[Row], size: float, above: str = "") -> Fit:
    """Return how full the page is with rows that are laid out already."""
    head = TOP + len(wrap(clean(above)[:_MOST_SIGNS], WIDTH_MM / (size * _MM), em))
    fixed = head + HEADING * (len(form.parts) - 1) + AIR * len(rows)
    room = HEIGHT_MM / (size * _MM * LEADING) - RESERVE
    used = fixed + sum(row.lines for row in rows)
    over = tuple(_over(rows, int(room - fixed))) if used > room else ()
    percent = max(math.ceil(100 * used / room - 1e-6), 101 if over else 0)
    return Fit(percent, math.ceil(used), max(int(room - used), 0), over)


def _over(rows: Sequence[Row], room: int) -> Iterator[tuple[str, int]]:
    """Yield the slots that are too long: every row gets a line, then one more in turn while the page has room."""
    caps = [1] * len(rows)
    left = max(room - len(rows), 0)
    while left and (short := [at for at, row in enumerate(rows) if row.lines > caps[at]]):
        for at in short[:left]:
            caps[at] += 1
        left -= len(short[:left])
    for row, cap in zip(rows, caps, strict=True):
        for cell in row.cells:
            if cell.lines > cap:
                yield cell.slot.id, cell.lines - cap


def told(form: ReviewForm, found: Fit) -> str:
    """Return in a sentence how full the page is, and which inputs are too long by how many lines."""
    if not found.over:
        return f"Page {found.percent} % full, room for {counted(found.lines_free, 'line')}."
    too_long = (f"{_place(form, slot)} by {counted(lines, 'line')}" for slot, lines in found.over)
    return f"Page {found.percent:,} % full. Too long: {', '.join(too_long)}."


def _place(form: ReviewForm, slot_id: str) -> str:
    part, slot = next((part, slot) for part in form.parts for slot in part.slots if slot.id == slot_id)
    return f"{part.number} {slot.label}"


def laid_out(form: ReviewForm, texts: Mapping[str, str], size: float = SIZE) -> list[Row]:
    """Return the page row by row, with the width and the lines of each input in type of ``size`` points."""
    return [Row(part, tuple(_cells(slots, texts, size * _MM))) for part in form.parts for slots in part.rows()]


def _cells(slots: Sequence[SlotSpec], texts: Mapping[str, str], em_mm: float) -> Iterator[Cell]:
    values = [clean(texts.get(slot.id, "")) for slot in slots]
    wanted = [_wanted(slot, text[:_MOST_SIGNS]) * em_mm for slot, text in zip(slots, values, strict=True)]
    for slot, text, room in zip(slots, values, shared(wanted, WIDTH_MM - GAP_MM * (len(slots) - 1)), strict=True):
        yield Cell(slot, text, room, _lines(slot, text[:_MOST_SIGNS], room / em_mm))


def _wanted(slot: SlotSpec, text: str) -> float:
    """Return how wide an input would be on one line, in type sizes."""
    if slot.kind == "tick":
        return BOX + wide(slot.label, em)
    # A little more than measured: a width that is met exactly may break in print.
    return wide(f"{slot.label}: {text}", em) + (0.3 if text else LEAST_BLANK)


def _lines(slot: SlotSpec, text: str, room: float) -> int:
    if slot.kind == "tick":
        return len(wrap(slot.label, room - BOX, em))
    if not text:
        return len(wrap(f"{slot.label}:", room - LEAST_BLANK, em))
    return len(wrap(f"{slot.label}: {text}", room, em))


def shared(wanted: Sequence[float], room: float) -> list[float]:
    """Return ``room`` shared out among columns: equally where that is enough for all, else the longest give way."""
    count = len(wanted)
    if max(wanted) <= room / count:
        return [room / count] * count
    widths = list(wanted)
    left = room
    for rank, at in enumerate(sorted(range(count), key=lambda at: wanted[at])):
        widths[at] = min(wanted[at], left / (count - rank))
        left -= widths[at]
    return [width + left / count for width in widths]


def page_lines(form: ReviewForm, texts: Mapping[str, str], width: int, above: str = "") -> list[str]:
    """Return the page as lines of plain text, none wider than ``width`` columns, for a preview on the screen.

    Text is literal, nothing is cut; an empty input is a blank that ends with its line. ``above`` is what stands under
    the title.
    """
    gap = max(width - len(TITLE) - len(INTERNAL), 2)
    lines = [TITLE + " " * gap + INTERNAL] if len(TITLE) + 2 + len(INTERNAL) <= width else [TITLE, INTERNAL]
    if above:
        lines += wrap(clean(above), width, column)
    lines.append("")
    part = form.parts[0]
    for now in form.parts:
        for slots in now.rows():
            if now is not part:
                part = now
                lines += ["", f"{now.number} {now.title}"]
            lines += _text_row(slots, texts, width)
    return lines


def _text_row(slots: Sequence[SlotSpec], texts: Mapping[str, str], width: int) -> list[str]:
    """Return inputs that share a printed line as text, as many side by side as fit; a longer one has its own lines."""
    inputs = [_Input(slot.kind == "tick", slot.label, clean(texts.get(slot.id, ""))) for slot in slots]
    lines: list[str] = []
    beside: list[_Input] = []
    for one in inputs:
        if beside and sum(each.least for each in beside) + _APART * len(beside) + one.least > width - _INDENT:
            lines += _side_by_side(beside, width - _INDENT)
            beside = []
        beside.append(one)
    return [" " * _INDENT + line for line in [*lines, *_side_by_side(beside, width - _INDENT)]]


class _Input(NamedTuple):
    tick: bool
    label: str
    text: str

    @property
    def told(self) -> str:
        """Label and text; without text a label that a blank follows."""
        if self.tick:
            return f"[{'x' if self.text else ' '}] {self.label}"
        return f"{self.label}: {self.text}".rstrip()

    @property
    def least(self) -> int:
        """How many columns it takes on one line."""
        return int(wide(self.told, column)) + (0 if self.tick or self.text else _LEAST_BLANK_COLUMNS)


def _side_by_side(inputs: Sequence[_Input], width: int) -> list[str]:
    if len(inputs) == 1:
        blank = inputs[0].least - int(wide(inputs[0].told, column))
        told = wrap(inputs[0].told, width - blank, column, _INDENT)
        lines = [told[0], *(" " * _INDENT + line for line in told[1:])]
        return [*lines[:-1], _with_blank(inputs[0], lines[-1], width)]
    rooms = shared([each.least for each in inputs], width - _APART * (len(inputs) - 1))
    told = [_with_blank(each, each.told, int(room)) for each, room in zip(inputs, rooms, strict=True)]
    padded = [words + " " * int(int(room) - wide(words, column)) for words, room in zip(told, rooms, strict=True)]
    return [(" " * _APART).join(padded).rstrip()]


def _with_blank(one: _Input, line: str, width: int) -> str:
    """Return the last line of an input, followed by a blank to its end where there is nothing yet."""
    return line if one.tick or one.text else f"{line} ".ljust(width, "_")
