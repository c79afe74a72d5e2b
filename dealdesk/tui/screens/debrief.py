"""The debrief: six timed sections, one place to type, and a clock that starts with the first letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from dealdesk import paths
from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store import debriefs
from dealdesk.templates.load import load_sections
from dealdesk.tui.commands import debrief as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief_cards import OpenSponsorSlot
from dealdesk.tui.dialogs.debrief_setup import Setup
from dealdesk.tui.dialogs.hints import Hints, hint_lines
from dealdesk.tui.running_debrief import RunningDebrief
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.debrief_end import DebriefEndScreen, waiting_words
from dealdesk.tui.screens.debrief_lines import LinesScreen
from dealdesk.tui.screens.sponsor import SponsorScreen
from dealdesk.tui.widgets.clock_line import ClockLine
from dealdesk.tui.widgets.section_rail import RailSection, SectionRail
from dealdesk.tui.workspace import CurrentDeal, Workspace

if TYPE_CHECKING:
    from textual.app import App

IN_TEXT: tuple[type[KeyCommand], ...] = (
    commands.AddTyped,
    commands.ToLines,
    commands.NextSection,
    commands.ToggleClock,
    commands.MoreTime,
    commands.ShowHints,
)
NOTHING_DUE = "No debrief runs or is due. Put the cursor on a deal (2 shows all) and press D."

NOTHING_WRITTEN = "Nothing was written; the debrief waits."


class DebriefScreen(LinesScreen):
    """The sections of one debrief and its clock, around the section in front."""

    title_text = "Debrief"
    commands = (*commands.ALL, OpenSponsorSlot)
    AUTO_FOCUS = "AddLine"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (150, "-third")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012
    DEFAULT_CSS = """
    DebriefScreen {
        & #debrief { height: 1fr; layout: vertical; }
        & #section { width: 1fr; height: 1fr; }
        & #hints { display: none; }
        &.-wide #debrief, &.-third #debrief { layout: horizontal; }
        &.-wide SectionRail, &.-third SectionRail { width: 26; height: 1fr; border-right: solid $border-blurred; }
        &.-third #hints { display: block; width: 46; height: 1fr; padding: 1; border-left: solid $border-blurred; }
        &.-tall PromptBox { height: 6; padding: 1 1 0 1; }
        &.-third PromptBox { height: 2; padding: 1 1 0 1; }
        & Rows { margin-top: 1; }
        & ToastRack { dock: top; align: right top; margin-top: 3; }
    }
    """

    def __init__(self, workspace: Workspace, held: RunningDebrief) -> None:
        super().__init__(workspace, held)
        self.rail = SectionRail()
        self.clock_line = ClockLine()
        self.hints = Static("", markup=False)

    def body(self) -> Iterable[Widget]:
        """Return clock, rail, section and hints."""
        yield self.clock_line
        yield Horizontal(
            self.rail, self.section_body(), VerticalScroll(self.hints, id="hints", can_focus=False), id="debrief"
        )

    def on_mount(self) -> None:
        """Show the section in front, with the focus where lines are typed."""
        self.held.watcher = self
        super().on_mount()
        self._turn()

    def on_unmount(self) -> None:
        """Let the clock go on without this screen."""
        self.drafts.set_aside()
        if self.held.watcher is self:
            self.held.watcher = None

    def leave(self) -> None:
        """Hand over the text and the time."""
        self.sync()
        self.held.beat()

    def refresh_rows(self) -> None:
        """Read the lines again, and notice when undo took the debrief back."""
        self.held.check()
        super().refresh_rows()

    def refresh_clock(self) -> None:
        """Show clock and rail."""
        held = self.held
        self.clock_line.show(held.clock.sections, held.clock.current, held.length_min, held.pace())
        self.rail.show(self._rail_sections(), held.clock.current)
        self.show_count()

    def turn_by(self, step: Callable[[], None]) -> None:
        """Leave the section, take ``step`` to another one, and show that."""
        self._leave_section()
        step()
        self._turn()

    def show_keys(self) -> None:
        """Draw the key line; in text and checklist F1 stands for ``?``, which would only be typed in the one."""
        super().show_keys()
        if self.typing or self.cause.asking:
            shown = IN_TEXT if self.typing else IN_TEXT[1:]
        elif self.leverage.pane.grid.has_focus:
            shown = (commands.NextKind, *IN_TEXT[1:])
        elif self.leverage.pane.writing:
            shown = IN_TEXT[2:]
        else:
            return
        self.key_line.show((command, self.footer_word(command)) for command in shown)

    def _rail_sections(self) -> list[RailSection]:
        found = []
        for number, clock in enumerate(self.held.clock.sections, 1):
            section = self.held.template.section(clock.section)
            minutes = round(clock.planned_s / 60), int(clock.used_s // 60)
            found.append(RailSection(number, section.title, section.short, *minutes, clock.state))
        return found

    def _turn(self) -> None:
        """Show another section."""
        section = self.held.template.section(self.held.section)
        self.hints.update(plain("\n".join(hint_lines(section, self.held.template))))
        self.show_section()
        self.refresh_clock()
        self.show_keys()

    def _leave_section(self) -> None:
        """Keep what is typed before another section comes in front."""
        self.sync()
        self.drafts.set_aside()

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say whether a command can be carried out now."""
        if command is commands.PreviousSection:
            return self.held.clock.current > 0
        if command is commands.SkipSection:
            return not self.held.last
        return super().possible(command)

    def on_section_rail_chosen(self, event: SectionRail.Chosen) -> None:
        """Go to the section that was clicked."""
        self._go(event.index)

    async def do_next_section(self) -> None:
        """Go on; after the last section the debrief ends."""
        if self.held.last:
            await self.do_end_debrief()
            return
        self._leave_section()
        self.held.next()
        self._turn()

    def do_previous_section(self) -> None:
        """Go back."""
        self._go(self.held.clock.current - 1)

    def do_skip_section(self) -> None:
        """Leave the section out."""
        self._leave_section()
        self.held.skip()
        self._turn()

    def do_toggle_clock(self) -> None:
        """Pause, or go on."""
        self.held.toggle()

    def do_more_time(self) -> None:
        """Two minutes more."""
        self.held.extend()

    async def do_end_debrief(self) -> None:
        """End the debrief and go back; the end card says what went where."""
        self._leave_section()
        waiting = [self.held.template.section(section).title for section in sorted(self.drafts.sections())]
        await self.held.end()
        app = self.app
        await app.pop_screen()
        self.workspace.deal = self.held.deal  # the list behind went to the deal under its cursor
        if self.held.ended is not None:
            again = partial(open_debrief, app, self.workspace, self.held.deal.id)
            await app.push_screen(DebriefEndScreen(self.workspace, self.held.deal, *self.held.ended, waiting, again))
        elif isinstance(app.screen, DeskScreen):
            app.screen.say(" ".join((NOTHING_WRITTEN, waiting_words(waiting))).strip())

    async def do_open_sponsor_slot(self) -> None:
        """Open the sponsor's card; the clock of the section stands still meanwhile."""
        number = await self.held.begin()
        if self.held.running:
            self.held.toggle()
        uid = self.workspace.desk.rows(debriefs.taken_up, number).uid
        await self.app.push_screen(SponsorScreen(self.workspace, self.held.deal, number, uid))

    def do_show_hints(self) -> None:
        """Show prompts and examples."""
        section = self.held.template.section(self.held.section)
        keys = [f"{command.shown_key():<6} {command.name}" for command in commands.OF_A_SECTION[:6]]
        self.app.push_screen(Hints(section, self.held.template, [*keys, "?      all keys, outside the text"]))

    def do_go_to_moments(self) -> None:
        """Go to section 1."""
        self._go(0)

    def do_go_to_worked(self) -> None:
        """Go to section 2."""
        self._go(1)

    def do_go_to_leverage(self) -> None:
        """Go to section 3."""
        self._go(2)

    def do_go_to_missed(self) -> None:
        """Go to section 4."""
        self._go(3)

    def do_go_to_friction(self) -> None:
        """Go to section 5."""
        self._go(4)

    def do_go_to_changes(self) -> None:
        """Go to section 6."""
        self._go(5)

    def _go(self, index: int) -> None:
        if index != self.held.clock.current and 0 <= index < len(self.held.clock.sections):
            self._leave_section()
            self.held.go(index)
            self._turn()


