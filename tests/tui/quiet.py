"""When a program under test has nothing left to do, told by what it has to do, not by how busy the machine is."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app
from textual.app import App
from textual.worker import WorkerState

#: Seconds after which a program that never rests is a failure.
_PATIENCE_S = 20.0
_UNDER_WAY = (WorkerState.PENDING, WorkerState.RUNNING)


async def quiet(_min_sleep: float = 0.0, _max_sleep: float = 0.0) -> None:
    """Wait until no callback is ready, everything is drawn, and neither a worker nor the writer has anything to do.

    Stands in for Textual's ``wait_for_idle``, which the Pilot asks twice for each key: that one sleeps until the
    process used little time, so it is slow on an idle machine and wrong on a loaded one.
    """
    ready: Any = getattr(asyncio.get_running_loop(), "_ready")  # noqa: B009  (private: no other way to know)
    until = monotonic() + _PATIENCE_S
    while True:
        await asyncio.sleep(0)
        if ready:
            continue
        app = active_app.get(None)
        if app is None or app._exit or not app.is_running:
            return
        busy = _at_work(app)
        if not busy and not _draw(app, ready):
            return
        assert monotonic() < until, f"not at rest after {_PATIENCE_S} s: {busy or ready}"
        if busy:
            await asyncio.sleep(0.001)


def _draw(app: App[Any], ready: Any) -> bool:  # noqa: ANN401
    """Draw what waits for the next frame; say whether that made something to do."""
    for screen in app.screen_stack:
        if screen is app.screen or screen._callbacks:
            screen._on_timer_update()
    return bool(ready)


def _at_work(app: App[Any]) -> list[str]:
    """Return the names of what is at work outside the loop, and will come back to it by itself."""
    if app._resize_timer is not None or app._batch_count:
        return ["a change of size or of screen"]
    workspace: Any = getattr(app, "workspace", None)
    writer: Any = workspace and workspace._writer
    if writer and writer._trouble:
        return []  # it waits for another program to let go of the desk, and workers may wait for it
    names = [worker.name for worker in app.workers if worker.state in _UNDER_WAY]
    return [*names, "writer"] if writer and writer.is_alive() and (writer._jobs or writer._busy) else names


def use() -> None:
    """Let every Pilot wait so."""
    for module in (textual.app, textual.pilot):
        setattr(module, "wait_for_idle", quiet)  # noqa: B010  (mypy: a name they import, not one they export)
