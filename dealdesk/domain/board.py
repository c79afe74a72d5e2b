"""The action board as arithmetic: which columns are in view, where a card is put, what a drag aims at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from dealdesk.domain.vocabulary import ActionState

#: The columns of the view by state, in their order.
STATES = tuple(ActionState)
#: Days for which a done card stays on the board.
DONE_DAYS = 30
#: Below so many cells one column is shown at a time, below the second number four, else five.
NARROW, WIDE = 70, 104
#: Two places closer than this are numbered anew.
SMALLEST_GAP = 1e-10


class View(StrEnum):
    """What the columns of the board are."""

    STATE = "state"
    OWNER = "owner"
    DUE = "due"
    SIDE = "side"


def next_view(view: View) -> View:
    """Return the view that follows."""
    every = tuple(View)
    return every[(every.index(view) + 1) % len(every)]


def columns_shown(width: int, count: int) -> int:
    """Return how many of ``count`` columns stand side by side on ``width`` cells; at least one."""
    return max(1, min(count, 1 if width < NARROW else 4 if width < WIDE else 5))


def first_shown(first: int, cursor: int, shown: int, count: int) -> int:
    """Return the first column in view: ``first``, or as near to it as keeps the cursor's column in view."""
    first = min(max(first, cursor - shown + 1), cursor)
    return max(0, min(first, count - shown))


def spans(width: int, shown: int) -> tuple[tuple[int, int], ...]:
    """Return where each column in view begins and how wide it is; one cell between two of them is a line."""
    room = max(0, width - (shown - 1))
    each, over = divmod(room, shown)
    found, x = [], 0
    for number in range(shown):
        wide = each + (number < over)
        found.append((x, wide))
        x += wide + 1
    return tuple(found)


def column_at(x: int, places: Sequence[tuple[int, int]]) -> int | None:
    """Return which of the columns in view holds the cell ``x``; None for the line between two of them."""
    return next((number for number, (start, wide) in enumerate(places) if start <= x < start + wide), None)


def kept_in_view(top: int, row: int, room: int, count: int) -> int:
    """Return the first card in view of a column: ``top``, or as near to it as shows the card ``row``."""
    top = min(max(top, row - room + 1), max(row, 0))
    return max(0, min(top, count - room))


def between(before: float | None, after: float | None) -> float | None:
    """Return a place between two places of one column, None standing for its ends; None when they are too close.

    0 stands for "by its day" and is never returned.
    """
    if before is None and after is None:
        return 1.0
    if before is None:
        return _not_zero((after or 0.0) - 1.0, -0.5)
    if after is None:
        return _not_zero(before + 1.0, 0.5)
    if after - before < 2 * SMALLEST_GAP:
        return None
    middle = (before + after) / 2
    return middle if middle != 0.0 else _not_zero(middle, (after - before) / 4)


def _not_zero(place: float, otherwise: float) -> float:
    return place if place != 0.0 else otherwise


def make_room(before: float, crowd: Sequence[float]) -> tuple[float, ...]:
    """Return new places for a card and the cards behind it, where it finds no room behind ``before``.

    ``crowd`` holds the places of the cards behind, in order. The first new place is that of the card itself; as few of
    the crowd as possible are moved aside, the rest keeps its places.
    """
    for moved, high in enumerate(crowd):
        step = (high - before) / (moved + 2)
        if step >= 16 * SMALLEST_GAP and moved:
            return _steps(before, step, moved + 1)
    return _steps(before, 1.0, len(crowd) + 1)


def _steps(low: float, step: float, count: int) -> tuple[float, ...]:
    places = [low + step * number for number in range(1, count + 1)]
    return tuple(place if place != 0.0 else step / 4 for place in places)


class Aim(NamedTuple):
    """Where a dragged card would be put."""

    column: int
    row: int
    """Before the card that has this index now; as many as there are cards for the end."""


def aim(column: int, line: int, pitch: int, top: int, count: int) -> Aim:
    """Return what a pointer over ``line`` of the cards of a column aims at: before a card, or behind its lower half."""
    row, part = divmod(max(0, line), pitch)
    return Aim(column, max(0, min(top + row + (part * 2 >= pitch), count)))


def neighbours(ids: Sequence[int], moving: int, row: int) -> tuple[int | None, int | None]:
    """Return the cards between which ``moving`` comes to stand when it is put before the card at ``row``."""
    before = next((ids[at] for at in range(min(row, len(ids)) - 1, -1, -1) if ids[at] != moving), None)
    after = next((ids[at] for at in range(max(0, row), len(ids)) if ids[at] != moving), None)
    return before, after
