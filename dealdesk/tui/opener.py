"""Open a document or a link with the program this computer has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from dealdesk.errors import NotFound, UsageError


def open_target(target: str) -> None:
    """Open a path or link.

    Raises :class:`NotFound` for a file that is missing, :class:`UsageError` where nothing can open it.
    """
    link = "://" in target or target.startswith("mailto:")
    path = target if link else os.path.expanduser(target)
    if not link and not os.path.exists(path):
        raise NotFound(f"There is no file at {target} any more.")
    if sys.platform == "win32":
        os.startfile(path)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606
        return
    program = shutil.which("open" if sys.platform == "darwin" else "xdg-open")
    if program is None:
        raise UsageError("This computer has no program that opens documents; y copies the place of it.")
    subprocess.Popen(  # noqa: S603 - no shell; the target is one argument and never an option
        [program, path if link else os.path.abspath(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
