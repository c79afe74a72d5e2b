"""A form of which a few fields are shown first; Tab after the last of them opens the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form import Form, FormMessage
from dealdesk.tui.widgets.form_row import FormRow
from dealdesk.tui.widgets.suggest import Suggester


class FoldedForm(Form):
    """Shows the first ``asked_first`` fields; Enter in the last of them finishes, Tab goes on to the others."""

    @dataclass
    class Unfolded(FormMessage):
        """All fields are shown now."""

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: Context,
        asked_first: int,
        *,
        texts: Mapping[str, str] | None = None,
        messages: Mapping[str, str] | None = None,
        suggesters: Mapping[str, Suggester] | None = None,
    ) -> None:
        """Build the form; where one of the folded fields holds something, it begins unfolded."""
        super().__init__(specs, context, texts=texts, messages=messages, suggesters=suggesters)
        rows = list(self._rows.values())
        self._asked: Field = rows[asked_first - 1].field
        self._folded: list[FormRow] = rows[asked_first:]
        if any(row.field.text or row.error for row in self._folded):
            self._folded = []
        for row in self._folded:
            row.display = False
        self._mark_last()

    @property
    def folded(self) -> int:
        """How many fields are not shown."""
        return len(self._folded)

    @property
    def last_shown(self) -> FieldSpec:
        """The field that Enter finishes in."""
        return next(field.spec for field in self._fields if field.last)

    def unfold(self) -> None:
        """Show all fields."""
        if not self._folded:
            return
        for row in self._folded:
            row.display = True
        self._folded = []
        self._mark_last()
        self.post_message(self.Unfolded(self))

    def finish(self) -> None:
        """Finish; a field that can't be read is shown first."""
        if any(row.field.spec.name in self.errors() for row in self._folded):
            self.unfold()
        super().finish()

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field, shown or not."""
        if self._rows[name] in self._folded:
            self.unfold()
        super().focus_field(name)

    def focus_first_empty(self) -> None:
        """Put the cursor into the first field that is wrong, else empty and shown, else into the first."""
        shown = [row for row in self._rows.values() if row not in self._folded]
        found = [row for row in shown if row.error] or [row for row in shown if not row.field.text] or shown
        self.focus_field(found[0].field.spec.name)

    def _go_on(self) -> None:
        """Show all fields, and go on to the first of those that were folded."""
        first = self._folded[0].field.spec.name
        self.focus_field(first)

    def _mark_last(self) -> None:
        self._asked.last = bool(self._folded)
        self._asked.opens = self._go_on if self._folded else None
        self._fields[-1].last = not self._folded
