"""Backups: whole, verified copies beside the desk, made by SQLite itself, kept by a rule, brought back whole."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from datetime import UTC, datetime, timedelta

from dealdesk import paths
from dealdesk.clock import stamp
from dealdesk.errors import Damaged, NotFound, NotWritable
from dealdesk.store import connect
from dealdesk.store.version import APPLICATION_ID

#: A desk that changed is backed up at most this often.
EVERY = timedelta(minutes=30)
#: A copy that was begun so long ago is nobody's any more.
_ABANDONED = timedelta(hours=1)


def _name(now: datetime, why: str) -> str:
    return stamp(now).replace(":", "").replace("-", "").replace(".", "")[:-1] + f"-{why}.db"


def make(path: str, now: datetime, why: str = "asked") -> str:
    """Copy the desk at ``path`` into its backup folder, verify the copy, and return the copy's path.

    The copy is made through SQLite's backup interface while others go on reading; it appears under its name only when
    it is whole and verified. Raises :class:`NotWritable` or :class:`Damaged`.
    """
    folder = paths.backup_folder(path)
    target = os.path.join(folder, _name(now, why))
    try:
        paths.make_folder(folder)
        return copy(path, target)
    except OSError as error:
        raise NotWritable(f"The backup {target} can't be written: {error.strerror}.") from error


def copy(source: str, target: str) -> str:
    """Copy the desk ``source`` to the new file ``target`` (0600), verified; an existing target is an ``OSError``."""
    part = target + ".part"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(part)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600))
    try:
        with connect.sentences(source):
            reader = connect.raw(source, readonly=True)
            writer = sqlite3.connect(part, isolation_level=None)
            try:
                reader.backup(writer)
                writer.execute("PRAGMA journal_mode=DELETE").fetchone()
            finally:
                writer.close()
                reader.close()
        try:
            verify(part)
        except Damaged as error:
            raise Damaged(connect.damaged_sentence(source)) from error
        _sync(part)
        if os.path.exists(target):
            raise FileExistsError(17, "a file of that name is there")
        os.rename(part, target)
        _sync(os.path.dirname(target))
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)
    return target


def _sync(path: str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def verify(path: str) -> None:
    """Check that the file at ``path`` is a whole desk; raises :class:`Damaged` with what is wrong."""
    with connect.sentences(path):
        if not _says_desk(path):
            raise Damaged(f"{path} is not a dealdesk desk; nothing was changed.")
        con = connect.raw(path, readonly=True)
        try:
            found = con.execute("PRAGMA quick_check").fetchone()[0]
            if found != "ok":
                raise Damaged(f"{path} is damaged: {found}.")
        finally:
            con.close()


def _says_desk(path: str) -> bool:
    """Return whether the head of a file names dealdesk (SQLite file format, 1.3); no other program's file is opened."""
    with open(path, "rb") as file:
        head = file.read(100)
    return head.startswith(b"SQLite format 3\0") and int.from_bytes(head[68:72], "big") == APPLICATION_ID


def before_migration(path: str, version: int) -> str:
    """Back up a desk of an older schema, once per version."""
    target = os.path.join(paths.backup_folder(path), f"schema-{version}.db")
    if os.path.exists(target):
        return target
    paths.make_folder(paths.backup_folder(path))
    return copy(path, target)


def listing(path: str) -> list[str]:
    """Return the backups of the desk at ``path``, newest first."""
    folder = paths.backup_folder(path)
    try:
        names = [name for name in os.listdir(folder) if name.endswith(".db")]
    except OSError:
        return []
    return [os.path.join(folder, name) for name in sorted(names, reverse=True)]


def taken_at(path: str) -> datetime | None:
    """Return the UTC instant in a backup's name, or None for a name of another kind."""
    with contextlib.suppress(ValueError):
        return datetime.strptime(os.path.basename(path)[:18], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
    return None


def if_due(path: str, now: datetime) -> str | None:
    """Back the desk up when it changed since the newest backup and that one is old enough; return the copy."""
    times = [when for when in map(taken_at, listing(path)) if when]
    newest = max(times, default=None)
    changed = datetime.fromtimestamp(os.path.getmtime(path), UTC)
    if newest and (now - newest < EVERY or changed <= newest):
        return None
    made = make(path, now, "auto")
    rotate(path, now)
    return made


def rotate(path: str, now: datetime) -> None:
    """Remove automatic backups beyond: all of 2 days, 12 daily, 10 weekly, 9 monthly. Others are never removed."""
    kept: set[str] = set()
    automatic = [(when, file) for file in listing(path) if file.endswith("-auto.db") and (when := taken_at(file))]
    for limit, form in ((12, "%Y%m%d"), (10, "%G%V"), (9, "%Y%m")):
        groups: dict[str, str] = {}
        for when, file in automatic:
            groups.setdefault(when.strftime(form), file)
        kept.update(list(groups.values())[:limit])
    for when, file in automatic:
        if file not in kept and now - when > timedelta(days=2):
            os.unlink(file)
    _sweep(paths.backup_folder(path), now)


def _sweep(folder: str, now: datetime) -> None:
    """Remove the beginnings of copies that were killed; a young one may still be under way in another window."""
    for name in os.listdir(folder):
        if name.endswith((".part", ".part-journal")):
            file = os.path.join(folder, name)
            with contextlib.suppress(FileNotFoundError):
                if now - datetime.fromtimestamp(os.path.getmtime(file), UTC) > _ABANDONED:
                    os.unlink(file)


def restore(path: str, source: str, now: datetime) -> str | None:
    """Put the backup ``source`` in the place of the desk at ``path``; return where the replaced desk was kept.

    The replaced file goes to the backup folder as it is, with its journal if one lies beside it, so that even a
    damaged desk is never lost. Raises :class:`NotFound`, :class:`Damaged` or :class:`NotWritable`.
    """
    if not os.path.isfile(source):
        raise NotFound(f"There is no backup at {source}. dealdesk backup --list shows what there is.")
    verify(source)
    kept = None
    try:
        paths.make_folder(os.path.dirname(os.path.abspath(path)))
        fresh = path + ".restored"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(fresh)
        copy(source, fresh)
        if os.path.exists(path):
            paths.make_folder(paths.backup_folder(path))
            kept = os.path.join(paths.backup_folder(path), _name(now, "replaced"))
            _set_aside(path, kept)
        os.replace(fresh, path)
        _sync(os.path.dirname(os.path.abspath(path)))
    except OSError as error:
        raise NotWritable(f"{path} can't be restored: {error.strerror}.") from error
    return kept


def _set_aside(path: str, kept: str) -> None:
    """Give the desk at ``path`` its name ``kept``, with its journal if one lies beside it.

    Without a journal the desk keeps its old name too, so that whoever looks finds the old desk or the new one. With
    one it may not: another desk would be rolled back by a journal that is not its own.
    """
    journal = path + "-journal"
    if not os.path.exists(journal):
        with contextlib.suppress(OSError):  # not every file system knows a second name
            os.link(path, kept)
            return
    os.rename(path, kept)
    if os.path.exists(journal):
        os.rename(journal, kept + "-journal")
