"""Who to call on the deal page: a line per matter with both sides, each person still picked, edited and archived."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from dealdesk.domain.vocabulary import Side
from dealdesk.store import who_to_call
from dealdesk.store.who_to_call import BLANK

if TYPE_CHECKING:
    from dealdesk.store.who_to_call import Call, Pair
    from dealdesk.tui.screens.deal_base import DealBase


async def fill(screen: DealBase, line: Any) -> None:  # noqa: ANN401 - a row as its group reads it
    """Name whoever works here in every free place of our side; where ours is named, type theirs."""
    if any(call.side == Side.US for call in line.free):
        count = await screen.workspace.write("said who to call", who_to_call.fill_with_me, screen.deal_id)
        screen.refresh_rows()
        screen.say(f"Filled {count} with you. u takes it back.")
    else:
        await screen.do_edit_row()


async def open_tab(screen: DealBase, _line: Any) -> None:  # noqa: ANN401 - a row as its group reads it
    """Show the grid itself."""
    screen.open_tab("People")


async def one_of(screen: DealBase, pair: Pair, question: str, then: Callable[[Call], Awaitable[None]]) -> None:
    """Do something with the one person of a line, or ask which; of a line without any, which place is filled."""
    calls = pair.named or pair.free
    if len(calls) == 1:
        await then(calls[0])
        return
    from dealdesk.tui.dialogs.choose import Choose

    several = len({call.side == Side.US for call in calls}) < len(calls)
    sides = ["ours" if call.side == Side.US else "theirs" for call in calls]
    keys = [str(number) if several else side[0] for number, side in enumerate(sides, 1)]
    words = [f"{side}: {call.name or 'nobody yet'}" for side, call in zip(sides, calls, strict=True)]

    async def answered(key: str | None) -> None:
        if key is not None:
            await then(calls[keys.index(key)])

    asked = f"{pair.matter.capitalize()}: {question}"
    screen.app.push_screen(Choose(asked, list(zip(keys, words, strict=True))[:9]), screen.guarded(answered))


def lacks(pair: Pair) -> dict[str, str]:
    """Return what the form of a further person of this line begins with: the place that is free, if there is one."""
    return pair.free[0].texts if pair.free else {"matter": pair.matter}


def is_free(call: Call) -> bool:
    """Say whether nobody stands there yet."""
    return call.uid.startswith(BLANK)
