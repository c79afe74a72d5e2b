"""Short names of lines for the shell: six characters of the uid's random end, stable as long as the row is there.

A line about a deal itself has a letter in front, because one deal may have several. Standard library only: the glance
prints them.
"""

from __future__ import annotations

#: What a handle of a line about a deal begins with.
LETTERS = {"give notice": "n", "quiet": "q", "still true": "t", "trouble": "y"}
#: Characters of a handle after its letter; more of the uid are understood too.
LENGTH = 6
_START = 24


def handle(kind: str, uid: str) -> str:
    """Return the handle of a line of Today, by its kind and uid."""
    return LETTERS.get(kind, "") + uid[_START : _START + LENGTH]
