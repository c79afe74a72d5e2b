"""The clocks of a debrief as they stand in the file, where every window that holds the debrief writes them down."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from dealdesk.domain.section_clock import SectionClock
from dealdesk.store import clock_rows
from dealdesk.store.clock_rows import Stood

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace


class SharedClock:
    """What this window knows of those rows: a debrief has one clock, whichever window drives it."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._known: dict[str, Stood] = {}
        self._under_way: Future[None] | None = None

    def know(self, clocks: Sequence[SectionClock]) -> None:
        """Take note of clocks that were read."""
        self._known = {clock.section: clock_rows.stood(clock) for clock in clocks}

    def write(self, debrief_id: int, clocks: Sequence[SectionClock], section: str, *, asked: bool) -> None:
        """Write those that moved; unless a person ``asked`` for it, nothing over what another window wrote."""
        moved = [clock for clock in clocks if self._known.get(clock.section) != clock_rows.stood(clock)]
        if not moved:
            return
        known = None if asked else dict(self._known)
        self._known.update((clock.section, clock_rows.stood(clock)) for clock in moved)
        self._under_way = self._workspace.writer.call(
            lambda con: clock_rows.beat(con, debrief_id, moved, section, known)
        )

    def news(self, debrief_id: int) -> tuple[SectionClock, ...] | None:
        """Return the clocks as another window left them; None while they are as this one knows them."""
        if self._under_way is not None and not self._under_way.done():
            return None  # the file is behind this window
        found = self._workspace.desk.rows(clock_rows.rows, debrief_id)
        now = {section: row for section, row in found.items() if section in self._known}
        if now == self._known or len(now) < len(self._known):
            return None
        self._known = now
        return tuple(clock_rows.taken_up(section, row) for section, row in now.items())
