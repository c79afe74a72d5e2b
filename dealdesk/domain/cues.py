"""Guesses made from the words of a sentence: each says which words it rests on, and a draw is no guess.

Words in the first clause, where people write what was done, weigh double; their reaction and the rule for next time
come later.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

V = TypeVar("V", bound=StrEnum)

_CLAUSE = re.compile(r"[.;:!?](?:\s|$)|,\s+(?:and|so|then|but|until)\s|\s(?:and then|so that|until)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Guess(Generic[V]):
    """A guessed value and the words of the sentence that led to it."""

    value: V
    words: tuple[str, ...] = ()
    """Lower case, as they stand in the sentence; empty when nothing spoke for anything else."""

    @property
    def why(self) -> str:
        """One short sentence for the key that asks why."""
        if not self.words:
            return f"{self.value}: nothing in the line says otherwise"
        return f"{self.value}: the line says {', '.join(self.words)}"


def cues(text: str) -> re.Pattern[str]:
    """Return a pattern for these words between commas; a star at the end of one stands for any ending."""
    words = (" ".join(word.split()) for word in text.split(","))
    spelled = (re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(spelled, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)


def best(text: str, patterns: Mapping[V, re.Pattern[str]]) -> Guess[V] | None:
    """Return the value that most words of ``text`` speak for, or None where none has the most."""
    first_clause = clause.start() if (clause := _CLAUSE.search(text)) else len(text)
    words = {value: found(text, pattern) for value, pattern in patterns.items()}
    points = {
        value: sum(2 if place < first_clause else 1 for place in places.values()) for value, places in words.items()
    }
    value = leader(points)
    return None if value is None else Guess(value, tuple(words[value]))


def leader(points: Mapping[V, int]) -> V | None:
    """Return what has the most points, unless nothing has any or two share the first place."""
    top = max(points.values())
    leaders = [value for value, count in points.items() if count == top]
    return leaders[0] if top > 0 and len(leaders) == 1 else None


def found(text: str, pattern: re.Pattern[str]) -> dict[str, int]:
    """Return each different cue in the text, in lower case, with the place of its first mention."""
    places: dict[str, int] = {}
    for match in pattern.finditer(text):
        places.setdefault(" ".join(match[0].lower().split()), match.start())
    return places
