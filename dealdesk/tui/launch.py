"""The App from its start to its exit code."""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING

from dealdesk.clock import Clock
from dealdesk.errors import NotWritable
from dealdesk.store.desk import Desk
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.ending import kept

if TYPE_CHECKING:
    from dealdesk.tui.places import DebriefAsked

#: While the App runs, a lock of another program is waited for no longer than this, in milliseconds.
PATIENCE_MS = 200


def run(
    path: str,
    *,
    start: str = "today",
    deal: int | None = None,
    debrief: DebriefAsked = (None, None),
    mouse: bool = True,
) -> int:
    """Run the App on the desk at ``path`` and return the exit code.

    Raises what opening a desk raises, before the screen changes. Textual allocates much at the start that lives to
    the end, so the collector is kept away from it.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    gc.disable()
    desk = Desk(path, Clock(), patience_ms=PATIENCE_MS)
    app = DealdeskApp(desk, start=start, deal=deal, debrief=debrief)
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=mouse)
    finally:
        saved = kept(app.workspace)
        desk.close()
    if not saved:
        return NotWritable.exit_code
    return app.failed_with or app.return_code or 0
