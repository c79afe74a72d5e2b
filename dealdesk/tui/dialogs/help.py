"""All keys that work on a screen, gathered from the declarations themselves: of its commands and of its widgets."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea

from dealdesk.tui.commands.base import KeyCommand, written
from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.dialogs.history import Scrolled
from dealdesk.tui.widgets.filtered_list import FilteredList

if TYPE_CHECKING:
    from dealdesk.tui.screens.base import DeskScreen

_KEYS = 14
_LEAST = 12
_LAST = "Nothing has to be saved: what you type is kept. u undoes, U brings back."
_NAMES = {
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Del",
}
# Keys that plain terminals can't send, or that another program takes; they work where they arrive, but are not taught.
_UNTAUGHT = ("shift+", "super+", "alt+", "ctrl+shift", "ctrl+back", "ctrl+left", "ctrl+right")
_IN_TEXT = "IN A TEXT FIELD"
_IN_FORM = "IN A FORM"
_ENTER_AND_TAB = (("Tab", "Next field; shift with Tab the one before"), ("Enter", "On to the next, or done"))


class Help(Scrolled):
    """The keys of a screen: those of the place that has the focus first."""

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(f"Keys: {screen.title_text or 'this screen'}")
        self._groups = groups(screen)

    def lines(self, width: int) -> Sequence[str]:
        """Return the groups, each under its name."""
        room = max(_LEAST, width - _KEYS - 3)
        found: list[str] = []
        for title, keys in self._groups:
            found.append(title)
            for key, words in keys:
                first, *rest = textwrap.wrap(words, room) or [""]
                found.append(f"  {key:<{_KEYS}} {first}")
                found += [f"  {'':<{_KEYS}} {line}" for line in rest]
            found.append("")
        return [*found, *textwrap.wrap(_LAST, max(_LEAST, width))]


def groups(screen: DeskScreen) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what the help shows: (name of the group, keys and what they do), the focused place first."""
    own = ("THIS SCREEN", [_command(command) for command in screen.commands])
    widgets = list(dict.fromkeys(type(widget) for widget in screen.walk_children(Widget)))
    places: dict[str, dict[str, str]] = {}
    for kind in widgets:
        for owner in kind.__mro__:
            name = _place(kind if owner is FilteredList else owner)
            if name:
                places.setdefault(name, {}).update(_taught(owner))
    if _IN_TEXT in places:
        places[_IN_TEXT] = {**dict(_ENTER_AND_TAB), **places[_IN_TEXT]}
    found = [own, *((name, list(keys.items())) for name, keys in places.items() if keys)]
    typing = isinstance(screen.focused, Input | TextArea)
    if typing:
        found.sort(key=lambda group: group[0] != _IN_TEXT)
    return [*(group for group in found if group[1]), ("EVERYWHERE", [_command(command) for command in EVERYWHERE])]


def _command(command: type[KeyCommand]) -> tuple[str, str]:
    keys = [command.shown_key(), *(shown(key) for key in command.key.split(",")[1:])]
    return " ".join(dict.fromkeys(keys)), command.help()


def shown(key: str) -> str:
    """Return a key as the help writes it."""
    return _NAMES.get(key) or written(key)


def _place(owner: type[object]) -> str:
    """Return the group that the keys declared in a widget class belong to."""
    if owner in (Input, TextArea):
        return _IN_TEXT
    if not owner.__module__.startswith("dealdesk.tui.widgets"):
        return ""
    if owner.__name__ in ("Rows", "FilteredRows"):
        return "IN THE LIST"
    if owner.__name__ in ("Board", "FilteredBoard"):
        return "ON THE BOARD"
    if owner.__name__ == "LeverageGrid":
        return "IN THE GRID"
    if owner.__name__ == "FilterBar":
        return "WHILE A FILTER IS TYPED"
    return {
        "PickField": "WHERE ONE OF A FEW IS CHOSEN",
        "DateField": "IN A DATE",
        "SearchLine": _IN_TEXT,
        "LineField": _IN_TEXT,
        "Form": _IN_FORM,
    }.get(owner.__name__, "")


def _taught(owner: type[object]) -> dict[str, str]:
    found: dict[str, str] = {}
    bindings: Iterable[object] = owner.__dict__.get("BINDINGS", ())
    for binding in bindings:
        if not isinstance(binding, Binding) or not binding.description:
            continue
        keys = [key for key in binding.key.split(",") if not key.startswith(_UNTAUGHT)]
        if keys:
            found[" ".join(shown(key) for key in keys)] = binding.description
    return found
