"""Starting the follow-through of a deal that was signed before it was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace


async def start(workspace: Workspace, deal_id: int) -> None:
    """Start the follow-through of a deal; raises :class:`InputRefused` where there is nothing to start."""
    from dealdesk.store import follow_through

    deal = workspace.deal_named(deal_id)
    workspace.deal = deal
    desk = workspace.desk
    await workspace.write(
        f"started the follow-through of {deal.ref}", follow_through.begin, deal_id, desk.context, desk.clock.now()
    )