async def open_debrief(app: App[Any], workspace: Workspace, deal_id: int | None, setup: Setup | None = None) -> None:
    """Open the sections of a deal's debrief: the running or planned one, an ended one again, else a new one.

    Without ``setup`` that of the first debrief, where lines are typed most; after it from section 1 on.
    Without a deal: that of the current deal, else the one that runs, else the one that is due; else it is said what to
    do. Nothing is stored before the first letter. ``debrief_way.enter`` is the whole way, with set-up and card.
    """
    try:
        await _open(app, workspace, deal_id, setup)
    except DealdeskError as refusal:
        if isinstance(app.screen, DeskScreen):
            app.screen.say(str(refusal), severity="warning")


async def _open(app: App[Any], workspace: Workspace, deal_id: int | None, setup: Setup | None) -> None:
    workspace.must_write()
    deal = deal_meant(workspace, deal_id)
    held = workspace.debrief if isinstance(workspace.debrief, RunningDebrief) else None
    front = next((s for s in app.screen_stack if isinstance(s, DebriefScreen)), None)
    same = held is not None and held.deal.id == deal.id and (setup is None or held.kind == setup.kind)
    if front is not None and front.held is held and same:
        while app.screen is not front:
            await app.pop_screen()
        return
    while front is not None and front in app.screen_stack:
        await app.pop_screen()
    if held is not None and not same:
        if held.running:
            held.toggle()
            if isinstance(app.screen, DeskScreen):
                app.screen.say(f"The debrief of {held.deal.ref} is paused.")
        held.release()
        held = None
    workspace.deal = deal
    if held is None:
        chosen = (setup.length_min, setup.kind) if setup else ()
        held = RunningDebrief(app, workspace, deal, load_sections(Path(paths.config_folder())), *chosen)
        workspace.debrief = held
        if setup is not None and held.id is None and not any(clock.used_s for clock in held.clock.sections):
            held.go(0)
        await app.push_screen(DebriefScreen(workspace, held))
        held.hold()
    else:
        await app.push_screen(DebriefScreen(workspace, held))


def deal_meant(workspace: Workspace, deal_id: int | None) -> CurrentDeal:
    """Return the deal a debrief is asked for; raises :class:`NotFound` where none can be meant."""
    if deal_id is None:
        if workspace.deal is not None:
            return workspace.deal
        waiting = workspace.desk.rows(debriefs.waiting)
        if not waiting:
            raise NotFound(NOTHING_DUE)
        return CurrentDeal(waiting[0].deal_id, waiting[0].ref, waiting[0].title)
    return workspace.deal_named(deal_id)
