"""Lines go on: taken as changes with owner and date, moved to another section, tied to what they decide."""

from __future__ import annotations

from datetime import date

from dealdesk.domain.changes import owner_and_date
from dealdesk.domain.dates import describe, parse_date
from dealdesk.domain.line_kinds import KINDS, following
from dealdesk.domain.vocabulary import MissedRole, Theme
from dealdesk.errors import DealdeskError, InputRefused
from dealdesk.store import changes, line_moves, questions
from dealdesk.store.changes import Candidate
from dealdesk.store.lines import LineRow
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.debrief_cause import CauseScreen

NOTES_KEY = "n"
TYPED_HERE = "This one was typed here: d takes it away, R gives it another kind."


class ChangesScreen(CauseScreen):
    """The section in front, and what becomes of its lines elsewhere."""

    @property
    def candidate(self) -> Candidate | None:
        """The line under the cursor that can be taken as a change, while the list has the focus."""
        return self.source.candidate(self.list.cursor_key) if self.focused is self.list else None

    # Section 6.

    async def take(self, candidate: Candidate) -> None:
        """Make a change of a line."""
        self.held.letter()
        number = await self.held.begin()
        deal, now = self.held.deal.id, self.workspace.clock.now()
        following = self.source.after(candidate)
        await self.workspace.write(
            "took a line as a change", changes.take, deal, number, candidate.section, candidate.uid, now
        )
        self.refresh_rows()
        if following is not None:
            self.list.go_to(following)

    async def put_back(self, line: LineRow) -> None:
        """Put a change back among the lines it was taken from."""
        if line.uid not in self.source.taken:
            raise InputRefused(TYPED_HERE)
        await self.workspace.write("put a change back", changes.untake, line.uid, self.workspace.clock.now())
        self.refresh_rows()

    def do_say_owed(self) -> None:
        """Ask who makes the changes, and by when."""
        context = self.workspace.desk.context

        def reading(text: str) -> str:
            said = owner_and_date(text, context.today, context.order, context.calendar)
            day = parse_date(said.due, context.today, context.order, context.calendar) if said.due else None
            parts = (f"owner {said.owner}" if said.owner else "", _told(day, context.today) if day else "")
            return "; ".join(part for part in parts if part)

        def answered(text: str | None) -> None:
            if text is not None:
                self.run_worker(self._set_owed(text), exit_on_error=True)

        owed = self.source.owed
        day = owed.due_on if owed else ""
        before = ", ".join(part for part in (owed.owner if owed else "", day) if part)
        self.app.push_screen(
            AskLine("Who makes the changes, and by when? (Jonas, fri)", before, context, reading), answered
        )

    async def _set_owed(self, text: str) -> None:
        context = self.workspace.desk.context
        try:
            said = owner_and_date(text, context.today, context.order, context.calendar)
            await self.workspace.write(
                "said who makes the changes, and by when", changes.set_owed, self.held.deal.id, *said, context
            )
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
        self.refresh_rows()

    # Section 4.

    async def next_theme(self, line: LineRow) -> None:
        """Give a missed question its next theme, and the decision that comes with it."""
        theme = Theme(following(tuple(Theme), self.source.informs[line.uid].theme))
        await self.workspace.write("changed the theme of a question", questions.set_theme, line.uid, theme)
        self.refresh_rows()

    def asks(self, line: LineRow | None) -> bool:
        """Whether a line is a question of the bank."""
        return line is not None and line.uid in self.source.informs and line.role != MissedRole.HIDDEN

    def do_say_decision(self) -> None:
        """Ask which decision the answer informs."""
        line = self.line
        if line is None:
            return

        def answered(text: str | None) -> None:
            if text is not None:
                self.run_worker(self._set_decision(line.uid, text), exit_on_error=True)

        informs = self.source.informs[line.uid]
        self.app.push_screen(
            AskLine(
                "Which decision does the answer inform?",
                informs.decision,
                self.workspace.desk.context,
                lambda text: "" if text.strip() else "empty: the decision of its theme",
            ),
            answered,
        )

    async def _set_decision(self, uid: str, text: str) -> None:
        try:
            await self.workspace.write("said what a question decides", questions.set_decision, uid, text)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
        self.refresh_rows()

    # Any section.

    def do_move_line(self) -> None:
        """Ask for the section, and move the line there."""
        row, section = self.line or self.note, "notes" if self.note else self.held.section
        if row is None:
            return
        others = [found for found in self.held.template.sections if found.id not in ("leverage", section)]
        answers = [(str(found.number), found.title) for found in others]
        if section != "notes":
            answers.append((NOTES_KEY, "Notes, to be used later"))
        ids = {str(found.number): found.id for found in others} | {NOTES_KEY: "notes"}

        def answered(key: str | None) -> None:
            if key is not None:
                self.run_worker(self._move_to(row.uid, section, ids[key]), exit_on_error=True)

        self.app.push_screen(Choose("Move the line to which section?", answers, default=False), answered)

    async def _move_to(self, uid: str, section: str, target: str) -> None:
        self.sync()
        self.drafts.set_aside()
        try:
            await self.workspace.write(
                "moved a line to another section", line_moves.move, uid, section, target, self.workspace.clock.now()
            )
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            self.show_draft()
            return
        self.drafts.moved(uid, target)
        self.show_draft()
        self.refresh_rows()
        title = "the notes" if target == "notes" else self.held.template.section(target).title
        self.say(f"Moved to {title}. u brings it back.")

    def kind_after(self, line: LineRow) -> str:
        """Return the next kind of a change."""
        return following(KINDS["changes"], line.kind)


def _told(day: date, today: date) -> str:
    return f"by {describe(day, today)}"
