"""The way into a message to the other side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import Workspace


async def message(app: App[Any], workspace: Workspace, deal_id: int, kind: str | None, about_uid: str) -> None:
    """Open the message of a deal."""
    raise NotImplementedError
