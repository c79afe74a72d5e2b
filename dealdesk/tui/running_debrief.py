"""The debrief this window holds: its clock runs on whatever screen is in front, and is written down as it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dealdesk.domain import debrief
from dealdesk.domain.debrief import DebriefClock
from dealdesk.domain.section_clock import GapAnswer, SectionState
from dealdesk.domain.vocabulary import DebriefKind, Origin
from dealdesk.errors import DealdeskError
from dealdesk.store import debriefs
from dealdesk.store.history import Command
from dealdesk.tui.dialogs.gap import GapQuestion
from dealdesk.tui.dialogs.still_runs import StillRuns
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.shared_clock import SharedClock

if TYPE_CHECKING:
    from textual.app import App
    from textual.timer import Timer

    from dealdesk.templates.load import DebriefTemplate
    from dealdesk.tui.workspace import CurrentDeal, Workspace

BEAT_S = 5.0
"""Seconds between two heartbeats of a clock that runs: what a crash can take from its time (architecture.md 6)."""
TICK_S = 1.0
AWAY_S = 60.0
"""Seconds on other screens after which it is asked, once, whether the clock goes on."""
STILL_S = 2.0
"""Seconds without a key before that question comes up."""
FIRST_SECTION = "worked"
"""Where a debrief opens that has not begun."""


class ClockScreen(DeskScreen):
    """A screen that shows the clock of a debrief itself."""

    def refresh_clock(self) -> None:
        """Show where the clocks stand; called once a second and at every change."""

    def turn_by(self, step: Callable[[], None]) -> None:
        """Take ``step`` to another section, and show that one."""
        step()


class RunningDebrief:
    """One debrief, from the moment it is opened; nothing is stored before its first letter."""

    def __init__(
        self,
        app: App[Any],
        workspace: Workspace,
        deal: CurrentDeal,
        template: DebriefTemplate,
        length_min: int = 45,
        kind: DebriefKind = DebriefKind.FIRST,
    ) -> None:
        """Take up the debrief of ``deal`` as it stands in the file, or have one of ``length_min`` minutes ready."""
        self.deal, self.kind = deal, kind
        self.ended: tuple[int, str] | None = None
        """Id and uid of the debrief, once it was ended here."""
        self.template = template
        self.workspace = workspace
        self.watcher: ClockScreen | None = None
        """The screen of this debrief, while there is one; every other shows the clock in its title line."""
        self._app = app
        self._length = length_min
        self._beginning: Future[int] | None = None
        self._file = SharedClock(workspace)
        self._beaten_at = 0.0
        self._away_since: float | None = None
        self._asked: GapQuestion | None = None
        self._timer: Timer | None = None
        self.read()

    def read(self) -> None:
        """Read the debrief from the file."""
        found = self.workspace.desk.rows(debriefs.of_deal, self.deal.id, self.kind)
        if found is None or not found.clocks:
            self.id: int | None = None
            self.clock = DebriefClock.of(debrief.agenda(self.kind, self._length, self.template))
            self._file.know(self.clock.sections)
            self.clock = replace(self.clock, current=self._index(FIRST_SECTION))
            return
        self.id = found.id if found.state == "running" else None
        self._length = found.length_min
        self.clock = DebriefClock(found.clocks, 0)
        self.clock = replace(self.clock, current=self._index(found.section))
        self._file.know(found.clocks)

    def check(self) -> None:
        """Notice that the debrief was taken back by undo, or ended elsewhere; its next letter begins it again."""
        found = self.workspace.desk.rows(debriefs.of_deal, self.deal.id, self.kind)
        if self.id is not None and (found is None or found.id != self.id or found.state != "running"):
            self.id, self._beginning = None, None
            self._file.know(())

    def hold(self) -> None:
        """Start the clock of this window: one tick a second for as long as the debrief is held."""
        self._timer = self._app.set_interval(TICK_S, self.tick)
        self.tick()

    def release(self) -> None:
        """Let go of the debrief: its clock is written down and shown no longer."""
        self.beat()
        if self._timer is not None:
            self._timer.stop()
        if self.workspace.debrief is self:
            self.workspace.debrief = None
        front = self._front()
        if front is not None:
            front.title_line.show(clock="")

    def _index(self, section: str) -> int:
        names = [clock.section for clock in self.clock.sections]
        return names.index(section) if section in names else 0

    # What is asked of it.

    @property
    def section(self) -> str:
        """The id of the section in front."""
        return self.clock.section.section

    @property
    def running(self) -> bool:
        """Whether the clock of the section in front runs."""
        return self.clock.section.state is SectionState.RUNNING

    @property
    def last(self) -> bool:
        """Whether the section in front is the last one."""
        return self.clock.current == len(self.clock.sections) - 1

    @property
    def length_min(self) -> int:
        """The length that was chosen, in minutes."""
        return self._length

    def pace(self) -> str:
        """Return the sentence of pace."""
        now = self.workspace.clock.now()
        zone = now.astimezone().tzinfo or now.tzinfo
        if zone is None:
            return ""
        return debrief.pace(self.clock.sections, self._length, now, zone)

    # What a person does.

    def letter(self) -> None:
        """Take note of a typed letter: it starts the clock, and the debrief if it has not begun.

        A section that another window closed goes on.
        """
        if not self.running or self.id is None:
            self._set(self.clock.resume(*self._times()))

    def toggle(self) -> None:
        """Pause the clock, or let it run on."""
        self._set(self.clock.pause(*self._times()) if self.running else self.clock.resume(*self._times()))

    def expect_gap(self) -> None:
        """Count the time until the next tick, however long: an editor is about to take the terminal."""
        self.clock = self.clock.expect_gap(*self._times())

    def extend(self) -> None:
        """Give the section in front two minutes more."""
        self._set(self.clock.extend())

    def next(self) -> None:
        """Close the section in front and go on to the following one."""
        self._set(self.clock.next(*self._times()))

    def skip(self) -> None:
        """Skip the section in front."""
        self._set(self.clock.skip(*self._times()))

    def go(self, index: int) -> None:
        """Go to another section; nothing is closed or lost."""
        self._set(self.clock.go(index, *self._times()))

    async def begin(self) -> int:
        """Return the id of the debrief, which is started in the file if it has not begun."""
        if self.id is None:
            if self._beginning is None:
                # By rule: u takes back what a person did, and nobody did this on purpose.
                self._beginning = self.workspace.writer.submit(
                    Command("started the debrief", self.deal.id, origin=Origin.RULE),
                    debriefs.start,
                    self.deal.id,
                    self.kind,
                    self._length,
                    self.template,
                    self.workspace.clock.now(),
                )
            try:
                self.id = await asyncio.wrap_future(self._beginning)
            finally:
                self._beginning = None
            self._join(self.id)
            self.beat(asked=True)
        return self.id

    def _join(self, debrief_id: int) -> None:
        """Take over the clocks of a debrief that another window began first."""
        clocks, running = self._file.news(debrief_id), self.running
        if clocks is not None:
            self._length = self.workspace.desk.rows(debriefs.taken_up, debrief_id).length_min
            self.clock = DebriefClock(clocks, self.clock.current)
            if running:
                self.clock = self.clock.letter(*self._times()).alone(*self._times())

    async def end(self) -> None:
        """End the debrief, which :attr:`ended` names; one in which nothing was done simply waits."""
        if self.id is None and all(clock.used_s == 0 for clock in self.clock.sections):
            self.release()
            return
        number = await self.begin()
        self.clock = self.clock.end(*self._times())
        self.beat(asked=True)
        await self.workspace.write("ended the debrief", debriefs.finish, number, self.workspace.clock.now())
        self.ended = number, self.workspace.desk.rows(debriefs.taken_up, number).uid
        self.id = None
        self.release()

    # The clock.

    def tick(self) -> None:
        """Count the time since the last tick, show it, write it down every five seconds, ask about a gap."""
        self._follow()
        ticked = self.clock.tick(*self._times())
        changed, self.clock = ticked.clock != self.clock, ticked.clock
        if ticked.bell:
            self._app.bell()
        gap = self.clock.section.gap
        if gap is not None:
            self._ask(gap.seconds)
        elif self._asked is not None:
            self._asked.dismiss(None)  # answered in another window
        elif changed and self.workspace.clock.mono() - self._beaten_at >= BEAT_S - TICK_S / 2:
            self.beat()
        self._show()
        self._ask_away()

    def beat(self, *, asked: bool = False) -> None:
        """Write down where the clocks stand, those that moved since the last time.

        ``asked``: a person did something, which counts also where another window wrote in the meantime.
        """
        if self.id is not None:
            self._beaten_at = self.workspace.clock.mono()
            self._file.write(self.id, self.clock.sections, self.section, asked=asked)

    def _follow(self) -> None:
        """Take over what another window made of the clocks, and the end of the debrief."""
        clocks = self._file.news(self.id) if self.id is not None else None
        if clocks is not None:
            self.clock = DebriefClock(clocks, self.clock.current)
            self._beaten_at = self.workspace.clock.mono()
            self.check()

    def _times(self) -> tuple[datetime, float]:
        return self.workspace.clock.now(), self.workspace.clock.mono()

    def _set(self, clock: DebriefClock) -> None:
        """Take another state of the clock, show it, and write it down."""
        self.clock = clock.alone(*self._times())
        if self.id is not None:
            self.beat(asked=True)
        elif any(section.started_at for section in clock.sections):
            self._app.run_worker(self._begin(), exit_on_error=True)
        self._show()

    async def _begin(self) -> None:
        try:
            await self.begin()
        except DealdeskError as error:
            if self.watcher is not None:
                self.watcher.say(str(error), severity="error")

    def _ask(self, seconds: float) -> None:
        if self._asked is None:
            self._asked = GapQuestion(debrief.gap_question(seconds))
            self._app.push_screen(self._asked, self._answered)
        else:
            self._asked.say(debrief.gap_question(seconds))

    def _answered(self, answer: GapAnswer | None) -> None:
        self._asked = None
        if answer is GapAnswer.END:
            ended = self.clock.answer(answer, *self._times())
            following = ended if self.last else ended.next(*self._times())
            if self.watcher is None:
                self._set(following)
            else:
                self.watcher.turn_by(lambda: self._set(following))
        elif answer is not None:
            self._set(self.clock.answer(answer, *self._times()))

    def words_for(self, screen: DeskScreen) -> str:
        """Return what the title line of a screen says of the clock; nothing while it stands still."""
        if screen is self.watcher or not self.running:
            return ""
        return f"debrief {debrief.left_text(self.clock.section.left_s)}"

    def _front(self) -> DeskScreen | None:
        """Return the screen one sees; what a covered one draws would repaint the whole terminal."""
        stack = reversed(self._app.screen_stack)
        return next((screen for screen in stack if isinstance(screen, DeskScreen)), None)

    def _show(self) -> None:
        if self.watcher is not None and self.watcher.is_attached:
            self.watcher.refresh_clock()
        front = self._front()
        if front is not None and front is not self.watcher:
            front.title_line.show(clock=self.words_for(front))

    def _ask_away(self) -> None:
        """Ask once, a minute after the debrief was left and not into somebody's typing, whether its clock goes on."""
        if self._front() is self.watcher or not self.running:
            self._away_since = None
            return
        mono = self.workspace.clock.mono()
        if self._away_since is None:
            self._away_since = mono
        elif self._away_since <= mono - AWAY_S and not 0 <= mono - self.workspace.key_at < STILL_S:
            self._away_since = float("inf")
            self._app.push_screen(StillRuns(self.deal.ref), self._answered_away)

    def _answered_away(self, go_on: bool | None) -> None:
        if go_on is False and self.running and self.workspace.debrief is self:
            self.toggle()
