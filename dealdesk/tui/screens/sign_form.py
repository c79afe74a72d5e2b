"""The fields of the panel that signs a deal; under the check-ins stands when each of them is first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip

from dealdesk.domain.checkin_choices import next_choice
from dealdesk.domain.fields import Context, FieldSpec, Reading, read
from dealdesk.errors import InputRefused
from dealdesk.tui.cells import fit
from dealdesk.tui.widgets.fields import LineField
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.form_row import LABEL_WIDTH, FormRow
from dealdesk.tui.widgets.suggest import Suggester

CHECK_INS = "check_ins"
#: How check-ins are read, a line for each; raises :class:`InputRefused`.
Told = Callable[[str, Mapping[str, Any]], Sequence[str]]


class ChoiceLine(LineField):
    """A line one may type, and the usual choices for it with up and down; undo brings back what was typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Usual one before", show=False),
        Binding("down", "choose(1)", "Next usual one", show=False),
    ]

    def __init__(self, spec: FieldSpec, context: Context, text: str, offered: tuple[str, ...]) -> None:
        super().__init__(spec, context, text)
        self.offered = offered

    def action_choose(self, step: int) -> None:
        """Put in another of the usual ones."""
        self.type_in(next_choice(self.offered, self.value, step))


class TwoLineRow(FormRow):
    """A field with two lines of words under it, parted by a line break; both are always there."""

    def render_line(self, y: int) -> Strip:
        """Draw the second line last, and the first one above it."""
        if y < self.size.height - 2:
            return super().render_line(y)
        words, style = self.words()
        first, _, rest = words.partition("\n")
        second, width = rest.replace("\n", "; "), self.size.width
        line = first if y == self.size.height - 2 else second
        longest = max(cell_len(first), cell_len(second))
        start = max(0, min(self.field.styles.margin.left, width - longest - 1))
        blank = Segment(" " * start, self.rich_style)
        return Strip([blank, Segment(fit(line, width - start), self.get_component_rich_style(style))], width)


class SignForm(Form):
    """The fields of the panel."""

    DEFAULT_CSS = f"""
    SignForm > TwoLineRow > * {{ margin: 0 0 2 {LABEL_WIDTH}; }}
    SignForm.-stacked > TwoLineRow > * {{ margin: 1 0 2 0; }}
    """

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: Context,
        offered: tuple[str, ...],
        told: Told,
        *,
        texts: Mapping[str, str],
        messages: Mapping[str, str],
    ) -> None:
        """Build the fields; ``offered`` are the usual check-ins, ``told`` says how typed ones are read."""
        self._offered, self._how = offered, told
        super().__init__(specs, context, texts=texts, messages=messages)

    def row_of(self, spec: FieldSpec, text: str, known: Suggester | None) -> FormRow:
        """Return the row of a field; that of the check-ins offers the usual ones."""
        if spec.name == CHECK_INS:
            return TwoLineRow(ChoiceLine(spec, self.context, text, self._offered))
        return super().row_of(spec, text, known)

    def dates_changed(self) -> None:
        """Say anew how the check-ins are read: it goes by other fields too."""
        self._echo(self._rows[CHECK_INS])

    def _read(self, row: FormRow) -> tuple[Reading | None, str]:
        if row.field.spec.name != CHECK_INS:
            return super()._read(row)
        try:
            value = read(row.field.spec, row.field.text, self.context).value
            lines = self._how(row.field.text, self._others())
        except InputRefused as refusal:
            return None, str(refusal)
        return Reading(value, "\n".join(lines)), ""

    def _others(self) -> dict[str, Any]:
        found = {}
        for name, row in self._rows.items():
            reading = None if name == CHECK_INS else super()._read(row)[0]
            if reading is not None:
                found[name] = reading.value
        return found
