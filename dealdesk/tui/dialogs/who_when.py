"""Who does an action and by when, asked in one line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dealdesk.domain.actions import TypedAction, echo, read_who_when
from dealdesk.store import action_owners
from dealdesk.tui.dialogs.ask_line import AskLine

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import Workspace

_EMPTY = "such as: Dana fri; me 12 mar; empty says it later"


def ask(
    app: App[None],
    workspace: Workspace,
    deal_id: int,
    text: str,
    answered: Callable[[TypedAction | None], Awaitable[None]],
) -> None:
    """Ask who does ``text`` in a deal, and by when; ``answered`` is told None for not now."""
    desk = workspace.desk
    known = desk.rows(action_owners.known, deal_id)

    def reading(line: str) -> str:
        given = read_who_when(line, desk.context, known)
        said = echo(given._replace(unknown=""), desk.context)
        return (f"{said} ({given.unknown} is new here)" if given.unknown else said) or _EMPTY

    async def take(line: str | None) -> None:
        await answered(None if line is None else read_who_when(line, desk.context, known))

    app.push_screen(AskLine(f"Who, and by when? {text}", "", desk.context, reading), take)
