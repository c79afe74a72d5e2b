"""The issues and the ladder of a deal on its page: their lines, what space means, and the keys that raise a level."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dealdesk.counts import counted
from dealdesk.store.due_item import DueItem
from dealdesk.store.issue_lines import IssueLine, LadderLine
from dealdesk.store.who_to_call import BLANK
from dealdesk.templates.escalation import LEVELS
from dealdesk.tui.screens.deal_rows import Scene, joined, short_day
from dealdesk.tui.widgets.row_source import Row

if TYPE_CHECKING:
    from dealdesk.store.deal_page import DealPage
    from dealdesk.tui.screens.deal_base import DealBase


def issue(line: IssueLine, scene: Scene) -> Row:
    """Return an issue as a line: its level, its running clock, who is on it and who comes next."""
    if line.closed_on:
        day = short_day(line.closed_on, scene.today).partition(" ")[2]
        return Row(
            {"kind": f"closed {day}", "what": line.text, "more": line.outcome}, look="muted", looks={"more": "muted"}
        )
    clock = line.clock(scene.now).partition(": ")[2]
    over = clock.startswith("over ")
    bar = "#" * line.level + "." * (LEVELS - line.level)
    return Row(
        {
            "kind": f"level {line.level} {bar}{' !!' if over else ''}",
            "what": f"{line.text} (severe)" if line.severe else line.text,
            "more": clock,
        },
        looks={"kind": "overdue"} if over else {"more": "muted"},
    )


def issues_more(lines: Sequence[IssueLine], _scene: Scene) -> str:
    """Return how many are open, and what the first of them still lacks in writing."""
    still = [line for line in lines if not line.closed_on]
    if not still:
        return "none open"
    unsaid = still[0].unsaid
    return joined(f"{len(still)} open", f"not written yet: {', '.join(unsaid)}" if unsaid else "")


def level(line: LadderLine, _scene: Scene) -> Row:
    """Return a level of the ladder as a line."""
    step = line.step
    usual = line.uid.startswith(BLANK)
    return Row(
        {"kind": f"level {step.level}", "what": f"{step.names}: {step.response}", "more": step.outcome},
        look="muted" if usual else "",
        looks={"more": "muted"},
    )


def ladder_more(lines: Sequence[LadderLine], _scene: Scene) -> str:
    """Return that a ladder is the usual one, as far as the deal says nothing of its own."""
    usual = sum(line.uid.startswith(BLANK) for line in lines)
    return f"{counted(usual, 'level')} as usual; e makes it this deal's own" if usual else ""


def due_item(page: DealPage, line: IssueLine | None) -> DueItem | None:
    """Return an open issue as an item of Today; None for a closed one."""
    if line is None or line.closed_on:
        return None
    deal = page.line
    where = (deal.id, deal.ref, deal.title, deal.party)
    more = ("", line.text, f"level {line.level}", "", line.reason, "")
    day = line.due_on or None
    return DueItem("issue", line.uid, *where, day, line.due_at or None, day, None, 0, *more, "", 0, 0, "")


async def close_or_open(screen: DealBase, line: Any) -> None:  # noqa: ANN401 - a row as its group reads it
    """Ask for the outcome of an open issue, which closes it; open a closed one again."""
    if not line.closed_on:
        from dealdesk.tui.screens import today_asking

        item = screen.item
        if item is not None:
            screen.workspace.must_write()
            await today_asking.ask_outcome(screen, item)
        return
    from dealdesk.store import issues

    now = screen.workspace.clock.now()
    await screen.carry_out(_words(screen, "opened an issue{} again"), issues.reopen, line.uid, now)


async def raise_level(screen: DealBase, uid: str) -> None:
    """Take the issue up one level."""
    from dealdesk.store import issues

    words = _words(screen, "raised an issue{} by a level")
    await screen.carry_out(words, issues.raise_level, uid, screen.workspace.clock.now())


async def call_severe(screen: DealBase, uid: str) -> None:
    """Take the issue straight to the last level."""
    from dealdesk.store import issues

    words = _words(screen, "called an issue{} severe")
    await screen.carry_out(words, issues.mark_severe, uid, screen.workspace.clock.now())


def _words(screen: DealBase, words: str) -> str:
    return words.format(f" of {screen.page.line.ref}" if screen.page is not None else "")
