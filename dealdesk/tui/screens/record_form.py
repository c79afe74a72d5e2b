"""The form of one row: what is typed is kept at once, and becomes part of the row when its field is left.

``RecordFormScreen(workspace, table, specs, uid=..., deal_id=..., title=...)`` edits the row ``uid``; without ``uid`` it
adds one when its last field is entered or the form is left. A subclass may override ``suggesters``, ``create_row`` and
``added``; everything else is the same for each table that has a form (``domain.forms.FORMS``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.widget import Widget
from textual.widgets import Static

from dealdesk.clock import instant
from dealdesk.domain.fields import Context, FieldSpec, read
from dealdesk.domain.vocabulary import TypingState
from dealdesk.errors import DealdeskError, InputRefused, NotFound
from dealdesk.store import drafts, forms
from dealdesk.store.uid import new_uid
from dealdesk.tui.commands import everywhere
from dealdesk.tui.commands import forms as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.slot import Slot
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.suggest import Suggester

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.drafts import Draft
    from dealdesk.store.forms import Promoted
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
        everywhere.OpenFriction,
    )
}
NOUNS = {"deal": "deal", "deal_person": "person"}
_NEW_HINT = "Enter goes on; in the last field it adds this. Esc leaves the field."
_EDIT_HINT = "Enter goes on; in the last field it closes the form. Esc leaves the field."


class RecordFormScreen(DeskScreen):
    """One row of ``table`` as a form."""

    title_text = "Form"
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
        super().__init__(workspace)
        self.table, self.specs, self.deal_id = table, tuple(specs), deal_id
        self.is_new = uid is None
        self.uid = uid or draft
        self._title = title
        self._taken_up: str = ""
        self._leaving = self._asked = self._unkept = False
        typed = self._typing_found(go_on)
        held = {} if self.is_new else self._load()
        self.specs = tuple(self.specs_for(typed))
        shown = {**held, **{name: left.text for name, left in typed.items()}, **(texts or {})}
        context = workspace.desk.context
        self._wrong = self._messages(shown, typed)
        self.form = Form(self.specs, context, texts=shown, messages=self._wrong, suggesters=self.suggesters())
        self.slots = {
            spec.name: Slot(base=held.get(spec.name, ""), text=self.form.text(spec.name)) for spec in self.specs
        }
        for name, left in typed.items():
            if name in self.slots:
                self._take_up(self.slots[name], left)

    def suggesters(self) -> Mapping[str, Suggester]:
        """Return what is proposed in party and tag fields."""
        return {}

    def specs_for(self, typed: Mapping[str, Draft]) -> Sequence[FieldSpec]:
        """Return the fields that are shown, where ``typed`` was left unfinished."""
        return self.specs

    def create_row(self, session: Session, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
        """Add the row and return its id. Runs on the writer thread: it reads nothing of the screen that changes."""
        if self.table == "friction":
            from dealdesk.store import friction

            return friction.log(session, self.deal_id or 0, uid, texts, context, now).id or 0
        return forms.create(session, self.table, uid, self.deal_id or 0, texts, context, now).id or 0

    async def added(self, row_id: int, *, leaving: bool) -> None:
        """Say that the row was added, and close the form unless it is being left already."""
        self.say(f"The {self.noun} was added. u takes it back.")
        if not leaving:
            await self.close()

    async def close(self) -> None:
        """Go back to the screen below, if this form is in front."""
        if self.app.screen is self and len(self.app.screen_stack) > 1:
            await self.app.pop_screen()

    @property
    def noun(self) -> str:
        """What a row of this table is called."""
        return NOUNS.get(self.table, self.table)

    def words(self, done: str, joint: str) -> str:
        """Return the line of the history: ``done`` ("added a term") and, after ``joint``, which deal it was."""
        deal = self.workspace.deal
        return f"{done} {joint} {deal.ref}" if deal and deal.id == self.deal_id else done

    def body(self) -> Iterable[Widget]:
        """Return a line that says how to go on, and the form."""
        yield Static(_NEW_HINT if self.is_new else _EDIT_HINT, id="hint", markup=False)
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
        for name, slot in reversed(self.slots.items()):
            if slot.theirs is not None:
                self.form.show_conflict(name, slot.text, slot.theirs)
        if not self.is_new:
            self._promote_typed(readable_only=True)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to an empty form where no draft is shown."""
        return command is not commands.StartEmpty or (self.is_new and bool(self._taken_up))

    async def action_run(self, identity: str) -> None:
        """Make what was typed part of the desk before any other command; leave only when that is answered."""
        if identity in _LEAVING:
            self._begin_leaving(identity)
            return
        self.leave()
        await super().action_run(identity)

    def leave(self) -> None:
        """Hand over what is typed, without waiting; a new row stays a draft."""
        self._collect()
        if not self.is_new:
            self._promote_typed()

    def on_unmount(self) -> None:
        """Hand over what is typed also when the screen is taken away by another way than its commands."""
        self.leave()

    def refresh_rows(self) -> None:
        """Show what another window, undo or a rule changed, in every field that was not typed in."""
        if self.is_new:
            return
        try:
            held = self._load()
        except DealdeskError as error:
            self.say(str(error), severity="warning")
            return
        for name, slot in self.slots.items():
            if slot.untouched and name in held and held[name] != slot.base:
                self.form.set_text(name, held[name])
                slot.base, slot.text = held[name], self.form.text(name)

    def promote_at_rest(self) -> None:
        """Make the field being typed part of its row, because no key came for a while; half a date waits."""
        self._rest.pause()
        if not self.is_new:
            self._promote_typed(readable_only=True)

    def do_keep_now(self) -> None:
        """Answer when typing was kept; add a new row that has what it needs."""
        if self.is_new and self.uid is not None and not self._missing():
            self._begin_leaving("")
        elif self._unkept:
            self._asked = True
            self.workspace.writer.call(lambda _con: None)  # typing waits for no tick where there is a job
        else:
            self._say_kept(self.workspace.clock.now())

    def show_kept(self, at: str) -> None:
        """Show when typing was kept, and answer whoever asked."""
        super().show_kept(at)
        self._unkept = False
        if self._asked:
            self._asked = False
            self._say_kept(instant(at))

    def _say_kept(self, at: datetime) -> None:
        draft = ", as a draft: " + self.form.errors()[self._missing()[0]] if self.is_new and self._missing() else "."
        self.say(f"Kept {at.astimezone():%H:%M:%S}{draft}")

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
        self._keep(event.name, event.text)
        self._rest.reset()
        self._rest.resume()

    def on_form_left(self, event: Form.Left) -> None:
        """Make the field part of its row."""
        event.stop()
        if not self.is_new and self.slots[event.name].typed:
            self._promote(event.name)

    def on_form_escaped(self, event: Form.Escaped) -> None:
        """Show the keys that work outside the fields."""
        event.stop()
        self.show_keys()

    def on_form_settled(self, event: Form.Settled) -> None:
        """Store the answer to a conflict: it was given in the knowledge of their text."""
        event.stop()
        slot = self.slots[event.name]
        slot.base, slot.theirs = slot.theirs or "", None
        self._keep(event.name, event.text)
        self._promote(event.name)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Add the new row, or close the form."""
        event.stop()
        self._begin_leaving("")

    def _load(self) -> dict[str, str]:
        held = self.workspace.desk.read(forms.load, self.table, self.uid or "")
        if not held:
            raise NotFound(f"This {self.noun} is not there any more.")
        return held

    def _typing_found(self, go_on: bool) -> dict[str, Draft]:
        desk = self.workspace.desk
        if self.uid is not None:
            return desk.rows(drafts.of_row, self.table, self.uid)
        found = desk.rows(drafts.newest, self.table, self.deal_id) if go_on else None
        if found is None:
            return {}
        self.uid, self._taken_up = found.uid, found.at
        return found.fields

    def _messages(self, shown: Mapping[str, str], typed: Mapping[str, Draft]) -> dict[str, str]:
        """Return why texts that were typed before can't be read."""
        found: dict[str, str] = {}
        for spec in self.specs:
            if spec.name in typed:
                try:
                    read(spec, shown.get(spec.name, ""), self.workspace.desk.context)
                except InputRefused as refusal:
                    found[spec.name] = str(refusal)
        return found

    def _take_up(self, slot: Slot, draft: Draft) -> None:
        held = slot.base
        if draft.base is not None:
            slot.base = draft.base
        slot.typed = True
        if draft.state == TypingState.CONFLICT and held not in (slot.base, slot.text):
            slot.typed, slot.stuck, slot.theirs = False, True, held

    def _keep(self, name: str, text: str) -> None:
        slot = self.slots[name]
        slot.text, slot.typed, slot.stuck, slot.theirs = text, True, False, None
        self._unkept = True
        if self.uid is None:
            self.uid = new_uid()
        base = None if self.is_new else slot.base
        self.workspace.keep(f"{self.table}/{self.uid}/{name}", text, deal_id=self.deal_id, base_text=base)

    def _collect(self) -> None:
        """Keep texts that the form has not told of yet, because the keys came faster than its messages."""
        for name, text in self.form.texts().items():
            if text != self.slots[name].text:
                self._keep(name, text)

    def _promote_typed(self, *, readable_only: bool = False) -> None:
        wrong = self.form.errors() if readable_only else {}
        for name, slot in self.slots.items():
            if slot.typed and name not in wrong:
                self._promote(name)

    def _promote(self, name: str) -> None:
        """Hand a field over; what became of it is answered later, if the form is still there."""
        slot = self.slots[name]
        text = slot.text
        slot.typed = False
        label = self.form.field(name).spec.label.lower()
        what = self.words(f"edited the {label}" + ("" if self.table == "deal" else f" of a {self.noun}"), "of")
        slot.future = self.workspace.promote(self.table, self.uid or "", name, text, slot.base, what)
        if self.is_running:
            self.run_worker(self._answer(name, text, slot.future))

    async def _answer(self, name: str, text: str, future: Future[Promoted]) -> None:
        slot = self.slots[name]
        try:
            # Shielded: a form that goes away must not take the write with it.
            answer = await asyncio.shield(asyncio.wrap_future(future))
        except DealdeskError as error:
            if slot.future is future:
                slot.future, slot.typed = None, True
                self.say(str(error), severity="error")
            return
        if slot.future is future:
            slot.future = None
            self._show_answer(name, text, answer)

    def _show_answer(self, name: str, text: str, answer: Promoted) -> None:
        slot = self.slots[name]
        if answer.state is None:
            slot.base = answer.text
            self._show_stored(name, text, answer.text)
            self.refresh_rows()
        elif answer.state != TypingState.TYPING:
            slot.stuck = True
            if answer.state == TypingState.CONFLICT:
                slot.theirs = answer.theirs
                self.form.show_error(name, f"Another window made it: {answer.theirs or '(empty)'}")
                self.form.show_conflict(name, text, answer.theirs)
            elif self.focused is not self.form.field(name):
                self.form.show_error(name, answer.message)
        if slot.typed:
            # Typed meanwhile: the answer to the older text has just replaced or dropped what was kept of it.
            self._keep(name, slot.text)

    def _show_stored(self, name: str, text: str, stored: str) -> None:
        """Show a text as it is stored ("84k EUR" as "EUR 84,000"), unless someone is at it."""
        slot = self.slots[name]
        if not slot.typed and self.form.text(name) == text and self.focused is not self.form.field(name):
            self.form.set_text(name, stored)
            slot.text = self.form.text(name)
        self.form.show_kept(name, self.workspace.clock.now())

    def _missing(self) -> list[str]:
        wrong = self.form.errors()
        return [spec.name for spec in self.specs if spec.required and spec.name in wrong]

    def _begin_leaving(self, identity: str) -> None:
        """Leave by a command, or ("") because the form is finished; in the App, which outlives this screen."""
        if not self._leaving:
            self._leaving = True
            self.app.run_worker(self._leave_by(identity))

    async def _leave_by(self, identity: str) -> None:
        try:
            settled = await (self._settle_new(identity) if self.is_new else self._settle_row())
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

    async def _settle_row(self) -> bool:
        """Make everything typed part of the row; False when a question is open."""
        self._collect()
        known = {name for name, slot in self.slots.items() if slot.theirs is not None}
        self._promote_typed()
        waiting = [(name, slot.text, slot.future) for name, slot in self.slots.items() if slot.future]
        for name, text, future in waiting:
            await self._answer(name, text, future)
        if any(slot.theirs is not None for name, slot in self.slots.items() if name not in known):
            return False
        self._tell_refused(name for name, slot in self.slots.items() if slot.stuck)
        return True

    async def _settle_new(self, identity: str) -> bool:
        """Add the row if what it needs is there; else what was typed stays a draft. True when the form may close."""
        self._collect()
        texts = self.form.texts()
        if self.uid is None:
            return True
        if not any(text.strip() for text in texts.values()):
            uid = self.uid
            self.workspace.writer.call(lambda con: drafts.forget(con, self.table, uid))
            return True
        if self._missing():
            self.say("Kept as a draft; n goes on with it.")
            return True
        wrong = self.form.errors()
        good = {name: text for name, text in texts.items() if name not in wrong}
        desk = self.workspace.desk
        row_id = await self.workspace.write(
            self.words(f"added a {self.noun}", "to"), self.create_row, self.uid, good, desk.context, desk.clock.now()
        )
        self.is_new = False
        self._forget_typed()
        self._tell_refused(wrong)
        await self.added(row_id, leaving=bool(identity))
        return bool(identity)

    def _forget_typed(self) -> None:
        for slot in self.slots.values():
            slot.typed = False

    def _tell_refused(self, names: Iterable[str]) -> None:
        labels = [self.form.field(name).spec.label for name in names]
        if labels:
            self.say(f"{', '.join(labels)}: kept as typed, and shown again when you edit this.", severity="warning")
