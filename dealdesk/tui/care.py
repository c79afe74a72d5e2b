"""What the App does for the desk behind the scene: texts taken in, dates moved on with the day, backups."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dealdesk.errors import DealdeskError
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from dealdesk.tui.places import Places


async def care_for(app: Places) -> None:
    """Take in what a crash left in an editor; once a day move on what time alone moves; back the desk up."""
    from dealdesk.store import upkeep
    from dealdesk.tui import outside

    workspace = app.workspace
    # Imported here before the writer thread has done so, the ORM would hold up every key for half a second.
    await workspace.call(lambda _con: None)
    await outside.take_in(workspace)
    if await upkeep.advance(workspace.desk, workspace.writer) and isinstance(app.screen, DeskScreen):
        app.screen.refresh_rows()
    await _back_up(app)
    app.set_interval(upkeep.EVERY_S, lambda: _back_up(app))


async def _back_up(app: Places) -> None:
    from dealdesk.errors import Damaged
    from dealdesk.store import upkeep

    if app.workspace.refusal is not None:
        return
    try:
        await asyncio.to_thread(upkeep.back_up, app.workspace.desk)
    except Damaged as error:
        app.workspace.refuse(error)
    except DealdeskError as error:
        app.notify(str(error), severity="warning", markup=False)
