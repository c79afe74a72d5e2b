"""Today, the first screen: what is due, drawn from ``store.due`` before the ORM is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from textual.widget import Widget

from dealdesk.store import due, unfinished
from dealdesk.text import fold
from dealdesk.tui.commands import today as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.row_source import Key, Look, Row, RowSource, Sort
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.store.due import Due, DueItem
    from dealdesk.store.unfinished import Unfinished
    from dealdesk.tui.workspace import Workspace

#: More lines than a first frame can show are read behind it.
FIRST_LINES = 60
GROUP_TITLES = {
    "running": "RUNNING",
    "overdue": "OVERDUE",
    "today": "TODAY",
    "soon": "NEXT 7 DAYS",
    "coming": "COMING UP",
    "unfinished": "UNFINISHED",
}
#: The key of the line that says which forms wait.
_UNFINISHED = "unfinished"
_COLUMNS = (
    Column("sign", width=2, sortable=False),
    Column("when", "When", width=9, align="right"),
    Column("ref", "Deal", width=10),
    Column("what", "What", flex=3, width=20),
    Column("party", "Counterparty", flex=1, width=16, from_width=100),
    Column("who", "Whose", width=6, from_width=70),
)


class TodayScreen(DeskScreen):
    """What is due, in one look."""

    title_text = "Today"
    commands = (
        commands.OpenItem,
        commands.DebriefItem,
        commands.NewDeal,
        commands.ExplainItem,
        commands.ImportDeals,
        commands.OpenDemo,
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._source = DueSource()
        self.list = FilteredRows(_COLUMNS, self._source, header=False, empty="")
        self.list.rows.at_once = self._came_to_line
        self._read(first=True)
        self._show_counts()

    def body(self) -> Iterable[Widget]:
        """Return the list."""
        yield self.list

    def on_mount(self) -> None:
        """Name the deal of the first line; everything else is there already, for the first frame is drawn once."""
        super().on_mount()
        if len(self._due.items) == FIRST_LINES or self._due.more:
            self.call_after_refresh(self.refresh_rows)

    def refresh_rows(self) -> None:
        """Read what is due again; the cursor stays on its line."""
        self._read()
        self._show_counts()
        self.list.reload()

    def show_kept(self, at: str) -> None:
        """Show when typing was kept; that of a form that was just left may be the first of it."""
        super().show_kept(at)
        if self.workspace.desk.rows(unfinished.unfinished) != self._forms:
            self.refresh_rows()

    @property
    def item(self) -> DueItem | None:
        """The line under the cursor."""
        return self._source.items.get(str(self.list.rows.cursor_key))

    @property
    def _on_unfinished(self) -> bool:
        return self.list.rows.cursor_key == _UNFINISHED

    def possible(self, command: type[KeyCommand]) -> bool:
        """Lines can be opened and explained where there is one; the first minute's keys work on an empty desk."""
        if command is commands.OpenItem:
            return self.item is not None or self._on_unfinished
        if command in (commands.DebriefItem, commands.ExplainItem):
            return self.item is not None
        return True

    def _came_to_line(self) -> None:
        """Make the deal of the line the current one."""
        item = self.item
        if item is not None:
            self.workspace.deal = CurrentDeal(item.deal_id, item.ref, item.title)
            self.show_deal()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer the keys that the line allows."""
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Open the line."""
        await self.do_open_item()

    def _read(self, *, first: bool = False) -> None:
        desk = self.workspace.desk
        today = desk.today.isoformat()
        self._due: Due = desk.rows(due.due, today, shown=FIRST_LINES if first else None, count=not first)
        self._forms = desk.rows(unfinished.unfinished)
        self._source.replace(self._due.items, today, self._forms if self._due.items or self._any_deal() else [])

    def _show_counts(self) -> None:
        counts, today = self._due.counts, self.workspace.desk.today
        day = f"{today:%a} {today.day} {today:%b %Y}"
        words = {"overdue": "overdue", "today": "today", "soon": "in 7 days"}
        if counts.coming:
            words["coming"] = "coming up"
        plus = {group: "+" for group in self._due.more}
        parts = [f"{getattr(counts, group)}{plus.get(group, '')} {said}" for group, said in words.items()]
        if self._due.older:
            parts.append(f"and {self._due.older} older")
        if not self._due.items:
            parts = ["nothing is due"] if self._source.total() else []
        elif self._forms:
            parts.append(f"{len(self._forms)} unfinished")
        self.list.info(day, "   ".join(parts))
        if not self._due.items:
            self.list.rows.say_empty(self._empty())

    def _empty(self) -> str:
        from dealdesk.tui.screens.first_minute import empty_desk, nothing_due

        desk = self.workspace.desk
        return nothing_due(desk) if self._any_deal() else empty_desk(desk, begun=bool(self._forms))

    def _any_deal(self) -> bool:
        query = "SELECT 1 FROM deal WHERE archived_at IS NULL LIMIT 1"
        return self.workspace.desk.rows(lambda con: con.execute(query).fetchone()) is not None

    async def do_open_item(self) -> None:
        """Open the debrief or the page of the deal, or go on with the form that waits."""
        item = self.item
        if self._on_unfinished:
            self._go_on_with(self._forms[0])
        if item is None:
            return
        if item.kind == "debrief":
            await self.do_debrief_item()
            return
        await self.workspace.ways.open_deal(item.deal_id)

    def _go_on_with(self, form: Unfinished) -> None:
        if form.deal_id is None:
            self._open_new_deal()
            return
        from dealdesk.tui.screens.deal import new_form

        self.app.push_screen(new_form(self.workspace, form.table, form.deal_id))

    async def do_debrief_item(self) -> None:
        """Open the debrief of the line's deal."""
        if self.item is not None:
            await self.workspace.ways.open_debrief(self.item.deal_id)

    def do_new_deal(self) -> None:
        """Open the form of a new deal; on an empty desk, ask first who works here."""
        from dealdesk.tui.screens.me import introduced

        introduced(self, self.workspace, self._open_new_deal)

    def _open_new_deal(self) -> None:
        from dealdesk.tui.screens.deal_form import NewDealScreen

        self.app.push_screen(NewDealScreen(self.workspace))

    def do_explain_item(self) -> None:
        """Show the arithmetic of the line's place, and its history."""
        from dealdesk.tui.dialogs.history import RowHistory

        item = cast("DueItem", self.item)
        self.app.push_screen(RowHistory(self.workspace, item.uid, why=f"{item.urgency} = {item.why}"))

    async def do_import_deals(self) -> None:
        """Open the import."""
        from dealdesk.tui.screens.import_deals import ImportScreen

        await self.app.push_screen(ImportScreen(self.workspace))

    def do_open_demo(self) -> None:
        """Say how the demo is opened."""
        self.say("The demo has a file of its own. Leave with q, then type: dealdesk demo")


