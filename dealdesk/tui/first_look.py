"""Opens the desk and reads what is due on a thread of its own, while Textual is being loaded on the main one."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from dealdesk.clock import Clock
from dealdesk.store import due
from dealdesk.store.desk import Desk

if TYPE_CHECKING:
    from dealdesk.store.due import Due

#: While the App runs, a lock of another program is waited for no longer than this, in milliseconds.
PATIENCE_MS = 200


class FirstLook(threading.Thread):
    """The desk at ``path``, and what is due today, when :meth:`result` is asked."""

    def __init__(self, path: str, clock: Clock | None = None) -> None:
        super().__init__(name="first look", daemon=True)
        self._path = path
        self._clock = clock or Clock()
        self._found: tuple[Desk, Due] | None = None
        self._error: BaseException | None = None
        self.start()

    def run(self) -> None:
        """Open and read; what goes wrong is raised where the result is asked for."""
        try:
            desk = Desk(self._path, self._clock, patience_ms=PATIENCE_MS)
            self._found = desk, desk.rows(due.due, desk.today.isoformat())
        except BaseException as error:
            self._error = error

    def result(self) -> tuple[Desk, Due]:
        """Return the open desk and what is due; raises what opening a desk raises."""
        self.join()
        if self._error is not None:
            raise self._error
        if self._found is None:
            raise RuntimeError("the first look found nothing")
        return self._found
