"""Every refusal is caught here, once: it becomes a sentence on stderr and an exit code. Loads nothing heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from dealdesk import paths
from dealdesk.errors import DealdeskError

INTERRUPTED = 130


def guarded(function: Callable[[], int]) -> int:
    """Carry out ``function`` and return its exit code, or that of its refusal (they are listed in ``errors``)."""
    paths.private()
    _quiet_streams()
    try:
        code = function()
        sys.stdout.flush()
    except DealdeskError as error:
        _say(str(error))
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader went away; nothing may complain at exit
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        _say(f"{error.filename or 'The file'} can't be used: {error.strerror or error}.")
        return 3
    return code


def _say(sentence: str) -> None:
    from dealdesk.cli.output import say

    say(sentence)


def _quiet_streams() -> None:
    """Let no sign be a reason to fail: a Latin-1 or ASCII terminal gets a question mark instead.

    A stream that was closed before the start is None; it becomes the null device, and no other file gets its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - for as long as it runs
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def desk_path(named: str) -> str:
    """Return the file of the desk, put right first where a killed program left it half written."""
    path = os.path.expanduser(named) if named else paths.desk_file()
    if os.path.exists(path + "-journal"):
        from dealdesk.store import connect

        connect.finish_interrupted(path)
    return path
