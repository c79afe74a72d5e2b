"""What the keys of Today do with the line under the cursor; what has to be asked first stands in ``today_asking``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dealdesk.tui.screens.today_moving import LineScreen

if TYPE_CHECKING:
    from dealdesk.store.due import DueItem


class DoingScreen(LineScreen):
    """The keys that do something with a line.

    What was done last is what a message right behind it is about, even where its line has left the list meanwhile.
    """

    acted: DueItem | None = None
    """The line that a key has done something with, as long as the cursor has not moved since."""
    left: DueItem | None = None
    """The same line once it is no longer in the list."""

    async def do_done_item(self) -> None:
        """Mark the line done; where something else ends it, ask for that."""
        item = self.item
        if item is None:
            return
        self._act()
        from dealdesk.tui.screens import today_asking as asking

        ask: dict[str, Callable[[LineScreen, DueItem], Any]] = {
            "give notice": asking.ask_notice,
            "issue": asking.ask_outcome,
            "waiting": asking.ask_answer,
            "check-in": asking.ask_talk,
            "quiet": asking.ask_talk,
            "trouble": asking.ask_trouble,
        }
        if item.kind in ask:
            await ask[item.kind](self, item)
        else:
            await asking.done(self, item)

    async def do_later_item(self) -> None:
        """Ask until when the line is put off."""
        if self.item is not None:
            self._act()
            from dealdesk.tui.screens import today_asking as asking

            await asking.ask_later(self, self.item)

    async def do_new_date_item(self) -> None:
        """Ask for the day that was agreed on with them."""
        if self.item is not None:
            self._act()
            from dealdesk.tui.screens import today_asking as asking

            await asking.ask_new_date(self, self.item)

    async def do_talked(self) -> None:
        """Log a conversation with whom the line is about."""
        self._act()
        await self.log_talk()

    async def do_write_message(self) -> None:
        """Draft the message that the line asks for, or the one of the line that has just left."""
        item = self.left or self.item
        if item is not None:
            self.left = None
            await self.workspace.ways.open_message(item.deal_id, None, item.uid)

    async def do_wait_for_them(self) -> None:
        """Begin to wait for them."""
        if self.item is not None:
            from dealdesk.tui import talk_way

            self._act()
            action = self.item.uid if self.item.kind == "action" else ""
            await talk_way.wait(self.app, self.workspace, self.item.deal_id, self.person_id(), action)

    def _act(self) -> None:
        """Remember what the next command is about; raises where nothing can be written."""
        self.workspace.must_write()
        self.acted, self.left = self.item, None

    async def do_show_call_card(self) -> None:
        """Show what to know before talking to them."""
        if self.item is not None:
            await self.workspace.ways.open_call_card(self.item.deal_id, self.person_id())

    async def do_debrief_item(self) -> None:
        """Open the debrief of the line's deal."""
        if self.item is not None:
            await self.workspace.ways.open_debrief(self.item.deal_id)

    def do_explain_item(self) -> None:
        """Show the arithmetic of the line's place and the reason of its day, and its history."""
        if self.item is not None:
            from dealdesk.tui.dialogs.history import RowHistory

            item = self.item
            self.app.push_screen(RowHistory(self.workspace, item.uid, why=f"{item.urgency} = {item.why}"))

    async def open_line(self) -> None:
        """Open what the line is about: the debrief, the hand-over to read, else the page of the deal."""
        item = self.item
        if item is None:
            return
        if item.kind == "debrief":
            await self.do_debrief_item()
        elif item.kind == "action" and item.action_kind == "hand-over":
            from dealdesk.store import handover
            from dealdesk.tui.dialogs.hand_over import HandOver

            desk = self.workspace.desk
            parts = desk.rows(handover.lines, item.deal_id, desk.today)
            await self.app.push_screen(HandOver(f"Hand-over  {item.ref}  {item.title}", parts))
        else:
            await self.workspace.ways.open_deal(item.deal_id)
