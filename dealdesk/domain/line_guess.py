"""The guess made of a line of each section: what stands in its kind, and the words that led there."""

from __future__ import annotations

from typing import Any

from dealdesk.domain import changes, moments, questions, takeaways
from dealdesk.domain.cues import Guess


def guess(section: str, text: str) -> Guess[Any] | None:
    """Return kind, cause or theme as guessed from the words; None where they don't say, and where nothing is guessed.

    Of a takeaway there is always one: ``other`` where no word speaks for anything else.
    """
    if section == "moments":
        return moments.guess_kind(text)
    if section == "worked":
        return takeaways.guess_kind(text)
    if section == "missed":
        return questions.guess_theme(text)
    if section == "friction":
        return takeaways.guess_cause(text)
    return changes.guess_kind(text) if section == "changes" else None


def why(section: str, text: str, stored: str) -> str:
    """Return what a kind rests on in a sentence, "" where nothing is guessed; ``stored`` is the kind the line has."""
    found = guess(section, text)
    if found is None:
        return ""
    return found.why if stored in ("", str(found.value)) else f"chosen: {stored}; the guess was {found.why}"


def reading(section: str, text: str) -> str:
    """Return how a line that is typed is read, with the words the guess rests on; "" where nothing is guessed.

    The cause of a friction is not told: it is asked for once the line is there.
    """
    found: Guess[Any] | None = guess(section, text) if section != "friction" else takeaways.guess_effect(text)
    if found is None:
        return ""
    noun = {"missed": "theme", "friction": "effect"}.get(section, "kind")
    because = f" ({', '.join(found.words[:2])})" if found.words else ""
    role = f", role {takeaways.guess_role(text, found.value).value}" if section == "worked" else ""
    return f"{noun} {found.value}{because}{role}"
