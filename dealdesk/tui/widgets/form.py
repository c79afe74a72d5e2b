"""A form: fields under each other, each with its label, and in words what it was understood as or why not.

It tells what was typed, left and finished, and never where that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from dealdesk.domain.fields import Context, FieldSpec, Kind, Reading, read
from dealdesk.domain.forms import doubts
from dealdesk.errors import InputRefused
from dealdesk.tui.dialogs.conflict import Conflict
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.field_kinds import field_for
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form_row import LABEL_WIDTH, WIDE_LABELS, FormRow, needs_wide
from dealdesk.tui.widgets.suggest import Suggester

STACKED_BELOW = 48
"""Narrower than this many cells, labels stand above their fields."""
_JOINABLE = {Kind.TEXT: " / ", Kind.LONG: "\n", Kind.TAGS: ", "}


@dataclass
class FormMessage(Message):
    """What a form tells; all its messages say which form they are from."""

    form: Form

    @property
    def control(self) -> Form:
        """The form."""
        return self.form


class Form(VerticalScroll, can_focus=False):
    """Fields built from specs; ask it by name, hear from it by message."""

    DEFAULT_CSS = f"""
    Form {{
        height: 1fr;
        max-width: 110;
        & > FormRow > * {{ margin: 0 0 1 {LABEL_WIDTH}; }}
        &.-wide > FormRow > * {{ margin: 0 0 1 {WIDE_LABELS}; }}
        &.-stacked > FormRow > * {{ margin: 1 0 1 0; }}
        & > .form--status {{ dock: bottom; height: 1; text-align: right; color: $text-muted; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "escape", "Leave the field", show=False)]

    @dataclass
    class Typed(FormMessage):
        """The person changed a field; sent at every change, so that the text can be kept."""

        name: str
        text: str

    @dataclass
    class Left(FormMessage):
        """A field was left; sent also if nothing was changed."""

        name: str
        text: str
        reading: Reading | None
        """None if the text can't be read."""
        error: str | None
        """Why it can't be read, as it is shown; None if it can."""

    @dataclass
    class Finished(FormMessage):
        """Enter in the last field, and every field can be read."""

        values: dict[str, Reading]
        texts: dict[str, str]

    @dataclass
    class Refused(FormMessage):
        """The form was to be finished, but some fields can't be read; the first of them has the focus."""

        errors: dict[str, str]

    @dataclass
    class Escaped(FormMessage):
        """Escape left a field; nothing is lost."""

        name: str

    @dataclass
    class Settled(FormMessage):
        """A conflict was answered: ``text`` is what the field holds now, and what the person wants kept."""

        name: str
        text: str

    def __init__(
        self,
        specs: Sequence[FieldSpec],
        context: Context,
        *,
        texts: Mapping[str, str] | None = None,
        messages: Mapping[str, str] | None = None,
        suggesters: Mapping[str, Suggester] | None = None,
        id: str | None = None,
    ) -> None:
        """Build the form of ``specs``.

        ``texts``: what the fields hold at first. ``messages``: what is said beside texts that could not be read when
        they were left, shown again after a restart. ``suggesters``: what is known, for party and tag fields.
        """
        super().__init__(id=id)
        self.set_class(any(needs_wide(spec.label, required=spec.required) for spec in specs), "-wide")
        self.context = context
        texts, known = texts or {}, suggesters or {}
        self._rows = {spec.name: self.row_of(spec, texts.get(spec.name, ""), known.get(spec.name)) for spec in specs}
        for name, row in self._rows.items():
            row.error = (messages or {}).get(name, "")
            self._echo(row)
        self._fields[-1].last = True
        self._status = Static("", markup=False, classes="form--status")

    def row_of(self, spec: FieldSpec, text: str, known: Suggester | None) -> FormRow:
        """Return the row of a field that holds ``text`` at first."""
        return FormRow(field_for(spec, self.context, text, known))

    def compose(self) -> ComposeResult:
        """Lay out a row for each field, and the line of signs."""
        yield from self._rows.values()
        yield self._status

    def field(self, name: str) -> Field:
        """Return the widget of a field."""
        return self._rows[name].field

    def text(self, name: str) -> str:
        """Return the text of a field as it stands."""
        return self._rows[name].field.text

    def texts(self) -> dict[str, str]:
        """Return all texts as they stand."""
        return {name: row.field.text for name, row in self._rows.items()}

    def values(self) -> dict[str, Reading]:
        """Return the readings of all fields that can be read."""
        return {name: reading for name, (reading, _) in self._readings().items() if reading is not None}

    def errors(self) -> dict[str, str]:
        """Return, for all fields that can't be read, the sentence that says why."""
        return {name: error for name, (_, error) in self._readings().items() if error}

    def set_text(self, name: str, text: str) -> None:
        """Replace a text without telling: it came from elsewhere."""
        row = self._rows[name]
        row.field.put(text)
        row.told = row.field.text
        row.error = ""
        self._echo(row)

    def show_error(self, name: str, sentence: str) -> None:
        """Say beside a field what is wrong with it, until it is changed."""
        self._rows[name].error = sentence

    def show_kept(self, name: str, when: datetime) -> None:
        """Show that the text of a field is safe on the disk since the instant ``when``."""
        self._status.update(
            plain(f"{self._rows[name].field.spec.label} kept {when.astimezone():%H:%M:%S}"), layout=False
        )

    def show_conflict(self, name: str, mine: str, theirs: str) -> None:
        """Ask which of two texts stays; Settled tells the answer.

        Nothing is sent if it is put off, or if the text was changed meanwhile: the answer was to another question.
        """
        spec = self._rows[name].field.spec

        def settle(text: str | None) -> None:
            if text is not None and self.text(name) == mine:
                self.set_text(name, text)
                self._show_reading(self._rows[name])
                self.post_message(self.Settled(self, name, text))

        self.app.push_screen(Conflict(spec.label, mine, theirs, joint=_JOINABLE.get(spec.kind)), settle)

    def focus_field(self, name: str) -> None:
        """Put the cursor into a field, and its row into view."""
        self.screen.set_focus(self._rows[name].field)

    def focus_first_empty(self) -> None:
        """Put the cursor into the first field that is wrong, else empty, else into the first."""
        wrong = (name for name, row in self._rows.items() if row.error)
        empty = (n for n, row in self._rows.items() if not row.field.text and row.field.spec.kind is not Kind.TICK)
        self.focus_field(next(wrong, None) or next(empty, None) or next(iter(self._rows)))

    def finish(self) -> None:
        """Do what Enter in the last field does; for a screen whose last field is a long text."""
        errors = self.errors()
        for name, error in errors.items():
            self._rows[name].error = error
        if errors:
            self.focus_field(next(iter(errors)))
            self.post_message(self.Refused(self, errors))
        else:
            self.post_message(self.Finished(self, self.values(), self.texts()))

    def action_escape(self) -> None:
        """Leave the field."""
        focused = self.screen.focused
        self.screen.set_focus(None)
        if isinstance(focused, Field):
            self.post_message(self.Escaped(self, focused.spec.name))

    def on_resize(self, event: events.Resize) -> None:
        """Put labels above their fields where it is narrow."""
        self.set_class(event.size.width < STACKED_BELOW, "-stacked")
        self.call_after_refresh(self._show_focused)

    def on_field_typed(self, event: Field.Typed) -> None:
        """Show the reading at once, and an error only once the field is left."""
        event.stop()
        self._tell_typed(self._rows[event.field.spec.name])

    def on_field_proposed(self, event: Field.Proposed) -> None:
        """Show the other proposal."""
        event.stop()
        row = self._rows[event.field.spec.name]
        row.proposal, row.offers = event.field.proposal, event.field.offers

    def on_field_refused(self, event: Field.Refused) -> None:
        """Say why nothing was taken in."""
        event.stop()
        self._rows[event.field.spec.name].error = event.sentence

    def on_field_entered(self, event: Field.Entered) -> None:
        """Finish after the last field."""
        event.stop()
        if event.field.last:
            self._leave(self._rows[event.field.spec.name])
            self.finish()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Bring the whole row into view, with its line of words."""
        if isinstance(event.widget, Field):
            row = self._rows[event.widget.spec.name]
            row.entered = True
            self.scroll_to_widget(row, animate=False)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Read the field that was left."""
        if isinstance(event.widget, Field):
            row = self._rows[event.widget.spec.name]
            if row.entered:
                row.entered = False
                self._leave(row)

    @property
    def _fields(self) -> list[Field]:
        return [row.field for row in self._rows.values()]

    def _show_focused(self) -> None:
        focused = self.screen.focused
        if isinstance(focused, Field) and focused.spec.name in self._rows:
            self.scroll_to_widget(self._rows[focused.spec.name], animate=False)

    def _readings(self) -> dict[str, tuple[Reading | None, str]]:
        return {name: self._read(row) for name, row in self._rows.items()}

    def _read(self, row: FormRow) -> tuple[Reading | None, str]:
        try:
            return read(row.field.spec, row.field.text, self.context), ""
        except InputRefused as refusal:
            return None, str(refusal)

    def _echo(self, row: FormRow) -> None:
        """Show what the text is understood as; a long text speaks for itself and is not read at every key."""
        row.empty = not row.field.text
        row.proposal = row.field.proposal
        row.offers = row.field.offers
        reading = None if row.field.spec.kind is Kind.LONG else self._read(row)[0]
        row.echo = reading.echo if reading else ""
        if row.field.spec.kind is Kind.DATE:
            self._doubt()

    def _doubt(self) -> None:
        """Say beside a date what is odd about it, read with the other dates."""
        rows = {name: row for name, row in self._rows.items() if row.field.spec.kind is Kind.DATE}
        readings = {name: self._read(row)[0] for name, row in rows.items()}
        found = doubts({name: r.value for name, r in readings.items() if r and isinstance(r.value, date)})
        for name, row in rows.items():
            row.doubt = found.get(name, "")

    def _show_reading(self, row: FormRow) -> tuple[Reading | None, str]:
        reading, error = self._read(row)
        row.echo = reading.echo if reading else ""
        row.error = error
        return reading, error

    def _tell_typed(self, row: FormRow) -> None:
        """Tell a change once, and before the field is told to be left, however fast the keys came."""
        if row.field.text == row.told:
            return
        row.told = row.field.text
        row.error = ""
        self._echo(row)
        self.post_message(self.Typed(self, row.field.spec.name, row.told))

    def _leave(self, row: FormRow) -> None:
        self._tell_typed(row)
        row.proposal = ""
        reading, error = self._show_reading(row)
        self.post_message(self.Left(self, row.field.spec.name, row.field.text, reading, error or None))
