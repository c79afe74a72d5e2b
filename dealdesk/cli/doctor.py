"""``dealdesk doctor``: is the file sound, and is everything around it as it should be? Repairs nothing."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from dealdesk import paths
from dealdesk.clock import Clock
from dealdesk.counts import counted
from dealdesk.errors import Damaged, DealdeskError, NewerSchema, NotFound
from dealdesk.store import backup, check, connect

if TYPE_CHECKING:
    from dealdesk.cli.main import Call

OK, LOOK, DAMAGED = "ok", "look", "damaged"
_OLD_BACKUP = timedelta(days=7)
_SYNCED = ("dropbox", "onedrive", "icloud", "mobile documents", "google drive", "googledrive", "nextcloud", "syncthing")
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afpfs", "9p")
_CONFLICTS = ("conflicted copy", "sync-conflict", "conflict)", "_conf(")


class Finding(NamedTuple):
    """One thing that was looked at: ``state`` is ok, look (worth a look) or damaged."""

    check: str
    state: str
    finding: str


def doctor(call: Call) -> int:
    """Print every finding; the exit code is 5 when something is damaged.

    Raises :class:`NewerSchema` for a desk of a newer version, of which nothing can be said.
    """
    if not os.path.exists(call.path):
        newest = connect.newest_backup(call.path)
        if newest:
            raise Damaged(f"{call.path} is missing, but there are backups. To bring it back: dealdesk restore {newest}")
        raise NotFound(f"There is no desk at {call.path} yet. dealdesk starts one.")
    findings = [*_inside(call.path), *_around(call.path)]
    call.output.rows([finding._asdict() for finding in findings], none="")
    return Damaged.exit_code if any(finding.state == DAMAGED for finding in findings) else 0


def _inside(path: str) -> Iterator[Finding]:
    try:
        with connect.sentences(path):
            con = connect.raw(path, readonly=True)
    except DealdeskError as error:
        yield Finding("file", DAMAGED, str(error))
        return
    try:
        with connect.sentences(path):
            connect.version(con, path)
    except NewerSchema:
        con.close()
        raise  # it is sound for all this version can tell
    except DealdeskError as error:
        yield Finding("file", DAMAGED, str(error))
        con.close()
        return
    for name, words, look in (
        ("file structure", "sound", check.structure),
        ("links between rows", "every row points to one that is there", check.links),
        ("rows", "every row of every table can be read", check.rows),
        ("schema", "as this version makes it", check.schema),
        ("search index", "agrees with the rows", check.search_index),
    ):
        try:
            troubles = look(con)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            troubles = [f"can't be read ({type(error).__name__})"]
        yield Finding(name, DAMAGED if troubles else OK, "; ".join(troubles[:5]) or words)
    con.close()


def _around(path: str) -> Iterator[Finding]:
    open_to = [name for name in (path, os.path.dirname(os.path.abspath(path))) if _open_to_others(name)]
    words = f"others may read {' and '.join(open_to)}: chmod go= takes that away" if open_to else "yours alone"
    yield Finding("access", LOOK if open_to else OK, words)
    if os.path.exists(path + "-journal"):
        yield Finding("journal", LOOK, "a journal lies beside the file: another program is writing, or was killed")
    where = _synced(path)
    words = f"in {where}: never open the desk on two machines at once" if where else "on a disk of this machine"
    yield Finding("place", LOOK if where else OK, words)
    copies = _conflicted(path)
    if copies:
        yield Finding("copies", LOOK, f"copies made by a sync program lie beside it: {', '.join(copies)}")
    yield _backups(path)


def _open_to_others(path: str) -> bool:
    return bool(stat.S_IMODE(os.stat(path).st_mode) & 0o077)


def _synced(path: str) -> str:
    """Return what kind of shared place the file is in, empty for none."""
    full = os.path.realpath(path)
    for part in full.lower().split(os.sep):
        for name in _SYNCED:
            if name in part:
                return f"a folder that is synchronised ({name})"
    best, kind = "", ""
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as mounts:
            for line in mounts:
                _device, point, found, *_rest = line.split()
                inside = full == point or full.startswith(point.rstrip("/") + "/")
                if inside and len(point) >= len(best):
                    best, kind = point, found
    except OSError:
        return ""
    return f"a network folder ({kind})" if kind in _NETWORK else ""


def _conflicted(path: str) -> list[str]:
    folder, name = os.path.split(os.path.abspath(path))
    stem = os.path.splitext(name)[0]
    return sorted(
        other
        for other in os.listdir(folder)
        if other != name and other.startswith(stem) and any(sign in other.lower() for sign in _CONFLICTS)
    )


def _backups(path: str) -> Finding:
    found = backup.listing(path)
    if not found:
        return Finding("backups", LOOK, "there is none yet: dealdesk backup makes one")
    times = [when for when in map(backup.taken_at, found) if when]
    if not times:
        return Finding("backups", OK, f"{len(found)} in {paths.backup_folder(path)}")
    age = Clock().now() - max(times)
    days = f"{counted(age.days, 'day')} old" if age.days else "of the last 24 hours"
    state = LOOK if age > _OLD_BACKUP else OK
    return Finding("backups", state, f"{len(found)} in {paths.backup_folder(path)}, the newest {days}")
