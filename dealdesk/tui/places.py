"""Where one can go in the App: the screens behind the digits, what opens over them, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from dealdesk.tui.compat import PlainWhereSmall
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.today import TodayScreen
from dealdesk.tui.workspace import Workspace

if TYPE_CHECKING:
    from dealdesk.domain.vocabulary import DebriefKind

    DebriefAsked = tuple[DebriefKind | None, int | None]
    """Kind and length in minutes of the debrief to open; None for those that are meant."""


class Places(PlainWhereSmall):
    """The part of the App that goes from screen to screen; what a screen is made of is its own affair."""

    workspace: Workspace

    def screens(self) -> dict[str, Callable[[], Screen[Any]]]:
        """Return how the screen behind each digit is made; only Today is imported before the first frame."""
        return {
            "today": lambda: TodayScreen(self.workspace),
            "deals": partial(_deals_screen, self.workspace),
            "leverage": partial(_leverage_screen, self.workspace),
            "friction": partial(_friction_screen, self.workspace),
            "actions": partial(_actions_screen, self.workspace),
        }

    async def do_open_today(self) -> None:
        """Go to Today."""
        await self._go("today")

    async def do_open_deals(self) -> None:
        """Go to Deals."""
        await self._go("deals")

    async def do_open_leverage(self) -> None:
        """Go to Leverage."""
        await self._go("leverage")

    async def do_open_friction(self) -> None:
        """Go to Friction."""
        await self._go("friction")

    async def do_open_actions(self) -> None:
        """Go to the action board."""
        await self._go("actions")

    async def _go(self, mode: str) -> None:
        pages = [screen.page_of for screen in self.screen_stack if isinstance(screen, DeskScreen) and screen.page_of]
        while len(self.screen_stack) > 1:
            await self.pop_screen()
        before = self.current_mode
        # From Today q always quits, and from any screen that was gone to anew.
        left = [page for page in self.workspace.left if mode not in ("today", page[0])]
        self.workspace.left = [*left, *((before, page) for page in pages[-1:] if mode not in ("today", before))]
        if before != mode:
            await self.switch_mode(mode)

    async def do_open_debrief(self) -> None:
        """Go to the debrief whose clock is shown, else to that of the current deal, else to the one that is due."""
        held = self.workspace.debrief
        deal = held.deal if held and held.running else self.workspace.deal
        await self.open_debrief(deal.id if deal else None)

    async def open_debrief(self, deal_id: int | None, asked: DebriefAsked = (None, None)) -> None:
        """Open the debrief of a deal; without one, that which runs or is due."""
        from dealdesk.tui import debrief_way

        await debrief_way.enter(self, self.workspace, deal_id, *asked)

    async def open_deal(self, deal_id: int) -> None:
        """Open the page of a deal."""
        from dealdesk.tui.screens.deal import DealScreen

        await self.push_screen(DealScreen(self.workspace, deal_id))

    async def open_review(self, deal_id: int) -> None:
        """Open the review form of a deal."""
        from dealdesk.tui.screens import review_form

        await review_form.open_review(self, self.workspace, deal_id)

    async def open_sign(self, deal_id: int) -> None:
        """Sign a deal, or show what followed from its signing."""
        from dealdesk.tui import sign_way

        await sign_way.sign(self, self.workspace, deal_id)

    async def open_talk(
        self, deal_id: int, person_id: int | None = None, said: str = "", checkin_uid: str = ""
    ) -> None:
        """Log a conversation of a deal."""
        from dealdesk.tui import talk_way

        await talk_way.talk(self, self.workspace, deal_id, person_id, said, checkin_uid)

    async def open_call_card(self, deal_id: int, person_id: int | None = None) -> None:
        """Show what to know before talking to someone of a deal."""
        from dealdesk.tui import talk_way

        await talk_way.call_card(self, self.workspace, deal_id, person_id)

    async def open_message(self, deal_id: int, kind: str | None = None, about_uid: str = "") -> None:
        """Open a message to them."""
        from dealdesk.tui import message_way

        await message_way.message(self, self.workspace, deal_id, kind, about_uid)

    def do_find(self) -> None:
        """Open the search over deals and all texts."""
        from dealdesk.tui.screens.find import FindScreen

        self.push_screen(FindScreen(self.workspace))

    def do_open_palette(self) -> None:
        """Open the list of all commands."""
        from dealdesk.tui.dialogs.palette import Palette

        if isinstance(self.screen, DeskScreen):
            screen = self.screen
            self.push_screen(Palette(screen), lambda chosen: self._run_chosen(screen, chosen))

    def do_open_settings(self) -> None:
        """Open the settings."""
        from dealdesk.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen(self.workspace), lambda _: self._refresh())

    def _refresh(self) -> None:
        if isinstance(self.screen, DeskScreen):
            self.screen.refresh_rows()

    def _run_chosen(self, screen: DeskScreen, identity: str | None) -> None:
        if identity:
            self.run_worker(screen.action_run(identity), exit_on_error=True)

    def do_show_help(self) -> None:
        """Show the keys of the screen in front."""
        from dealdesk.tui.dialogs.help import Help

        if isinstance(self.screen, DeskScreen):
            self.push_screen(Help(self.screen))

    async def do_leave(self) -> None:
        """Go back one screen, or to the page of the deal that this screen was opened from; else quit."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self.workspace.left:
            mode, deal_id = self.workspace.left.pop()
            if self.current_mode != mode:
                await self.switch_mode(mode)
            await self.open_deal(deal_id)
        else:
            self.end(0)

    async def do_go_back(self) -> None:
        """Go back; possible only where there is something to go back to."""
        await self.do_leave()

    def end(self, code: int) -> None:
        """End the App."""
        raise NotImplementedError


def _deals_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.deals import DealsScreen

    return DealsScreen(workspace)


def _leverage_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.leverage import LeverageScreen

    return LeverageScreen(workspace)


def _friction_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.friction import FrictionScreen

    return FrictionScreen(workspace)


def _actions_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.actions import ActionsScreen

    return ActionsScreen(workspace)
