"""The one filter before anything is printed: no control character, escape or reordering sign reaches the terminal.

Imports nothing, for the glance prints through it.
"""

#: What ends a text that was cut; one cell wide.
_CUT = "…"


def printable(text: str) -> str:
    """Return ``text`` as one line in which every character that could drive a terminal is a visible sign."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else _sign(ord(c)) for c in text)


def _sign(code: int) -> str:
    if code in (9, 0xA0) or 0x2000 <= code <= 0x200A:
        return " "
    if code < 32:
        return chr(0x2400 + code)  # control pictures: ESC is shown as one sign
    return "\N{SYMBOL FOR DELETE}" if code == 127 else "\N{REPLACEMENT CHARACTER}"


def lines_of(text: str) -> "list[str]":
    """Return a longer text line by line, each printable."""
    return [printable(line) for line in text.split("\n")]


def width(text: str) -> int:
    """Return how many cells ``text`` takes, wide East Asian signs counted as two."""
    if text.isascii() or text.replace(_CUT, "").isascii():  # the tables of Unicode take a while to load
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) or c in "\u200c\u200d" else 1 + (east_asian_width(c) in "WF") for c in text)


def fit(text: str, cells: int) -> str:
    """Return ``text`` cut, with an ellipsis, or filled up with blanks, to exactly ``cells`` cells."""
    wide = width(text)
    if wide <= cells:
        return text + " " * (cells - wide)
    if text.isascii():
        return text[: max(0, cells - 1)] + _CUT[:cells]
    cut = ""
    for sign in text:
        if width(cut + sign) > cells - 1:
            break
        cut += sign
    return cut + _CUT[:cells] + " " * (cells - 1 - width(cut))
