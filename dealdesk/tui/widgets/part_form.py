"""One part of the review form: a row for each of its inputs, and a line of words under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.tui.cells import fit, folded
from dealdesk.tui.safe import plain, visible
from dealdesk.tui.widgets.field_kinds import field_for
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.form_row import LABEL_WIDTH
from dealdesk.tui.widgets.slot_row import SlotRow, Standing
from dealdesk.tui.widgets.suggest import Suggester
from dealdesk.tui.widgets.wrapped_field import WrappedField

#: Texts that may be longer than this wrap; shorter ones are a line.
_LINE = 200
#: Lines of what is said under the inputs, and on a screen with so many lines or more.
_BELOW, _BELOW_TALL, _TALL = 2, 6, 30


class PartForm(Form):
    """The inputs of one part; the only ones that are mounted."""

    DEFAULT_CSS = """
    PartForm {
        max-width: 100%;
        &.-long > FormRow > * { margin: 1 0 1 2; }
        & > .form--status { display: none; }
        & > .part--below { height: auto; padding: 0 2; color: $text-muted; }
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
        self._words = below
        self._below = Static("", markup=False, classes="part--below")
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
        """Say something else under the inputs, as far as there is room for it."""
        self._words = words
        width, most = self.size.width - 5, _BELOW_TALL if self.app.size.height >= _TALL else _BELOW
        lines = folded(words, width) if width > 1 else []
        if len(lines) > most:
            lines = [*lines[: most - 1], fit(" ".join(lines[most - 1 :]), width)]
        self._below.update(plain("\n".join(lines)))
        self._below.display = bool(words)

    def on_field_refused(self, event: Field.Refused) -> None:
        """Say why nothing was taken in; where its line has no room for the sentence, say it as a message too."""
        super().on_field_refused(event)
        if cell_len(event.sentence) + 2 > self.size.width:
            self.notify(visible(event.sentence), severity="warning", markup=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fold what is said under the inputs anew."""
        super().on_resize(event)
        if self._words:
            self.show_below(self._words)

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
