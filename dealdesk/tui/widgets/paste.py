"""What a text field takes in from the clipboard: all of it, or nothing and a sentence with the count."""

from __future__ import annotations

from dealdesk.errors import InputRefused
from dealdesk.text import clean

PASTE_LIMIT = 200_000
#: Joiners that Persian, Hindi and many emoji are typed with; Python doesn't call them printable.
JOINERS = frozenset("\u200c\u200d")


def raw(text: str, *, lines: bool) -> str:
    """Return ``text`` as a widget may hold it: no control signs, but blanks as they were typed."""
    text = clean(text, lines=True)
    return text if lines else text.replace("\n", " ")


def take_in(text: str, *, held: int, limit: int, lines: bool) -> str:
    """Return what goes into a field that holds ``held`` characters and takes ``limit``.

    A one-line field gets the lines joined with blanks. Raises InputRefused, with the count, if it is too much:
    half a paste is never taken.
    """
    size = len(text)
    if size > PASTE_LIMIT:
        raise InputRefused(f"That is {size:,} characters; this field takes {limit:,}. Nothing was pasted.")
    taken = clean(text, lines=lines)
    if held + len(taken) > limit:
        size = len(taken)
        if size > limit or not held:
            raise InputRefused(f"That is {size:,} characters; this field takes {limit:,}. Nothing was pasted.")
        room = max(limit - held, 0)
        raise InputRefused(f"That is {size:,} characters; this field has room for {room:,}. Nothing was pasted.")
    return taken
