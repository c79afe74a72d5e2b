"""What a field may propose while one types; it is asked at every key, so it has to answer from memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from dealdesk.text import fold


class Suggestion(NamedTuple):
    """One thing that is known already."""

    text: str
    """What the field holds once it is taken."""
    note: str = ""
    """What is said beside it: ``3 deals``."""
    same: bool = False
    """The text typed is only another spelling of this one; Enter takes it too."""


class Suggester(Protocol):
    """Answers within a millisecond or two: it is asked at every key."""

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Return what is known and near to ``text``, the nearest first."""


class Known:
    """A suggester over plain words: those that begin like the text, then those that hold it, accents and case apart."""

    listed = False
    """Whether several of them are shown at a time, under the field."""

    def __init__(self, words: Iterable[str], *, most: int = 9) -> None:
        """Keep ``words`` in their order, the most useful first; ``most`` is the longest answer."""
        self._words = [(fold(word), word) for word in words]
        self._most = most

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Return the words near to ``text``."""
        typed = fold(text.strip())
        if not typed:
            return ()
        begin = [word for folded, word in self._words if folded.startswith(typed)]
        inside = [word for folded, word in self._words if typed in folded and not folded.startswith(typed)]
        return [Suggestion(word) for word in (begin + inside)[: self._most]]
