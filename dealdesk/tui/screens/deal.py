"""The deal page: what is next, the dates that count, and everything noted of one deal in one list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dealdesk.domain import forms as specs
from dealdesk.store import dealings, records, registers
from dealdesk.tui import opener, sign_way, talk_way
from dealdesk.tui.commands import deal as commands
from dealdesk.tui.commands import issues as issue_commands
from dealdesk.tui.commands import sign as sign_commands
from dealdesk.tui.commands import talk as talk_commands
from dealdesk.tui.commands import today as today_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.commands.review import OpenReview
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens import deal_add, deal_contacts, deal_items, deal_keys, deal_rows, issue_space
from dealdesk.tui.screens.deal_adding import AddingDeal
from dealdesk.tui.screens.deal_new import NOUNS, new_form
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.store.due import DueItem
    from dealdesk.store.who_to_call import Call

__all__ = ["DealScreen", "new_form"]


class DealScreen(AddingDeal):
    """The page of one deal."""

    title_text = "Deal"
    commands = (
        commands.AddToDeal,
        commands.NextTab,
        commands.TabBefore,
        commands.NextGroup,
        commands.GroupBefore,
        commands.AddOther,
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
        """Say what the line under the cursor and the open tab allow."""
        return deal_keys.possible(self, command)

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Say what a key does to the line under the cursor, and what signing does to a deal that is signed."""
        word = deal_keys.word(self, command)
        return super().footer_word(command) if word is None else word

    def show_keys(self) -> None:
        """Draw the keys of the line and the tab first, as many as there is room for."""
        if self._typing():
            super().show_keys()
        else:
            self.key_line.show(deal_keys.line(self))

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer the keys that the line allows."""
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Edit the line, or read it where it has no form."""
        table, uid = self.row_key
        group, item = self.row_group, self.row_item
        if group is not None and group.enter is not None:
            await group.enter(self, item)
        elif table in specs.FORMS:
            await self.do_edit_row()
        elif table == "fact":
            await self.do_edit_deal()
        elif table == "notice":
            await self.do_done_item()
        else:
            imported = table in deal_rows.IMPORTED
            title = (group.heading if imported and group is not None else NOUNS[table]).capitalize()
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
        """Open a message to them, about the line under the cursor where that is an action, a wait or an issue."""
        table, uid = self.row_key
        await self.workspace.ways.open_message(self.deal_id, None, uid if table in deal_keys.WRITTEN_ABOUT else "")

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
        """Archive the line; of a line with several people, the one that is meant."""
        table, uid = self.row_key
        if table == "contact":
            await deal_contacts.one_of(self, self.row_item, "who is archived?", self._archive_call)
        else:
            await self._archive(table, uid)

    async def _archive_call(self, call: Call) -> None:
        await self._archive("contact", call.uid)

    async def _archive(self, table: str, uid: str) -> None:
        now = self.workspace.clock.now()
        what = f"{NOUNS[table]} of {self.page.line.ref}" if self.page else NOUNS[table]
        said = await self.workspace.write(f"archived a {what}", records.archive, table, uid, now)
        self.refresh_rows()
        self.say(" ".join([f"The {NOUNS[table]} was archived.", *said, "u brings it back."]))

    async def do_row_changes(self) -> None:
        """Show the history of the line; of a line with several people, of the one that is meant."""
        if self.row_key[0] == "contact":
            await deal_contacts.one_of(self, self.row_item, "whose history?", self._show_call_changes)
        else:
            self._show_changes(self.row_key[1])

    async def _show_call_changes(self, call: Call) -> None:
        self._show_changes(call.uid)

    def _show_changes(self, uid: str) -> None:
        from dealdesk.tui.dialogs.history import RowHistory

        self.app.push_screen(RowHistory(self.workspace, uid))

    def do_deal_changes(self) -> None:
        """Show the history of the deal."""
        from dealdesk.tui.dialogs.history import DealHistory

        self.app.push_screen(DealHistory(self.workspace, self.deal_id))
