"""A command of a person at the keyboard: one class says its key, its name, its help, and where it shows.

The class name is the id under which a keymap rebinds it; the docstring is its help; the screen that lists it runs the
method named after it (``LogFriction`` runs ``do_log_friction``). Nothing else declares a key.
"""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import Binding

_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


class KeyCommand:
    """Base of all commands."""

    key: ClassVar[str]
    """Keys, parted by commas; the first one is shown. Twins belong here, because a keymap entry replaces them all."""
    name: ClassVar[str]
    """What the palette calls it: a verb and what it acts on."""
    footer: ClassVar[str] = ""
    """The word in the line of keys; empty where it is not among the five used most on its screen."""
    shown: ClassVar[str] = ""
    """How the key is written, where its Textual name is no help ("^N")."""

    @classmethod
    def identity(cls) -> str:
        """Return the stable id of the command."""
        return cls.__name__

    @classmethod
    def method(cls) -> str:
        """Return the name of the method that carries it out on its screen."""
        return "do_" + _HUMPS.sub("_", cls.__name__).lower()

    @classmethod
    def help(cls) -> str:
        """Return what it does, in a sentence."""
        return " ".join((cls.__doc__ or "").split())

    @classmethod
    def shown_key(cls, *, typing: bool = False) -> str:
        """Return how its first key is written; while ``typing``, the first one that is no letter of a text."""
        key = next(iter(cls.keys(typing=typing)), cls.key.split(",")[0])
        return (cls.shown if not typing or not types(cls.key.split(",")[0]) else "") or written(key)

    @classmethod
    def keys(cls, *, typing: bool = False) -> list[str]:
        """Return its keys; while ``typing``, those only that a text field leaves alone."""
        return [key for key in cls.key.split(",") if not (typing and types(key))]

    @classmethod
    def binding(cls) -> Binding:
        """Return the binding Textual gets."""
        return Binding(cls.key, f"run('{cls.__name__}')", cls.name, show=False, id=cls.__name__, tooltip=cls.help())


_WRITTEN = {
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "right": "Right",
    "left": "Left",
    "escape": "Esc",
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "equals_sign": "=",
    "plus": "+",
    "exclamation_mark": "!",
}


def types(key: str) -> bool:
    """Return whether a key puts a character into a text field."""
    return key == "space" or len(written(key)) == 1


def written(key: str) -> str:
    """Return a Textual key name as a person writes it: ``ctrl+n`` is ``^N``, ``f9`` is ``F9``."""
    if key in _WRITTEN:
        return _WRITTEN[key]
    if key.startswith("ctrl+"):
        return "^" + key[5:].upper()
    return key.upper() if re.fullmatch(r"f\d+", key) else key
