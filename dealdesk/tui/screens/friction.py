"""The friction log: what cost trust or time, of one deal or of all; one record, wherever it was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget

from dealdesk.counts import counted
from dealdesk.domain.forms import FRICTION
from dealdesk.store import deal_lines, friction
from dealdesk.store.friction import FrictionLine
from dealdesk.tui.commands import friction as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.widgets.beside import Beside
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

_COLUMNS = (
    Column("when", "When", width=9),
    Column("ref", "Deal", width=9, from_width=40),
    Column("what", "What happened", flex=3, width=20),
    Column("effect", "Cost", width=5, from_width=50),
    Column("cause", "Cause", width=8, from_width=60),
    Column("tags", "Tags", flex=1, width=10, from_width=70),
)
_EMPTY_ALL = """
No friction is logged yet.
A friction is one moment that cost trust or time: a late answer, an unclear owner, two messages that differ.

  n   log one for {deal}
  2   see all deals"""
_EMPTY_DEAL = """
No friction is logged for {deal}.

  n   log one
  a   see those of all deals"""


class FrictionSource(RowSource):
    """The entries of one deal, or of all."""

    def __init__(self, workspace: Workspace) -> None:
        self._desk = workspace.desk
        self.deal_id: int | None = None
        """The deal whose entries are shown; None for all."""

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the entries that hold all ``words``, the newest first."""
        order, descending = (sort.column, sort.descending) if sort else ("when", True)
        return self._desk.rows(friction.uids, self.deal_id, words, order, descending)

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the lines of entries."""
        found = self._desk.rows(friction.lines, [str(key) for key in keys])
        return {uid: self._row(line) for uid, line in found.items()}

    def _row(self, line: FrictionLine) -> Row:
        cells = {
            "when": day_words(line.happened_on, self._desk.today),
            "ref": line.ref,
            "what": line.text,
            "effect": line.effect,
            "cause": line.cause,
            "tags": " ".join(f"#{tag}" for tag in line.tags.split()),
        }
        return Row(cells, looks={"tags": "muted"})


class FrictionScreen(DeskScreen):
    """The friction log."""

    title_text = "Friction"
    commands = (
        commands.LogFriction,
        commands.EditFriction,
        commands.ArchiveFriction,
        commands.SwitchDeals,
        commands.FrictionHistory,
        commands.CopyFriction,
        commands.OpenFrictionDeal,
        GoBack,
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual declares it as a plain list
    DEFAULT_CSS = """
    FrictionScreen {
        & #log { width: 3fr; }
        & #whole { display: none; width: 2fr; }
        &.-wide #whole { display: block; }
    }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._source = FrictionSource(workspace)
        self.list = FilteredRows(_COLUMNS, self._source, id="log")
        self._whole = Beside(self._whole_words, id="whole")
        self._came_to: Key | None = None

    def body(self) -> Iterable[Widget]:
        """Return the list and, where there is room, the whole entry beside it."""
        with Horizontal():
            yield self.list
            yield self._whole

    def on_mount(self) -> None:
        """Begin at the current deal."""
        super().on_mount()
        self._show_info()
        rows = self.list.rows
        rows.focus()
        deal = self.workspace.deal
        if deal is not None:
            own = self.workspace.desk.rows(friction.uids, deal.id)
            if own:
                rows.go_to(own[0])
        self._came_to = rows.cursor_key

    def on_screen_resume(self) -> None:
        """Follow the current deal where only one deal is shown."""
        deal = self.workspace.deal
        if self._source.deal_id is not None and deal is not None:
            self._source.deal_id = deal.id
        super().on_screen_resume()

    def refresh_rows(self) -> None:
        """Read the entries again; the cursor stays on its entry."""
        self._show_info()
        self.list.reload()
        self._whole.show_now()

    @property
    def line(self) -> FrictionLine | None:
        """The entry under the cursor."""
        key = self.list.rows.cursor_key
        return self.workspace.desk.rows(friction.lines, [str(key)]).get(str(key)) if key is not None else None

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to what needs a current deal, or an entry, where there is none."""
        if command is GoBack:
            return bool(self.workspace.left)
        if command is commands.SwitchDeals:
            return self._source.deal_id is not None or self.workspace.deal is not None
        if command in self.commands and command is not commands.LogFriction:
            return self.list.rows.cursor_key is not None
        return True

    def on_rows_moved(self, event: Rows.Moved) -> None:
        """Make the deal of the entry the current one, once a person moves."""
        self._whole.show_now()
        came_to, self._came_to = self._came_to, None
        line = self.line
        # Coming here must not change the deal one works on: the first row may be another deal's.
        if line is not None and not (self.workspace.deal is not None and event.key == came_to):
            self.workspace.deal = CurrentDeal(line.deal_id, line.ref, line.title)
            self.show_deal()
            self._show_info()
        self.show_keys()

    def on_rows_counted(self, _event: Rows.Counted) -> None:
        """Say how many there are."""
        self._show_info()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Edit the entry."""
        await self.do_edit_friction()

    def do_log_friction(self) -> None:
        """Open the form for the current deal; ask which deal where there is none."""
        deal = self.workspace.deal
        if deal is not None:
            self._log_for(deal.id)
            return
        from dealdesk.tui.dialogs.pick_deal import PickDeal

        self.app.push_screen(PickDeal(self.workspace, "Which deal was it?"), self._log_for)

    def _log_for(self, deal_id: int | None) -> None:
        if deal_id is None:
            return
        from dealdesk.tui.screens.record_form import RecordFormScreen

        line = self.workspace.desk.rows(deal_lines.lines, [deal_id])[deal_id]
        self.workspace.deal = CurrentDeal(line.id, line.ref, line.title)
        form = RecordFormScreen(self.workspace, "friction", FRICTION, deal_id=deal_id, title="New friction")
        self.app.push_screen(form)

    async def do_edit_friction(self) -> None:
        """Open the form of the entry."""
        line = self.line
        if line is None:
            return
        from dealdesk.tui.screens.record_form import RecordFormScreen

        await self.app.push_screen(
            RecordFormScreen(
                self.workspace, "friction", FRICTION, uid=line.uid, deal_id=line.deal_id, title="Edit friction"
            )
        )

    async def do_archive_friction(self) -> None:
        """Archive the entry."""
        line = self.line
        if line is None:
            return
        await self.workspace.write("took a friction away", friction.archive, line.uid, self.workspace.clock.now())
        self.refresh_rows()
        self.say("Taken away. u brings it back.")

    def do_switch_deals(self) -> None:
        """Show one deal, or all."""
        deal = self.workspace.deal
        self._source.deal_id = deal.id if self._source.deal_id is None and deal is not None else None
        self._came_to = self.list.rows.cursor_key
        self.refresh_rows()

    def do_friction_history(self) -> None:
        """Show the history of the entry."""
        from dealdesk.tui.dialogs.history import RowHistory

        self.app.push_screen(RowHistory(self.workspace, str(self.list.rows.cursor_key)))

    def do_copy_friction(self) -> None:
        """Copy the text of the entry."""
        line = self.line
        if line is not None:
            self.app.copy_to_clipboard(line.text)
            self.say("Copied. Clipboard programs may keep it.")

    async def do_open_friction_deal(self) -> None:
        """Open the deal of the entry."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_deal(line.deal_id)

    def _show_info(self) -> None:
        deal, one = self.workspace.deal, self._source.deal_id is not None
        number = self.list.rows.total
        count = counted(number, "entry", "entries")
        other = "a  all deals" if one else f"a  {deal.ref} only" if deal else ""
        self.list.info(f"{deal.ref if deal and one else 'All deals'}   {count}", other)
        empty = _EMPTY_DEAL if one else _EMPTY_ALL
        self.list.rows.say_empty(empty.format(deal=deal.ref if deal else "a deal"))

    def _whole_words(self) -> str:
        line = self.line
        return whole(line, self.workspace.desk.today) if line else ""


def whole(line: FrictionLine, today: date) -> str:
    """Return an entry with all that is known of it, a line each."""
    facts = [f"{line.ref}  {line.title}", day_words(line.happened_on, today)]
    facts += [f"cost {line.effect}" if line.effect else "", f"cause {line.cause}" if line.cause else ""]
    facts.append(" ".join(f"#{tag}" for tag in line.tags.split()))
    parts = ["\n".join(fact for fact in facts if fact), line.text]
    parts.append(f"What we change:\n{line.remedy}" if line.remedy else "Nothing is to change yet.  e  say what")
    return "\n\n".join(parts)


def day_words(text: str, today: date) -> str:
    """Return a stored day in at most nine cells: ``today``, ``12 May``, ``12 May 25``; empty for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    if day == today:
        return "today"
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %y}"
