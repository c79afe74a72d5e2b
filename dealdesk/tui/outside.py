"""A text in the person's own editor, in a folder of its own that nobody else can read, and back.

The folder lies beside the desk. It is locked while the editor is open; one that a crash left behind is taken in at the
next start: its text becomes a captured note of its deal, so that nothing written in an editor is lost.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shlex
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import SuspendNotSupported

from dealdesk import paths
from dealdesk.errors import DealdeskError, InputRefused
from dealdesk.text import clean

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.widgets.area import Area
    from dealdesk.tui.widgets.fields_long import LongLine
    from dealdesk.tui.workspace import Workspace

FOLDER = "editing"
_TEXT, _LOCK = "text.md", "lock"
_USUAL = ("nano", "vim", "vi")


class NoEditor(DealdeskError):
    """There is no editor to open."""

    def __init__(self) -> None:
        super().__init__("No editor was found; name one in the variable EDITOR.")


class EditorFailed(DealdeskError):
    """The editor could not be opened, or ended with an error."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} {why}; the text is as it was.")


class NoTerminal(DealdeskError):
    """A terminal that can't be lent to another program."""

    def __init__(self) -> None:
        super().__init__("This terminal can't be lent to an editor.")


class Unfinished(NamedTuple):
    """A text that a crash left in its folder."""

    folder: Path
    deal_id: int
    """0 where it belonged to no deal."""
    text: str


def command() -> list[str]:
    """Return the editor as a command line: VISUAL, EDITOR, or a usual one. Raises :class:`NoEditor`."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        try:
            words = shlex.split(named)
        except ValueError:
            words = []
        if words:
            return words
    found = next((name for name in _USUAL if shutil.which(name)), None)
    if found is None:
        raise NoEditor
    return [found]


def folder_of(desk: str) -> Path:
    """Return the folder in which texts of the desk at ``desk`` are edited."""
    return Path(desk).absolute().parent / FOLDER


def edit(text: str, desk: str, deal_id: int | None, limit: int, run: Callable[[list[str]], int]) -> str:
    """Return ``text`` as the person left it in the editor; ``run`` carries out a command line and gives its exit code.

    Raises :class:`NoEditor`; :class:`EditorFailed` when the editor can't be started, fails, or leaves more than
    ``limit`` characters, which then stay in their file.
    """
    words = command()
    with _place(text, desk, deal_id) as path:
        try:
            code = run([*words, str(path)])
        except OSError as error:
            path.write_text(text, encoding="utf-8")  # nothing was written in it: the folder may go
            raise EditorFailed(words[0], f"can't be started ({error.strerror})") from None
        if code:
            raise EditorFailed(words[0], f"ended with {code}")
        new = _read(path)
        if len(new) > limit:
            raise EditorFailed(words[0], f"left {len(new):,} characters, {limit:,} fit; they lie in {path}")
        return new


@contextmanager
def _place(text: str, desk: str, deal_id: int | None) -> Iterator[Path]:
    root = folder_of(desk)
    paths.make_folder(str(root))
    folder = Path(tempfile.mkdtemp(prefix=f"{deal_id or 0}-{_mark(text)}-", dir=root))
    path = folder / _TEXT
    lock = os.open(folder / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path.write_text(text, encoding="utf-8")
        try:
            yield path
        except EditorFailed:
            _remove(folder, unless_changed=True)
            raise
        _remove(folder)
    finally:
        os.close(lock)


def _mark(text: str) -> str:
    return f"{zlib.crc32(clean(text, lines=True).encode()):08x}"


def _read(path: Path) -> str:
    try:
        return clean(path.read_bytes().decode("utf-8", "replace"), lines=True).rstrip("\n")
    except OSError:
        return ""


def _remove(folder: Path, *, unless_changed: bool = False) -> None:
    if unless_changed and folder.name.split("-")[1] != _mark(_read(folder / _TEXT)):
        return
    shutil.rmtree(folder, ignore_errors=True)


def unfinished(desk: str) -> list[Unfinished]:
    """Return the texts that a crash left behind; folders that hold nothing new are removed."""
    found = []
    root = folder_of(desk)
    for folder in sorted(root.iterdir()) if root.is_dir() else []:
        parts = folder.name.split("-")
        if len(parts) < 3 or not parts[0].isdigit() or not folder.is_dir() or _locked(folder):
            continue
        text = _read(folder / _TEXT)
        if not text or _mark(text) == parts[1]:
            _remove(folder)
        else:
            found.append(Unfinished(folder, int(parts[0]), text))
    return found


def forget(left: Unfinished) -> None:
    """Remove a text that was taken in."""
    _remove(left.folder)


async def take_in(workspace: Workspace) -> int:
    """Make a captured note of every text that a crash left behind, and return how many; others stay where they are."""
    from dealdesk.domain.line_grammar import Line
    from dealdesk.domain.vocabulary import Origin
    from dealdesk.store import lines
    from dealdesk.store.history import Command

    taken = 0
    for left in unfinished(workspace.desk.path):
        if left.deal_id == 0:
            continue
        command = Command("took in a text that was open in an editor", left.deal_id, origin=Origin.RULE)
        line = Line(clean(left.text), happened_on=workspace.clock.today())
        try:
            await asyncio.wrap_future(workspace.writer.submit(command, lines.add, "notes", left.deal_id, None, line))
        except InputRefused:  # too long for a note: it is found in its folder
            continue
        forget(left)
        taken += 1
    return taken


def _locked(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(lock)


def edit_text(app: App[Any], workspace: Workspace, text: str, deal_id: int | None, limit: int) -> str:
    """Lend the terminal to the person's editor and return what it leaves of ``text``.

    Raises what :func:`edit` raises, and :class:`NoTerminal`.
    """
    if workspace.debrief is not None:
        workspace.debrief.expect_gap()
    try:
        with app.suspend():
            return edit(text, workspace.desk.path, deal_id, limit, run_here)
    except SuspendNotSupported:
        raise NoTerminal from None


def edit_area(app: App[Any], workspace: Workspace, area: Area | LongLine) -> None:
    """Put what the person's editor leaves into ``area`` as if it had been typed; raises what :func:`edit_text` does."""
    deal_id = workspace.deal.id if workspace.deal else None
    text = edit_text(app, workspace, area.text, deal_id, area.limit)
    if text != area.text:
        area.replace_all(text)


def run_here(words: list[str]) -> int:
    """Carry out a command line in this terminal and return its exit code."""
    return subprocess.run(words, check=False).returncode  # noqa: S603 - the person's own editor
