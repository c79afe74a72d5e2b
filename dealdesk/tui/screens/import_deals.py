"""Import: a file is read and shown as what would happen; one key stores all of it, one key takes it back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.clock import instant
from dealdesk.counts import counted
from dealdesk.errors import DealdeskError
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.decode import read_file
from dealdesk.imports.plan import ORDER_WORDS, Plan
from dealdesk.imports.values import other_order
from dealdesk.store import import_undo
from dealdesk.tui.commands import import_deals as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.dialogs.pick_field import PickField
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.import_rows import Line, lines_of, row_of
from dealdesk.tui.widgets.columns import MARKER, Column
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.path_line import PathLine, as_path
from dealdesk.tui.widgets.row_source import MemorySource
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.store.import_undo import Import
    from dealdesk.store.imports import Stored
    from dealdesk.tui.workspace import Workspace

_NAMES_SHOWN = 15
_EMPTY = """
Type the path of a CSV or TSV file, or drop the file on this window;
Tab completes names. Enter reads it and shows what would happen.
Nothing is written before you say so.

Columns are known by their names: title, counterparty, signed, end,
notice period, value and many more; what has no field is kept as text.
From a spreadsheet, save the sheet as CSV first."""


class ImportScreen(DeskScreen):
    """A file of deals on its way into the desk."""

    title_text = "Import deals"
    commands = (
        commands.StoreDeals,
        commands.SwitchOrder,
        commands.CorrectColumn,
        commands.UndoImport,
        commands.AnotherFile,
    )
    DEFAULT_CSS = """
    ImportScreen #file { height: 1; padding: 0 1; & > Static { width: 6; } }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.path_line = PathLine("path of a CSV or TSV file, such as ~/Documents/contracts.csv")
        self._lines: dict[str, Line] = {}
        self._source = MemorySource({}, group=lambda key: self._lines[str(key)].group)
        self.list = FilteredRows((Column("text", flex=1, sortable=False),), self._source, header=False, empty=_EMPTY)
        self._data = b""
        self._file_name = ""
        self._order = workspace.desk.settings.date_order
        self._overrides: dict[str, str] = {}
        self._plan: Plan | None = None
        self._deals: dict[str, int] | None = None
        self._last: Import | None = None
        self._storing = False

    def body(self) -> Iterable[Widget]:
        """Return the path and the list."""
        yield Horizontal(Static(plain("File")), self.path_line, id="file")
        yield self.list

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self._find_last()
        self.path_line.focus()

    def on_resize(self) -> None:
        """Wrap the card anew."""
        self._show()

    def refresh_rows(self) -> None:
        """See whether the last import still stands."""
        self._find_last()
        self._show()

    def possible(self, command: type[KeyCommand]) -> bool:
        """Store what was looked at and not stored yet; undo what stands; nothing while a file is being stored."""
        looked = self._plan is not None and self._deals is None
        if self._storing:
            return False
        if command is commands.StoreDeals:
            return looked and bool(self._plan and self._plan.rows)
        if command is commands.SwitchOrder:
            return looked
        if command is commands.CorrectColumn:
            return looked and bool(self._line and self._line.column)
        if command is commands.UndoImport:
            return self._last is not None and not looked
        return True

    @property
    def _line(self) -> Line | None:
        return self._lines.get(str(self.list.rows.cursor_key))

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer the keys that the line allows."""
        self.show_keys()

    def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Correct the column, open the deal, or read the whole line."""
        line = self._line
        if line is None:
            return
        if line.column and self.possible(commands.CorrectColumn):
            self.do_correct_column()
        elif line.deal_id is not None:
            from dealdesk.tui.screens.deal import DealScreen

            self.app.push_screen(DealScreen(self.workspace, line.deal_id))
        else:
            self.app.push_screen(Reader(line.group.split("  ")[0].capitalize(), line.text))

    def on_path_line_completed(self, event: PathLine.Completed) -> None:
        """Show the names there are to choose from."""
        names = event.names
        more = (f"and {len(names) - _NAMES_SHOWN} more",) if len(names) > _NAMES_SHOWN else ()
        self._plan = self._deals = None
        self._show()
        if names:
            self.list.rows.say_empty("\n" + "\n".join((*names[:_NAMES_SHOWN], *more)))

    def on_path_line_left(self, _event: PathLine.Left) -> None:
        """Go to the list."""
        self.list.rows.focus()

    def on_field_refused(self, event: Field.Refused) -> None:
        """Say why a paste was not taken."""
        self.say(event.sentence, severity="warning")

    def on_field_entered(self, event: Field.Entered) -> None:
        """Read the file."""
        event.stop()
        if self.path_line.text.strip() and not self._storing:
            path = as_path(self.path_line.text)
            self._overrides, self._order = {}, self.workspace.desk.settings.date_order
            self.run_worker(self._open(path), group="look", exclusive=True)

    async def _open(self, path: Path) -> None:
        self.list.info(f"Reading {path.name} …")
        try:
            self._data = await asyncio.to_thread(read_file, path)
        except DealdeskError as error:
            self._refuse(error)
            return
        self._file_name = path.name
        await self._look()

    async def _look(self) -> None:
        """Plan the import again, and show what would happen."""
        desk = self.workspace.desk
        try:
            refs, keys = desk.rows(import_undo.known)
            plan = await asyncio.to_thread(
                plan_deals,
                self._data,
                today=desk.today,
                order=self._order,
                currency=desk.settings.currency,
                calendar=desk.settings.calendar,
                known_refs=refs,
                known_rows=keys,
                overrides=tuple(self._overrides.items()),
            )
        except DealdeskError as error:
            self._refuse(error)
            return
        first = self._plan is None or self._deals is not None
        self._plan, self._deals = plan, None
        self._show()
        if first:
            self.list.rows.action_first()
        self.list.rows.focus()
        self.show_keys()

    def _refuse(self, error: DealdeskError) -> None:
        """Say why, and stay where we are with what was shown before."""
        self._show()
        self.say(str(error), severity="warning")
        if self._plan is None:
            self.path_line.focus()

    def _show(self) -> None:
        """Draw the lines and the line above them."""
        plan = self._plan
        self._lines = lines_of(plan, self.size.width - MARKER - 3, self._deals) if plan else {}
        self._source.replace({key: row_of(line) for key, line in self._lines.items()})
        self.list.reload()
        if plan is None:
            self.list.info("")
        else:
            if self._storing:
                right = "storing …"
            elif self._deals is not None:
                right = "stored; u takes it back, 2 shows all deals"
            else:
                right = "I imports them; nothing is written yet" if plan.rows else "nothing to import"
            self.list.info(f"{self._file_name}  {counted(len(plan.rows), 'deal')}", right)
        self.list.rows.say_empty(f"{_EMPTY}\n\n{self._last_words()}")

    def _last_words(self) -> str:
        if self._last is None:
            return ""
        at = instant(self._last.at).astimezone()
        return f"You {self._last.name}\non {at:%a} {at.day} {at:%b at %H:%M}; Esc, then u takes that back."

    def _find_last(self) -> None:
        self._last = self.workspace.desk.rows(import_undo.last_import)

    def do_store_deals(self) -> None:
        """Store all of it, without holding up the screen."""
        plan = self._plan
        if plan is None or self._storing:
            return
        self._storing = True
        self._show()
        # Of the App: the import goes on when this screen is left meanwhile.
        self.app.run_worker(self._store(plan), group="import")

    async def _store(self, plan: Plan) -> None:
        from dealdesk.store.imports import import_plan

        workspace = self.workspace
        command = import_undo.command(len(plan.rows), self._file_name)
        try:
            future = workspace.writer.submit(
                command, import_plan, plan.rows, workspace.desk.context, workspace.clock.now()
            )
            stored = await asyncio.wrap_future(future)
        except DealdeskError as error:
            self._storing = False
            self._refuse(error)
            return
        self._storing = False
        self._after_storing(plan, stored)

    def _after_storing(self, plan: Plan, stored: Stored) -> None:
        self._plan = plan.as_stored(stored.refs)
        self._deals = dict(zip(stored.refs, stored.deal_ids, strict=True))
        sentence = f"{counted(len(stored.deal_ids), 'deal')} stored."
        if stored.debriefs:
            sentence += f" {stored.debriefs:,} signed lately: the first debrief is on Today."
        if not self.is_attached:
            front = self.app.screen
            if isinstance(front, DeskScreen):
                front.say(sentence)
                front.refresh_rows()
            return
        self._find_last()
        self._show()
        self.list.rows.action_first()
        self.say(sentence)
        self.show_keys()

    def do_switch_order(self) -> None:
        """Read the dates the other way."""
        self._order = other_order(self._order)
        self.say(f"Numeric dates are read as {ORDER_WORDS[self._order]}.")
        self.run_worker(self._look(), group="look", exclusive=True)

    def do_correct_column(self) -> None:
        """Ask for the field of the column."""
        column = self._line.column if self._line else ""
        if column and self._plan is not None:
            now = dict(self._plan.mapping).get(column, "")
            self.app.push_screen(PickField(column, now), lambda field: self._corrected(column, field))

    def _corrected(self, column: str, field: str | None) -> None:
        if field is None:
            return
        self._overrides[column] = field
        self.say(f"{column} goes to {field}. On the command line: --map '{column}={field}'")
        self.run_worker(self._look(), group="look", exclusive=True)

    def do_another_file(self) -> None:
        """Go to the path."""
        self.path_line.focus()

    async def do_undo_import(self) -> None:
        """Take the last import back."""
        last, desk = self._last, self.workspace.desk
        if last is None:
            return
        name = await self.workspace.call(
            lambda con: import_undo.undo_import(con, last.command_id, desk.clock.now(), desk.window)
        )
        self._plan = self._deals = None
        self.workspace.deal = None  # it may be one of those
        self.show_deal()
        self._find_last()
        self._show()
        self.say(f"Undone: {name}. U brings it back.")
        self.list.rows.focus()
