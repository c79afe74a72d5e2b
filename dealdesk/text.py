"""The one gate for every text that comes in: typed, pasted, imported, from an editor or from the command line.

Control characters, terminal escapes, bidirectional overrides and lone surrogates never reach the file, so that
nothing stored can drive a terminal. Everything else is kept as it is.
"""

from __future__ import annotations

import re
import unicodedata

# Escape sequences as terminals know them (ECMA-48): OSC, DCS/SOS/PM/APC, CSI, and the choice of a character set. One
# that is not complete loses its escape sign only: what follows it may be words.
_ANSI = re.compile(
    r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_][^\x1b]*\x1b\\|\[[0-?]*[ -/]*[@-~]|[#%()*+./-][0-~])"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_DROP = dict.fromkeys(
    [
        *range(9),
        *range(11, 32),
        *range(127, 160),
        0x2028,
        0x2029,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
        *range(0xD800, 0xE000),  # lone surrogates: SQLite refuses them
    ]
)
_TABS = {9: " "}

#: Letters that no Unicode decomposition takes apart, and what a person types for them on a plain keyboard.
FOLDS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "ħ": "h",
    "ŧ": "t",
}
_FOLD_TABLE = str.maketrans(FOLDS)


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without anything that could drive a terminal or break a file.

    ``lines=True`` keeps line breaks and inner spaces (long fields); otherwise all white space becomes single
    blanks and the ends are trimmed (one-line fields). The result is NFC.
    """
    text = _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_DROP)
    text = unicodedata.normalize("NFC", text)
    if lines:
        return text.translate(_TABS)
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return ``text`` for comparing and searching: lower case, no accents, "Łódź" as "lodz"."""
    if text.isascii():
        return text.lower()
    text = text.casefold().translate(_FOLD_TABLE)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
