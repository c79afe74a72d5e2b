"""The deal page: what is next, the dates that count, and everything noted of one deal in one list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from dealdesk.domain import forms as specs
from dealdesk.store import dealings, records, registers
from dealdesk.store.who_to_call import BLANK
from dealdesk.tui import opener, sign_way, talk_way
from dealdesk.tui.commands import deal as commands
from dealdesk.tui.commands import issues as issue_commands
from dealdesk.tui.commands import sign as sign_commands
from dealdesk.tui.commands import talk as talk_commands
from dealdesk.tui.commands import today as today_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.commands.review import OpenReview
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens import deal_add, deal_items, deal_rows, deal_tabs, issue_space
from dealdesk.tui.screens.deal_new import NOUNS, TABLES, choices, edit_form, new_form
from dealdesk.tui.screens.deal_tabbing import TabbedDeal
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.store.due import DueItem

__all__ = ["DealScreen", "new_form"]


class DealScreen(TabbedDeal):
    """The page of one deal."""

    title_text = "Deal"
    commands = (
        commands.AddToDeal,
        commands.NextTab,
        commands.TabBefore,
        talk_commands.Talked,
        sign_commands.SignDeal,
        commands.DebriefDeal,
        OpenReview,
        commands.EditRow,
        commands.EditDeal,
        today_commands.DoneItem,
        today_commands.LaterItem,
        today_commands.NewDateItem,
        talk_commands.WriteMessage,
        talk_commands.WaitForThem,
        talk_commands.ShowCallCard,
        sign_commands.StartFollowThrough,
        commands.DealChanges,
        commands.OpenDocument,
        commands.ShowPage,
        commands.RaiseRow,
        commands.LowerRow,
        issue_commands.RaiseIssue,
        issue_commands.SevereIssue,
        issue_commands.ShowSinceReview,
        commands.CopyRow,
        commands.ArchiveRow,
        commands.RowChanges,
        GoBack,
    )

    def possible(self, command: type[KeyCommand]) -> bool:
        """Lines with a form can be edited; actions done and ideas used; documents opened; imported text only read."""
        table, uid = self.row_key
        if command in (commands.ArchiveRow, commands.RowChanges, commands.CopyRow) and uid.startswith(BLANK):
            return False
        if command is commands.ShowPage:
            return self.tab == "Together"
        if command in (commands.RaiseRow, commands.LowerRow):
            return table in registers.ORDERED
        if command in (issue_commands.RaiseIssue, issue_commands.SevereIssue):
            return table == "issue" and self.item is not None
        if command is commands.EditRow:
            return table in specs.FORMS or table == "fact"
        if command is commands.ArchiveRow:
            return table in specs.FORMS
        if command is commands.RowChanges:
            return table in NOUNS
        if command is today_commands.DoneItem:
            group = self.row_group
            return table in deal_items.TABLES or (group is not None and group.space is not None)
        if command in (today_commands.LaterItem, today_commands.NewDateItem):
            return self.item is not None
        if command is commands.OpenDocument:
            return table == "document"
        return command is not commands.CopyRow or bool(table)

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Say what the key that signs does to a deal that is signed."""
        if command is sign_commands.SignDeal and self.page is not None and self.page.line.signed_on:
            return "signed"
        return super().footer_word(command)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer the keys that the line allows."""
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Edit the line, or read it where it has no form."""
        table, uid = self.row_key
        if table in specs.FORMS:
            await self.do_edit_row()
        elif table == "fact":
            await self.do_edit_deal()
        elif table == "notice":
            await self.do_done_item()
        else:
            imported = table in deal_rows.IMPORTED
            title = (deal_tabs.GROUPS[table].heading if imported else NOUNS[table]).capitalize()
            self.app.push_screen(Reader(title, self._long_text(table, uid)))

    @property
    def item(self) -> DueItem | None:
        """The action, wait, check-in or notice under the cursor, as Today has it."""
        page = self.page
        if page is not None and self.row_key[0] == "issue":
            return issue_space.due_item(page, self.row_item)
        return deal_items.due_item(page, *self.row_key) if page is not None else None

    def going_on(self) -> Callable[[], None]:
        """Leave the cursor where it is: the page is about one deal, not a list to work off."""
        return lambda: None

    def _long_text(self, table: str, uid: str) -> str:
        page = self.page
        if page is None:
            return ""
        if table in deal_rows.IMPORTED:
            return page.source_terms if table == "source" else deal_rows.unread(page).get(uid, "")
        return deal_items.whole(page, table, uid, self.workspace.desk.today)

    def do_add_to_deal(self) -> None:
        """Ask what is to be added, then open its form; on a metric, a reading of it comes first."""
        offered = choices(deal_tabs.tables_of(self.tab))
        if self.row_key[0] == "metric":
            offered.sort(key=lambda choice: TABLES[choice[0]] != "metric_reading")
        self.app.push_screen(Choose("Add to this deal", offered), self.guarded(self._open_new))

    async def _open_new(self, key: str | None) -> None:
        table = TABLES[key] if key is not None else ""
        begin = deal_add.BEGINNINGS.get(table)
        if table == "metric_reading" and self.row_key[0] == "metric":
            await self.add_row(table, {"metric": self.row_item.name})
        elif table and not (begin is not None and await begin(self)):
            await self.add_row(table)

    async def add_row(self, table: str, texts: Mapping[str, str] | None = None) -> None:
        """Open the form that adds a row; ``texts`` is what its fields hold."""
        await self.app.push_screen(new_form(self.workspace, table, self.deal_id, texts))

    async def do_edit_row(self) -> None:
        """Open the form of the line, that of the deal for what is known of it as a whole."""
        table, uid = self.row_key
        if table == "fact":
            await self.do_edit_deal()
        elif uid.startswith(BLANK):
            await self.add_row(table, self.row_item.texts)
        elif table in specs.FORMS:
            await self.app.push_screen(edit_form(self.workspace, table, uid, self.deal_id))

    async def do_raise_row(self) -> None:
        """Move the line up."""
        await self._move_row(-1)

    async def do_lower_row(self) -> None:
        """Move the line down."""
        await self._move_row(1)

    async def _move_row(self, by: int) -> None:
        table, uid = self.row_key
        if await self.workspace.write(f"moved a {NOUNS[table]}", registers.move, table, uid, by):
            self.refresh_rows()

    async def do_raise_issue(self) -> None:
        """Raise the issue under the cursor by a level."""
        await issue_space.raise_level(self, self.row_key[1])

    async def do_severe_issue(self) -> None:
        """Take the issue under the cursor straight to the last level."""
        await issue_space.call_severe(self, self.row_key[1])

    def do_show_since_review(self) -> None:
        """Show what there is to say since the last review."""
        deal_add.show_since_review(self)

    def do_show_page(self) -> None:
        """Show how both sides work together on one page."""
        deal_add.show_together(self)

    async def do_edit_deal(self) -> None:
        """Open the form of the deal."""
        from dealdesk.tui.screens.deal_edit import EditDealScreen

        await self.app.push_screen(EditDealScreen(self.workspace, self.deal_id))

    async def do_sign_deal(self) -> None:
        """Sign the deal, or show what followed."""
        await self.workspace.ways.open_sign(self.deal_id)

    async def do_start_follow_through(self) -> None:
        """Start what follows from the signing of an old deal."""
        await sign_way.begin(self.app, self.workspace, self.deal_id)

    async def do_talked(self) -> None:
        """Log a conversation; with the person under the cursor, if there is one."""
        await self.workspace.ways.open_talk(self.deal_id, self.person_id())

    async def do_show_call_card(self) -> None:
        """Show what to know before a conversation."""
        await self.workspace.ways.open_call_card(self.deal_id, self.person_id())

    async def do_write_message(self) -> None:
        """Open a message to them, about the line under the cursor where that is an action or a wait."""
        table, uid = self.row_key
        await self.workspace.ways.open_message(self.deal_id, None, uid if table in ("action", "waiting") else "")

    async def do_wait_for_them(self) -> None:
        """Say what we wait for."""
        await talk_way.wait(self.app, self.workspace, self.deal_id, self.person_id())

    async def do_done_item(self) -> None:
        """Do with the line what its group says: done, used, met, reviewed."""
        group, item = self.row_group, self.row_item
        if group is None or group.space is None:
            await super().do_done_item()
        elif item is not None:
            await group.space(self, item)

    def person_id(self) -> int | None:
        """Return the person under the cursor."""
        return self.workspace.desk.rows(dealings.person_of, *self.row_key)

    async def do_debrief_deal(self) -> None:
        """Open the debrief."""
        await self.workspace.ways.open_debrief(self.deal_id)

    async def do_open_review(self) -> None:
        """Open the review form."""
        await self.workspace.ways.open_review(self.deal_id)

    def do_open_document(self) -> None:
        """Open the document under the cursor."""
        opener.open_target(self._document_target())
        self.say("Opened.")

    def _document_target(self) -> str:
        _table, uid = self.row_key
        documents = self.page.documents if self.page else ()
        return next((document.target for document in documents if document.uid == uid), "")

    def do_copy_row(self) -> None:
        """Copy the line."""
        table, uid = self.row_key
        if table == "document":
            text = self._document_target()
        elif table in deal_rows.IMPORTED:
            text = self._long_text(table, uid)
        else:
            row = self._source.rows([f"{table}/{uid}"]).get(f"{table}/{uid}")
            text = "  ".join(value for value in row.cells.values() if value) if row else ""
        self.app.copy_to_clipboard(text)
        self.say("Copied. Clipboard programs may keep it.")

    async def do_archive_row(self) -> None:
        """Archive the line."""
        table, uid = self.row_key
        now = self.workspace.clock.now()
        what = f"{NOUNS[table]} of {self.page.line.ref}" if self.page else NOUNS[table]
        said = await self.workspace.write(f"archived a {what}", records.archive, table, uid, now)
        self.refresh_rows()
        self.say(" ".join([f"The {NOUNS[table]} was archived.", *said, "u brings it back."]))

    def do_row_changes(self) -> None:
        """Show the history of the line."""
        from dealdesk.tui.dialogs.history import RowHistory

        self.app.push_screen(RowHistory(self.workspace, self.row_key[1]))

    def do_deal_changes(self) -> None:
        """Show the history of the deal."""
        from dealdesk.tui.dialogs.history import DealHistory

        self.app.push_screen(DealHistory(self.workspace, self.deal_id))
