"""Registers of the deal page that begin with more than an empty form, and the page of how both sides work together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dealdesk.store import together, who_to_call

if TYPE_CHECKING:
    from dealdesk.tui.screens.deal_base import DealBase


async def _begin_together(screen: DealBase) -> bool:
    """Write down what is usual for this type of deal, as long as nothing is said yet."""
    if screen.workspace.desk.rows(together.arrangements, screen.deal_id):
        return False
    await screen.workspace.write("wrote down how we work together", together.begin, screen.deal_id)
    screen.open_tab("Together")
    screen.refresh_rows()
    screen.say("This is what is usual: Enter changes a line, F9 shows the page. u takes it back.")
    return True


async def _begin_contacts(screen: DealBase) -> bool:
    """Who works alone is called about everything on our side; only theirs are left to name."""
    desk = screen.workspace.desk
    settings = desk.settings
    if settings.team != "alone" or not settings.me or desk.rows(who_to_call.grid, screen.deal_id):
        return False
    await screen.workspace.write("said who to call", who_to_call.fill_with_me, screen.deal_id)
    screen.open_tab("People")
    screen.refresh_rows()
    screen.say("Our side is you: Enter names theirs. u takes it back.")
    return True


#: By table, what is done before its form is opened; True where the form is not needed any more.
BEGINNINGS: dict[str, Callable[[DealBase], Awaitable[bool]]] = {
    "arrangement": _begin_together,
    "contact": _begin_contacts,
}


def show_together(screen: DealBase) -> None:
    """Show how both sides work together on one page; what is only usual says so here, and not in what is copied."""
    from dealdesk.exports import together as page
    from dealdesk.tui.dialogs.hand_over import HandOver

    desk = screen.workspace.desk
    theirs = desk.rows(page.gather, screen.deal_id, desk.today)
    ours = desk.rows(page.gather, screen.deal_id, desk.today, ours=True)
    screen.app.push_screen(HandOver(ours.heading, ours.parts, copied=page.markdown(theirs)))


def show_since_review(screen: DealBase) -> None:
    """Show what happened since the last review on one page, to read and to copy."""
    from dealdesk.exports import since_review as page
    from dealdesk.store import since_review
    from dealdesk.tui.dialogs.hand_over import HandOver

    desk = screen.workspace.desk
    found = page.page(desk.rows(since_review.gather, screen.deal_id, desk.today))
    screen.app.push_screen(HandOver(found.heading, found.parts, empty=page.EMPTY))
