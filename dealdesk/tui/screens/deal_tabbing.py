"""The lines of a deal page under its tabs: which tab is open, where the cursor stands on each, what stands there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget

from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store import deal_page
from dealdesk.tui.screens import deal_facts, deal_rows, deal_tabs
from dealdesk.tui.screens.deal_base import DealBase
from dealdesk.tui.screens.deal_columns import fitted, whole
from dealdesk.tui.widgets.facts import Facts
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.row_source import MemorySource
from dealdesk.tui.widgets.tab_line import TabLine
from dealdesk.tui.widgets.whole_line import WholeLine, lines_for, most_lines
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.store.deal_page import DealPage
    from dealdesk.tui.screens.deal_groups import Group
    from dealdesk.tui.widgets.columns import Column
    from dealdesk.tui.workspace import Workspace

_EMPTY = f"""
Nothing is noted of this deal yet.

  t   log a conversation
  n   add {deal_facts.HINT}
  S   sign it
  D   debrief it"""
_EMPTY_TAB = """
Nothing is noted here yet.

  n   add something
  h l or Left Right   go to the other tabs"""
#: The most lines over the tabs: on a screen of 24 the list has to have most of them.
_FACTS = 5
#: The most lines around the list: the header, the facts, the tabs, and two of keys.
_AROUND = 2 + _FACTS + 1 + 2


class TabbedDeal(DealBase):
    """Facts, tabs and the list of the open tab; it comes back to the tab and the line it was left on."""

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        super().__init__(workspace)
        self.deal_id = self.page_of = deal_id
        self.page: DealPage | None = None
        self.shown = deal_tabs.Shown({}, {}, {}, {})
        """The lines of the open tab."""
        self.tab = workspace.tabs.setdefault(deal_id, {}).get("", deal_tabs.OVERVIEW)
        """The name of the open tab."""
        self._names: tuple[str, ...] = ()
        self._facts = Facts(most=_FACTS, id="facts")
        self._tabs = TabLine(id="tabs")
        self._source = MemorySource({}, group=lambda key: self.shown.headings[str(key)])
        self.list = FilteredRows((), self._source, header=False, empty=_EMPTY)
        self.list.rows.at_once = self._show_whole
        self._columns: tuple[Column, ...] = ()
        self._whole = WholeLine(id="whole")

    def body(self) -> Iterable[Widget]:
        """Return the facts, the tabs, the list, and the line under its cursor in full."""
        yield self._facts
        yield self._tabs
        yield self.list
        yield self._whole

    def on_mount(self) -> None:
        """Read the deal and put the cursor where it was left."""
        self.refresh_rows()
        super().on_mount()
        self.list.rows.focus()
        self.call_after_refresh(self._to_left_line)

    def refresh_rows(self) -> None:
        """Read the deal again; the cursor stays on its line."""
        self._read()
        self.list.reload()
        self._show_whole()

    def on_resize(self) -> None:
        """Lay the lines out for the new width."""
        self._lay_out()
        self.show_keys()

    def open_tab(self, name: str) -> None:
        """Open a tab, with the cursor on the line it was left on."""
        if name == self.tab:
            return
        self._remember()
        self.tab = self.workspace.tabs[self.deal_id][""] = name
        self.list.action_clear_filter()
        self.list.rows.sort_by(None)
        self._read_lines()
        self.list.rows.use(self._source)
        self._to_left_line()
        self.show_keys()

    def do_next_tab(self) -> None:
        """Open the next tab; after the last one comes the first."""
        self._step(1)

    def do_tab_before(self) -> None:
        """Open the tab before; before the first one comes the last."""
        self._step(-1)

    @property
    def has_tabs(self) -> bool:
        """Whether there is another tab to go to."""
        return len(self._names) > 1

    def do_next_group(self) -> None:
        """Go to the first line under the next heading; after the last one comes the first."""
        self._step_group(1)

    def do_group_before(self) -> None:
        """Go to the first line under the heading before."""
        self._step_group(-1)

    def _step_group(self, by: int) -> None:
        keys, headings = [str(key) for key in self.list.rows.keys_shown], self.shown.headings
        starts = [n for n, key in enumerate(keys) if n == 0 or headings[key] != headings[keys[n - 1]]]
        if starts:
            here = max(place for place, start in enumerate(starts) if start <= self.list.rows.cursor_index)
            self.list.rows.go_to(keys[starts[(here + by) % len(starts)]])

    def on_tab_line_chosen(self, event: TabLine.Chosen) -> None:
        """Open the tab that was clicked."""
        event.stop()
        self.open_tab(event.name)

    def on_unmount(self) -> None:
        """Remember the line for the next time."""
        self._remember()

    @property
    def row_key(self) -> tuple[str, str]:
        """Table and uid of the line under the cursor; two empty texts for none."""
        table, _, uid = str(self.list.rows.cursor_key or "").partition("/")
        return table, uid

    @property
    def row_item(self) -> Any:  # noqa: ANN401 - a row as its group reads it
        """What the line under the cursor shows, as it was read; None for none."""
        return self.shown.items.get(str(self.list.rows.cursor_key or ""))

    @property
    def row_group(self) -> Group | None:
        """The group of the line under the cursor."""
        return self.shown.groups.get(str(self.list.rows.cursor_key or ""))

    def guarded(self, answered: Callable[[Any], Awaitable[None]]) -> Callable[[Any], Awaitable[None]]:
        """Return what takes the answer of a question and says, in a sentence, what is refused."""

        async def take(answer: Any) -> None:  # noqa: ANN401 - whatever the question answers with
            try:
                await answered(answer)
            except DealdeskError as refusal:
                self.say(str(refusal), severity="warning")

        return take

    def _step(self, by: int) -> None:
        names = self._names
        self.open_tab(names[(names.index(self.tab) + by) % len(names)])

    def _remember(self) -> None:
        if (key := self.list.rows.cursor_key) is not None:
            self.workspace.tabs[self.deal_id][self.tab] = str(key)

    def _to_left_line(self) -> None:
        left = self.workspace.tabs[self.deal_id].get(self.tab)
        if left is None or not self.list.rows.go_to(left):
            self.list.rows.action_first()

    def _read(self) -> None:
        desk = self.workspace.desk
        try:
            page = desk.rows(deal_page.page, self.deal_id)
        except NotFound:
            self._facts.show([["This deal was archived; u brings it back."]])
            return
        self.page = page
        self.workspace.deal = CurrentDeal(page.line.id, page.line.ref, page.line.title)
        self.show_deal()
        self._facts.show(deal_facts.fact_lines(page, desk.today, desk.settings.calendar))
        self._read_lines()

    def _read_lines(self) -> None:
        """Read which tabs there are, and the lines of the open one."""
        desk, page = self.workspace.desk, self.page
        if page is None:
            return
        self._names = desk.rows(deal_tabs.named, self.deal_id, self.tab)
        self._tabs.show(tuple(deal_tabs.BY_NAME), self.tab, there=self._names, titles=deal_tabs.TITLES)
        alone = desk.settings.team == "alone"
        scene = deal_rows.Scene(page, desk.today, self.workspace.clock.now(), alone, bare=not self.has_tabs)
        self.shown = desk.rows(deal_tabs.lines, self.deal_id, deal_tabs.BY_NAME[self.tab], scene)
        self._source.replace(self.shown.rows)
        self.list.rows.say_empty(_EMPTY if not self.has_tabs else _EMPTY_TAB)
        self._lay_out()

    def _lay_out(self) -> None:
        """Give the columns what the lines of the tab need, and the line in full what the longest of them needs."""
        size = self.app.size
        rows_of, names = self.shown.rows, deal_tabs.BY_NAME[self.tab].columns
        rows = rows_of.values()
        self._columns = fitted(rows, names, size.width)
        self.list.rows.show_columns(self._columns)
        headings = {self.shown.headings[str(key)] for key in rows_of}
        most = most_lines(size.height, size.height - _AROUND - len(rows_of) - len(headings))
        needs = (lines_for(whole(row, self._columns, size.width)[: most * size.width], size.width) for row in rows)
        self._whole.give(min(most, max(needs, default=0)))
        self._show_whole()

    def _show_whole(self) -> None:
        row = self.shown.rows.get(str(self.list.rows.cursor_key or ""))
        self._whole.show(whole(row, self._columns, self.app.size.width) if row is not None else "")
