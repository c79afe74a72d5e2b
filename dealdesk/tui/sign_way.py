"""The way into signing a deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import Workspace


async def sign(app: App[Any], workspace: Workspace, deal_id: int) -> None:
    """Open the panel that signs a deal."""
    raise NotImplementedError
