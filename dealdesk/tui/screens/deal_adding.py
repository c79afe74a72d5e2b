"""What is added to a deal and edited on its page: which form is opened, and where the cursor stands afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dealdesk.domain import forms as specs
from dealdesk.store import deal_page
from dealdesk.store.who_to_call import BLANK
from dealdesk.tui.screens import deal_add, deal_contacts, deal_tabs
from dealdesk.tui.screens.deal_new import NOUNS, TABLES, choices, edit_form, new_form, only_kind
from dealdesk.tui.screens.deal_tabbing import TabbedDeal

if TYPE_CHECKING:
    from dealdesk.store.who_to_call import Call
    from dealdesk.tui.screens.record_form import RecordFormScreen
    from dealdesk.tui.workspace import Workspace

#: What is added most.
_FIRST = "action"


class AddingDeal(TabbedDeal):
    """The forms of a deal page."""

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        super().__init__(workspace, deal_id)
        self._form: RecordFormScreen | None = None
        """The form of a new row that was opened here last."""
        self._stays = ""
        """The line that keeps the cursor although a row is added: a metric that gets a reading."""

    async def do_add_to_deal(self) -> None:
        """Open the form of what the tab is about; where it has several kinds, ask which."""
        only = "" if self.tab == deal_tabs.OVERVIEW else only_kind(deal_tabs.tables_of(self.tab))
        if only:
            await self._open_new(only)
        else:
            self.do_add_other()

    def do_add_other(self) -> None:
        """Ask what is to be added: Enter takes the kind of the line under the cursor, on a metric a reading of it."""
        from dealdesk.tui.dialogs.choose import Choose

        here = "metric_reading" if self.row_key[0] == "metric" else self.row_key[0]
        tab = (_FIRST,) if self.tab == deal_tabs.OVERVIEW else tuple(deal_tabs.tables_of(self.tab))
        self.app.push_screen(Choose("Add to this deal", choices((here, *tab))), self.guarded(self._chosen))

    async def _chosen(self, key: str | None) -> None:
        if key is not None:
            await self._open_new(TABLES[key])

    async def _open_new(self, table: str) -> None:
        begin = deal_add.BEGINNINGS.get(table)
        here = self.row_key[0]
        if table == "metric_reading" and here == "metric":
            await self.add_row(table, {"metric": self.row_item.name})
        elif table == here == "contact":
            await self.add_row(table, deal_contacts.lacks(self.row_item))
        elif not (begin is not None and await begin(self)):
            await self.add_row(table)

    async def add_row(self, table: str, texts: Mapping[str, str] | None = None) -> None:
        """Open the form that adds a row; ``texts`` is what its fields hold."""
        self._form = new_form(self.workspace, table, self.deal_id, texts)
        self._stays = str(self.list.rows.cursor_key or "") if self.row_key[0] == "metric" == table[:6] else ""
        await self.app.push_screen(self._form)

    async def do_edit_row(self) -> None:
        """Open the form of the line, that of the deal for what is known of it as a whole."""
        table, uid = self.row_key
        if table == "fact":
            await self.do_edit_deal()
        elif table == "contact":
            await deal_contacts.one_of(self, self.row_item, "which one?", self._edit_call)
        elif uid.startswith(BLANK):
            await self.add_row(table, self.row_item.texts)
        elif table in specs.FORMS:
            await self.app.push_screen(edit_form(self.workspace, table, uid, self.deal_id))

    async def do_edit_deal(self) -> None:
        """Open the form of the deal."""
        from dealdesk.tui.screens.deal_edit import EditDealScreen

        await self.app.push_screen(EditDealScreen(self.workspace, self.deal_id))

    async def _edit_call(self, call: Call) -> None:
        if deal_contacts.is_free(call):
            await self.add_row("contact", call.texts)
        else:
            await self.app.push_screen(edit_form(self.workspace, "contact", call.uid, self.deal_id))

    def on_screen_resume(self) -> None:
        """Go to the row that was added meanwhile, on its tab; a filter that hides it is said."""
        form = self._form
        if form is None or form.uid is None or form.table not in deal_tabs.TAB_OF:
            return
        table, uid = form.table, form.uid
        if not self.workspace.desk.rows(deal_page.is_there, table, uid):
            return  # it is not yet in front, or was left as a draft
        self._form = None
        self.open_tab(deal_tabs.TAB_OF[table])
        self.refresh_rows()
        key = self._stays or self.key_of(table, uid)
        if key and not self.list.rows.go_to(key):
            self.say(f"The {NOUNS[table]} was added, hidden by the filter. Esc ends the filter, u takes it back.")
        self.show_keys()

    def key_of(self, table: str, uid: str) -> str:
        """Return the line on which a row stands; empty where the tab has none."""
        for key, item in self.shown.items.items():
            if key.partition("/")[0] == table and uid in (item.uid, *getattr(item, "uids", ())):
                return key
        return ""
