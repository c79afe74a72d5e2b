"""The one connection factory, on the standard library alone: driver, pragmas, file modes, and what is refused.

A rollback journal (``DELETE``) with ``synchronous=EXTRA``: what was shown as saved survives a power cut, and the file
copied alone is a desk. Nothing is written before the file has shown that it is a desk this code understands, and that
it is sound.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import sys

from dealdesk import paths
from dealdesk.errors import Damaged, DealdeskError, NewerSchema, NotWritable
from dealdesk.store import sqlfile
from dealdesk.store.version import APPLICATION_ID, SCHEMA

#: Up to this many bytes a file is compared with its indexes before the first write (about 10 ms a megabyte, cold);
#: a larger one is checked for its structure only, in a third of that time (all zeroed pages, 4 of 5 swapped ones).
_WHOLE_CHECK = 8 * 1024 * 1024
#: How many backups are looked into for one that is good, the newest first.
_LOOKED_INTO = 12


#: What SQLite says of a file whose tables are not those of the version it names.
_OTHER_SCHEMA = ("no such", "already exists", "duplicate column")


class OlderSchema(DealdeskError):
    """The file must be migrated first, which only a writing command does."""

    exit_code = 4


class Busy(DealdeskError):
    """Another program holds the desk; the words say so."""

    exit_code = 3


def _uri(path: str, mode: str) -> str:
    quoted = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?mode={mode}"


def sentences(path: str) -> _Sentences:
    """Turn what SQLite raises inside ``with`` into a refusal a person can act on.

    Damage shows as three kinds of exception, ``UnicodeDecodeError`` among them (measured on 600 damaged files).
    """
    return _Sentences(path)


class _Sentences:
    """A context manager without contextlib, whose import would cost the glance a twentieth of its time."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        """Begin; nothing is prepared."""

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError | UnicodeDecodeError):
            refusal = _refusal(error, self._path)
            if refusal is not None:
                raise refusal from error


def _refusal(error: sqlite3.DatabaseError | UnicodeDecodeError, path: str) -> DealdeskError | None:
    name = getattr(error, "sqlite_errorname", "") or ""
    if os.path.isdir(path):
        return NotWritable(f"{path} is a folder, not a file of dealdesk; nothing was changed.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Busy(f"Another program is writing to {path}; nothing was changed. Try again in a moment.")
    if name == "SQLITE_READONLY_DBMOVED":
        return NotWritable(
            f"{path} was moved or replaced while open here. Copy what you typed last and start dealdesk again."
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_PERM", "SQLITE_AUTH")):
        return NotWritable(f"{path} can't be opened or written; check that the file and its folder are yours.")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return NotWritable(f"The disk of {path} is full or failing; nothing was changed.")
    damage = isinstance(error, UnicodeDecodeError) or name.startswith(
        ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")
    )
    if damage or (isinstance(error, sqlite3.OperationalError) and any(words in str(error) for words in _OTHER_SCHEMA)):
        return Damaged(damaged_sentence(path))
    return None


def damaged_sentence(path: str) -> str:
    """Return what to say of a damaged file: where its newest backup lies, and that it was left alone."""
    return f"{path} is damaged and was left untouched. {_back(path)}"


def _back(path: str) -> str:
    newest = newest_backup(path)
    return (
        f"The way back to its newest good backup: dealdesk restore {newest}" if newest else "There is no backup of it."
    )


def newest_backup(path: str) -> str | None:
    """Return the newest good backup of the desk at ``path``; the newest of any kind where none is good."""
    folder = paths.backup_folder(path)
    try:
        names = [name for name in os.listdir(folder) if name.endswith(".db")]
    except OSError:
        return None
    # Names begin with their instant; the copy made before a migration is older than any of them.
    found = [os.path.join(folder, name) for name in sorted(names, key=lambda n: (n[:1].isdigit(), n), reverse=True)]
    return next((file for file in found[:_LOOKED_INTO] if _is_good(file)), found[0] if found else None)


def _is_good(path: str) -> bool:
    try:
        con = raw(path, readonly=True)
    except sqlite3.Error:
        return False
    try:
        same_kind = con.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        return bool(same_kind and con.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    finally:
        con.close()


def must_be_sound(con: sqlite3.Connection, path: str) -> None:
    """Refuse a damaged file before anything is written to it: a write would spread the damage.

    Raises :class:`Damaged`. A changed letter that breaks neither structure nor index can't be noticed.
    """
    check = "integrity_check" if os.path.getsize(path) <= _WHOLE_CHECK else "quick_check"
    if con.execute(f"PRAGMA {check}(1)").fetchone()[0] != "ok":
        raise Damaged(damaged_sentence(path))


def must_be_writable(path: str) -> None:
    """Refuse a file or folder that is not to be written, before anybody types; raises :class:`NotWritable`."""
    locked = not os.stat(path).st_mode & stat.S_IWUSR  # said by its owner, and meant for an administrator too
    if locked or not os.access(path, os.W_OK):
        raise NotWritable(f"{path} may only be read: its access rights forbid writing.")
    folder = os.path.dirname(os.path.abspath(path))
    if not os.access(folder, os.W_OK):
        raise NotWritable(f"{path} may only be read: nothing can be written in its folder {folder}.")


def raw(path: str, *, readonly: bool = False, timeout_ms: int = 5000, any_thread: bool = False) -> sqlite3.Connection:
    """Open the file at ``path`` in autocommit mode, with no pragma that could write and no check at all."""
    con = sqlite3.connect(
        _uri(path, "ro" if readonly else "rw"),
        uri=True,
        isolation_level=None,
        timeout=timeout_ms / 1000,
        check_same_thread=not any_thread,
        cached_statements=256,
    )
    con.create_function("fold", 1, _fold, deterministic=True)
    con.create_function("claim", 1, lambda asked: _claim(path, "", asked))
    return con


def connect(
    path: str, *, readonly: bool = False, timeout_ms: int = 5000, any_thread: bool = False
) -> sqlite3.Connection:
    """Open the desk at ``path``, which must exist and be current; ``migrate.open_or_create`` makes it so.

    ``timeout_ms`` is how long a lock is waited for: long on the command line, short where a person is typing.
    Raises :class:`Damaged`, :class:`NewerSchema` or :class:`NotWritable`; the file is then as it was.
    """
    with sentences(path):
        con = raw(path, readonly=readonly, timeout_ms=timeout_ms, any_thread=any_thread)
        try:
            if version(con, path) < SCHEMA:
                raise OlderSchema(f"{path} was written by an older dealdesk; open the app once to bring it up to date.")
            con.execute("PRAGMA foreign_keys=ON")
            if not readonly:
                must_be_writable(path)
                must_be_sound(con, path)
                for_writing(con)
        except BaseException:
            con.close()
            raise
    return con


def _fold(value: str | None) -> str:
    """Return a column folded for comparing; for queries only, never in a trigger: other programs don't have it."""
    from dealdesk.text import fold

    return fold(value or "")


