"""What of the board is drawn again, so that no cell of it is written twice."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region


def from_the_left(regions: Iterable[Region]) -> list[Region]:
    """Return regions that cover the same, one stretch a line, each from the left edge of the widget.

    Textual writes what changed in a line from the left edge of its widget on, whatever the stretch begins with; of two
    stretches beside each other the first would be written twice.
    """
    ends: dict[int, int] = {}
    for region in regions:
        for y in range(region.y, region.bottom):
            ends[y] = max(ends.get(y, 0), region.right)
    found: list[Region] = []
    for y, end in sorted(ends.items()):
        last = found[-1] if found else None
        if last is not None and (last.bottom, last.right) == (y, end):
            found[-1] = Region(0, last.y, end, last.height + 1)
        elif end:
            found.append(Region(0, y, end, 1))
    return found
