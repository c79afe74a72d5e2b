"""Which of Textual's themes the screens are drawn in."""

from __future__ import annotations

import os

_DARK, _LIGHT = "textual-dark", "textual-light"
#: The colours of a terminal's 16 that are light grounds: white, and bright white.
_LIGHT_GROUNDS = ("7", "15")


def theme_of(setting: str) -> str:
    """Return the theme of a setting: light, dark, or auto, which goes by what the terminal says of its ground.

    Many terminals say it in ``COLORFGBG`` ("0;15": black on white); where one says nothing it is dark.
    """
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    light = setting == "light" or (setting == "auto" and ground in _LIGHT_GROUNDS)
    return _LIGHT if light else _DARK
