"""The one question a friction is worth: where it came from, answered with one key; the guess stands if it is left."""

from __future__ import annotations

from collections.abc import Mapping

from dealdesk.domain import takeaways
from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import Cause

CAUSE_KEYS: Mapping[str, Cause] = {"i": Cause.INTERNAL, "e": Cause.EXTERNAL, "p": Cause.PROCESS}


def asks_cause(line: Line) -> bool:
    """Return whether the cause of a friction is worth a question: it was not typed with ``!cause``."""
    return line.kind not in set(Cause)


def cause_question(text: str) -> str:
    """Return the question about the cause of a friction, with what Enter keeps."""
    keys = "  ".join(f"{key} {cause}" for key, cause in CAUSE_KEYS.items())
    guess = takeaways.guess_cause(text)
    if guess is None:
        return f"Cause? {keys} (Enter leaves it open)"
    return f'Cause? {keys} (Enter keeps {guess.value}, guessed from "{guess.words[0]}")'


def effect_told(text: str) -> str:
    """Return what a friction cost as its words tell it, "" where they don't."""
    guess = takeaways.guess_effect(text)
    return f'effect {guess.value}, from "{guess.words[0]}"' if guess else ""
