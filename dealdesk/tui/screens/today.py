"""Today, the first screen: what is due, drawn from ``store.due`` before the ORM is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widget import Widget

from dealdesk.clock import stamp
from dealdesk.store import due, unfinished
from dealdesk.tui.commands import today as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.talk import ShowCallCard, Talked, WaitForThem, WriteMessage
from dealdesk.tui.screens.today_doing import DoingScreen
from dealdesk.tui.screens.today_rows import COLUMNS, UNFINISHED, DueSource
from dealdesk.tui.widgets.beside import Beside
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.job_lines import JobLines
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.store.due import Due, DueItem
    from dealdesk.store.unfinished import Unfinished
    from dealdesk.tui.workspace import Workspace

#: More lines than a first frame can show are read behind it.
FIRST_LINES = 60
#: How often what is left of an hour is told anew, in seconds.
CLOCKS_S = 60


class DueRows(FilteredRows):
    """The list, and under its counts the two standing lines."""

    def __init__(self, source: DueSource) -> None:
        super().__init__(COLUMNS, source, header=False, empty="", id="due")
        self.jobs = JobLines()

    def compose(self) -> ComposeResult:
        """Lay out counts, standing lines and list."""
        yield self._info
        yield self.jobs
        yield self.rows


class TodayScreen(DoingScreen):
    """What is due, in one look."""

    title_text = "Today"
    commands = (
        commands.OpenItem,
        commands.DoneItem,
        Talked,
        commands.LaterItem,
        WriteMessage,
        commands.NewDateItem,
        WaitForThem,
        ShowCallCard,
        commands.DebriefItem,
        commands.ExplainItem,
        commands.NewDeal,
        commands.ImportDeals,
        commands.OpenDemo,
    )
    # No class for what is narrow: a class that comes with the first layout has every widget styled once more.
    HORIZONTAL_BREAKPOINTS = [(120, "-wide")]  # noqa: RUF012 - Textual declares it as a plain list
    DEFAULT_CSS = """
    TodayScreen {
        & #due { width: 1fr; }
        & #look { display: none; }
        &.-wide #look.-shown { display: block; }
    }
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._source = DueSource()
        self.list = DueRows(self._source)
        self.list.rows.at_once = self._came_to_line
        self._look = Beside(self._look_words, id="look")
        self._read(first=True)
        self._show_counts(first=True)
        self._make_room()

    def body(self) -> Iterable[Widget]:
        """Return the list and, where there is room, a look at the line under the cursor."""
        with Horizontal():
            yield self.list
            yield self._look

    def on_mount(self) -> None:
        """Name the deal of the first line; everything else is there already, for the first frame is drawn once."""
        super().on_mount()
        # Asked of the App: while that is still mounting, a screen calls at once what is to wait for its first frame.
        self.app.call_after_refresh(self._complete)
        self.set_interval(CLOCKS_S, self._go_with_the_clock)

    def _complete(self) -> None:
        """Behind the first frame: the lines it had no room for, and what is told beside the list."""
        if len(self._due.items) == FIRST_LINES or self._due.more:
            self.refresh_rows()
        elif self._mark():
            self.list.reload()
            self.show_keys()
        self._show_beside()

    def _go_with_the_clock(self) -> None:
        """Read again what has an hour of today: it runs out, and is late from then on."""
        if self.is_current and any(item.clock or item.due_at for item in self._due.items):
            self.refresh_rows()

    def refresh_rows(self) -> None:
        """Read what is due again; the cursor stays on its line wherever that went, else with its deal."""
        left, acted, at = self.item, self.acted, self.list.rows.cursor_index
        self._read()
        self._mark()
        self._show_counts()
        self.list.reload()
        if left is not None and self._key_of(left) not in self._source.items:
            self._stay_near(left, at)
            if acted is not None and acted.uid == left.uid:
                self.left = left
        self.show_keys()
        self.call_after_refresh(self._show_beside)

    def going_on(self) -> Callable[[], None]:
        """Stay with the line that moves: what one does next is mostly about that one."""
        return lambda: None

    def _stay_near(self, left: DueItem, at: int) -> None:
        """Put the cursor on the next line of the deal whose line has left the list, else leave it at its place."""
        rows, items = self.list.rows, self._source.items
        same = [
            index
            for index, key in enumerate(rows.keys_shown)
            if (item := items.get(str(key))) is not None and item.deal_id == left.deal_id
        ]
        if same:
            rows.go_to(rows.keys_shown[next((index for index in same if index >= at), same[-1])])

    @staticmethod
    def _key_of(item: DueItem) -> str:
        return f"{item.kind}/{item.uid}"

    def show_kept(self, at: str) -> None:
        """Show when typing was kept; that of a form that was just left may be the first of it."""
        super().show_kept(at)
        # Under a question it stays as it is: it is read again when the question is gone.
        if self.app.screen is self and self.workspace.desk.rows(unfinished.unfinished) != self._forms:
            self.refresh_rows()

    @property
    def item(self) -> DueItem | None:
        """The line under the cursor."""
        return self._source.items.get(str(self.list.rows.cursor_key))

    @property
    def _on_unfinished(self) -> bool:
        return self.list.rows.cursor_key == UNFINISHED

    def possible(self, command: type[KeyCommand]) -> bool:
        """Lines can be dealt with where there is one; the first minute's keys work on an empty desk."""
        if command is commands.OpenItem:
            return self.item is not None or self._on_unfinished
        if command in self.commands and command not in (commands.NewDeal, commands.ImportDeals, commands.OpenDemo):
            return self.item is not None
        return True

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Name what the keys do with this very line."""
        item = self.item
        if command is WriteMessage and self.left is not None:
            return f"message {self.left.ref}"
        if item is not None and command is WriteMessage and item.uid in self._source.at_risk:
            return "tell them"
        return super().footer_word(command)

    def _came_to_line(self) -> None:
        """Make the deal of the line the current one, and offer the keys that the line allows, in the same frame."""
        self.acted = self.left = None
        item = self.item
        if item is not None:
            self.workspace.deal = CurrentDeal(item.deal_id, item.ref, item.title)
            self.show_deal()
        self.show_keys()

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Look at the line once the cursor rests."""
        self._look.show_soon()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Open the line."""
        await self.do_open_item()

    def _read(self, *, first: bool = False) -> None:
        desk = self.workspace.desk
        today = desk.today.isoformat()
        now = stamp(desk.clock.now())
        self._due: Due = desk.rows(due.due, today, shown=FIRST_LINES if first else None, now=now)
        self._forms = desk.rows(unfinished.unfinished)
        self._source.replace(self._due.items, today, self._forms if self._due.items or self._any_deal() else [])

    def _mark(self) -> bool:
        """Find the promises at risk; return whether these are others than before."""
        from dealdesk.store import promises

        desk, before = self.workspace.desk, self._source.at_risk
        ours = [item.uid for item in self._due.items if item.kind == "action" and item.who == "us"]
        self._source.at_risk = desk.rows(promises.at_risk, ours, desk.settings.calendar, desk.today)
        return self._source.at_risk != before

    def _show_counts(self, *, first: bool = False) -> None:
        counts, today = self._due.counts, self.workspace.desk.today
        day = f"{today:%a} {today.day} {today:%b}"
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
        self.list.info(f"{day} {today.year}", "   ".join(parts), day)
        if not self._due.items:
            self.list.rows.say_empty(self._empty(first=first))

    def _show_beside(self) -> None:
        """Say what stands around the list; read behind the frame that shows the list."""
        from dealdesk.store import job_lines

        desk = self.workspace.desk
        if self._make_room():
            self.list.jobs.show(
                desk.rows(job_lines.learning, desk.today), desk.rows(job_lines.relationship, desk.today)
            )
        if not self._due.items:
            self.list.rows.say_empty(self._empty())
        self._look.show_now()

    def _make_room(self) -> bool:
        """Keep a place for what stands around the list unless there are no deals; return whether there is one."""
        has_deals = self._source.total() > 0 or self._any_deal()
        self.list.jobs.use(shown=has_deals)
        self._look.set_class(has_deals, "-shown", update=self.is_attached)
        return has_deals

    def _look_words(self) -> str:
        item = self.item
        if item is None:
            return ""
        from dealdesk.tui.screens.today_look import look

        return "\n".join(look(self.workspace.desk, item, at_risk=item.uid in self._source.at_risk))

    def _empty(self, *, first: bool = False) -> str:
        from dealdesk.tui.screens.first_minute import empty_desk, nothing_due

        desk = self.workspace.desk
        if not self._any_deal():
            return empty_desk(desk, begun=bool(self._forms))
        return nothing_due(desk, counted=not first)

    def _any_deal(self) -> bool:
        query = "SELECT 1 FROM deal WHERE archived_at IS NULL LIMIT 1"
        return self.workspace.desk.rows(lambda con: con.execute(query).fetchone()) is not None

    async def do_open_item(self) -> None:
        """Open what the line is about, or go on with the form that waits."""
        if self._on_unfinished:
            self._go_on_with(self._forms[0])
        else:
            await self.open_line()

    def _go_on_with(self, form: Unfinished) -> None:
        if form.deal_id is None:
            self._open_new_deal()
            return
        from dealdesk.tui.screens.deal import new_form

        self.app.push_screen(new_form(self.workspace, form.table, form.deal_id))

    def do_new_deal(self) -> None:
        """Open the form of a new deal; on an empty desk, ask first who works here."""
        from dealdesk.tui.screens.me import introduced

        introduced(self, self.workspace, self._open_new_deal)

    def _open_new_deal(self) -> None:
        from dealdesk.tui.screens.deal_form import NewDealScreen

        self.app.push_screen(NewDealScreen(self.workspace))

    async def do_import_deals(self) -> None:
        """Open the import."""
        from dealdesk.tui.screens.import_deals import ImportScreen

        await self.app.push_screen(ImportScreen(self.workspace))

    def do_open_demo(self) -> None:
        """Say how the demo is opened."""
        self.say("The demo has a file of its own. Leave with q, then type: dealdesk demo")
