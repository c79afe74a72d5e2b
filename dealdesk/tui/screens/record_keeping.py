"""Between a form and its row: what is typed is kept, becomes part of the row, and is answered in the form."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING

from dealdesk.domain.fields import Context, FieldSpec, read
from dealdesk.domain.vocabulary import TypingState
from dealdesk.errors import DealdeskError, InputRefused
from dealdesk.store import drafts, unfinished
from dealdesk.store.uid import new_uid
from dealdesk.tui.screens.slot import Slot, Texts

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.drafts import Draft
    from dealdesk.store.forms import Promoted
    from dealdesk.tui.screens.base import DeskScreen

    CreateRow = Callable[[Session, str, Mapping[str, str], Context, datetime], int]

_NOUNS = {**unfinished.NOUNS, "deal": "deal", "draft": "message", "leverage_mark": "source of leverage"}


def noun_of(table: str) -> str:
    """Return what a row of ``table`` is called."""
    return _NOUNS.get(table, table)


def a_noun_of(table: str) -> str:
    """Return what a row of ``table`` is called, with its article."""
    noun = noun_of(table)
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def named(table: str, texts: Mapping[str, str]) -> str:
    """Return what a sentence about one row of ``table`` begins with."""
    return f"Level {texts['level']}" if table == "ladder" else f"The {noun_of(table)}"


def messages(specs: Iterable[FieldSpec], texts: Mapping[str, str], context: Context) -> dict[str, str]:
    """Return why texts that were typed before can't be read, by field."""
    found: dict[str, str] = {}
    for spec in specs:
        try:
            read(spec, texts.get(spec.name, ""), context)
        except InputRefused as refusal:
            found[spec.name] = str(refusal)
    return found


