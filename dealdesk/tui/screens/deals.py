"""All deals in one list: found by their words, ordered by any column, and one look at each beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget

from dealdesk.errors import NotFound
from dealdesk.store import deal_page, deals
from dealdesk.store.deal_lines import DealLine
from dealdesk.tui import sign_way
from dealdesk.tui.commands import deals as commands
from dealdesk.tui.commands import sign as sign_commands
from dealdesk.tui.commands import talk as talk_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.commands.review import OpenReview
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.deal_look import look
from dealdesk.tui.screens.deal_source import COLUMNS, DealSource
from dealdesk.tui.widgets.beside import Beside
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

_EMPTY = """
No deals yet.

  n   add a deal I just signed
  I   import deals from a CSV file"""
_WARM_AFTER = 0.3


class DealsScreen(DeskScreen):
    """The list of deals."""

    title_text = "Deals"
    commands = (
        commands.OpenDeal,
        commands.AddDeal,
        talk_commands.Talked,
        sign_commands.SignDeal,
        commands.DebriefThisDeal,
        OpenReview,
        commands.EditThisDeal,
        talk_commands.WriteMessage,
        talk_commands.WaitForThem,
        talk_commands.ShowCallCard,
        sign_commands.StartFollowThrough,
        commands.ImportMoreDeals,
        commands.ArchiveDeal,
        commands.CopyReference,
        commands.DealRowChanges,
        GoBack,
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual declares it as a plain list
    DEFAULT_CSS = """
    DealsScreen {
        & #deals { width: 1fr; }
        & #look { display: none; }
        &.-wide #look { display: block; }
    }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._source = DealSource(workspace)
        self.list = FilteredRows(COLUMNS, self._source, empty=_EMPTY, id="deals")
        self._look = Beside(self._look_words, id="look")

    def body(self) -> Iterable[Widget]:
        """Return the list and, where there is room, a look at the deal under the cursor."""
        with Horizontal():
            yield self.list
            yield self._look

    def on_mount(self) -> None:
        """Begin at the current deal."""
        super().on_mount()
        self.list.rows.focus()
        if self.workspace.deal is not None:
            self.list.rows.go_to(self.workspace.deal.id)
        self.list.rows.at_once = self._came_to_deal
        self._came_to_deal()
        self.set_timer(_WARM_AFTER, self._source.warm)

    def on_screen_resume(self) -> None:
        """Come back to the deal that was worked on meanwhile."""
        super().on_screen_resume()
        if self.workspace.deal is not None:
            self.list.rows.go_to(self.workspace.deal.id)

    def refresh_rows(self) -> None:
        """Read the deals again; the cursor stays on its deal."""
        self.list.reload()
        self.show_look()

    @property
    def line(self) -> DealLine | None:
        """The deal under the cursor."""
        key = self.list.rows.cursor_key
        return None if key is None else self._source.line(key)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to what needs a deal where there is none."""
        if command is GoBack:
            return bool(self.workspace.left)
        if command in self.commands and command not in (commands.AddDeal, commands.ImportMoreDeals):
            return self.list.rows.cursor_key is not None
        return True

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Leave out the key that signs where a deal is signed: it shows what followed then, as the keys say."""
        line = self.line
        signed = command is sign_commands.SignDeal and line is not None and line.signed_on
        return "" if signed else super().footer_word(command)

    def _came_to_deal(self) -> None:
        """Make the deal under the cursor the current one."""
        line = self.line
        if line is not None:
            self.workspace.deal = CurrentDeal(line.id, line.ref, line.title)
            self.show_deal()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Look at the deal once the cursor rests."""
        self._look.show_soon()
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Open the deal."""
        await self.do_open_deal()

    def show_look(self) -> None:
        """Show what matters of the deal under the cursor in the pane beside the list."""
        self._look.show_now()

    def _look_words(self) -> str:
        line = self.line
        try:
            page = self.workspace.desk.rows(deal_page.page, line.id) if line else None
        except NotFound:
            page = None
        return "\n".join(look(page, self.workspace.desk.today)) if page else ""

    async def do_open_deal(self) -> None:
        """Open the page of the deal."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_deal(line.id)

    def do_add_deal(self) -> None:
        """Open the form of a new deal."""
        from dealdesk.tui.screens.me import introduced

        introduced(self, self.workspace, self._open_new)

    def _open_new(self) -> None:
        from dealdesk.tui.screens.deal_form import NewDealScreen

        self.app.push_screen(NewDealScreen(self.workspace))

    async def do_edit_this_deal(self) -> None:
        """Open the form of the deal."""
        from dealdesk.tui.screens.deal_edit import EditDealScreen

        line = self.line
        if line is not None:
            await self.app.push_screen(EditDealScreen(self.workspace, line.id))

    async def do_debrief_this_deal(self) -> None:
        """Open the debrief of the deal."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_debrief(line.id)

    async def do_sign_deal(self) -> None:
        """Sign the deal, or show what followed."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_sign(line.id)

    async def do_start_follow_through(self) -> None:
        """Start what follows from the signing of an old deal."""
        line = self.line
        if line is not None:
            await sign_way.begin(self.app, self.workspace, line.id)

    async def do_talked(self) -> None:
        """Log a conversation."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_talk(line.id)

    async def do_write_message(self) -> None:
        """Open a message to them."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_message(line.id)

    async def do_wait_for_them(self) -> None:
        """Say what we wait for."""
        line = self.line
        if line is not None:
            from dealdesk.tui import talk_way

            await talk_way.wait(self.app, self.workspace, line.id, None)

    async def do_show_call_card(self) -> None:
        """Show what to know before a conversation."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_call_card(line.id)

    async def do_open_review(self) -> None:
        """Open the review form of the deal."""
        line = self.line
        if line is not None:
            await self.workspace.ways.open_review(line.id)

    async def do_archive_deal(self) -> None:
        """Archive the deal."""
        line = self.line
        if line is not None:
            now = self.workspace.clock.now()
            await self.workspace.write(f"archived {line.ref}", deals.archive, line.id, now)
            self.refresh_rows()
            self.say(f"{line.ref} archived. u brings it back.")

    def do_copy_reference(self) -> None:
        """Copy the reference."""
        line = self.line
        if line is not None:
            self.app.copy_to_clipboard(line.ref)
            self.say(f"Copied {line.ref}, if this terminal lets programs copy.")

    def do_deal_row_changes(self) -> None:
        """Show the history of the deal's own fields."""
        from dealdesk.tui.dialogs.history import RowHistory

        line = self.line
        if line is not None:
            self.app.push_screen(RowHistory(self.workspace, line.uid))

    async def do_import_more_deals(self) -> None:
        """Open the import."""
        from dealdesk.tui.screens.import_deals import ImportScreen

        await self.app.push_screen(ImportScreen(self.workspace))
