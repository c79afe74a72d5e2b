"""The quick review: ninety seconds, four questions one after the other, each one line or "unknown"."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from dealdesk.domain import debrief
from dealdesk.domain.debrief import QUICK_S, DebriefClock
from dealdesk.domain.line_grammar import Line, parse_line
from dealdesk.domain.line_kinds import typed_words
from dealdesk.domain.section_clock import SectionClock, SectionState
from dealdesk.domain.vocabulary import DebriefKind, MissedRole, Origin, Outcome
from dealdesk.errors import DealdeskError
from dealdesk.store import clock_rows, debrief_cards, debriefs, forms, lines, typed_lines
from dealdesk.store.history import Command
from dealdesk.tui.cells import fit
from dealdesk.tui.commands import debrief_cards as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.own_clock import OwnClock
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.safe import visible
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.debrief_drafts import Draft, Drafts
from dealdesk.tui.widgets.add_line import AddLine
from dealdesk.tui.widgets.clock_line import ClockLine

if TYPE_CHECKING:
    from dealdesk.templates.load import DebriefTemplate
    from dealdesk.tui.workspace import CurrentDeal, Workspace

LENGTH_MIN = 2
"""The row of a debrief holds whole minutes; the clock has its 90 seconds."""
QUESTIONS = {
    "worked": "What moved them, or left them cold?",
    "missed": "What did we learn too late?",
    "friction": "What cost trust or pace?",
    "changes": "What do we change for the next one?",
}
_HOW_ENDED = "This deal is not signed. How did it end?"
_OUTCOMES = (
    ("w", str(Outcome.WE_WALKED)),
    ("t", str(Outcome.THEY_WALKED)),
    ("n", str(Outcome.NO_DECISION)),
)
_OPEN = "Esc: it is still open"
_ADDED = "answered a question of the quick review"


class QuestionList(Widget):
    """The four questions, each with its answer or "unknown"; the one that is asked carries a sign."""

    DEFAULT_CSS = "QuestionList { height: 1fr; padding: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[tuple[str, str, bool], ...] = ()

    def put(self, shown: Sequence[tuple[str, str, bool]]) -> None:
        """Show (question, answer, whether it is the one that is asked)."""
        if tuple(shown) != self._shown:
            self._shown = tuple(shown)
            self.refresh()

    def render(self) -> Content:
        """Draw questions and answers, a line each."""
        width = self.content_size.width
        parts: list[tuple[str, str] | str] = []
        for number, (question, answer, here) in enumerate(self._shown, 1):
            look = "bold $foreground" if here else "$text-muted"
            parts.append((fit(f"{'>' if here else ' '} {number} {question}", width) + "\n", look))
            parts.append(fit(f"    {visible(answer)}", width) + "\n\n")
        return Content.assemble(*parts)


class QuickReviewScreen(DeskScreen):
    """One question after the other; Enter takes the line, and an empty one counts as unknown."""

    title_text = "Quick review"
    commands = commands.QUICK
    AUTO_FOCUS = "AddLine"

    def __init__(self, workspace: Workspace, deal: CurrentDeal, template: DebriefTemplate) -> None:
        """Take up the quick review of ``deal`` as it stands in the file, or have a new one ready."""
        super().__init__(workspace)
        self.deal, self.template = deal, template
        self.debrief_id: int | None = None
        self._beginning: Future[int] | None = None
        self._ending = False
        self.own_clock = OwnClock(self, self._found_clock(), self._show_clock, self._write_clock)
        self.clock_line = ClockLine()
        self.questions = QuestionList()
        self.add_line = AddLine(title="answer", placeholder="one line; Enter on an empty one is: unknown")
        found = workspace.desk.rows(typed_lines.drafts, deal.id)
        self.drafts = Drafts(workspace, deal.id, [row for row in found if row.section in QUESTIONS])

    def _found_clock(self) -> DebriefClock:
        found = self.workspace.desk.rows(debriefs.of_deal, self.deal.id, DebriefKind.QUICK)
        if found is None or not found.clocks:
            return DebriefClock.of(debrief.agenda(DebriefKind.QUICK, LENGTH_MIN, self.template))
        self.debrief_id = found.id if found.state == "running" else None
        states = [clock.state for clock in found.clocks]
        open_ones = [at for at, clock in enumerate(found.clocks) if not clock.closed]
        unknown = [at for at, state in enumerate(states) if state is SectionState.SKIPPED]
        return DebriefClock(found.clocks, (open_ones or unknown or [len(states) - 1])[0])

    def body(self) -> Iterable[Widget]:
        """Return clock, questions and the place to type."""
        yield self.clock_line
        yield self.questions
        yield self.add_line

    def on_mount(self) -> None:
        """Ask the first question; how the deal ended too, where nobody said so."""
        super().on_mount()
        self.own_clock.hold()
        self._show_question()
        if self.workspace.desk.rows(debrief_cards.outcome_missing, self.deal.id):
            self.app.push_screen(Choose(_HOW_ENDED, _OUTCOMES), self._ended_as)

    def on_unmount(self) -> None:
        """Stop the clock; what is typed waits."""
        self.drafts.set_aside()
        self.own_clock.release()

    def leave(self) -> None:
        """Hand over the text and the time."""
        self._keep()
        self.own_clock.beat()

    def refresh_rows(self) -> None:
        """Read the answers again."""
        self._show_questions()

    @property
    def section(self) -> str:
        """The register the question in front fills."""
        return self.own_clock.clock.section.section

    def possible(self, command: type[KeyCommand]) -> bool:
        """There is nothing before the first question."""
        return command is not commands.QuestionBefore or self.own_clock.clock.current > 0

    async def action_run(self, identity: str) -> None:
        """Carry out a command after the keys that came before it."""
        await taken_in(self.add_line)
        self._keep()
        await super().action_run(identity)

    def on_add_line_typed(self, _event: AddLine.Typed) -> None:
        """Keep the text, start the clock."""
        self._keep()

    def _keep(self) -> None:
        if self.drafts.typed(self.section, self.add_line.text) and self.add_line.text:
            self._letter()

    def _letter(self) -> None:
        self.own_clock.letter()
        if self.debrief_id is None:
            self.app.run_worker(self._begin(), exit_on_error=True)

    async def do_answer_now(self) -> None:
        """Take the line, or unknown, and ask the next question; after the last one the review is done."""
        section = self.section
        typed = self.add_line.take()
        draft = self.drafts.take(section)
        read = [self._read(section, text) for text in typed]
        clock, times = self.own_clock.clock, self.own_clock.times()
        last = clock.current == len(clock.sections) - 1
        self._letter()
        self.own_clock.set(self.own_clock.clock.next(*times) if read else self.own_clock.clock.skip(*times))
        self.app.run_worker(self._store(section, draft, typed, read, last), exit_on_error=True)
        if not last:
            self._show_question()

    def do_question_before(self) -> None:
        """Go back."""
        self.drafts.set_aside()
        self.own_clock.set(self.own_clock.clock.back(*self.own_clock.times()))
        self._show_question()

    def do_toggle_own_clock(self) -> None:
        """Pause, or go on."""
        self.own_clock.toggle()

    def _read(self, section: str, text: str) -> Line:
        context = self.workspace.desk.context
        initials = self.workspace.desk.rows(lines.spoken_by)
        read = parse_line(text, context.today, context.order, initials, typed_words(section))
        return read._replace(kind=str(MissedRole.LATE)) if section == "missed" and not read.kind else read

    async def _begin(self) -> int:
        """Return the id of the review, which is started in the file if it has not begun."""
        if self.debrief_id is None:
            if self._beginning is None:
                command = Command("started the quick review", self.deal.id, origin=Origin.RULE)
                now = self.workspace.clock.now()
                self._beginning = self.workspace.writer.submit(
                    command, debriefs.start, self.deal.id, DebriefKind.QUICK, LENGTH_MIN, self.template, now
                )
            try:
                self.debrief_id = await asyncio.wrap_future(self._beginning)
            finally:
                self._beginning = None
            self.own_clock.beat_all()
        return self.debrief_id

    async def _store(self, section: str, draft: Draft, typed: Sequence[str], read: Sequence[Line], last: bool) -> None:
        """Write the answer; what is refused goes back to where it was typed."""
        try:
            number = await self._begin()
            if read:
                write = typed_lines.add_typed
                await self.workspace.write(_ADDED, write, section, self.deal.id, number, read, draft.uid)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            draft.text = "\n".join(typed)
            self.workspace.keep(draft.key, draft.text, deal_id=self.deal.id, base_text=None)
            self.drafts.put_back(draft)
            return
        self.workspace.writer.forget(draft.key)
        if last:
            await self._end(number)
        elif self.is_attached:
            self._show_questions()

    async def _end(self, number: int) -> None:
        """End the review, say what went where, and go back."""
        if self._ending:
            return
        self._ending = True
        await self.workspace.write("ended the quick review", debriefs.finish, number, self.workspace.clock.now())
        went = self.workspace.desk.rows(debrief_cards.outcome, number).went_where
        if self.app.screen is self and len(self.app.screen_stack) > 1:
            app = self.app
            await app.pop_screen()
            if isinstance(app.screen, DeskScreen):
                app.screen.say(f"Quick review done: {', '.join(went) or 'no lines'}. D opens it again.")

    async def _ended_as(self, key: str | None) -> None:
        if key is not None:
            desk, words = self.workspace.desk, dict(_OUTCOMES)[key]
            uid = desk.rows(debrief_cards.deal_uid, self.deal.id)
            await self.workspace.write(
                "said how the deal ended",
                forms.promote,
                "deal",
                uid,
                "outcome",
                words,
                None,
                desk.context,
                desk.clock.now(),
            )

    def _show_question(self) -> None:
        self.add_line.put(self.drafts.show_next(self.section))
        self.add_line.focus()
        self._show_questions()
        self.show_keys()

    def _show_questions(self) -> None:
        clock, desk = self.own_clock.clock, self.workspace.desk
        shown = []
        for at, section in enumerate(clock.sections):
            answers = desk.rows(debrief_cards.answers, section.section, self.debrief_id)
            unknown = "unknown" if section.state is SectionState.SKIPPED else ""
            shown.append((QUESTIONS[section.section], "; ".join(answers) or unknown, at == clock.current))
        self.questions.put(shown)

    def _write_clock(self, moved: Sequence[SectionClock], section: str) -> None:
        number = self.debrief_id
        if number is not None:
            self.workspace.writer.call(lambda con: clock_rows.beat(con, number, moved, section))

    def _show_clock(self) -> None:
        clock = self.own_clock.clock
        used = sum(section.used_s for section in clock.sections)
        whole = replace(clock.section, section="quick", planned_s=float(QUICK_S), used_s=used)
        self.clock_line.show((whole,), 0, QUICK_S / 60, "a line each; Enter alone: unknown")
