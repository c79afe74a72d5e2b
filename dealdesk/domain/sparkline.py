"""A row of numbers as a row of signs, low to high: plain ASCII, so that every terminal and every font shows it."""

from __future__ import annotations

from collections.abc import Sequence

#: From the lowest to the highest.
SIGNS = "_.-^"
#: Drawn at most this large, for the span between two must still be a number.
_LARGEST = 1e300


def sparkline(values: Sequence[float], most: int = 12) -> str:
    """Return the last ``most`` values as signs between the least and the greatest of them; empty for fewer than two.

    Values that are all the same are drawn in the middle.
    """
    last = [max(-_LARGEST, min(_LARGEST, value)) for value in values[-most:]]
    if len(last) < 2:
        return ""
    low, high = min(last), max(last)
    if low == high:
        return SIGNS[len(SIGNS) // 2] * len(last)
    return "".join(SIGNS[min(len(SIGNS) - 1, int((value - low) / (high - low) * len(SIGNS)))] for value in last)
