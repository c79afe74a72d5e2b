"""What the parts of the deal page know of it, so that none of them imports the page itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from dealdesk.tui.screens.today_doing import DoingScreen

if TYPE_CHECKING:
    from dealdesk.store.deal_page import DealPage


class DealBase(DoingScreen):
    """The page of one deal, as its tabs and their commands see it."""

    deal_id: int
    page: DealPage | None
    """The deal as it was read last; None for one that is archived."""

    def open_tab(self, name: str) -> None:
        """Open a tab, with the cursor on the line it was left on."""
        raise NotImplementedError

    async def add_row(self, table: str, texts: Mapping[str, str] | None = None) -> None:
        """Open the form of a new row of ``table``."""
        raise NotImplementedError

    async def do_add_to_deal(self) -> None:
        """Add what belongs to the tab in front, or ask what."""
        raise NotImplementedError

    async def do_edit_row(self) -> None:
        """Open the form of the line under the cursor."""
        raise NotImplementedError

    def guarded(self, answered: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        """Return what takes the answer of a question and says, in a sentence, what is refused."""
        raise NotImplementedError
