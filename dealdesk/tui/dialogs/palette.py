"""All commands that are possible on a screen, found by a few letters of their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.fuzzy import Matcher

from dealdesk.text import fold
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import PALETTE_ONLY, OpenPalette
from dealdesk.tui.dialogs.picker import Picker
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort

if TYPE_CHECKING:
    from dealdesk.tui.screens.base import DeskScreen

_COLUMNS = (
    Column("key", width=5, sortable=False),
    Column("name", width=26, flex=1, sortable=False),
    Column("help", width=30, flex=2, sortable=False, from_width=60),
)
_HELP_SCORE = 0.01
"""A word of the help counts, but less than any letter of a name."""


class CommandSource(RowSource):
    """Commands, the best match first."""

    def __init__(self, commands: Sequence[type[KeyCommand]]) -> None:
        self._commands = {command.identity(): command for command in commands}

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the commands whose name holds the letters of ``words`` in their order, or whose help holds them."""
        typed = fold(words.strip())
        if not typed:
            return list(self._commands)
        matcher = Matcher(typed)
        scores = {identity: _score(matcher, typed, command) for identity, command in self._commands.items()}
        return sorted((key for key, score in scores.items() if score > 0), key=lambda key: -scores[key])

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return key, name and help of commands."""
        found: dict[Key, Row] = {}
        for key in keys:
            command = self._commands[str(key)]
            cells = {"key": command.shown_key(), "name": command.name, "help": command.help()}
            found[key] = Row(cells, looks={"help": "muted", "key": "strong"})
        return found


def _score(matcher: Matcher, typed: str, command: type[KeyCommand]) -> float:
    return matcher.match(fold(command.name)) or (_HELP_SCORE if typed in fold(command.help()) else 0.0)


class Palette(Picker[str]):
    """Answers with the identity of a command, or with None."""

    def __init__(self, screen: DeskScreen) -> None:
        possible = [c for c in (*screen.all_commands(), *PALETTE_ONLY) if c is not OpenPalette and screen.possible(c)]
        super().__init__("Commands", _COLUMNS, CommandSource(possible), empty="No command is possible here.")

    def answer(self, key: Key) -> str:
        """Return the identity of the command."""
        return str(key)
