"""What happens when dealdesk itself fails: typing is safe already, and the report holds no value a person typed."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from collections.abc import Mapping
from datetime import datetime

from dealdesk import __version__, paths
from dealdesk.clock import stamp


def report(error: BaseException, screen: str, now: datetime) -> str | None:
    """Write a crash report and return its path, or None where none can be written.

    It holds the places in the program, the kinds of the errors and versions; never a message or a local variable,
    for those may carry what a person typed.
    """
    lines = [f"dealdesk {__version__}, Python {platform.python_version()}, {sys.platform}, screen {screen}"]
    cause: BaseException | None = error
    while cause is not None:
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        lines.extend(line.rstrip() for line in traceback.format_tb(cause.__traceback__))
        cause = cause.__cause__ or cause.__context__
    return _written("crash", now, "\n".join(lines) + "\n")


def rescued(texts: Mapping[str, str], now: datetime) -> str:
    """Write typed ``texts`` that the desk did not take to a file of their own; return what to tell the person."""
    path = _written("unsaved", now, "".join(f"{text}\n\n" for text in texts.values()))
    if path is None:
        return "Some typed text could not be saved; the disk may be full or the desk locked."
    return f"Some typed text could not be stored in the desk. It is in {path}."


def _written(kind: str, now: datetime, text: str) -> str | None:
    """Write ``text`` to a new file of the state folder, for its owner alone; None where that can't be done."""
    try:
        folder = paths.state_folder()
        paths.make_folder(folder)
        path = os.path.join(folder, f"{kind}-{stamp(now).replace(':', '')[:17]}.txt")
        handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return None
    return path


def sentence(path: str | None) -> str:
    """Return what to tell the person."""
    where = f" A report without any of your texts is at {path}." if path else ""
    return (
        f"dealdesk had to stop because of a fault of its own. What you typed is kept; start it again to go on.{where}"
    )
