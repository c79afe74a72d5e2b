"""Text cut or folded to terminal cells: the one place that knows how wide a wide character is."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, chop_cells, set_cell_size

from dealdesk.tui.safe import visible

Align = Literal["left", "right"]

# Rich lets a zero-width joiner swallow whatever follows, padding included, which makes lines too short or too long.
# Between two pictures it joins an emoji; anywhere else it is left out of the line (the letters stay).
_PICTURE = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_LONE_JOINER = re.compile(f"(?<!{_PICTURE})\u200d|\u200d(?!{_PICTURE})")


def fit(text: str, width: int, ellipsis: str = "…", align: Align = "left") -> str:
    """Return ``text`` as exactly ``width`` terminal cells: padded with blanks, or cut and ended by ``ellipsis``.

    Wide characters, combining marks and joined emoji are never split; line breaks and control characters are shown as
    signs. ``width`` of 0 or less gives the empty string.
    """
    if width <= 0:
        return ""
    # A cell rarely needs more than four code points: 40,000 characters of terms are not measured to show forty.
    limit = 4 * width + 64
    cut = len(text) > limit
    if cut:
        text = text[:limit]
    if text.isascii() and text.isprintable() and ellipsis == "…":
        if len(text) > width:
            return text[: width - 1] + ellipsis
        return text.ljust(width) if align == "left" else text.rjust(width)
    return _fit_wide(text, width, ellipsis, align, cut)


def folded(text: str, width: int) -> list[str]:
    """Return the words of ``text`` in lines of at most ``width`` cells, at least two.

    A word that is longer than a line is broken, from the line it begins in: some writing has no blanks.
    """
    lines = [""]
    for word in visible(text).split():
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
        elif cell_len(word) > width:
            lines[-1:] = chop_cells(joined, width)
        else:
            lines.append(word)
    return lines


@lru_cache(maxsize=2048)
def _fit_wide(text: str, width: int, ellipsis: str, align: Align, cut: bool) -> str:
    text = _LONE_JOINER.sub("", visible(text))
    used = cell_len(text)
    if used <= width and not cut:
        blanks = " " * (width - used)
        line = text + blanks if align == "left" else blanks + text
    else:
        sign = ellipsis if cell_len(ellipsis) <= width else ""
        line = set_cell_size(text, width - cell_len(sign)) + sign
    if cell_len(line) == width:
        return line
    # Nonsense that no table measures consistently: a readable stand-in is better than a torn table.
    return set_cell_size("".join(c if c.isascii() else "?" for c in line), width)
