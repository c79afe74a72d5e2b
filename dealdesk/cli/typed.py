"""What was typed behind a command: its words or what stdin holds, the options of a form, whose side."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from dealdesk.errors import InputRefused, UsageError

_SIDES = {
    **dict.fromkeys(("us", "we", "our", "ours"), "us"),
    **dict.fromkeys(("them", "they", "their", "theirs"), "them"),
}


def typed(words: Sequence[str]) -> str:
    """Return the words as one text, or stdin for a lone ``-``.

    Raises :class:`UsageError` for a ``-`` with words behind it: one of the two texts would be lost.
    """
    if words and words[0] == "-":
        if len(words) > 1:
            raise UsageError(
                "A lone - reads stdin; other words beside it would be lost. Leave out the one or the other."
            )
        return sys.stdin.read()
    return " ".join(words)


def fields(words: argparse.Namespace) -> dict[str, str]:
    """Return the options that were given, by the names of the form's fields."""
    given = vars(words).items()
    return {name.removeprefix("field_"): text for name, text in given if name.startswith("field_") and text is not None}


def side(words: str) -> str:
    """Return the side that words name: "us" or "them", empty for no words; raises :class:`InputRefused`."""
    typed_words = words.strip().lower()
    if typed_words and typed_words not in _SIDES:
        raise InputRefused(f"{words} is no side: --side is us or them (ours, theirs).")
    return _SIDES.get(typed_words, "")