def claim_for(con: sqlite3.Connection, path: str, window: str) -> None:
    """Let ``con`` answer ``claim`` for a window of the desk at ``path``; without that it answers as no window."""
    con.create_function("claim", 1, lambda asked: _claim(path, window, asked))


def _claim(path: str, own: str, window: str) -> int:
    """Return whose a window is: 2 for our own, 1 for a closed one, 0 for another open one, whose typing is its own."""
    from dealdesk.store import windows

    return 2 if window == own else int(not windows.is_open(path, window))


def finish_interrupted(path: str) -> None:
    """Roll back what a killed program left in a journal beside the desk at ``path``.

    A reading connection can't do that and would call the file unreadable. SQLite decides whether the journal is one
    to roll back; a file that is no desk is not touched, and what goes wrong here is said by the opening that follows.
    """
    if not os.path.exists(path + "-journal"):
        return
    import contextlib

    with contextlib.suppress(OSError, sqlite3.Error):
        with open(path, "rb") as file:
            head = file.read(72)
        # The journal of a file that was being created has nothing to compare with yet.
        if head and int.from_bytes(head[68:72], "big") != APPLICATION_ID:
            return
        con = raw(path)
        try:
            con.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            con.close()


def is_current(path: str, *, timeout_ms: int = 5000) -> bool:
    """Say whether the desk at ``path`` is there and of this schema; raises for what can't be opened at all."""
    if not os.path.exists(path):
        return False
    finish_interrupted(path)
    with sentences(path):
        con = raw(path, readonly=True, timeout_ms=timeout_ms)
        try:
            return version(con, path, empty_is_new=True) == SCHEMA
        finally:
            con.close()


def for_writing(con: sqlite3.Connection) -> None:
    """Make ``con`` safe to write with: durable commits, deleted text overwritten, history and search triggers."""
    con.execute("PRAGMA foreign_keys=ON")
    con.execute("PRAGMA journal_mode=DELETE").fetchone()
    con.execute("PRAGMA synchronous=EXTRA")
    con.execute("PRAGMA secure_delete=ON").fetchone()
    if sys.platform == "darwin":
        con.execute("PRAGMA fullfsync=ON")
    for statement in sqlfile.statements("triggers.sql"):
        con.execute(statement)


def version(con: sqlite3.Connection, path: str, *, empty_is_new: bool = False) -> int:
    """Return the schema version of the file, or refuse it: not a desk, or written by a newer dealdesk.

    An empty file counts as version 0 where ``empty_is_new`` says so, and as damaged elsewhere.
    """
    application = con.execute("PRAGMA application_id").fetchone()[0]
    found: int = con.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        if application or found or con.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            raise Damaged(f"{path} is not a dealdesk file; it was left untouched.")
        if not empty_is_new or newest_backup(path):
            raise Damaged(f"{path} is empty. {_offer(path)}")
        return 0
    if found < 1:
        raise Damaged(
            f"{path} says it is of schema {found}, which no dealdesk wrote; it was left untouched. {_back(path)}"
        )
    if found > SCHEMA:
        raise NewerSchema(
            f"{path} was written by a newer dealdesk (schema {found}, this one knows {SCHEMA}); it was left untouched. "
            "Install the newer version to open it."
        )
    return found


def _offer(path: str) -> str:
    newest = newest_backup(path)
    if newest:
        return f"The way back to its newest good backup: dealdesk restore {newest}"
    return "Remove it to start a new desk in its place."


def create(path: str) -> None:
    """Create an empty desk file at ``path`` (mode 0600, folder 0700), unless one is there.

    A file that is missing while its backups lie there is never replaced by an empty one: that is
    :class:`Damaged`, with the way back in the sentence. Raises :class:`NotWritable` where nothing can be created.
    """
    if os.path.exists(path):
        return
    newest = newest_backup(path)
    if newest:
        raise Damaged(
            f"{path} is missing, but its backups are there. To bring it back: dealdesk restore {newest}. "
            "To start anew, move the backups folder away."
        )
    try:
        paths.make_folder(os.path.dirname(os.path.abspath(path)))
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), 0o600)
        os.close(handle)
    except FileExistsError:
        return
    except OSError as error:
        raise NotWritable(f"{path} can't be created: {error.strerror}. Choose another place with --db FILE.") from error
