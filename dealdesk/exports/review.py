"""The one-page review as Markdown: at most 60 lines of 90 columns, readable as it stands, blanks to fill in by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from dealdesk.domain import page_fit
from dealdesk.domain.page_fit import INTERNAL
from dealdesk.domain.type_widths import column, wrap
from dealdesk.exports import literal
from dealdesk.exports.report import Report, gather
from dealdesk.store import review_form
from dealdesk.templates.review import Part, ReviewForm, SlotSpec, load_review

LINES = 60
COLUMNS = 90
_BULLET = "- "
_BETWEEN = " · "
_LEAST_BLANK = 8
_LONGEST_REF = 20
_MOST_LINES = 8
"""No input gets more lines than this, however empty the rest of the page is."""
_MOST_SIGNS = 10_000
"""What lies behind so many signs can't reach the page."""


class _Line(NamedTuple):
    """Inputs that share a printed line, with their texts as pieces."""

    part: Part
    slots: tuple[SlotSpec, ...]
    values: tuple[list[str], ...]


def markdown(
    con: sqlite3.Connection, deal_id: int, today: date, version: int | None = None, folder: Path | None = None
) -> str:
    """Return the review of a deal as one page of Markdown; ``today`` is the local date printed on it.

    Without ``version`` the newest is printed; ``folder`` may hold the user's own form. Raises :class:`NotFound` for a
    deal or version there is not.
    """
    return page(gather(con, deal_id, today, version), load_review(folder))


def blank(folder: Path | None = None) -> str:
    """Return the empty form, to be filled in by hand."""
    return page(Report(), load_review(folder))


def changed(con: sqlite3.Connection, deal_id: int, today: date, folder: Path | None = None) -> str:
    """Return as Markdown what the second version of a review says otherwise than the first; nothing is cut.

    Raises :class:`NotFound` for a deal there is not, and while there is no second version.
    """
    report, form = gather(con, deal_id, today, 2), load_review(folder)
    found = {each.slot: each for each in review_form.diff(con, deal_id, today)}
    lines = [f"# Post-negotiation review, version 1 and 2 ({INTERNAL})", ""]
    lines += [*_folded(report.heading, ""), ""]
    parts = {part.id: part for part in form.parts}
    for slot in [slot for slot in form.slots if slot.id in found]:
        part = parts[slot.part]
        lines += _folded(f"{part.number} {part.title}, {slot.label}", "- ")
        lines += _folded(f"1: {found[slot.id].first or '(empty)'}", "  - ")
        lines += _folded(f"2: {found[slot.id].second or '(empty)'}", "  - ")
    return "\n".join(lines if found else [*lines, "Both versions say the same."]) + "\n"


def _folded(text: str, start: str) -> list[str]:
    """Return ``text`` as lines after ``start``, which is a list's mark, or empty for a line of its own."""
    first, *rest = literal.fold(literal.atoms(text), COLUMNS - len(start))
    return [start + literal.safe_start(first), *(" " * len(start) + line for line in rest)]


def preview(
    con: sqlite3.Connection,
    deal_id: int,
    today: date,
    width: int,
    version: int | None = None,
    folder: Path | None = None,
) -> str:
    """Return the page as plain text for a screen ``width`` columns wide, and under it how full the sheet is.

    The other arguments and errors are those of :func:`markdown`.
    """
    report, form = gather(con, deal_id, today, version), load_review(folder)
    found = page_fit.fit(form, report.slots, above=report.heading)
    lines = page_fit.page_lines(form, report.slots, width, report.heading)
    return "\n".join([*lines, "", *wrap(page_fit.told(form, found), width, column)])


def page(report: Report, form: ReviewForm) -> str:
    """Return ``report`` as one page. Text that does not fit is cut, which the last line says."""
    rows = [
        _Line(part, slots, tuple(literal.atoms(report.slots.get(slot.id, "")[:_MOST_SIGNS]) for slot in slots))
        for part in form.parts
        for slots in part.rows()
    ]
    needed = [_needed(row) for row in rows]
    # Less the first lines, the headings, and the two lines that say what was cut.
    room = LINES - len(_top(report)) - (len(form.parts) - 1) - 2
    airy = sum(needed) <= room - (len(form.parts) - 1)
    caps = _shared_out(needed, room)
    lines = _top(report)
    cut: list[int] = []
    part = form.parts[0]
    for row, cap, lines_needed in zip(rows, caps, needed, strict=True):
        if row.part is not part:
            part = row.part
            lines += [*([""] if airy else []), f"## {part.number} {part.title}"]
        printed, was_cut = _printed(row, cap, cap >= lines_needed)
        lines += printed
        if was_cut and part.number not in cut:
            cut.append(part.number)
    return "\n".join([*lines, *_bottom(cut)]) + "\n"


