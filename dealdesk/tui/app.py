"""The App: it wires desk, writer, screens and signals, and does nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App
from textual.message import Message
from textual.screen import Screen

from dealdesk.clock import Clock
from dealdesk.errors import DealdeskError, NotWritable
from dealdesk.store.desk import Desk
from dealdesk.tui import compat, ending, whole_pastes
from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.ending import Ending
from dealdesk.tui.safe import visible
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.today import TodayScreen
from dealdesk.tui.workspace import CurrentDeal, Workspace

if TYPE_CHECKING:
    from textual.driver import Driver

    from dealdesk.domain.vocabulary import DebriefKind
    from dealdesk.store.writer import Event

    DebriefAsked = tuple[DebriefKind | None, int | None]
    """Kind and length in minutes of the debrief to open; None for those that are meant."""

#: While the App runs, a lock of another program is waited for no longer than this, in milliseconds.
PATIENCE_MS = 200


class DealdeskApp(App[None]):
    """One window on a desk."""

    TITLE = "dealdesk"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[Any] = [command.binding() for command in EVERYWHERE]
    DEFAULT_MODE = "today"

    @dataclass
    class WriterSaid(Message):
        """The writer thread has news."""

        event: Event
        """Typing kept, trouble, or another window wrote."""

    def __init__(
        self, desk: Desk, *, start: str = "today", deal: int | None = None, debrief: DebriefAsked = (None, None)
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self.workspace = Workspace(desk, self._from_writer)
        self._ending = Ending(partial(_kept, self.workspace), partial(compat.restore_terminal, self))
        self.failed_with: int | None = None
        """The exit code of an App that could not go on."""
        self._own_loop: asyncio.AbstractEventLoop | None = None
        self._start, self._start_deal, self._start_debrief = start, deal, debrief
        for mode, make in self._screens().items():
            self.add_mode(mode, make)

    def _screens(self) -> dict[str, Callable[[], Screen[Any]]]:
        # Only Today is imported before the first frame.
        return {
            "today": lambda: TodayScreen(self.workspace),
            "deals": partial(_deals_screen, self.workspace),
            "leverage": partial(_leverage_screen, self.workspace),
            "friction": partial(_friction_screen, self.workspace),
        }

    async def on_mount(self) -> None:
        """Take over the signals, and start what may wait until the first frame is drawn."""
        if not self.is_headless:
            self._own_loop = asyncio.get_running_loop()
            ending.on_signals(self._ask_to_end)
        self.call_after_refresh(self._settle)

    async def _settle(self) -> None:
        """After the first frame: start writing, load the ORM behind the scene, open what was asked for."""
        if not self.is_headless:
            ending.watch_terminal(self._hung_up)
        self.workspace.writer.start()
        self.workspace.writer.call(_after_first_frame)
        self.run_worker(self._care(), exit_on_error=False)
        if self._start == "debrief":
            await self._open_debrief(self._start_deal, self._start_debrief)
        elif self._start != "today":
            await self.switch_mode(self._start)

    async def _care(self) -> None:
        """Take in what a crash left in an editor; once a day move on what time alone moves; back the desk up."""
        from dealdesk.store import upkeep
        from dealdesk.tui import outside

        workspace = self.workspace
        await outside.take_in(workspace)
        if await upkeep.advance(workspace.desk, workspace.writer) and isinstance(self.screen, DeskScreen):
            self.screen.refresh_rows()
        await self._back_up()
        self.set_interval(upkeep.EVERY_S, self._back_up)

    async def _back_up(self) -> None:
        from dealdesk.errors import Damaged
        from dealdesk.store import upkeep

        if self.workspace.refusal is not None:
            return
        try:
            await asyncio.to_thread(upkeep.back_up, self.workspace.desk)
        except Damaged as error:
            self.workspace.refuse(error)
        except DealdeskError as error:
            self.notify(str(error), severity="warning", markup=False)

    def _from_writer(self, event: Event) -> None:
        self.post_message(self.WriterSaid(event))

    def on_dealdesk_app_writer_said(self, message: WriterSaid) -> None:
        """Show on every screen that typing is safe, that it is not, or what another window changed."""
        from dealdesk.store.writer import Foreign, Kept, ReadOnly, Trouble

        event = message.event
        desks = [screen for screen in self.screen_stack if isinstance(screen, DeskScreen)]
        # A covered screen that draws makes the whole terminal be painted again: it is told of trouble only.
        for screen in desks if isinstance(event, Trouble | ReadOnly) else desks[-1:]:
            if isinstance(event, Kept):
                screen.show_kept(event.at)
            elif isinstance(event, Trouble):
                screen.show_trouble(event.why)
            elif isinstance(event, ReadOnly):
                screen.show_read_only()
        if isinstance(event, Foreign):
            self.workspace.desk.refresh()
            if isinstance(self.screen, DeskScreen):
                self.screen.refresh_rows()

    async def action_run(self, identity: str) -> None:
        """Carry out a command that works everywhere, on the screen in front."""
        if isinstance(self.screen, DeskScreen):
            await self.screen.action_run(identity)

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
        await self._open_debrief(deal.id if deal else None)

    async def _open_debrief(self, deal_id: int | None, asked: DebriefAsked = (None, None)) -> None:
        from dealdesk.tui import debrief_way

        await debrief_way.enter(self, self.workspace, deal_id, *asked)

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

    async def do_undo(self) -> None:
        """Undo the last thing done."""
        from dealdesk.store import history

        desk = self.workspace.desk
        name = await self.workspace.call(lambda con: history.undo(con, desk.window, desk.clock.now()))
        self._say(f"Undone: {name}. U brings it back.")

    async def do_redo(self) -> None:
        """Bring back what was undone."""
        from dealdesk.store import history

        desk = self.workspace.desk
        name = await self.workspace.call(lambda con: history.redo(con, desk.window, desk.clock.now()))
        self._say(f"Back again: {name}.")

    def _say(self, sentence: str) -> None:
        self.workspace.desk.refresh()
        if isinstance(self.screen, DeskScreen):
            self.screen.say(sentence)
            self.screen.refresh_rows()

    async def do_leave(self) -> None:
        """Go back one screen, or to the page of the deal that this screen was opened from; else quit."""
        if len(self.screen_stack) > 1:
            await self.pop_screen()
        elif self.workspace.left:
            from dealdesk.tui.screens.deal import DealScreen

            mode, deal_id = self.workspace.left.pop()
            if self.current_mode != mode:
                await self.switch_mode(mode)
            await self.push_screen(DealScreen(self.workspace, deal_id))
        else:
            self._end(0)

    async def do_go_back(self) -> None:
        """Go back; possible only where there is something to go back to."""
        await self.do_leave()

    def choose_deal(self, deal_id: int, ref: str, title: str) -> None:
        """Make a deal the current one."""
        self.workspace.deal = CurrentDeal(deal_id, ref, title)

    def get_driver_class(self) -> type[Driver]:
        """Return a driver that takes a paste whole, and goes on when its terminal is gone, so that the App can end."""
        whole_pastes.install()
        return compat.outliving(super().get_driver_class(), self._hung_up)

    def _hung_up(self) -> None:
        """End because the terminal is gone; called on any thread."""
        self._ask_to_end(ending.HUNG_UP)

    def _ask_to_end(self, code: int) -> None:
        """End soon; called by signals and other threads, also while the loop stands or is closed already."""
        self._ending.begin(code)
        if self._own_loop is not None:
            with contextlib.suppress(RuntimeError):
                self._own_loop.call_soon_threadsafe(self.call_later, self._end_behind_typing, code)

    def _end_behind_typing(self, code: int) -> None:
        """End once the keys that came before are in the text they were typed into."""
        (self.focused or self).call_later(self._end, code)

    def _end(self, code: int) -> None:
        if not self.is_headless:
            self._ending.begin(code)
        for screen in self.screen_stack:
            if isinstance(screen, DeskScreen):
                screen.leave()
        self.exit(return_code=code)

    def _fatal_error(self) -> None:
        """Say that dealdesk failed, without a value of anybody's; Textual would print local variables."""
        from dealdesk.tui import crash

        error = sys.exc_info()[1] or self._exception or RuntimeError()
        self.failed_with = error.exit_code if isinstance(error, DealdeskError) else 1
        if not self.is_headless:
            self._ending.begin(self.failed_with)
        if isinstance(error, DealdeskError):
            compat.end_with(self, visible(str(error)))  # no fault of dealdesk: a desk that can't be read any more
            return
        path = crash.report(error, type(self.screen).__name__ if self.screen_stack else "-", self.workspace.clock.now())
        compat.end_with(self, visible(crash.sentence(path)))


