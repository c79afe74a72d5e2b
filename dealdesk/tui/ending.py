"""How dealdesk ends: typing first, then the screen, and never later than a fixed time, whatever hangs.

A terminal that is gone, or takes nothing more, can stop the event loop and every thread that draws; a copy of a large
desk can be under way. None of that may keep a closed window alive, nor the last commit from being made.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

#: Seconds that may pass between the wish to end and the end, beside the time the last commit takes.
LIMIT_S = 1.5
#: The code of a window that was closed: that of SIGHUP, which Windows does not have.
HUNG_UP = 129


class Ending:
    """The end of one App: asked for by the person, by a signal, or by a terminal that is gone."""

    def __init__(self, keep: Callable[[], bool], restore: Callable[[], None]) -> None:
        """``keep`` writes down what is typed and says whether that worked; ``restore`` gives the terminal back."""
        self._keep, self._restore = keep, restore
        self._timer: threading.Timer | None = None

    def begin(self, code: int) -> None:
        """End the process with ``code`` if it has not ended by itself when the time is over; only the first counts."""
        if self._timer is None:
            self._timer = threading.Timer(LIMIT_S, self._force, (code,))
            self._timer.daemon = True
            self._timer.start()

    def _force(self, code: int) -> None:
        saved = self._keep()
        self._restore()
        os._exit(code if saved else 3)


def kept(workspace: Workspace) -> bool:
    """Write down what is typed and end the writer; what the desk does not take goes to a file, which is named."""
    if workspace.writer.close():
        return True
    from dealdesk.tui import crash

    with contextlib.suppress(OSError):
        sys.stderr.write(crash.rescued(workspace.writer.unsaved(), workspace.clock.now()) + "\n")
        sys.stderr.flush()
    return False


def on_signals(ask: Callable[[int], None]) -> None:
    """Call ``ask(exit code)`` when the process is to end.

    By the interpreter's own handlers and not the loop's: they run also while the loop stands.
    """
    if sys.platform == "win32":
        return
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda received, _frame: ask(128 + received))


def watch_terminal(gone: Callable[[], None]) -> None:
    """Call ``gone`` on a thread of its own once the terminal was closed; costs nothing until then.

    SIGHUP comes to the session of the terminal only; without it Textual would read an end of file again and again.
    """
    if not hasattr(select, "poll"):
        return

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError, AttributeError):
            asked = select.poll()
            asked.register(sys.__stdin__.fileno(), 0)  # type: ignore[union-attr]
            if any(event & select.POLLHUP for _, event in asked.poll()):
                gone()

    threading.Thread(target=wait, name="terminal", daemon=True).start()


def leave_process(code: int) -> None:
    """End the process now: all is kept and closed, and taking the interpreter apart could only hold it up."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
