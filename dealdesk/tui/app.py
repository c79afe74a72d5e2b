"""The App: it wires desk, writer, screens and signals, and does nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.message import Message

from dealdesk.errors import DealdeskError
from dealdesk.tui import compat, ending, whole_pastes
from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.ending import Ending
from dealdesk.tui.places import Places
from dealdesk.tui.safe import visible
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.themes import theme_of
from dealdesk.tui.workspace import Workspace

if TYPE_CHECKING:
    from textual.driver import Driver

    from dealdesk.store.desk import Desk
    from dealdesk.store.writer_events import Event
    from dealdesk.tui.places import DebriefAsked


class DealdeskApp(Places):
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
        compat.keep_styles(self)
        self.workspace = Workspace(desk, self._from_writer)
        self.workspace.ways = self
        self.workspace.warming = Future()
        self.theme = theme_of(desk.settings.theme)
        self._ending = Ending(partial(ending.kept, self.workspace), partial(compat.restore_terminal, self))
        self.failed_with: int | None = None
        """The exit code of an App that could not go on."""
        self._own_loop: asyncio.AbstractEventLoop | None = None
        self._start, self._start_deal, self._start_debrief = start, deal, debrief
        for mode, make in self.screens().items():
            self.add_mode(mode, make)

    async def on_mount(self) -> None:
        """Take over the signals, and start what may wait until the first frame is drawn."""
        if not self.is_headless:
            self._own_loop = asyncio.get_running_loop()
            ending.on_signals(self._ask_to_end)
        self.call_after_refresh(self._settle)

    async def _settle(self) -> None:
        """After the first frame: start writing, load the ORM behind the scene, open what was asked for."""
        from dealdesk.tui import care

        if not self.is_headless:
            ending.watch_terminal(self._hung_up)
        self.workspace.writer.start()
        loaded = self.workspace.writer.call(_after_first_frame)
        loaded.add_done_callback(self._warmed)
        self.run_worker(care.care_for(self), exit_on_error=False)
        if self._start == "debrief":
            await self.open_debrief(self._start_deal, self._start_debrief)
        elif self._start != "today":
            await self.switch_mode(self._start)

    def _warmed(self, _loaded: Future[None]) -> None:
        """Let commands begin at once; called on the writer thread."""
        if self.workspace.warming is not None:
            self.workspace.warming.set_result(None)

    def _from_writer(self, event: Event) -> None:
        self.post_message(self.WriterSaid(event))

    def on_dealdesk_app_writer_said(self, message: WriterSaid) -> None:
        """Show on every screen that typing is safe, that it is not, or what another window changed."""
        from dealdesk.store.writer_events import Foreign, Kept, ReadOnly, Trouble

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

    async def on_event(self, event: events.Event) -> None:
        """Take note of the time of each key: a question that is in no hurry waits until nobody types."""
        if isinstance(event, events.Key | events.Paste):
            self.workspace.key_at = self.workspace.clock.mono()
        await super().on_event(event)

    async def action_run(self, identity: str) -> None:
        """Carry out a command that works everywhere, on the screen in front."""
        if isinstance(self.screen, DeskScreen):
            await self.screen.action_run(identity)

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
        self.theme = theme_of(self.workspace.desk.settings.theme)
        if isinstance(self.screen, DeskScreen):
            self.screen.say(sentence)
            self.screen.show_back()

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
        (self.focused or self).call_later(self.end, code)

    def end(self, code: int) -> None:
        """End the App; what is typed is handed over first."""
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


def _after_first_frame(_con: object) -> None:
    """Load what the first command and the care for the desk will need, on the writer thread."""
    from dealdesk.store import dating, deals, engine, forms, lines, questions  # noqa: F401
