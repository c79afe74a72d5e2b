"""The way into signing a deal, and into what followed from its signing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.screens.sign_result import Just
    from dealdesk.tui.workspace import Workspace


async def sign(app: App[Any], workspace: Workspace, deal_id: int) -> None:
    """Open the panel that signs a deal; of a deal that is signed, what followed."""
    from dealdesk.store import deal_lines

    workspace.deal = workspace.deal_named(deal_id)
    line = workspace.desk.rows(deal_lines.lines, [deal_id])[deal_id]
    if line.signed_on and line.signed_on <= workspace.desk.today.isoformat():
        await show_signed(app, workspace, deal_id)
        return
    from dealdesk.tui.screens.sign import SignScreen

    await app.push_screen(SignScreen(workspace, deal_id, line.uid))


async def show_signed(app: App[Any], workspace: Workspace, deal_id: int, just: Just | None = None) -> None:
    """Show what followed from signing, or from what was done ``just`` now."""
    from dealdesk.tui.screens.sign_result import SignResultScreen

    await app.push_screen(SignResultScreen(workspace, deal_id, just))


async def begin(app: App[Any], workspace: Workspace, deal_id: int) -> None:
    """Start the follow-through of a deal that was signed long before it was entered, and show what that made.

    Raises :class:`InputRefused` with the reason where there is nothing to start.
    """
    from dealdesk.tui import follow_start

    await follow_start.start(workspace, deal_id)
    await show_signed(app, workspace, deal_id, "begun")