class DueSource(RowSource):
    """The due items as rows; a line is formatted only when it comes into view."""

    def __init__(self) -> None:
        self.items: dict[str, DueItem] = {}
        self._today = ""
        self._waits: dict[str, str] = {}

    def replace(self, items: list[DueItem], today: str, forms: Sequence[Unfinished]) -> None:
        """Take other items, and the forms that wait; ``today`` is the local date, ISO."""
        self.items = {f"{item.kind}/{item.uid}": item for item in items}
        self._today = today
        self._waits = {"ref": forms[0].ref, "what": unfinished.sentence(forms)} if forms else {}

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the items that hold all ``words``, in their order: by urgency, and last what waits."""
        if not words:
            return [*self.items, *([_UNFINISHED] if self._waits else [])]
        wanted = fold(words).split()
        texts = {key: fold(" ".join(self._row(item).cells.values())) for key, item in self.items.items()}
        return [key for key, text in texts.items() if all(word in text for word in wanted)]

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the lines of these items."""
        found: dict[Key, Row] = {key: self._row(self.items[str(key)]) for key in keys if str(key) in self.items}
        if self._waits and _UNFINISHED in keys:
            found[_UNFINISHED] = Row(self._waits)
        return found

    def total(self) -> int:
        """Return the number of items."""
        return len(self.items) + bool(self._waits)

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return a heading before the first item of each group."""
        found: dict[Key, str] = {}
        last = ""
        for key in keys:
            group = self.items[str(key)].group if key != _UNFINISHED else _UNFINISHED
            if group != last:
                found[key], last = GROUP_TITLES[group], group
        return found

    def _row(self, item: DueItem) -> Row:
        sign, look = _sign(item)
        return Row(
            {
                "sign": sign,
                "when": when_words(item, self._today),
                "ref": item.ref,
                "what": due.sentence(item, self._today),
                "party": item.party,
                "who": {"us": "you", "them": "them"}.get(item.who, ""),
            },
            look=look,
        )


def _sign(item: DueItem) -> tuple[str, Look]:
    if item.group == "running":
        return ">>", "accent"
    if item.group == "overdue":
        return ("!!", "overdue") if item.late_days > 1 else ("! ", "overdue")
    return ("- ", "warning") if item.group == "today" else ("  ", "")


def when_words(item: DueItem, today: str) -> str:
    """Return when an item is due, in at most nine cells: ``3d late``, ``today``, ``in 4d``."""
    if item.group == "running":
        return "now"
    if item.late_days > 0:
        return f"{item.late_days}d late"
    days = (date.fromisoformat(item.due_on or today) - date.fromisoformat(today)).days
    return "today" if days <= 0 else f"in {days}d"
