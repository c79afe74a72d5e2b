"""Between the leverage checklist and the desk: marks are stored as they are pressed, texts are kept as they are typed.

A screen that shows the checklist makes one of these, shows its ``pane``, and calls :meth:`open` when the deal changes,
:meth:`read` when rows may have changed, and :meth:`hand_over` before it lets go of what is typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Protocol

from textual.timer import Timer

from dealdesk.counts import counted
from dealdesk.domain import leverage as rules
from dealdesk.domain.forms import LEVERAGE
from dealdesk.domain.leverage import Mark, MarkColumn
from dealdesk.domain.vocabulary import Origin
from dealdesk.errors import DealdeskError
from dealdesk.store import deal_lines, drafts, leverage_lines
from dealdesk.store.history import Command
from dealdesk.templates.leverage import LeverageTemplate
from dealdesk.tui.screens.record_form import REST
from dealdesk.tui.screens.record_keeping import RecordKeeping, messages
from dealdesk.tui.widgets.leverage_pane import LeveragePane, TextsForm

if TYPE_CHECKING:
    from dealdesk.store.desk import Desk
    from dealdesk.store.drafts import Draft
    from dealdesk.tui.screens.base import DeskScreen

_ASKED = {"evidence": "what shows that it moved them?", "moved them or not": "did it move them?"}
_BEGIN = "Mark what you counted on before, and what really moved them."


class Holding(Protocol):
    """The debrief in which marks are made; ``RunningDebrief`` is one."""

    id: int | None

    def letter(self) -> None:
        """Take note that something was written."""
        ...

    async def begin(self) -> int:
        """Return its id, started if it has not begun."""
        ...


class SourceTexts(RecordKeeping):
    """The two texts of one source; the row they stand in is made before either becomes part of it."""

    def __init__(
        self,
        screen: DeskScreen,
        form: TextsForm,
        make_row: Callable[[], None],
        *,
        uid: str,
        deal_id: int,
        held: Mapping[str, str],
        typed: Mapping[str, Draft],
    ) -> None:
        super().__init__(
            screen, form, leverage_lines.TABLE, uid=uid, is_new=False, deal_id=deal_id, held=held, typed=typed
        )
        self._make_row = make_row

    def promote(self, name: str) -> None:
        """Hand a text over, behind the command that makes its row."""
        self._make_row()
        super().promote(name)


class LeverageKeeping:
    """Keeps what is marked and written on one checklist."""

    def __init__(self, screen: DeskScreen, template: LeverageTemplate, holding: Holding | None = None) -> None:
        """Keep for ``screen``; marks that are made here belong to the debrief ``holding``, if there is one."""
        self._screen, self._workspace = screen, screen.workspace
        self.template, self._holding = template, holding
        self.deal_id: int | None = None
        """The deal whose checklist is shown."""
        self.pane = LeveragePane(template, self)
        self._marks: dict[tuple[str, str], Mark] = {}
        self._texts: dict[str, SourceTexts] = {}
        self._pending = 0
        self._rest: Timer | None = None

    def open(self, deal_id: int) -> None:
        """Show the checklist of a deal; what was typed for another one is handed over first."""
        if deal_id != self.deal_id:
            self.hand_over()
            self.deal_id, self._texts = deal_id, {}
            self.pane.begin()
        self.read()

    def read(self) -> None:
        """Read the marks again; a mark that is on its way is waited for. What can't be read is said."""
        if self.deal_id is None or self._pending:
            return
        try:
            found = self._workspace.desk.rows(leverage_lines.of_deal, self.deal_id)
            record = my_record(self._workspace.desk, self.template, self.deal_id)
        except DealdeskError as error:
            self.refused(str(error))
            return
        self._marks = {mark.place: mark for mark in found}
        stands = rules.standings(found)
        own = {mark.source: mark for mark in found if not mark.driver}
        for source, texts in self._texts.items():
            texts.show_held(_texts_of(own.get(source)))
        self.pane.show(
            stands,
            {source: mark.quote for source, mark in own.items()},
            {source: mark.notes for source, mark in own.items()},
            self._still_open(stands),
            record,
        )

    def hand_over(self) -> None:
        """Make what is typed part of the record, without waiting."""
        for texts in self._texts.values():
            texts.collect()
            texts.promote_typed()

    def mark_uid(self) -> str | None:
        """Return the uid of the row under the cursor; None where nothing was ever marked."""
        mark = self._marks.get(self.pane.grid.row.place)
        return mark.uid if mark else None

    def quote(self) -> str:
        """Return their words of the source under the cursor, else its notes, as they stand on the screen."""
        source = self.pane.source
        form = self.pane.forms.get(source)
        texts = form.texts() if form is not None else _texts_of(self._marks.get((source, "")))
        return texts["quote"] or texts["notes"]

    # What the pane asks.

    def marked(self, source: str, driver: str, column: MarkColumn, value: str) -> None:
        """Store a mark; the pane shows it already."""
        if self.deal_id is None:
            return
        self._pending += 1
        holding = self._holding
        if holding is not None:
            holding.letter()
        if holding is None or holding.id is not None:
            # Handed over now: a screen that is left takes its workers with it.
            future = self._submit(holding.id if holding else None, source, driver, column, value)
            self._screen.run_worker(self._stored(future))
        else:
            self._screen.run_worker(self._store_in(holding, source, driver, column, value))

    def refused(self, sentence: str) -> None:
        """Say why a cell can't be marked."""
        self._screen.say(sentence, severity="warning")

    def form_of(self, source: str) -> TextsForm:
        """Return the form of a source, with what was typed and is not part of its row yet."""
        deal_id = self.deal_id or 0
        desk = self._workspace.desk
        mark = self._marks.get((source, ""))
        uid = mark.uid if mark else desk.rows(leverage_lines.uid_of, deal_id, source)
        held = _texts_of(mark)
        typed = desk.rows(drafts.of_row, leverage_lines.TABLE, uid)
        texts = held | {name: draft.text for name, draft in typed.items()}
        wrong = messages([spec for spec in LEVERAGE if spec.name in typed], texts, desk.context)
        form = TextsForm(LEVERAGE, desk.context, texts=texts, messages=wrong)
        form.field("notes").last = False  # Enter in it leads on, to the grid, as it does from any other field
        self._texts[source] = SourceTexts(
            self._screen, form, partial(self._make_row, source), uid=uid, deal_id=deal_id, held=held, typed=typed
        )
        return form

    def typed(self, source: str, name: str, text: str) -> None:
        """Keep what was typed; after a while without a key it becomes part of the record."""
        self._texts[source].keep(name, text)
        if self._holding is not None:
            self._holding.letter()
        if self._rest is None:
            self._rest = self.pane.set_interval(REST, self._at_rest, pause=True)
        self._rest.reset()
        self._rest.resume()

    def left(self, source: str, name: str) -> None:
        """Make a text that was left part of the record, or ask which of two texts stays."""
        self._texts[source].left(name)

    def settled(self, source: str, name: str, text: str) -> None:
        """Store the answer to a conflict."""
        self._texts[source].settle(name, text)

    def _at_rest(self) -> None:
        if self._rest is not None:
            self._rest.pause()
        for texts in self._texts.values():
            texts.promote_typed(readable_only=True)

    # What is stored.

    def _make_row(self, source: str) -> None:
        """Have the row of a source in the file; by rule, for it is no step that a person would undo."""
        from dealdesk.store import leverage

        command = Command("began a source of leverage", origin=Origin.RULE)
        holding = self._holding.id if self._holding else None
        self._workspace.writer.submit(command, leverage.make_row, self.deal_id or 0, holding, source)

    def _submit(self, debrief_id: int | None, source: str, driver: str, column: MarkColumn, value: str) -> Future[None]:
        from dealdesk.store import leverage

        name = driver or self.template.source(source).label
        command = Command(f"marked leverage: {name} {_done(column, value)}")
        return self._workspace.writer.submit(
            command, leverage.mark, self.deal_id or 0, debrief_id, source, driver, column, value
        )

    async def _store_in(self, holding: Holding, source: str, driver: str, column: MarkColumn, value: str) -> None:
        await self._stored(self._submit(await holding.begin(), source, driver, column, value))

    async def _stored(self, future: Future[None]) -> None:
        try:
            # Shielded: a screen that goes away must not take the write with it.
            await asyncio.shield(asyncio.wrap_future(future))
        except DealdeskError as refusal:
            self._screen.say(str(refusal), severity="warning")
        finally:
            self._pending -= 1
        self.read()
        self._screen.show_keys()

    # What is said of it.

    def _still_open(self, stands: rules.Standings) -> str:
        missing = rules.missing(stands)
        labels = {source.id: source.label for source in self.template.sources}
        parts = [f"{labels[source]}: {_ASKED[what]}" for source, what in missing.items()]
        if parts:
            return f"Still open: {'; '.join(parts)}"
        return "" if any(not standing.blank for standing in stands.values()) else _BEGIN


def my_record(desk: Desk, template: LeverageTemplate, deal_id: int) -> tuple[str, dict[str, str]]:
    """Return how my record over deals of the type of a deal begins, and its words by source, the most telling first."""
    line = desk.rows(deal_lines.lines, [deal_id]).get(deal_id)
    kind = line.type if line else None
    deals = desk.rows(leverage_lines.marked_deals, kind)
    if not deals:
        return f"My record, {kind or 'all'} deals: nothing is marked yet.", {}
    labels = {source.id: source.label for source in template.sources}
    words = {of.source: rules.record_words(of, labels[of.source]) for of in rules.record(deals) if not of.blank}
    return f"My record, {counted(len(deals), f'{kind} deal' if kind else 'deal')}:", words


def _texts_of(mark: Mark | None) -> dict[str, str]:
    return {"quote": mark.quote if mark else "", "notes": mark.notes if mark else ""}


def _done(column: MarkColumn, value: str) -> str:
    """Return what was done to a cell, in the past tense."""
    if column is MarkColumn.COUNTED:
        return "was counted on" if value else "was not counted on"
    if column is MarkColumn.MOVED:
        return value or "is open again"
    return f"has the evidence: {value}" if value else "has no evidence"
