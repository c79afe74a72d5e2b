"""Which kinds and roles a line of each section can have, and which come after which when one key goes through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dealdesk.domain.vocabulary import Cause, ChangeKind, Effect, MissedRole, MomentKind, TakeawayKind, TakeawayRole

KINDS: Mapping[str, tuple[str, ...]] = {
    "moments": tuple(str(kind) for kind in MomentKind),
    "worked": tuple(str(kind) for kind in TakeawayKind),
    "friction": tuple(str(cause) for cause in Cause),
    "changes": tuple(str(kind) for kind in ChangeKind),
}
"""The kind of a friction is its cause."""
ROLES: Mapping[str, tuple[str, ...]] = {
    "worked": tuple(str(role) for role in TakeawayRole),
    "missed": tuple(str(role) for role in MissedRole),
    "friction": tuple(str(effect) for effect in Effect),
}
"""The role of a friction is its effect; that of the others is the line of the review form it can fill."""
MOST_CHANGES = 3
"""Section 6 takes so many changes and no more (article 000)."""


def typed_words(section: str) -> tuple[str, ...]:
    """Return what ``!word`` can name in a line of this section."""
    return (*KINDS.get(section, ()), *ROLES.get(section, ())) if section != "worked" else KINDS["worked"]


def following(words: Sequence[str], word: str) -> str:
    """Return the word after ``word``, round the end; the first one when it is none of them."""
    at = words.index(word) + 1 if word in words else 0
    return words[at % len(words)]
