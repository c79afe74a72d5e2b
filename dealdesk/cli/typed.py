"""The text of a command: its words, or what stdin holds."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from dealdesk.errors import UsageError


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
