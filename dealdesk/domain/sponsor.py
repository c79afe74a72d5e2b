"""The one question a sponsor is asked at the end of the card, chosen by what the debrief found; our own words."""

from __future__ import annotations


def question(*, risk: str, moved: bool, changes: bool) -> str:
    """Return the question that fits: about the risk that was named, else about repeating what moved them."""
    if risk:
        return "Seen from where you stand: what would make this risk smaller, and who should hear of it?"
    if moved:
        return "Where else do we sit across people whom the same thing would move, and who opens that door?"
    if changes:
        return "Which of these changes needs you, so that it is more than a good intention?"
    return "What does this deal change in what we should go after next?"
