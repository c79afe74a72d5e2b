"""The desk as a file: what it is, its backups, and the way back."""

from __future__ import annotations

import os
import platform
import sqlite3
from importlib import metadata
from typing import TYPE_CHECKING

from dealdesk import __version__, paths
from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.clock import Clock, stamp
from dealdesk.errors import NotFound, NotWritable
from dealdesk.store import backup as backups
from dealdesk.store import connect

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def info(call: Call) -> int:
    """Print versions, files and figures; works without a desk too."""
    fields: dict[str, object] = {"dealdesk": __version__, "file": os.path.abspath(call.path)}
    if os.path.exists(call.path):
        con = connect.raw(call.path, readonly=True)
        try:
            with connect.sentences(call.path):
                fields["schema"] = connect.version(con, call.path)
                fields["bytes"] = os.path.getsize(call.path)
                fields["deals"] = con.execute("SELECT count(*) FROM deal WHERE archived_at IS NULL").fetchone()[0]
        finally:
            con.close()
    else:
        fields["note"] = "there is no desk at this place yet"
    found = backups.listing(call.path)
    fields |= {
        "backups": paths.backup_folder(call.path),
        "backups_kept": len(found),
        "newest_backup": os.path.basename(found[0]) if found else "",
        "configuration": paths.config_folder(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: metadata.version(name) for name in ("textual", "sqlmodel")},
    }
    call.output.record(fields)
    return 0


def backup(call: Call) -> int:
    """Make a verified copy, or list those there are."""
    if call.words.list:
        return _list(call)
    with reading(call):
        pass  # a desk that can't be read is refused with its own sentence
    if call.words.output:
        target = os.path.abspath(os.path.expanduser(call.words.output))
        if os.path.lexists(target):
            raise NotWritable(f"{target} is there already; a backup never replaces a file. Choose another name.")
        try:
            made = backups.copy(call.path, target)
        except OSError as error:
            raise NotWritable(f"The backup {target} can't be written: {error.strerror}.") from error
    else:
        made = backups.make(call.path, Clock().now())
    call.output.text(made, {"backup": made, "bytes": os.path.getsize(made)})
    return 0


def _list(call: Call) -> int:
    rows: list[dict[str, object]] = []
    for path in backups.listing(call.path):
        when = backups.taken_at(path)
        taken = ""
        if when:
            taken = stamp(when) if call.words.json else f"{when.astimezone():%Y-%m-%d %H:%M}"
        rows.append({"taken": taken, "bytes": os.path.getsize(path), "file": path})
    call.output.rows(rows, none=f"There are no backups in {paths.backup_folder(call.path)} yet.")
    return 0


def restore(call: Call) -> int:
    """Put a backup in the desk's place."""
    source = os.path.expanduser(call.words.source)
    beside = os.path.join(paths.backup_folder(call.path), source)
    if not os.path.exists(source) and os.path.exists(beside):
        source = beside  # a bare name, as ``backup --list`` shows it
    if os.path.exists(call.path) and os.path.exists(source) and os.path.samefile(source, call.path):
        raise NotFound(f"{source} is the desk itself. dealdesk backup --list shows what can be restored.")
    kept = backups.restore(call.path, source, Clock().now())
    say(f"Restored {call.path} from {source}." + (f" The desk that was there is kept as {kept}." if kept else ""))
    return 0
