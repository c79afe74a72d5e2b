"""User text inside Markdown: every sign stands for itself, lines are folded to a width, long text is cut.

The rules are CommonMark's with GitHub's additions. Only what would be read as markup is escaped, so that the page
stays readable as plain text.
"""

from __future__ import annotations

import re

from dealdesk.domain.type_widths import column
from dealdesk.text import clean

#: What a text was cut with.
CUT = "…"
_SPECIAL = re.compile(
    r"[\\`*|<\[]"
    r"|_(?![^\W_])|(?<![^\W_])_"  # an underscore between letters is a letter
    r"|&(?=#?\w{1,40};)"
)
_FIRST = re.compile(r"[#>=~+-]|(?<=\d)[.)]")


def atoms(text: str) -> list[str]:
    """Return one line of ``text`` as pieces that must stay whole: a sign with its escape and what combines with it."""
    line = clean(text)
    special = {match.start() for match in _SPECIAL.finditer(line)}
    if line.count("~") > 1:
        special |= {at for at, sign in enumerate(line) if sign == "~"}
    pieces: list[str] = []
    for at, sign in enumerate(line):
        if pieces and (column(sign) == 0 or pieces[-1].endswith("\u200d")) and sign != " ":
            pieces[-1] += sign
        else:
            pieces.append(f"\\{sign}" if at in special else sign)
    return pieces


def width(text: str) -> int:
    """Return how many columns of a fixed-width font ``text`` takes."""
    return sum(map(column, text))


def cut(pieces: list[str], columns: int) -> list[str]:
    """Return ``pieces`` shortened to ``columns`` columns, with a sign that something is missing, if they are wider."""
    used = count = 0
    while count < len(pieces) and (used := used + width(pieces[count])) <= columns:
        count += 1
    if count == len(pieces):
        return pieces
    while count and width("".join(pieces[:count])) + len(CUT) > columns:
        count -= 1
    while count and pieces[count - 1] == " ":
        count -= 1
    return [*pieces[:count], CUT]


def fold(pieces: list[str], columns: int) -> list[str]:
    """Return ``pieces`` as lines of at most ``columns`` columns, broken at blanks, or anywhere in a longer word.

    No line after the first begins with what Markdown would take for a mark; ``safe_start`` does that for the first.
    """
    lines: list[str] = []
    line, used = "", 0
    for word in _words(pieces, columns - 1):
        text, wide = "".join(word), width("".join(word))
        if line and used + 1 + wide > columns:
            lines.append(line)
            line, used = "", 0
        if line:
            line, used = f"{line} {text}", used + 1 + wide
        else:
            line = safe_start(text) if lines else text
            used = width(line)
    return [*lines, line]


def _words(pieces: list[str], longest: int) -> list[list[str]]:
    words: list[list[str]] = [[]]
    used = 0
    for piece in pieces:
        wide = width(piece)
        if piece == " " or used + wide > longest:
            words.append([])
            used = 0
        if piece != " ":
            words[-1].append(piece)
            used += wide
    return [word for word in words if word]


def safe_start(text: str) -> str:
    """Return ``text`` with its first sign escaped where a line that begins with it would be a list or a heading."""
    digits = len(text) - len(text.lstrip("0123456789"))
    if _FIRST.match(text, digits if digits < 10 else 0):
        return f"{text[:digits]}\\{text[digits:]}"
    return text
