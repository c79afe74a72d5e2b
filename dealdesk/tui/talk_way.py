"""The way into logging a conversation, and into the card before one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import Workspace


async def talk(app: App[Any], workspace: Workspace, deal_id: int, person_id: int | None, said: str) -> None:
    """Ask what was said, and log it."""
    raise NotImplementedError


async def call_card(app: App[Any], workspace: Workspace, deal_id: int, person_id: int | None) -> None:
    """Show what to know before talking to someone of a deal."""
    raise NotImplementedError
