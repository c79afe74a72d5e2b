"""The form of one row: what is typed is kept at once, and becomes part of the row when its field is left.

``RecordFormScreen(workspace, table, specs, uid=..., deal_id=..., title=...)`` edits the row ``uid``; without ``uid`` it
adds one when its last field is entered or F2 is pressed; left in any other way, what was typed stays a draft. A
subclass may override ``suggesters``, ``create_row`` and ``added``; everything else is the same for each table that has
a form (``domain.forms.FORMS``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Static

from dealdesk.clock import instant
from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.domain.forms import ASKED_FIRST_OF
from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store import drafts, forms, records
from dealdesk.tui.commands import everywhere
from dealdesk.tui.commands import forms as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.known_of import known_of
from dealdesk.tui.screens.record_keeping import RecordKeeping, messages, named, noun_of
from dealdesk.tui.widgets.folded_form import FoldedForm
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.suggest import Suggester

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.drafts import Draft
    from dealdesk.tui.workspace import Workspace

#: Seconds without a key after which the field that is being typed becomes part of its row.
REST = 2.0
#: Commands that leave the form, so that what was typed has to be part of the desk first.
_LEAVING = {
    command.identity()
    for command in (
        commands.CloseForm,
        everywhere.Leave,
        everywhere.OpenToday,
        everywhere.OpenDeals,
        everywhere.OpenDebrief,
        everywhere.OpenLeverage,
        everywhere.OpenFriction,
        everywhere.OpenActions,
    )
}
_NEW_HINT = "Enter goes on; in the last field it adds this. Esc twice keeps a draft."
_EDIT_HINT = "Enter goes on; in the last field it closes the form. Esc leaves the field."


def _folded_hint(form: Form) -> str:
    """Return how to go on where fields are folded; empty where none is."""
    if not isinstance(form, FoldedForm) or not form.folded:
        return ""
    return f"Enter goes on; after {form.last_shown.label} it adds this. Tab there opens the other {form.folded}."


class RecordFormScreen(DeskScreen):
    """One row of ``table`` as a form."""

    title_text = "Form"
    adds_on_leaving: ClassVar[bool] = False
    """Whether a new row is added also where the form is left without a word that it is ready."""
    begun_with: ClassVar[str] = "n"
    """The key that goes on with a draft."""
    commands: ClassVar[tuple[type[KeyCommand], ...]] = (
        commands.KeepNow,
        commands.CloseForm,
        commands.StartEmpty,
    )
    DEFAULT_CSS = """
    RecordFormScreen #hint { height: 1; padding: 0 2; margin: 0 0 1 0; color: $text-muted; }
    """

    def __init__(
        self,
        workspace: Workspace,
        table: str,
        specs: Sequence[FieldSpec],
        *,
        uid: str | None = None,
        deal_id: int | None = None,
        title: str = "",
        texts: Mapping[str, str] | None = None,
        draft: str | None = None,
        go_on: bool = True,
    ) -> None:
        """Bind ``specs`` to the row ``uid`` of ``table``, or to a new row of the deal ``deal_id``.

        ``texts``: what the fields of a new row hold, whatever was typed before. ``draft``: uid of typing that is taken
        up; without it the newest one of this table and deal is, unless ``go_on`` is False. Raises :class:`NotFound`
        when the row is not there any more.
        """
        workspace.must_write()
        super().__init__(workspace)
        self.table, self.deal_id = table, deal_id
        self._title = title
        self._taken_up: str = ""
        self._leaving = self._asked = False
        row, typed = self._typing_found(uid or draft, go_on)
        held = {} if uid is None else self._load(uid)
        self.specs = tuple(specs)
        self.specs = tuple(self.specs_for(typed))
        shown = {**held, **{name: left.text for name, left in typed.items()}, **(texts or {})}
        context = workspace.desk.context
        self._wrong = messages([spec for spec in self.specs if spec.name in typed], shown, context)
        asked_first = ASKED_FIRST_OF.get(table, 0) if uid is None else 0
        known = self.suggesters()
        self.form = (
            FoldedForm(self.specs, context, asked_first, texts=shown, messages=self._wrong, suggesters=known)
            if asked_first
            else Form(self.specs, context, texts=shown, messages=self._wrong, suggesters=known)
        )
        self._keeping = RecordKeeping(
            self, self.form, table, uid=row, is_new=uid is None, deal_id=deal_id, held=held, typed=typed
        )

    @property
    def uid(self) -> str | None:
        """The row, or the one that is being added; None until something is typed for a new one."""
        return self._keeping.uid

    @property
    def is_new(self) -> bool:
        """Whether the row is still to be added."""
        return self._keeping.is_new

    def suggesters(self) -> Mapping[str, Suggester]:
        """Return what is proposed in party and tag fields."""
        return self.workspace.desk.rows(known_of, self.table, self.deal_id)

    def specs_for(self, typed: Mapping[str, Draft]) -> Sequence[FieldSpec]:
        """Return the fields that are shown, where ``typed`` was left unfinished."""
        return self.specs

    def create_row(self, session: Session, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
        """Add the row and return its id. Runs on the writer thread: it reads nothing of the screen that changes."""
        return records.add(session, self.table, uid, self.deal_id or 0, texts, context, now)

    async def added(self, row_id: int, *, leaving: bool) -> None:
        """Say that the row was added, and close the form unless it is being left already."""
        self.say(f"{named(self.table, self.form.texts())} was added. u takes it back.")
        if not leaving:
            await self.close()

    async def close(self) -> None:
        """Go back to the screen below, if this form is in front."""
        if self.app.screen is self and len(self.app.screen_stack) > 1:
            await self.app.pop_screen()

    def body(self) -> Iterable[Widget]:
        """Return a line that says how to go on, and the form."""
        hint = (_folded_hint(self.form) or _NEW_HINT) if self.is_new else _EDIT_HINT
        yield Static(hint, id="hint", markup=False)
        yield self.form

    def on_mount(self) -> None:
        """Begin in the first field that needs it; take up what was left unfinished."""
        self._rest = self.set_interval(REST, self.promote_at_rest, pause=True)
        super().on_mount()
        self.title_line.show(title=self._title or self.title_text)
        if self.is_new or self._wrong:
            self.form.focus_first_empty()
        else:
            self.form.focus_field(self.specs[0].name)
        if self.is_new and self._taken_up:
            at = instant(self._taken_up).astimezone()
            self.say(f"This is your draft of {at:%a} {at.day} {at:%b}, {at:%H:%M}. ^R begins an empty one.")
        for name in reversed(self._keeping.slots):
            self._keeping.ask(name)
        if not self.is_new:
            self._keeping.promote_typed(readable_only=True)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to an empty form where no draft is shown."""
        return command is not commands.StartEmpty or (self.is_new and bool(self._taken_up))

    def all_commands(self) -> tuple[type[KeyCommand], ...]:
        """Call the key that keeps what it does for a new record: it adds it."""
        found = super().all_commands()
        return tuple(commands.AddNow if c is commands.KeepNow else c for c in found) if self.is_new else found

    async def action_run(self, identity: str) -> None:
        """Make what was typed part of the desk before any other command; leave only when that is answered."""
        if identity in _LEAVING:
            self._begin_leaving(identity)
            return
        self.leave()
        await super().action_run(identity)

    def leave(self) -> None:
        """Hand over what is typed, without waiting; a new row stays a draft."""
        self._keeping.collect()
        if not self.is_new:
            self._keeping.promote_typed()

    def on_unmount(self) -> None:
        """Hand over what is typed also when the screen is taken away by another way than its commands."""
        self.leave()

    def refresh_rows(self) -> None:
        """Show what another window, undo or a rule changed, in every field that was not typed in."""
        if self.is_new:
            return
        try:
            held = self._load(self.uid or "")
        except DealdeskError as error:
            self.say(str(error), severity="warning")
        else:
            self._keeping.show_held(held)

    def promote_at_rest(self) -> None:
        """Make the field being typed part of its row, because no key came for a while; half a date waits."""
        self._rest.pause()
        if not self.is_new:
            self._keeping.promote_typed(readable_only=True)

    def do_keep_now(self) -> None:
        """Answer when typing was kept; add a new row that has what it needs."""
        if self.is_new and self.uid is not None and not self._keeping.missing():
            self._begin_leaving("")
        elif self._keeping.unkept:
            self._asked = True
            self.workspace.writer.call(lambda _con: None)  # typing waits for no tick where there is a job
        else:
            self._say_kept(self.workspace.clock.now())

    def show_kept(self, at: str) -> None:
        """Show when typing was kept, and answer whoever asked."""
        super().show_kept(at)
        self._keeping.unkept = False
        if self._asked:
            self._asked = False
            self._say_kept(instant(at))

    def _say_kept(self, at: datetime) -> None:
        missing = self._keeping.missing() if self.is_new else []
        draft = f", as a draft: {self.form.errors()[missing[0]]}" if missing else "."
        self.say(f"Kept {at.astimezone():%H:%M:%S}{draft}")

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Say what Esc does next."""
        if command is not commands.CloseForm or self.focused is None:
            return super().footer_word(command)
        return "leave field"

    def on_folded_form_unfolded(self, event: FoldedForm.Unfolded) -> None:
        """Say how to go on where all fields are shown."""
        event.stop()
        self.query_one("#hint", Static).update(_NEW_HINT)

    def do_start_empty(self) -> None:
        """Show an empty form instead; the draft stays."""
        self.app.switch_screen(self.fresh())

    def fresh(self) -> RecordFormScreen:
        """Return an empty form of the same kind."""
        return RecordFormScreen(
            self.workspace, self.table, self.specs, deal_id=self.deal_id, title=self._title, go_on=False
        )

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed."""
        event.stop()
        self._keeping.keep(event.name, event.text)
        self._rest.reset()
        self._rest.resume()

    def on_form_left(self, event: Form.Left) -> None:
        """Make the field part of its row."""
        event.stop()
        if not self.is_new:
            self._keeping.left(event.name)

    def on_form_escaped(self, event: Form.Escaped) -> None:
        """Show the keys that work outside the fields."""
        event.stop()
        self.show_keys()

    def on_form_settled(self, event: Form.Settled) -> None:
        """Store the answer to a conflict: it was given in the knowledge of their text."""
        event.stop()
        self._keeping.settle(event.name, event.text)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Add the new row, or close the form."""
        event.stop()
        self._begin_leaving("")

    def _load(self, uid: str) -> dict[str, str]:
        held = self.workspace.desk.read(forms.load, self.table, uid)
        if not held:
            raise NotFound(f"This {noun_of(self.table)} is not there any more.")
        return held

    def _typing_found(self, uid: str | None, go_on: bool) -> tuple[str | None, dict[str, Draft]]:
        """Return what was typed before, and for which row."""
        desk = self.workspace.desk
        if uid is not None:
            return uid, desk.rows(drafts.of_row, self.table, uid)
        found = desk.rows(drafts.newest, self.table, self.deal_id) if go_on else None
        if found is None:
            return None, {}
        self._taken_up = found.at
        return found.uid, found.fields

    def _begin_leaving(self, identity: str) -> None:
        """Leave by a command, or ("") because the form is finished; in the App, which outlives this screen."""
        if not self._leaving:
            self._leaving = True
            self.app.run_worker(self._leave_by(identity))

    async def _leave_by(self, identity: str) -> None:
        try:
            settled = await (self._settle_new(identity) if self.is_new else self._keeping.settle_row())
        except DealdeskError as error:
            self.say(str(error), severity="error")
            return
        finally:
            self._leaving = False
        if not settled or self.app.screen is not self:
            return
        if identity in ("", commands.CloseForm.identity()):
            await self.close()
        else:
            await super().action_run(identity)

    async def _settle_new(self, identity: str) -> bool:
        """Add the row, if it was said to be ready and what it needs is there. True when the form may close."""
        if identity and not self.adds_on_leaving:
            if self._keeping.put_aside():
                self.say(f"Not added: kept as a draft; {self.begun_with} goes on with it.")
            return True
        row_id = await self._keeping.add(self.create_row)
        if row_id is None:
            return True
        await self.added(row_id, leaving=bool(identity))
        return bool(identity)