class RecordKeeping:
    """What one form has typed of one row: ``uid`` of ``table``, or a new row that gets its uid with the first key."""

    def __init__(
        self,
        screen: DeskScreen,
        form: Texts,
        table: str,
        *,
        uid: str | None,
        is_new: bool,
        deal_id: int | None,
        held: Mapping[str, str],
        typed: Mapping[str, Draft],
    ) -> None:
        """Bind the fields of ``form`` to what the row ``held``, with the text that was ``typed`` before."""
        self._screen, self._form, self._workspace = screen, form, screen.workspace
        self.table, self.uid, self.is_new, self.deal_id = table, uid, is_new, deal_id
        self.unkept = False
        """A key was pressed that the writer has not answered yet."""
        self.slots = {name: Slot(base=held.get(name, ""), text=text) for name, text in form.texts().items()}
        for name, left in typed.items():
            if name in self.slots:
                self._take_up(self.slots[name], left)
            self._workspace.take_over(f"{table}/{uid}/{name}", left.window)

    def _words(self, done: str, joint: str) -> str:
        """Return the line of the history: ``done`` ("added a term") and, after ``joint``, which deal it was."""
        deal = self._workspace.deal
        return f"{done} {joint} {deal.ref}" if deal and deal.id == self.deal_id else done

    def _take_up(self, slot: Slot, draft: Draft) -> None:
        held = slot.base
        if draft.base is not None:
            slot.base = draft.base
        slot.typed = True
        if draft.state == TypingState.CONFLICT and held not in (slot.base, slot.text):
            slot.typed, slot.stuck, slot.theirs = False, True, held

    def keep(self, name: str, text: str) -> None:
        """Keep what was typed in a field."""
        slot = self.slots[name]
        slot.text, slot.typed, slot.stuck, slot.theirs, slot.asked = text, True, False, None, False
        self.unkept = True
        if self.uid is None:
            self.uid = new_uid()
        base = None if self.is_new else slot.base
        self._workspace.keep(f"{self.table}/{self.uid}/{name}", text, deal_id=self.deal_id, base_text=base)

    def show_held(self, held: Mapping[str, str]) -> None:
        """Show what the row holds now in every field that was not typed in."""
        for name, slot in self.slots.items():
            # A letter may be in the field that its message has not told of yet.
            untouched = slot.untouched and self._form.text(name) == slot.text
            if untouched and name in held and held[name] != slot.base:
                self._form.set_text(name, held[name])
                slot.base, slot.text = held[name], self._form.text(name)

    def settle(self, name: str, text: str) -> None:
        """Store the answer to a conflict: it was given in the knowledge of their text.

        Theirs is in the history anyway, since it was in the row; ours is written there if it is not the answer.
        """
        slot = self.slots[name]
        if slot.theirs is None:
            return
        if slot.text not in text:
            self.set_aside(name, slot.text)
        slot.base, slot.text = slot.theirs, text
        slot.theirs, slot.stuck, slot.asked = None, False, False
        self.promote(name)

    def set_aside(self, name: str, text: str) -> None:
        """Keep in the history a text that was not taken."""
        self._workspace.set_aside(self.table, self.uid or "", name, text)

    def left(self, name: str) -> None:
        """Make a field that was left part of the row; ask now which text stays where two windows changed it."""
        slot = self.slots[name]
        if slot.typed:
            self.promote(name)
        elif slot.theirs is not None and not slot.asked:
            self.ask(name)

    def ask(self, name: str) -> None:
        """Ask which of two texts stays."""
        slot = self.slots[name]
        if slot.theirs is not None:
            slot.asked = True
            self._form.show_conflict(name, slot.text, slot.theirs)

    def collect(self) -> None:
        """Keep texts that the form has not told of yet, because the keys came faster than its messages."""
        for name, text in self._form.texts().items():
            if text != self.slots[name].text:
                self.keep(name, text)

    def collect_all(self) -> None:
        """Keep every text that stands in the form: it was typed elsewhere."""
        for name, text in self._form.texts().items():
            if text:
                self.keep(name, text)

    def promote_typed(self, *, readable_only: bool = False) -> None:
        """Hand over every field that was typed in; half a date waits where ``readable_only``."""
        wrong = self._form.errors() if readable_only else {}
        for name, slot in self.slots.items():
            if slot.typed and name not in wrong:
                self.promote(name)

    def promote(self, name: str) -> None:
        """Hand a field over; what became of it is answered later, if the form is still there."""
        slot = self.slots[name]
        text = slot.text
        slot.typed = False
        slot.future = self.submit(name, text, slot)
        slot.handed.append(text)
        if self._screen.is_running:
            self._screen.run_worker(self._answer(name, text, slot.future))

    def submit(self, name: str, text: str, slot: Slot) -> Future[Promoted]:
        """Hand a text to the writer."""
        label = self._form.field(name).spec.label.lower()
        whose = "" if self.table == "deal" else f" of {a_noun_of(self.table)}"
        what = self._words(f"edited the {label}{whose}", "of")
        return self._workspace.promote(self.table, self.uid or "", name, text, slot.base, what, slot.handed)

    async def _answer(self, name: str, text: str, future: Future[Promoted]) -> None:
        slot = self.slots[name]
        try:
            # Shielded: a form that goes away must not take the write with it.
            answer = await asyncio.shield(asyncio.wrap_future(future))
        except DealdeskError as error:
            if slot.future is future:
                slot.future, slot.typed = None, True
                slot.handed.clear()
                self._screen.say(str(error), severity="error")
            return
        if slot.future is future:
            slot.future = None
            slot.handed.clear()
            self._show_answer(name, text, answer)

    def _show_answer(self, name: str, text: str, answer: Promoted) -> None:
        slot = self.slots[name]
        if answer.state is None:
            slot.base = answer.text
            self._show_stored(name, text, answer.text)
            self.stored(name)
            self._screen.refresh_rows()
            if answer.message:
                self._screen.say(answer.message)
        elif answer.state != TypingState.TYPING and not slot.typed:
            slot.stuck = True
            focused = self._has_focus(name)
            if answer.state == TypingState.CONFLICT:
                slot.theirs = answer.theirs
                self._form.show_error(name, f"Another window made it: {answer.theirs or '(empty)'}")
                # A question under the hands of someone who types would take letters: it waits for the field to be left.
                if not focused:
                    self.ask(name)
            elif not focused:
                self._form.show_error(name, answer.message)
        if slot.typed:
            # Typed meanwhile: the answer to the older text has just replaced or dropped what was kept of it.
            self.keep(name, slot.text)

    def stored(self, name: str) -> None:
        """Do what follows once a text is part of the row."""

    def _has_focus(self, name: str) -> bool:
        field: object = self._form.field(name)
        return self._screen.focused is field

    def _show_stored(self, name: str, text: str, stored: str) -> None:
        """Show a text as it is stored ("84k EUR" as "EUR 84,000"), unless someone is at it."""
        slot = self.slots[name]
        if not slot.typed and self._form.text(name) == text and not self._has_focus(name):
            self._form.set_text(name, stored)
            slot.text = self._form.text(name)
        self._form.show_kept(name, self._workspace.clock.now())

    def missing(self) -> list[str]:
        """Return the fields without which there is no row, and which can't be read."""
        wrong = self._form.errors()
        return [name for name in self.slots if name in wrong and self._form.field(name).spec.required]

    async def settle_row(self) -> bool:
        """Make everything typed part of the row; False when a question is open."""
        self.collect()
        known = {name for name, slot in self.slots.items() if slot.asked}
        self.promote_typed()
        waiting = [(name, slot.text, slot.future) for name, slot in self.slots.items() if slot.future]
        for name, text, future in waiting:
            await self._answer(name, text, future)
        new = [name for name, slot in self.slots.items() if slot.theirs is not None and name not in known]
        for name in new:
            if not self.slots[name].asked:
                self.ask(name)
        if new:
            return False
        self._tell_refused(name for name, slot in self.slots.items() if slot.stuck)
        return True

    def put_aside(self) -> bool:
        """Leave what was typed of a new row as a draft; False where nothing is typed, and none is left then."""
        self.collect()
        if self.uid is None:
            return False
        if any(text.strip() for text in self._form.texts().values()):
            return True
        uid, window = self.uid, self._workspace.desk.window
        self._workspace.writer.call(lambda con: drafts.forget(con, self.table, uid, window))
        return False

    async def add(self, create: CreateRow) -> int | None:
        """Add the row by ``create`` if what it needs is there and return its id; else what was typed stays a draft."""
        texts = self._form.texts()
        if not self.put_aside() or self.uid is None:
            return None
        if self.missing():
            self._screen.say("Kept as a draft; n goes on with it.")
            return None
        wrong = self._form.errors()
        good = {name: text for name, text in texts.items() if name not in wrong}
        desk = self._workspace.desk
        row_id = await self._workspace.write(
            self._words(f"added {a_noun_of(self.table)}", "to"), create, self.uid, good, desk.context, desk.clock.now()
        )
        self.is_new = False
        self._forget_typed()
        self._tell_refused(wrong)
        return row_id

    def _forget_typed(self) -> None:
        for slot in self.slots.values():
            slot.typed = False

    def _tell_refused(self, names: Iterable[str]) -> None:
        labels = [self._form.field(name).spec.label for name in names]
        if labels:
            sentence = f"{', '.join(labels)}: kept as typed, and shown again when you edit this."
            self._screen.say(sentence, severity="warning")
