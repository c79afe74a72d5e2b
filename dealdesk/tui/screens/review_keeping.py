"""Between the review form and the desk: all 45 inputs are kept alike, whether the part they are in is shown or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import review_form
from dealdesk.store.history import Command
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.screens.record_keeping import RecordKeeping, messages
from dealdesk.tui.screens.slot import HasSpec, Slot
from dealdesk.tui.widgets.part_form import PartForm

if TYPE_CHECKING:
    from dealdesk.store.drafts import Draft
    from dealdesk.store.forms import Promoted
    from dealdesk.tui.screens.base import DeskScreen

TABLE = "review"
"""What stands first in the keys of what is typed here: ``review/<uid of the deal>/<slot>``."""


@dataclass
class Absent:
    """Stands for a field whose part is not shown."""

    spec: FieldSpec


class SlotTexts:
    """The texts of all inputs: those of the part in front from its form, the others as they were left."""

    def __init__(self, specs: Mapping[str, FieldSpec], texts: Mapping[str, str], context: Context) -> None:
        self.specs = specs
        self.form: PartForm | None = None
        """The part in front."""
        self.wrong: dict[str, str] = {}
        """What is said beside inputs, until they are changed."""
        self.ask: Callable[[str, str, str], None] | None = None
        """Asks which of two texts of an input stays."""
        self._texts, self._context = dict(texts), context

    def turn_to(self, form: PartForm) -> None:
        """Have another part in front."""
        self._texts = self.texts()
        self.form = form

    def texts(self) -> dict[str, str]:
        """Return all texts as they stand."""
        return {**self._texts, **(self.form.texts() if self.form else {})}

    def text(self, name: str) -> str:
        """Return the text of an input as it stands."""
        return self.form.text(name) if self._shows(name) and self.form else self._texts[name]

    def field(self, name: str) -> HasSpec:
        """Return a field, or what stands for it."""
        return self.form.field(name) if self._shows(name) and self.form else Absent(self.specs[name])

    def errors(self) -> dict[str, str]:
        """Return, for all inputs that can't be read, the sentence that says why."""
        return messages(self.specs.values(), self.texts(), self._context)

    def set_text(self, name: str, text: str) -> None:
        """Replace a text that came from elsewhere."""
        self._texts[name] = text
        self.wrong.pop(name, None)
        if self._shows(name) and self.form:
            self.form.set_text(name, text)

    def show_error(self, name: str, sentence: str) -> None:
        """Say beside an input what is wrong with it; it is said again when its part comes in front."""
        self.wrong[name] = sentence
        if self._shows(name) and self.form:
            self.form.show_error(name, sentence)

    def forgive(self, name: str) -> None:
        """Say nothing is wrong with an input any more."""
        if self.wrong.pop(name, None) and self.form and self._shows(name):
            self.form.show_error(name, "")

    def show_kept(self, name: str, when: datetime) -> None:
        """Leave it to the title line, which says when anything was kept."""

    def show_conflict(self, name: str, mine: str, theirs: str) -> None:
        """Ask which of two texts stays."""
        if self.ask is not None:
            self.ask(name, mine, theirs)

    def _shows(self, name: str) -> bool:
        return self.form is not None and name in self.form.names


class ReviewKeeping(RecordKeeping):
    """What one window types into the review form of a deal."""

    def __init__(
        self,
        screen: DeskScreen,
        texts: SlotTexts,
        *,
        uid: str,
        deal_id: int,
        held: Mapping[str, str],
        typed: Mapping[str, Draft],
    ) -> None:
        """Keep ``texts`` of the deal ``uid``, which holds ``held``; ``typed`` is what was left unfinished."""
        super().__init__(screen, texts, TABLE, uid=uid, is_new=False, deal_id=deal_id, held=held, typed=typed)
        self.texts = texts
        texts.ask = self._ask

    def keep(self, name: str, text: str) -> None:
        """Keep what was typed in an input."""
        self.texts.wrong.pop(name, None)
        super().keep(name, text)

    def untouched(self, name: str) -> bool:
        """Say whether an input shows what is stored."""
        slot = self.slots[name]
        return slot.untouched and self.texts.text(name) == slot.text

    def open_ones(self) -> Iterable[str]:
        """Return the inputs that hold what is not part of the record, because it can't be."""
        return [name for name, slot in self.slots.items() if slot.stuck or name in self.texts.wrong]

    def submit(self, name: str, text: str, slot: Slot) -> Future[Promoted]:
        """Hand a text to the writer, as one command."""
        desk = self._workspace.desk
        command = Command(self._words(f"filled in {self.texts.specs[name].label}", "of"))
        now = self._workspace.clock.now()
        return self._workspace.writer.submit(
            command,
            review_form.promote,
            self.deal_id or 0,
            name,
            text,
            slot.base,
            desk.context,
            now,
            tuple(slot.handed),
        )

    def _show_answer(self, name: str, text: str, answer: Promoted) -> None:
        super()._show_answer(name, text, answer)
        if answer.state is not None:
            self._screen.refresh_rows()  # the rail says where something waits

    def stored(self, name: str) -> None:
        """Try again what was refused in the same part: an answer waits for its risk, a date for its change."""
        self.texts.forgive(name)
        part = f"{name.partition('.')[0]}."
        waiting = (other for other in self.slots if other != name and other.startswith(part))
        for other in [other for other in waiting if self.slots[other].stuck and self.slots[other].theirs is None]:
            self.slots[other].stuck = False
            self.promote(other)

    def set_aside(self, name: str, text: str) -> None:
        """Keep in the history of the deal a text that was not taken: a slot is no row of its own."""
        self._workspace.set_aside("deal", self.uid or "", name, text)

    def _ask(self, name: str, mine: str, theirs: str) -> None:
        spec = self.texts.specs[name]

        def settle(text: str | None) -> None:
            if text is not None and self.texts.text(name) == mine:
                self.texts.set_text(name, text)
                self.settle(name, text)

        joint = "; " if spec.kind is Kind.TEXT else None
        self._screen.app.push_screen(Conflict(spec.label, mine, theirs, joint=joint), settle)


def taken_up(specs: Mapping[str, FieldSpec], typed: Mapping[str, Draft], context: Context) -> dict[str, str]:
    """Return why texts that were left unfinished are no part of the record, by input."""
    shown = {name: draft.text for name, draft in typed.items() if name in specs}
    wrong = messages([specs[name] for name in shown], shown, context)
    stuck = {name for name, draft in typed.items() if name in specs and draft.state == TypingState.REFUSED}
    return {**{name: "Not part of the record yet." for name in stuck}, **wrong}