def _top(report: Report) -> list[str]:
    """Return the first lines, ended by an empty one."""
    if not (report.ref or report.title):
        return [f"# Post-negotiation review, version ____ ({INTERNAL})", ""]
    state = "closed" if report.closed else "open"
    printed = f"{_BETWEEN}printed {report.printed_on}"
    ref = literal.cut(literal.atoms(report.ref), _LONGEST_REF)
    title = literal.cut(literal.atoms(report.title), COLUMNS - _LONGEST_REF - 5 - len(printed))
    return [
        f"# Post-negotiation review, version {report.version}, {state} ({INTERNAL})",
        "",
        literal.safe_start("".join([*ref, _BETWEEN, *title])) + printed,
        "",
    ]


def _bottom(cut: Sequence[int]) -> list[str]:
    if not cut:
        return []
    which = f"part{'' if len(cut) == 1 else 's'} {', '.join(map(str, cut))}"
    return ["", f"{literal.CUT} = cut to fit one page ({which}); the desk has it whole."]


def _shared_out(needed: Sequence[int], room: int) -> list[int]:
    """Return how many lines each row gets: one, then one more in turn to whoever needs it, until the page is full."""
    caps = [1] * len(needed)
    left = room - len(needed)
    for level in range(2, _MOST_LINES + 1):
        for place, lines in enumerate(needed):
            if lines >= level and left > 0:
                caps[place] = level
                left -= 1
    return caps


def _needed(row: _Line) -> int:
    # Nothing longer than this is ever printed whole, and folding it would take long.
    most = (_MOST_LINES + 1) * COLUMNS
    values = [literal.cut(value[: 2 * most], most) for value in row.values]
    return len(literal.fold(_pieces(row, values), COLUMNS - len(_BULLET)))


def _printed(row: _Line, lines: int, whole: bool) -> tuple[list[str], bool]:
    """Return the row as at most so many lines, and whether one of its values was cut; ``whole`` if all fits."""
    columns = COLUMNS - len(_BULLET)
    values = list(row.values)
    room = lines * columns - literal.width("".join(_pieces(row, [["x"]] * len(values)))) + len(values)
    if not whole:
        values = _fitted(row.values, room)
    folded = literal.fold(_pieces(row, values), columns)
    while len(folded) > lines and room > 0:
        room -= 4
        values = _fitted(row.values, room)
        folded = literal.fold(_pieces(row, values), columns)
    printed = [f"{_BULLET if place == 0 else '  '}{line}" for place, line in enumerate(folded[:lines])]
    return printed, any(new is not old for new, old in zip(values, row.values, strict=True))


def _fitted(values: Sequence[list[str]], room: int) -> list[list[str]]:
    """Return ``values`` cut so that they take ``room`` columns together; the longest give way first."""
    fair = left = room = max(room, 0)
    widths = [literal.width("".join(value[: room + 1])) for value in values]
    for count, wide in zip(range(len(values), 0, -1), sorted(widths), strict=True):
        fair = left // count
        if wide > fair:
            break
        left -= wide
    return [
        value if wide <= fair else literal.cut(value, max(fair, 2)) for value, wide in zip(values, widths, strict=True)
    ]


def _pieces(row: _Line, values: Sequence[list[str]]) -> list[str]:
    """Return the row as pieces: each label with its value, a tick or a blank to fill in."""
    blank = ["_" * _blank_width(row)]
    parts: list[list[str]] = []
    for slot, value in zip(row.slots, values, strict=True):
        if slot.kind == "tick":
            parts.append([*slot.label, " ", "[x]" if value else "[ ]"])
        else:
            parts.append([*literal.atoms(slot.label), ":", " ", *(value or blank)])
    return list(chain.from_iterable([*part, *_BETWEEN] for part in parts))[: -len(_BETWEEN)]


def _blank_width(row: _Line) -> int:
    """Return how long a blank may be: the rest of an empty line, shared; short beside what is filled in."""
    if any(row.values):
        return _LEAST_BLANK
    taken = sum(literal.width(slot.label) + 2 for slot in row.slots) + len(_BETWEEN) * (len(row.slots) - 1)
    return max((COLUMNS - len(_BULLET) - taken) // len(row.slots), _LEAST_BLANK)