def _deals_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.deals import DealsScreen

    return DealsScreen(workspace)


def _leverage_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.leverage import LeverageScreen

    return LeverageScreen(workspace)


def _friction_screen(workspace: Workspace) -> Screen[Any]:
    from dealdesk.tui.screens.friction import FrictionScreen

    return FrictionScreen(workspace)


def _after_first_frame(_con: object) -> None:
    """Load what the first command will need, on the writer thread."""
    from dealdesk.store import deals, engine, forms  # noqa: F401


def run(
    path: str,
    *,
    start: str = "today",
    deal: int | None = None,
    debrief: DebriefAsked = (None, None),
    mouse: bool = True,
) -> int:
    """Run the App on the desk at ``path`` and return the exit code.

    Raises what opening a desk raises, before the screen changes. Textual allocates much at the start that lives to
    the end, so the collector is kept away from it.
    """
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    gc.disable()
    desk = Desk(path, Clock(), patience_ms=PATIENCE_MS)
    app = DealdeskApp(desk, start=start, deal=deal, debrief=debrief)
    gc.freeze()
    gc.enable()
    try:
        app.run(mouse=mouse)
    finally:
        saved = _kept(app.workspace)
        desk.close()
    if not saved:
        return NotWritable.exit_code
    return app.failed_with or app.return_code or 0


def _kept(workspace: Workspace) -> bool:
    """Write down what is typed and end the writer; what the desk does not take goes to a file, which is named."""
    if workspace.writer.close():
        return True
    from dealdesk.tui import crash

    with contextlib.suppress(OSError):
        sys.stderr.write(crash.rescued(workspace.writer.unsaved(), workspace.clock.now()) + "\n")
        sys.stderr.flush()
    return False
