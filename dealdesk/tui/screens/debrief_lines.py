"""What can be done with the lines of a section: edited, moved, taken away, made of a captured note."""

from __future__ import annotations

from dealdesk.domain import line_guess, takeaways
from dealdesk.domain.line_kinds import KINDS, ROLES, following
from dealdesk.domain.vocabulary import TakeawayKind
from dealdesk.store import lines, typed_lines
from dealdesk.store.lines import LineRow
from dealdesk.tui.commands import debrief as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.debrief_changes import ChangesScreen
from dealdesk.tui.screens.debrief_section import LEVERAGE
from dealdesk.tui.widgets.rows import Rows

_SPACE = {LEVERAGE: "mark", "missed": "theme", "friction": "cause"}
_ROLE = {"friction": "effect", "changes": "kind"}


class LinesScreen(ChangesScreen):
    """The section in front and the commands of its list."""

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Show the whole line under the cursor."""
        self.show_below()
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Take the note over, take the line as a change, or edit it."""
        if self.note is not None:
            await self.action_run("TakeNote")
        elif self.candidate is not None:
            await self.action_run("NextKind")
        elif self.line is not None:
            await self.action_run("EditLine")

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Call a key by what it does to the row under the cursor."""
        section = self.held.section
        if command is commands.ToLines and section == LEVERAGE:
            return "words"
        if command is commands.ToLines and not (self.typing or self.cause.asking):
            return "type"
        if command is commands.NextKind and section == "changes":
            return "take" if self.candidate is not None else "put back"
        if command is commands.NextKind:
            return _SPACE.get(section, command.footer)
        if command is commands.NextRole:
            return _ROLE.get(section, command.footer)
        return super().footer_word(command)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Tab to the checklist: it goes to its texts before it reads the next key."""
        if self.held.section == LEVERAGE and parameters == (commands.ToLines.identity(),):
            return False
        return super().check_action(action, parameters)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Let a line be changed where the cursor is on one, and text be added where there is some."""
        section = self.held.section
        if command in (commands.AddTyped, commands.LeaveText):
            return self.typing
        if command in (commands.ToLines, commands.NextKind) and section == LEVERAGE:
            return self.leverage.pane.grid.has_focus
        if command is commands.ExplainLine and section == LEVERAGE:
            return self.leverage.mark_uid() is not None
        if command is commands.NewLine:
            return section != LEVERAGE and not self.typing
        if command in commands.TO_A_SECTION:
            return not self.typing
        if command is commands.TakeNote:
            return self.note is not None
        if command in (commands.ArchiveLine, commands.CopyLine):
            return self.line is not None or self.note is not None
        if command is commands.NextKind:
            return self.candidate is not None or (self.line is not None and section in KINDS) or self.asks(self.line)
        if command is commands.NextRole:
            return self.line is not None and (section in ROLES or section == "changes")
        if command is commands.MoveLine:
            return self.line is not None or self.note is not None
        if command is commands.SayDecision:
            return self.asks(self.line)
        if command is commands.SayOwed:
            return section == "changes" and self.source.owed is not None
        return command not in commands.OF_A_LINE or self.line is not None

    def do_add_typed(self) -> None:
        """Add what is typed."""
        self.add_line.take()

    async def do_to_lines(self) -> None:
        """Change between the list and the place where lines are typed; in the checklist go to the texts."""
        if self.held.section == LEVERAGE:
            await self.leverage.pane.write()
            return
        self.set_focus(self.list if self.typing else self.add_line)

    def do_leave_text(self) -> None:
        """Go to the list; the text stays."""
        self.set_focus(self.list)

    def do_new_line(self) -> None:
        """Go to the place where lines are typed."""
        self.set_focus(self.add_line)

    def do_edit_line(self) -> None:
        """Put the line into the place where lines are typed."""
        line = self.line
        if line is not None:
            self.sync()
            self.add_line.put(self.drafts.edit(self.held.section, line.uid, line.text))
            self.name_add_line()
            self.set_focus(self.add_line)

    async def do_take_note(self) -> None:
        """Make a line of the note."""
        note, section = self.note, self.held.section
        if note is None:
            return
        self.held.letter()
        number = await self.held.begin()
        await self.workspace.write(
            "took a note over", typed_lines.take_note, section, self.held.deal.id, number, note.uid
        )
        self.refresh_rows()

    async def do_archive_line(self) -> None:
        """Take the line or the note away."""
        row, section = self.line or self.note, "notes" if self.note else self.held.section
        if row is not None:
            now = self.workspace.clock.now()
            await self.workspace.write("deleted a line", lines.archive, section, row.uid, now)
            self.refresh_rows()
            self.say("Deleted. u brings it back.")

    async def do_next_kind(self) -> None:
        """Give the line its next kind, and the role that follows from it; in section 6 take or put back a change."""
        line, section = self.line, self.held.section
        if section == LEVERAGE:
            await self.leverage.pane.grid.action_press()
        elif self.candidate is not None:
            await self.take(self.candidate)
        elif line is not None and section == "changes":
            await self.put_back(line)
        elif line is not None and section == "missed":
            await self.next_theme(line)
        elif line is not None:
            kind, role = following(KINDS[section], line.kind), line.role
            if section == "worked":
                role = str(takeaways.guess_role(line.text, TakeawayKind(kind)).value)
            await self._set_kind(line, kind, role)

    async def do_next_role(self) -> None:
        """Give the line its next role, a change its next kind."""
        line = self.line
        if line is not None and self.held.section == "changes":
            await self._set_kind(line, self.kind_after(line), line.role)
        elif line is not None:
            await self._set_kind(line, line.kind, following(ROLES[self.held.section], line.role))

    async def _set_kind(self, line: LineRow, kind: str, role: str) -> None:
        await self.workspace.write(
            "changed the kind of a line", lines.set_kind, self.held.section, line.uid, kind, role
        )
        self.refresh_rows()

    async def do_move_down(self) -> None:
        """Let the line change places with the one below."""
        await self._move(1)

    async def do_move_up(self) -> None:
        """Let the line change places with the one above."""
        await self._move(-1)

    async def _move(self, by: int) -> None:
        line = self.line
        other = self.source.neighbour(line.uid, by) if line is not None else None
        if line is not None and other is not None:
            await self.workspace.write("moved a line", lines.swap, self.held.section, line.uid, other)
            self.refresh_rows()

    def do_copy_line(self) -> None:
        """Copy the text."""
        row = self.line or self.note
        if row is not None:
            self.app.copy_to_clipboard(row.text)
            self.say("Copied.")

    def do_explain_line(self) -> None:
        """Show what the guess rests on, and the history."""
        from dealdesk.tui.dialogs.history import RowHistory

        if self.held.section == LEVERAGE:
            uid = self.leverage.mark_uid()
            if uid is not None:
                self.app.push_screen(RowHistory(self.workspace, uid))
            return
        line = self.line
        if line is None:
            return
        why = self._why(line)
        self.app.push_screen(RowHistory(self.workspace, line.uid, why=why))

    def _why(self, line: LineRow) -> str:
        informs = self.source.informs.get(line.uid)
        return line_guess.why(self.held.section, line.text, informs.theme if informs else line.kind)
