"""One section of a debrief: its lines, the notes beside them, and the place where lines are typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from textual import events
from textual.containers import Vertical
from textual.widget import Widget

from dealdesk import paths
from dealdesk.domain import line_guess, section_needs
from dealdesk.domain.line_grammar import Line, parse_line
from dealdesk.domain.line_kinds import typed_words
from dealdesk.domain.section_clock import Level
from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store import lines, typed_lines
from dealdesk.store.lines import LineRow
from dealdesk.store.uid import new_uid
from dealdesk.templates.leverage import load_leverage
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.running_debrief import ClockScreen, RunningDebrief
from dealdesk.tui.screens.debrief_drafts import Draft, Drafts
from dealdesk.tui.screens.debrief_rows import COLUMNS, SectionRows
from dealdesk.tui.screens.leverage_keeping import LeverageKeeping
from dealdesk.tui.widgets.add_line import AddLine
from dealdesk.tui.widgets.below_line import BelowLine
from dealdesk.tui.widgets.prompt_box import PromptBox
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import SET_ASIDE, Workspace

SETTLE_S = 1.0
"""Seconds a command waits at most for keys typed before it."""
GRAMMAR = "@ab who said it, a date in front, #tag, !kind. Tab goes to the list."
NO_LINES = "\nNothing here yet. Type below; Enter adds the line."
LEVERAGE = "leverage"
"""The section that is a checklist, not lines."""
ADDED = {
    "moments": "added a key moment",
    "worked": "added a takeaway",
    "missed": "added a missed question",
    "friction": "added a friction",
    "changes": "added a change",
}


class SectionLine(AddLine):
    """The place where lines are typed; what Enter takes is handed over at once, while its section is still in front."""

    def __init__(self, taken: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__(placeholder="Enter adds the line; the clock starts with the first letter")
        self._taken = taken

    def take(self) -> tuple[str, ...]:
        """Empty the place and hand the lines over."""
        lines = super().take()
        if lines:
            self._taken(lines)
        return lines

    def on_hide(self, event: events.Hide) -> None:
        """Keep the focus where the place was hidden and is shown again: this is told a frame late."""
        if self.display:
            event.prevent_default()

    async def settle(self) -> None:
        """Wait until every key sent here so far is part of the text."""
        done = asyncio.Event()
        self.call_later(done.set)
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), SETTLE_S)


class SectionScreen(ClockScreen):
    """The part of the debrief that deals with lines; sections and clock are its subclass's."""

    def __init__(self, workspace: Workspace, held: RunningDebrief) -> None:
        super().__init__(workspace)
        self.held = held
        self.source = SectionRows(workspace.desk, held.deal.id)
        self.list = Rows(COLUMNS, self.source, header=False, empty=NO_LINES)
        self.prompts = PromptBox()
        self.add_line = SectionLine(self._add)
        self.below = BelowLine()
        self.drafts = Drafts(workspace, held.deal.id, workspace.desk.rows(typed_lines.drafts, held.deal.id))
        self.leverage = LeverageKeeping(self, load_leverage(Path(paths.config_folder())), holding=held)
        self._initials = workspace.desk.rows(lines.spoken_by)

    def section_body(self) -> Widget:
        """Return the widgets of a section."""
        return Vertical(self.prompts, self.leverage.pane, self.list, self.add_line, *self.section_foot(), id="section")

    def section_foot(self) -> Iterable[Widget]:
        """Return what stands under the place where lines are typed."""
        return (self.below,)

    # What is shown.

    @property
    def line(self) -> LineRow | None:
        """The line under the cursor while the list has the focus."""
        return self.source.line(self.list.cursor_key) if self.focused is self.list else None

    @property
    def note(self) -> LineRow | None:
        """The captured note under the cursor while the list has the focus."""
        return self.source.note(self.list.cursor_key) if self.focused is self.list else None

    @property
    def typing(self) -> bool:
        """Whether the place where lines are typed has the focus."""
        return self.focused is self.add_line

    def show_section(self) -> None:
        """Show the section in front with what was typed in it."""
        section = self.held.section
        grid = section == LEVERAGE
        self._read_lines()
        self.list.reload()
        best = self.source.best
        if best is not None:
            self.list.go_to(best)
        self.leverage.pane.display = grid
        self.list.display = self.add_line.display = self.below.display = not grid
        self.show_draft()
        # At once: Widget.focus() waits until all keys that are there already went to the widget before.
        self.set_focus(self.leverage.pane.grid if grid else self.add_line)
        self.show_below()

    def refresh_rows(self) -> None:
        """Read the lines again."""
        self._read_lines()
        self.list.reload()
        self.show_below()

    def _read_lines(self) -> None:
        if self.held.section == LEVERAGE:
            self.leverage.open(self.held.deal.id)
        self.source.read(self.held.section, self.held.id)
        self.list.show_columns(self.source.columns)
        self.show_count()

    def show_count(self) -> None:
        """Show the question and how many lines there are; near the end of its time what is missing."""
        section = self.held.template.section(self.held.section)
        roles = [line.role for line in self.source.lines.values()]
        missing = section_needs.missing(section, roles) if self.held.clock.section.level is not Level.OK else ""
        count = f"! missing: {missing}" if missing else section_needs.counted(section, len(roles))
        self.prompts.show(section, count, amber=bool(missing))

    def show_draft(self) -> None:
        """Put the typed line that waits into the place where lines are typed."""
        self.add_line.put(self.drafts.show_next(self.held.section))
        self.name_add_line()

    def name_add_line(self) -> None:
        """Say whether Enter adds a line or changes one."""
        draft = self.drafts.shown
        number = self.source.number(draft.uid) if draft is not None and draft.base is not None else 0
        self.add_line.call_it(f"edit line {number}" if number else "add")

    def show_below(self) -> None:
        """Show the whole line under the cursor, or how the typed one is read."""
        chosen = self.source.told(self.list.cursor_key) if self.focused is self.list else ""
        if chosen:
            self.below.show(chosen)
            return
        typed = self.add_line.lines()
        self.below.show(self.echo(self.read_line(typed[0]), len(typed)) if typed else GRAMMAR)

    def read_line(self, text: str) -> Line:
        """Return a typed line as the grammar reads it."""
        context = self.workspace.desk.context
        words = typed_words(self.held.section)
        return parse_line(text, context.today, context.order, self._initials, words)

    def echo(self, line: Line, count: int = 1) -> str:
        """Return how a typed line is read: who, when, tags, and the kind, a guessed one with its role."""
        day = line.happened_on
        parts = [f"{count} lines" if count > 1 else "", f"said by {line.said_by}" if line.said_by else ""]
        parts.append(f"on {day:%a} {day.day} {day:%b %Y}" if day else "")
        parts.append(" ".join(f"#{tag}" for tag in line.tags))
        parts.append(line.kind or line_guess.reading(self.held.section, line.text))
        return "Reads as: " + "; ".join(part for part in parts if part) if any(parts) else GRAMMAR

    # What is typed.

    async def action_run(self, identity: str) -> None:
        """Carry out a command after the keys that came before it."""
        if self.typing:
            await self.add_line.settle()
        self.sync()
        await super().action_run(identity)

    def sync(self) -> None:
        """Keep what stands in the place where lines are typed, or in the checklist; typing starts the clock."""
        self.leverage.hand_over()
        if self.drafts.typed(self.held.section, self.add_line.text) and self.add_line.text:
            self.held.letter()

    def on_add_line_typed(self, _event: AddLine.Typed) -> None:
        """Keep the text, start the clock, say how the line is read."""
        self.sync()
        self.show_below()

    def _add(self, typed: tuple[str, ...]) -> None:
        """Add the lines, or change the line that is edited; what is typed next stands in its own draft."""
        section = self.held.section
        draft = self.drafts.take(section)
        read = [self.read_line(text) for text in typed]
        self.held.letter()
        self.run_worker(self._store(section, draft, typed, read), exit_on_error=True)
        if self.add_line.text:
            self.sync()
        else:
            self.show_draft()
        self.show_below()

    async def _store(self, section: str, draft: Draft, typed: Sequence[str], read: Sequence[Line]) -> None:
        """Write the lines; what is refused goes back to where it was typed."""
        deal = self.held.deal.id
        try:
            number = await self.held.begin()
            if draft.base is None:
                write, name = typed_lines.add_typed, ADDED[section]
                await self.workspace.write(name, write, section, deal, number, read, draft.uid)
            else:
                theirs = await self.workspace.write(
                    "edited a line", typed_lines.edit_typed, section, deal, number, read, draft.uid, draft.base
                )
                if theirs is not None:
                    self._ask(section, draft, typed, theirs)
                    return
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            if isinstance(refusal, NotFound):
                draft = Draft(section, new_uid())
            self._give_back(draft, "\n".join(typed))
            return
        self.workspace.writer.forget(draft.key)
        if self.is_attached:
            self.refresh_rows()
            if self.focused is not self.list and section == self.held.section and not self.source.candidates:
                self.list.go_to(draft.uid)

    def _ask(self, section: str, draft: Draft, typed: Sequence[str], theirs: str) -> None:
        """Ask which text of a line stays that two windows changed; put off, it goes back to where it was typed."""
        mine = "\n".join(typed)

        def settle(text: str | None) -> None:
            if text is None:
                self._give_back(draft, mine)
                return
            draft.base = theirs
            if text == theirs and mine != theirs:
                self.run_worker(self._leave_theirs(section, draft, mine), exit_on_error=True)
                return
            lines = tuple(text.split("\n"))
            self.run_worker(self._store(section, draft, lines, [self.read_line(line) for line in lines]))

        self.app.push_screen(Conflict("Line", mine, theirs), settle)

    async def _leave_theirs(self, section: str, draft: Draft, mine: str) -> None:
        """Let their text of a line stand; ours goes into its history."""
        try:
            await self.workspace.write(SET_ASIDE, typed_lines.leave_theirs, section, draft.uid, mine)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            self._give_back(draft, mine)
            return
        self.refresh_rows()

    def _give_back(self, draft: Draft, text: str) -> None:
        draft.text = text
        self.workspace.keep(draft.key, text, deal_id=self.held.deal.id, base_text=draft.base)
        self.drafts.put_back(draft)
        if self.is_attached and draft.section == self.held.section and not self.add_line.text:
            self.show_draft()
            self.show_below()

    def on_descendant_blur(self) -> None:
        """Let go of an edit that changed nothing when its text is left."""
        draft = self.drafts.shown
        if self.focused is not self.add_line and draft is not None and draft.base is not None and draft.idle:
            self.drafts.drop()
            self.show_draft()

    def on_descendant_focus(self) -> None:
        """Show what the place with the focus is about."""
        super().on_descendant_focus()
        self.show_below()

    def body(self) -> Iterable[Widget]:
        """Return the section alone; the debrief puts rail and clock around it."""
        return (self.section_body(),)
