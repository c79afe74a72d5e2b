"""A line for the path of a file: Tab completes names, and a file dropped on the terminal is understood."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from textual import events
from textual.message import Message

from dealdesk.domain.dates import WorkCalendar
from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.tui.widgets.fields import LineField

# A path is no value of a record; nothing of the context is ever asked.
_NOTHING = Context(date.min, "dmy", WorkCalendar(), "")
_MOST_NAMES = 200
_LONGEST = 4096


class Completion(NamedTuple):
    """What Tab makes of a path typed so far."""

    text: str
    """The path, as far as it is sure."""
    names: tuple[str, ...]
    """Names that go on from there, folders with a slash; empty when the path is complete or leads nowhere."""


def as_path(text: str) -> Path:
    """Return the file that ``text`` names, as typed or as a terminal puts in a dropped file.

    Understood are ``~``, quotes, backslashes before blanks, and ``file://``. A name that exists as it stands wins.
    """
    text = text.strip()
    plain = Path(os.path.expanduser(text))
    if _exists(plain):
        return plain
    word = _unquoted(text)
    if word.startswith("file://"):
        return Path(unquote(urlsplit(word).path))
    return Path(os.path.expanduser(word))


def _unquoted(text: str) -> str:
    """Return ``text`` without the quotes and backslashes of a shell, or as it is where it is no single word."""
    if os.sep != "/":
        return text.strip("\"'")
    try:
        words = shlex.split(text)
    except ValueError:
        return text
    return words[0] if len(words) == 1 else text


def completion(text: str) -> Completion:
    """Return what ``text`` can be completed to; never raises, a folder that can't be read has no names."""
    typed = text.lstrip()
    folder, _, start = typed.rpartition("/")
    where = os.path.expanduser(folder + "/") if "/" in typed else "."
    if typed == "~":
        return Completion("~/", ())
    try:
        with os.scandir(where) as entries:
            found = sorted(
                entry.name + ("/" if entry.is_dir() else "")
                for entry in entries
                if entry.name.startswith(start) and (start or not entry.name.startswith("."))
            )
    except OSError:
        return Completion(text, ())
    if not found:
        return Completion(text, ())
    common = _common(found)
    whole = f"{folder}/{common}" if "/" in typed else common
    return Completion(whole, tuple(found[:_MOST_NAMES]) if len(found) > 1 else ())


def _common(names: list[str]) -> str:
    """Return the letters that all names, which are sorted, begin with."""
    first, last = names[0], names[-1]
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[:same]


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


class PathLine(LineField):
    """One line with a path."""

    @dataclass
    class Completed(Message):
        """Tab was pressed."""

        names: tuple[str, ...]
        """The names to choose from; empty when the path is complete or leads nowhere."""

    @dataclass
    class Left(Message):
        """Esc or the down arrow was pressed: on to the list."""

    def __init__(self, hint: str) -> None:
        super().__init__(FieldSpec("path", "The path", max_chars=_LONGEST), _NOTHING)
        self.placeholder = hint
        self.last = True

    def on_key(self, event: events.Key) -> None:
        """Complete at Tab, leave by Esc and down; the rest is a line of text."""
        if event.key == "tab" and self.value.strip():
            event.stop()
            event.prevent_default()
            done = completion(self.value)
            if done.text != self.value:
                self.type_in(done.text)
            self.post_message(self.Completed(done.names))
        elif event.key in ("escape", "down", "tab"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Left())
        else:
            super().on_key(event)
