"""What the writer thread tells the screens."""

from __future__ import annotations

from typing import NamedTuple


class Kept(NamedTuple):
    """Typed text is safe on the disk."""

    at: str


class Trouble(NamedTuple):
    """Typed text is not safe yet; ``why`` is one sentence, empty when the trouble is over."""

    why: str


class Foreign(NamedTuple):
    """Another window or program changed the desk."""


class ReadOnly(NamedTuple):
    """Nothing more is written, for as long as this window is open; ``why`` says why, and what to do."""

    why: str


Event = Kept | Trouble | Foreign | ReadOnly
