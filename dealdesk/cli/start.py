"""Open the app, in the fewest steps: the way of ``dealdesk`` and of every command that ends in the app."""

from __future__ import annotations

import os
import sys

from dealdesk.cli.guard import desk_path
from dealdesk.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dealdesk.tui.places import DebriefAsked


def app(named: str = "") -> int:
    """Open the app on Today, on the desk ``named`` or the usual one."""
    needs_terminal()
    return opened(desk_path(named))


def opened(path: str, start: str = "today", deal: int | None = None, debrief: DebriefAsked = (None, None)) -> int:
    """Open the app; the process ends with it, so that nothing that outlives the window keeps it from ending."""
    from dealdesk.tui import ending
    from dealdesk.tui.launch import run

    code = run(path, start=start, deal=deal, debrief=debrief)
    ending.leave_process(code)
    return code


def needs_terminal() -> None:
    """Refuse at once where no app can run: no terminal, or one that can't move its cursor."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "The app needs a terminal for its keys and its screen. In a script use dealdesk today or another command; "
            "dealdesk --help lists them."
        )
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise UsageError("This terminal can't show the app (TERM is unset or dumb). dealdesk today prints what is due.")
