"""One part of the review form: a row for each of its inputs, and a line of words under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.field_kinds import field_for
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.form_row import LABEL_WIDTH
from dealdesk.tui.widgets.slot_row import SlotRow, Standing
from dealdesk.tui.widgets.suggest import Suggester
from dealdesk.tui.widgets.wrapped_field import WrappedField

#: Texts that may be longer than this wrap; shorter ones are a line.
_LINE = 200


class PartForm(Form):
    """The inputs of one part; the only ones that are mounted."""

    DEFAULT_CSS = """
    PartForm {
        max-width: 100%;
        &.-long > FormRow > * { margin: 1 0 1 2; }
        & > .form--status { display: none; }
        & > .part--below { height: auto; max-height: 2; padding: 0 2; color: $text-muted; }
        &:focus { background-tint: $foreground 3%; }
    }
    """

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: Context,
        *,
        texts: Mapping[str, str],
        messages: Mapping[str, str],
        suggesters: Mapping[str, Suggester],
        below: str = "",
        closed: bool = False,
    ) -> None:
        """Build the part; ``below`` is said under its inputs, and ``closed`` lets nothing be changed."""
        self._slots: dict[str, SlotRow] = {}
        super().__init__(specs, context, texts=texts, messages=messages, suggesters=suggesters)
        self.names = tuple(spec.name for spec in specs)
        self._below = Static(plain(below), markup=False, classes="part--below")
        self._below.display = bool(below)
        self.set_class(any(len(spec.label) > LABEL_WIDTH - 3 for spec in specs), "-long")
        if closed:
            self.can_focus = True
            for row in self._slots.values():
                row.field.disabled = True

    def compose(self) -> ComposeResult:
        """Lay out the inputs and what is said under them."""
        yield from super().compose()
        yield self._below

    def row_of(self, spec: FieldSpec, text: str, known: Suggester | None) -> SlotRow:
        """Return the row of an input; a text that may be long wraps."""
        long = spec.kind is Kind.TEXT and spec.limit > _LINE
        row = SlotRow(WrappedField(spec, self.context, text) if long else field_for(spec, self.context, text, known))
        self._slots[spec.name] = row
        return row

    def show_below(self, words: str) -> None:
        """Say something else under the inputs."""
        self._below.update(plain(words))
        self._below.display = bool(words)

    def show_standing(self, name: str, stands: Standing, *, touched: bool) -> None:
        """Say where the text of an input comes from."""
        row = self._slots[name]
        row.stands, row.touched = stands, touched

    def touch(self, name: str) -> None:
        """Take note that the person changed an input."""
        self._slots[name].touched = True

    def named(self, field: Widget | None) -> str:
        """Return which input a field is; empty for none of this part."""
        return next((name for name, row in self._slots.items() if row.field is field), "")

    def finish(self) -> None:
        """Do nothing: Enter in the last input is a command of the screen, and what can't be read holds nobody up."""
