"""Exports on disk: whole or not at all, for the owner alone, never over another file unless that was asked for."""

from __future__ import annotations

import contextlib
import os
import re
import stat

from dealdesk.errors import NotWritable
from dealdesk.paths import make_folder
from dealdesk.store.uid import new_uid
from dealdesk.text import fold

_KEPT = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


def file_name(*words: str, suffix: str) -> str:
    """Return a plain file name made of ``words``: no folder, no leading dot, whatever the words hold.

    ``suffix`` comes from the program, with its dot: ``file_name("ACME-7", "review", suffix=".md")``.
    """
    stem = "-".join(part for part in (_KEPT.sub("-", fold(word)).strip("-") for word in words) if part)
    return (stem[:_LONGEST].rstrip("-") or "export") + suffix


def free_path(desk: str, name: str) -> str:
    """Return a path for a new file in the folder of exports beside the file ``desk``; the folder is made if needed.

    A name that is taken gets a number. Raises :class:`NotWritable`.
    """
    folder = os.path.join(os.path.dirname(os.path.abspath(desk)), "exports")
    try:
        make_folder(folder)
    except OSError as error:
        raise NotWritable(f"{folder} can't be made: {error.strerror}.") from error
    stem, dot, suffix = name.rpartition(".")
    path, number = os.path.join(folder, name), 1
    while os.path.lexists(path):
        number += 1
        path = os.path.join(folder, f"{stem}-{number}{dot}{suffix}")
    return path


def write_text(path: str, text: str, replace: bool = False) -> None:
    """Write ``text`` as UTF-8 to the new file ``path`` (mode 0600); an existing file only with ``replace``.

    The text is written beside it first and takes its name when it is whole on the disk. Raises :class:`NotWritable`;
    whatever was at ``path`` is then as it was.
    """
    target = os.path.expanduser(path)
    _check(target, replace)
    folder = os.path.dirname(os.path.abspath(target))
    part = os.path.join(folder, f".dealdesk-{new_uid()}.part")
    try:
        _write(part, text.encode("utf-8"))
        if replace:
            os.replace(part, target)
        else:
            _name_new(part, target)
        _sync(folder)
    except FileExistsError as error:
        raise NotWritable(_there(target)) from error
    except OSError as error:
        raise NotWritable(f"{target} can't be written: {error.strerror}. Nothing was changed.") from error
    finally:
        with contextlib.suppress(OSError):
            os.unlink(part)


def _check(target: str, replace: bool) -> None:
    """Refuse what is not a plain new file, with a sentence that says what is there instead."""
    try:
        mode = os.lstat(target).st_mode
    except FileNotFoundError:
        folder = os.path.dirname(os.path.abspath(target))
        if not os.path.isdir(folder):
            raise NotWritable(f"There is no folder {folder}; make it first or name another.") from None
        return
    except (OSError, ValueError) as error:
        raise NotWritable(f"{target!r} can't be used as a file name.") from error
    if stat.S_ISDIR(mode):
        raise NotWritable(f"{target} is a folder; name a file in it.")
    if stat.S_ISLNK(mode):
        raise NotWritable(f"{target} is a link to another place; name the file itself.")
    if not stat.S_ISREG(mode):
        raise NotWritable(f"{target} is not a plain file; name another.")
    if not replace:
        raise NotWritable(_there(target))


def _there(target: str) -> str:
    return f"{target} is already there and was left alone. Name another file, or ask for it to be replaced."


def _write(path: str, data: bytes) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _name_new(part: str, target: str) -> None:
    """Give the file its name only if nobody took that name meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:
        # A disk without hard links: hold the name with an empty file of our own, then put the text in its place.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0), 0o600))
        os.replace(part, target)


def _sync(folder: str) -> None:
    with contextlib.suppress(OSError):  # some file systems can't sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
