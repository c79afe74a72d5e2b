"""The leverage checklist of the current deal: what was counted on, what moved them; and my record over all deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from dealdesk import paths
from dealdesk.counts import counted
from dealdesk.domain import leverage as rules
from dealdesk.domain.leverage import SourceRecord
from dealdesk.store import deal_lines, leverage_lines
from dealdesk.templates.leverage import load_leverage
from dealdesk.tui.commands import leverage as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.leverage_keeping import LeverageKeeping
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import MemorySource, Row
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

_COLUMNS = (
    Column("source", "Source", width=24, sortable=False),
    Column("counted", "Counted on", width=10, sortable=False),
    Column("moved", "Moved them", width=10, sortable=False),
    Column("share", "When counted on", width=15, from_width=70, sortable=False),
    Column("surprise", "Surprises", width=9, from_width=78, sortable=False),
    Column("deals", "Moved them in", flex=1, width=14, from_width=100, sortable=False),
)
_EMPTY = """
No deal is chosen.
The checklist says, for one deal, what you counted on before and what really moved them.

  Enter   choose a deal
  2       see all deals
  a       my record over all deals"""
_EMPTY_ALL = """
No leverage is marked yet.
My record compares, source by source, what you counted on with what moved them."""
_GUESSES = "What is my guess counts half. A percentage is shown from 3 deals on."


class LeverageScreen(DeskScreen):
    """The checklist of one deal, or my record over all."""

    title_text = "Leverage"
    commands = (
        commands.MarkLeverage,
        commands.WriteLeverage,
        commands.SwitchLeverageDeals,
        commands.LeverageHistory,
        commands.CopyLeverage,
        commands.OpenLeverageDeal,
        commands.PickLeverageDeal,
    )
    DEFAULT_CSS = """
    LeverageScreen {
        & #none { height: 1fr; padding: 0 2; color: $text-muted; }
        & #info { height: 1; padding: 0 1; color: $text-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.keeping = LeverageKeeping(self, load_leverage(Path(paths.config_folder())))
        self.pane = self.keeping.pane
        self._labels = {source.id: source.label for source in self.keeping.template.sources}
        self._source = MemorySource({})
        self.record = Rows(_COLUMNS, self._source, empty=_EMPTY_ALL)
        self._every = False
        self._info = Static("", markup=False, id="info")
        self._none = Static(plain(_EMPTY), markup=False, id="none")

    def body(self) -> Iterable[Widget]:
        """Return the checklist, my record, and what is said where no deal is chosen; one of them is shown."""
        yield Vertical(self._info, self.pane, self.record, self._none)

    def on_mount(self) -> None:
        """Show the current deal."""
        super().on_mount()
        self.refresh_rows()
        self._focus()

    def on_screen_resume(self) -> None:
        """Follow the current deal."""
        super().on_screen_resume()
        if not self.pane.writing:
            self._focus()

    def refresh_rows(self) -> None:
        """Read the marks again; the cursor stays on its row."""
        deal = self.workspace.deal
        if self._every:
            self._show_record()
        elif deal is not None:
            self.keeping.open(deal.id)
        self.record.display = self._every
        self.pane.display = not self._every and deal is not None
        self._none.display = not self._every and deal is None
        self._show_info()

    @property
    def _on_checklist(self) -> bool:
        return not self._every and self.workspace.deal is not None

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to what needs a deal where none is chosen, and to what needs the checklist where it is not shown."""
        if command is commands.PickLeverageDeal:
            return not self._every and self.workspace.deal is None
        if command is commands.OpenLeverageDeal:
            return self.workspace.deal is not None
        if command is commands.WriteLeverage:
            return self._on_checklist and not self.pane.writing
        if command is commands.CopyLeverage:
            return self._on_checklist and bool(self.keeping.quote())
        if command in self.commands and command is not commands.SwitchLeverageDeals:
            return self._on_checklist
        return True

    async def action_run(self, identity: str) -> None:
        """Make what was typed part of the record before any command."""
        self.keeping.hand_over()
        await super().action_run(identity)

    def leave(self) -> None:
        """Hand over what is typed, without waiting."""
        self.keeping.hand_over()

    async def do_mark_leverage(self) -> None:
        """Press the cell under the cursor."""
        await self.pane.grid.action_press()

    async def do_write_leverage(self) -> None:
        """Go to the texts."""
        await self.pane.write()

    def do_switch_leverage_deals(self) -> None:
        """Show my record over all deals, or the checklist."""
        self._every = not self._every
        self.refresh_rows()
        self._focus()

    def do_leverage_history(self) -> None:
        """Show the history of the row under the cursor."""
        uid = self.keeping.mark_uid()
        if uid is None:
            self.say("Nothing was ever marked here.")
            return
        from dealdesk.tui.dialogs.history import RowHistory

        self.app.push_screen(RowHistory(self.workspace, uid))

    def do_copy_leverage(self) -> None:
        """Copy their words, else the notes."""
        self.app.copy_to_clipboard(self.keeping.quote())
        self.say("Copied. Clipboard programs may keep it.")

    async def do_open_leverage_deal(self) -> None:
        """Open the page of the deal."""
        deal = self.workspace.deal
        if deal is not None:
            await self.workspace.ways.open_deal(deal.id)

    def do_pick_leverage_deal(self) -> None:
        """Ask which deal."""
        from dealdesk.tui.dialogs.pick_deal import PickDeal

        self.app.push_screen(PickDeal(self.workspace, "Which deal?"), self._take)

    def _take(self, deal_id: int | None) -> None:
        if deal_id is None:
            return
        line = self.workspace.desk.rows(deal_lines.lines, [deal_id])[deal_id]
        self.workspace.deal = CurrentDeal(line.id, line.ref, line.title)
        self.show_deal()
        self.refresh_rows()
        self._focus()
        self.show_keys()

    def on_leverage_grid_moved(self) -> None:
        """Show what can be done with the row under the cursor."""
        self.show_keys()

    def _focus(self) -> None:
        grid = self.pane.grid if self.workspace.deal is not None else None
        self.set_focus(self.record if self._every else grid)

    def _show_record(self) -> None:
        deals = self.workspace.desk.rows(leverage_lines.marked_deals)
        lines = [line for line in rules.record(deals) if not line.blank]
        self._source.replace({line.source: Row(self._cells(line)) for line in lines})
        self.record.reload()

    def _cells(self, line: SourceRecord) -> Mapping[str, str]:
        return {
            "source": self._labels[line.source],
            "counted": str(line.counted),
            "moved": rules.number_words(line.moved),
            "share": f"{line.percent} %" if line.percent is not None else "",
            "surprise": rules.number_words(line.surprises) if line.surprises else "",
            "deals": ", ".join(line.moved_in),
        }

    def _show_info(self) -> None:
        number = len(self.workspace.desk.rows(leverage_lines.marked_deals)) if self._every else 0
        self._info.update(plain(f"My record over {counted(number, 'deal')}. {_GUESSES}"), layout=False)
        self._info.display = bool(number)
