"""The opening of the second debrief: what the first one took for true, line by line, and what became of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Static

from dealdesk import paths
from dealdesk.domain.vocabulary import Verdict
from dealdesk.store import held
from dealdesk.store.held import HeldLine
from dealdesk.templates.leverage import load_leverage
from dealdesk.tui.commands import debrief_cards as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.widgets.below_line import BelowLine
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Look, MemorySource, Row
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.tui.workspace import CurrentDeal, Workspace

GoOn = Callable[[], Awaitable[object]]

_COLUMNS = (
    Column("text", flex=1, width=20, sortable=False),
    Column("verdict", width=14, sortable=False),
)
_TITLES = {
    "moments": "KEY MOMENTS",
    "worked": "WHAT WORKED",
    "leverage": "WHAT MOVED THEM",
    "missed": "MISSED QUESTIONS",
    "friction": "FRICTION",
    "changes": "CHANGES",
}
_CYCLE: tuple[Verdict | None, ...] = (None, *Verdict)
_LOOKS: dict[Verdict, Look] = {Verdict.HELD: "good", Verdict.DID_NOT: "overdue", Verdict.UNCLEAR: "warning"}
_QUESTION = "What we took for true then: did it hold?"
_EMPTY = "\nThere is no line of a first debrief to judge. Enter goes on to section 1."


class HeldScreen(DeskScreen):
    """The lines of the first debrief with their verdicts; untimed."""

    title_text = "Second debrief: what held"
    commands = commands.HELD
    DEFAULT_CSS = """
    HeldScreen #question { height: 1; padding: 0 1; margin: 0 0 1 0; text-style: bold; }
    """

    def __init__(self, workspace: Workspace, deal: CurrentDeal, debrief_id: int, go_on: GoOn | None = None) -> None:
        """Judge in the debrief ``debrief_id``; ``go_on`` opens section 1, without it the screen answers True."""
        super().__init__(workspace)
        self.deal, self.debrief_id = deal, debrief_id
        self._go_on = go_on
        self._labels = {source.id: source.label for source in load_leverage(Path(paths.config_folder())).sources}
        self._lines: dict[str, HeldLine] = {}
        self._source = MemorySource({}, group=lambda key: _TITLES[self._lines[str(key)].section])
        self.list = Rows(_COLUMNS, self._source, header=False, empty=_EMPTY)
        self.list.at_once = self._show_below
        self._question = Static("", id="question", markup=False)
        self.below = BelowLine()

    def body(self) -> Iterable[Widget]:
        """Return the question with the counts, the list, and the whole line under the cursor."""
        yield self._question
        yield self.list
        yield self.below

    def on_mount(self) -> None:
        """Read the lines."""
        self.refresh_rows()
        super().on_mount()
        self.list.focus()

    def refresh_rows(self) -> None:
        """Read the lines again; the cursor stays."""
        found = self.workspace.desk.rows(held.lines, self.deal.id, self.debrief_id, self._labels)
        self._lines = {line.uid: line for line in found}
        self._source.replace({line.uid: _row(line) for line in found})
        self.list.reload()
        self._show_counts()
        self._show_below()

    def _show_below(self) -> None:
        self.below.show(self.line.text if self.line else "")

    def _show_counts(self) -> None:
        told = held.told(self.workspace.desk.rows(held.counts, self.debrief_id))
        self._question.update(plain(f"{_QUESTION}   {told}" if told else _QUESTION), layout=False)

    @property
    def line(self) -> HeldLine | None:
        """The line under the cursor."""
        return self._lines.get(str(self.list.cursor_key))

    def possible(self, command: type[KeyCommand]) -> bool:
        """Lines can be judged where there are any."""
        return command is not commands.NextVerdict or self.line is not None

    async def do_next_verdict(self) -> None:
        """Give the line its next verdict, or none, and stay on it."""
        line = self.line
        if line is None:
            return
        verdict = _CYCLE[(_CYCLE.index(line.verdict) + 1) % len(_CYCLE)]
        now = self.workspace.clock.now()
        await self.workspace.write("said what held", held.mark, self.debrief_id, line.section, line.uid, verdict, now)
        self.refresh_rows()

    async def do_judged_all(self) -> None:
        """Go on."""
        if self._go_on is None:
            self.dismiss(True)
        else:
            await self._go_on()


def _row(line: HeldLine) -> Row:
    verdict = line.verdict
    return Row({"text": line.text, "verdict": verdict or "-"}, looks={"verdict": _LOOKS[verdict] if verdict else ""})
