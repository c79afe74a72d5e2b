"""Which windows are open: each holds a lock on a file of its own beside the desk for as long as it may write.

The system drops the lock when the process ends, however it ends: killed, crashed, with the machine. So no lease runs
out, and neither a process id that is used again nor a clock that jumps can make a dead window look alive. Where files
can't be locked every other window counts as closed: its typing is then offered here too, and nothing is lost.
"""

from __future__ import annotations

import contextlib
import os
import sys

#: After the name of the desk; the id of the window follows.
_MARK = "-window-"
#: How often a new window tries to get the lock of its own file, which another one may hold for the moment it looks.
_TRIES = 50
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)


class OpenWindow:
    """The sign that the window ``window`` is open; made when it begins to write, closed when it ends."""

    def __init__(self, path: str, window: str) -> None:
        self._file = _file(path, window)
        self._handle: int | None = None
        with contextlib.suppress(OSError):
            _sweep(path)
            self._handle = _held(self._file)

    def close(self) -> None:
        """Take the sign away."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        os.close(handle)
        with contextlib.suppress(OSError):
            os.unlink(self._file)


def is_open(path: str, window: str) -> bool:
    """Say whether a window of the desk at ``path`` is open; never raises."""
    if not window or not window.isalnum():  # an id is a part of a file name
        return False
    try:
        handle = os.open(_file(path, window), _FLAGS)
    except OSError:
        return False
    try:
        return not _lock(handle, shared=True)
    except OSError:
        return False
    finally:
        os.close(handle)


def _file(path: str, window: str) -> str:
    return f"{os.path.abspath(path)}{_MARK}{window}"


def _held(file: str) -> int:
    """Make the file and lock it; a window that looks at the same moment may have swept it away in between."""
    for _ in range(_TRIES):
        handle = os.open(file, _FLAGS | os.O_CREAT, 0o600)
        if _lock(handle) and os.fstat(handle).st_nlink:
            return handle
        os.close(handle)
    raise OSError(f"{file} can't be locked")


def _sweep(path: str) -> None:
    """Remove the files of windows that did not end by themselves."""
    folder, start = os.path.dirname(os.path.abspath(path)), os.path.basename(path) + _MARK
    for name in os.listdir(folder):
        if name.startswith(start):
            with contextlib.suppress(OSError):
                _remove_free(os.path.join(folder, name))


def _remove_free(file: str) -> None:
    """Remove a file nobody holds; it is held meanwhile, so that no window that just made it counts on it."""
    handle = os.open(file, _FLAGS)
    try:
        if _lock(handle):
            os.unlink(file)
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int, *, shared: bool = False) -> bool:
        """Lock an open file, without waiting; False when another one holds it. There is no ``shared`` lock here."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _lock(handle: int, *, shared: bool = False) -> bool:
        """Lock an open file, without waiting; False when another one holds it. ``shared``: only to look."""
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
