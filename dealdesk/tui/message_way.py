"""The way into a message to the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import Workspace


async def message(app: App[Any], workspace: Workspace, deal_id: int, kind: str | None, about_uid: str) -> None:
    """Open the message of a deal: of the ``kind`` that is asked for, else the one that is meant.

    Raises :class:`NotFound` for a deal that is not there any more.
    """
    from dealdesk.domain.vocabulary import Message
    from dealdesk.store import message_drafts
    from dealdesk.tui.screens.message import MessageScreen

    workspace.deal = workspace.deal_named(deal_id)
    desk = workspace.desk
    chosen = Message(kind) if kind else desk.rows(message_drafts.meant, deal_id, about_uid, desk.today).kind
    await app.push_screen(MessageScreen(workspace, deal_id, chosen, about_uid))
