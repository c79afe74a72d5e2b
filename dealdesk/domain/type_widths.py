"""How wide text is, in print and on a terminal, and where its lines break.

Print is set in Helvetica or a face of the same widths (Arial, Liberation Sans, Arimo, Nimbus Sans); the widths of its
printable ASCII signs are those of Adobe's font metrics, in thousandths of the type size. What lies beyond ASCII is
taken as its plain letter, or estimated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_WIDTHS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "()-`r",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_EMS = {sign: thousandths / 1000 for thousandths, signs in _WIDTHS.items() for sign in signs}
_BEYOND_ASCII = {
    0.222: "‘’łı",
    0.333: "“”„·",
    0.35: "•",
    0.4: "°",
    0.556: "–€£¥«»",
    0.584: "×",
    0.611: "ß",
    1.0: "…—",
}
_EMS |= {sign: ems for ems, signs in _BEYOND_ASCII.items() for sign in signs}
#: Where a line may break inside a word: after a hyphen or dash.
_PIECE = re.compile(r"[^-–—]+[-–—]*|[-–—]+")


@lru_cache(maxsize=4096)
def em(sign: str) -> float:
    """Return the width of one sign in print, in type sizes; what combines with the sign before it has none."""
    if sign in _EMS:
        return _EMS[sign]
    if column(sign) == 0:
        return 0.0
    if sign >= "\U0001f000":
        return 1.25
    if column(sign) == 2:
        return 1.0
    plain = unicodedata.normalize("NFKD", sign)[0]
    return _EMS.get(plain, 0.67 if sign.isupper() else 0.58)


@lru_cache(maxsize=4096)
def column(sign: str) -> int:
    """Return how many columns of a terminal or of a fixed-width font one sign takes: none, one or two."""
    if sign.isascii():
        return 1
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"} or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def wide(text: str, measure: Callable[[str], float]) -> float:
    """Return the width of ``text`` as ``measure`` (:func:`em` or :func:`column`) counts each sign."""
    return sum(map(measure, text))


def wrap(text: str, room: float, measure: Callable[[str], float], hang: float = 0) -> list[str]:
    """Return ``text`` as lines no wider than ``room``; from the second on they have ``hang`` less of it.

    A line breaks at a blank, after a hyphen, beside a sign that is two columns wide, and anywhere in a word that is
    longer than a whole line.
    """
    lines: list[str] = []
    line, used, limit = "", 0.0, room
    for word in text.split():
        gap = " " if line else ""
        for piece in _pieces(word):
            taken = wide(gap + piece, measure)
            if line and used + taken > limit:
                lines.append(line)
                line, used, limit, gap = "", 0.0, room - hang, ""
                taken = wide(piece, measure)
            if taken > limit:
                *whole, piece = _broken(piece, limit, room - hang, measure)
                lines += whole
                limit = room - hang if lines else room
                taken = wide(piece, measure)
            line, used, gap = line + gap + piece, used + taken, ""
    return [*lines, line]


def _pieces(word: str) -> list[str]:
    """Return the parts of a word between which a line may break."""
    found = _PIECE.findall(word)
    if word.isascii():
        return found
    pieces: list[str] = []
    for part in found:
        fresh = True
        for sign in part:
            if column(sign) == 0 and pieces:
                pieces[-1] += sign
            elif fresh or column(sign) == 2:
                pieces.append(sign)
                fresh = column(sign) == 2
            else:
                pieces[-1] += sign
    return pieces


def _broken(word: str, first: float, room: float, measure: Callable[[str], float]) -> list[str]:
    """Return a word longer than a line as the pieces that fill lines; the last one may be short."""
    lines, used, limit = [""], 0.0, first
    for sign in word:
        taken = measure(sign)
        if lines[-1] and taken and used + taken > limit:
            lines.append("")
            used, limit = 0.0, room
        lines[-1] += sign
        used += taken
    return lines
