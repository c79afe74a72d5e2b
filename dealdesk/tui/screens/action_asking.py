"""What the board asks: whom one waits for, who owns a card, whether it is done all the same."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dealdesk.domain.vocabulary import ActionState
from dealdesk.tui.dialogs.choose import Choose

if TYPE_CHECKING:
    from dealdesk.store.board import Card
    from dealdesk.tui.screens.today_moving import LineScreen

#: Seconds a card stands among those that wait before it is asked for whom: one may only be passing through.
ASK_AFTER = 0.7
_WAIT = "SELECT 1 FROM waiting WHERE action_id = ? AND closed_on IS NULL AND archived_at IS NULL"


def ask_whom(screen: LineScreen, card: Card, under_cursor: Callable[[], Card | None]) -> None:
    """Ask for whom a card waits, once it rests there under the cursor; without an answer it waits all the same."""

    async def ask() -> None:
        from dealdesk.tui import talk_way
        from dealdesk.tui.dialogs.resting_line import RestingLine

        here = under_cursor()
        if not screen.is_current or here is None or here.id != card.id or here.state != ActionState.WAITING:
            return
        if screen.workspace.desk.rows(lambda con: con.execute(_WAIT, (card.id,)).fetchone()) is None:
            person = screen.person_id()
            await talk_way.wait(screen.app, screen.workspace, card.deal_id, person, card.uid, RestingLine)

    screen.set_timer(ASK_AFTER, ask)


def ask_anyway(screen: LineScreen, card: Card, why: str, carry_out: Callable[[], Awaitable[None]]) -> None:
    """Ask whether a card that waits for another one is done all the same; the question is that of Today."""

    async def chosen(key: str | None) -> None:
        if key is not None:
            await carry_out()

    asked = f"{card.ref}: {why[:1].lower()}{why[1:]}"
    question = Choose(asked, (("y", "it is done all the same; its notes say so"),), default=False)
    screen.app.push_screen(question, chosen)


def ask_owner(screen: LineScreen, card: Card, give: Callable[[str], Awaitable[object]]) -> None:
    """Ask who owns a card, by name."""
    from dealdesk.store import action_owners
    from dealdesk.tui.dialogs.talk import Line, OneLine

    workspace = screen.workspace
    names = tuple(workspace.desk.rows(action_owners.known, card.deal_id))

    async def answered(line: Line | None) -> None:
        if line is not None:
            await give(line.text)

    dialog = OneLine(
        f"{card.ref}: who owns this? (a name, me, us, them)",
        card.owner,
        workspace.desk.context,
        lambda text: f"Owner: {text.strip()}",
        lambda _text: None,
        names=names,
    )
    screen.app.push_screen(dialog, answered)
