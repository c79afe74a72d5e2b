"""The opening card of a debrief, untimed: what we intended and what happened, earlier changes, captured notes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from dealdesk.domain.forms import DEBRIEF
from dealdesk.store import debrief_cards, lines
from dealdesk.store.debrief_cards import PastChange
from dealdesk.store.lines import LineRow
from dealdesk.tui.commands import debrief_cards as commands
from dealdesk.tui.commands import forms as form_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.row_source import Key, MemorySource, Row
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.tui.workspace import CurrentDeal, Workspace

_SPECS = tuple(spec for spec in DEBRIEF if spec.name in ("intended", "actual", "lucky"))
_COLUMNS = (
    Column("ref", width=9, sortable=False),
    Column("text", flex=1, width=20, sortable=False),
    Column("state", width=16, from_width=56, sortable=False),
)
_CHANGE, _NOTE = "change/", "note/"
_HEADINGS = {_CHANGE: "CHANGES FROM EARLIER DEALS", _NOTE: "CAPTURED WHILE NEGOTIATING (offered again in the sections)"}
_EMPTY = "\nNo changes from earlier deals, and no notes on this one."


class OpeningScreen(RecordFormScreen):
    """The three fields of the card, and under them what was agreed before and captured since."""

    title_text = "Before the debrief"
    commands = (*commands.OPENING, form_commands.KeepNow, form_commands.CloseForm)
    DEFAULT_CSS = """
    OpeningScreen Form { height: 7; max-width: 100%; }
    OpeningScreen.-stacked Form { height: 10; }
    OpeningScreen Rows { height: 1fr; }
    """

    def __init__(
        self,
        workspace: Workspace,
        deal: CurrentDeal,
        debrief_uid: str,
        go_on: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Show the card of a prepared debrief; ``go_on`` opens section 1, without it the screen answers True."""
        super().__init__(workspace, "debrief", _SPECS, uid=debrief_uid, deal_id=deal.id, title=self.title_text)
        self.deal = deal
        self._go_on = go_on
        self._gone = False
        self._changes: dict[str, PastChange] = {}
        self._notes: dict[str, LineRow] = {}
        self._source = MemorySource({}, group=_group)
        self.list = Rows(_COLUMNS, self._source, header=False, empty=_EMPTY)

    def body(self) -> Iterable[Widget]:
        """Return the form and the list."""
        yield self.form
        yield self.list

    def on_mount(self) -> None:
        """Read what stands beside the form; begin in the first empty field."""
        self._read()
        self.list.reload()
        self.call_next(self.form.focus_first_empty)

    def refresh_rows(self) -> None:
        """Read everything again."""
        super().refresh_rows()
        self._read()
        self.list.reload()

    def _read(self) -> None:
        desk = self.workspace.desk
        self._changes = {change.uid: change for change in desk.rows(debrief_cards.past_changes, self.deal.id)}
        self._notes = {note.uid: note for note in desk.rows(lines.of_section, "notes", self.deal.id)}
        rows: dict[Key, Row] = {_CHANGE + uid: self._change_row(change) for uid, change in self._changes.items()}
        rows |= {_NOTE + uid: _note_row(note) for uid, note in self._notes.items()}
        self._source.replace(rows)

    def _change_row(self, change: PastChange) -> Row:
        today = self.workspace.desk.today.isoformat()
        if change.done:
            state, look = "✓ made", "good"
        elif not change.due_on:
            state, look = "open", ""
        elif change.due_on < today:
            state, look = f"! open, {_day(change.due_on)}", "overdue"
        else:
            state, look = f"open, {_day(change.due_on)}", ""
        return Row({"ref": change.ref, "text": change.text, "state": state}, looks={"state": look})  # type: ignore[dict-item]

    @property
    def change(self) -> PastChange | None:
        """The change under the cursor while the list has the focus."""
        key = str(self.list.cursor_key)
        return self._changes.get(key.removeprefix(_CHANGE)) if self.focused is self.list else None

    def possible(self, command: type[KeyCommand]) -> bool:
        """Only a change that has an action can be ticked."""
        if command is commands.TickChange:
            return self.change is not None and bool(self.change.action_uid)
        return super().possible(command)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Begin, where the base would close the form."""
        event.prevent_default()
        event.stop()
        self.app.run_worker(self.do_begin_sections())

    async def do_take_field(self) -> None:
        """Go to the next field; from an empty one, the last or the list, begin."""
        field = self.focused
        if isinstance(field, Field):
            await taken_in(field)
            if field.text.strip() and not field.last:
                field.enter()
                return
        await self.do_begin_sections()

    async def do_begin_sections(self) -> None:
        """Hand over what is typed and go on, once however often it is asked for."""
        if isinstance(self.focused, Field):
            await taken_in(self.focused)
        if self._gone:
            return
        self._gone = True
        self.leave()
        if self._go_on is None:
            self.dismiss(True)
        else:
            await self._go_on()

    async def do_tick_change(self) -> None:
        """Mark the changes of that deal as made, or open."""
        change = self.change
        if change is None:
            return
        desk = self.workspace.desk
        name = "reopened changes" if change.done else "made changes"
        made = await self.workspace.write(
            name, debrief_cards.tick_change, change.action_uid, desk.today, self.workspace.clock.now()
        )
        self.refresh_rows()
        self.say(f"{change.ref}: changes {'made' if made else 'open again'}. u takes it back.")


def _group(key: Key) -> str:
    return _HEADINGS[_CHANGE if str(key).startswith(_CHANGE) else _NOTE]


def _note_row(note: LineRow) -> Row:
    return Row({"ref": _day(note.happened_on), "text": note.text, "state": note.said_by}, look="muted")


def _day(text: str) -> str:
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b}"
