"""Find: deals first, then every text there is, while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from dealdesk.errors import DealdeskError
from dealdesk.store.history_words import noun
from dealdesk.store.search import Hit, search
from dealdesk.text import fold
from dealdesk.tui.commands import find as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.filtered_list import InfoLine
from dealdesk.tui.widgets.row_source import Key, MemorySource, Row
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.widgets.search_line import SearchLine

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

MOST = 100
"""Hits shown; another letter serves better than a longer list."""
_COLUMNS = (
    Column("ref", width=10, sortable=False),
    Column("kind", width=14, sortable=False, from_width=50),
    Column("text", width=20, flex=1, sortable=False),
)
#: Letters of a text that are seen in a narrow window, so that its beginning shows the words found in them.
_IN_SIGHT = 40
#: What is known by a name: the place of the words says little without it.
_NAMED = frozenset({"deal", "person", "party", "document"})
_EMPTY = """
Type a few letters of anything: a company, a person, a title, a word of a friction.

  up, down   move         Enter   open the deal
  Esc        clear the words, then back"""


class FindScreen(DeskScreen):
    """The search over deals and all texts."""

    title_text = "Find"
    commands = (commands.OpenHit, commands.CloseFind)
    DEFAULT_CSS = "FindScreen SearchLine { margin: 1 1 0 1; width: 1fr; }"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.line = SearchLine("what to find")
        """The words."""
        self._source = MemorySource({})
        self.rows = Rows(_COLUMNS, self._source, header=False, empty=_EMPTY)
        """The hits."""
        self._info = InfoLine()
        self._hits: dict[Key, Hit] = {}
        self._wanted: tuple[str, bool] | None = None
        self._asking = False

    def body(self) -> Iterable[Widget]:
        """Return the line, what it found, and the list."""
        yield self.line
        yield self._info
        yield self.rows

    def on_mount(self) -> None:
        """Type at once."""
        super().on_mount()
        self.line.focus()

    def refresh_rows(self) -> None:
        """Search again; the cursor stays on its hit."""
        self._search(to_top=False)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to opening a hit that belongs to no deal."""
        return command is not commands.OpenHit or self._deal() is not None

    def on_field_typed(self, event: Field.Typed) -> None:
        """Search for what is typed now."""
        event.stop()
        self._search(to_top=True)

    async def on_field_entered(self, event: Field.Entered) -> None:
        """Open the hit under the cursor."""
        event.stop()
        await self.action_run(commands.OpenHit.identity())

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Open the hit that was clicked."""
        await self.action_run(commands.OpenHit.identity())

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer Enter where it does something."""
        self.show_keys()

    def on_search_line_passed(self, event: SearchLine.Passed) -> None:
        """Move in the list while the words are typed."""
        event.stop()
        if event.action == "page":
            self.rows.action_page(event.by)
        else:
            self.rows.action_step(event.by)

    def _search(self, *, to_top: bool) -> None:
        """Ask for the words as they are now; one question at a time, and the words of the moment are the next."""
        self._wanted = (self.line.text, to_top)
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask())

    async def _ask(self) -> None:
        try:
            while (wanted := self._wanted) is not None:
                self._wanted = None
                words, to_top = wanted
                rows = self.workspace.desk.rows
                hits = await asyncio.to_thread(rows, search, words, MOST) if words.strip() else []
                if self._wanted is None:
                    self._show(words, hits, to_top)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
        finally:
            self._asking = False

    def _show(self, words: str, hits: list[Hit], to_top: bool) -> None:
        self._hits = {f"{hit.tab}/{hit.uid}/{hit.deal_id}": hit for hit in hits}
        self._source.replace({key: _row(hit, words) for key, hit in self._hits.items()})
        self.rows.say_empty(f"\nNothing holds “{words.strip()}”." if words.strip() else _EMPTY)
        self.rows.reload()
        if to_top:
            self.rows.action_first()
        self._show_count(len(hits))

    def _show_count(self, number: int) -> None:
        many = f"the first {MOST}; another letter finds less" if number >= MOST else f"{number} found"
        self._info.show(many if number else "", "")

    def _deal(self) -> int | None:
        hit = self._hits.get(self.rows.cursor_key or "")
        return hit.deal_id if hit else None

    async def do_open_hit(self) -> None:
        """Open the deal of the hit."""
        deal_id = self._deal()
        if deal_id is None:
            return
        await self.workspace.ways.open_deal(deal_id)

    def do_close_find(self) -> None:
        """Clear the words; without any, go back."""
        if self.line.text:
            self.line.put("")
            self._search(to_top=True)
        else:
            self.dismiss()

    def do_find(self) -> None:
        """Go back: the key that opened the search closes it."""
        self.dismiss()


def _row(hit: Hit, words: str) -> Row:
    first = (fold(words).split() or [""])[0]
    in_sight = first in fold(f"{hit.ref} {hit.title[:_IN_SIGHT]}") or not hit.excerpt
    named = f"{hit.title[:_IN_SIGHT]}   " if hit.tab in _NAMED else ""
    text = hit.title if in_sight else named + hit.excerpt
    return Row(
        {"ref": hit.ref, "kind": noun(hit.tab), "text": text},
        look="strong" if hit.tab == "deal" else "",
        looks={"kind": "muted"},
    )
