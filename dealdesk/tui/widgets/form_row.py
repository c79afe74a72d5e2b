"""One row of a form: the label, the field, and a line of words under it that is always there, so that nothing jumps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.widgets.fields import Field

LABEL_WIDTH, WIDE_LABELS = 18, 22
"""Cells for the label column, its mark and the gap to the field included; and where a label of the form is long."""
_MARKS = 5
"""Cells of the column that are no label: the mark in front, the star of a required field, the gap."""


def needs_wide(label: str, *, required: bool) -> bool:
    """Return whether a label would be cut in the usual column."""
    return cell_len(label) > LABEL_WIDTH - _MARKS + (0 if required else 2)


class FormRow(Widget):
    """A field with its label and its words; label and words are drawn by the row itself, to keep a form light."""

    DEFAULT_CSS = """
    FormRow {
        height: auto;
        & > .form-row--label { color: $text-muted; }
        & > .form-row--active { color: $text; text-style: bold; }
        & > .form-row--echo { color: $text-muted; }
        & > .form-row--doubt { color: $text-warning; }
        & > .form-row--proposal { color: $text-accent; }
        & > .form-row--error { color: $text-error; text-style: bold; }
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "form-row--label",
        "form-row--active",
        "form-row--echo",
        "form-row--doubt",
        "form-row--proposal",
        "form-row--error",
    }

    echo: reactive[str] = reactive("")
    """What the text is understood as."""
    doubt: reactive[str] = reactive("")
    """What is odd about it beside other fields; stands after the echo."""
    proposal: reactive[str] = reactive("")
    """What is known that fits the text; stands before the echo."""
    error: reactive[str] = reactive("")
    """Why the text, or a paste, is not taken; stands before all else."""
    active: reactive[bool] = reactive(False)
    """The field has the focus."""

    offers: reactive[Sequence[tuple[str, bool]]] = reactive(())
    """What there is to choose from, under the words; each with whether it is the proposed one."""
    empty: reactive[bool] = reactive(True)
    """Nothing is typed; the hint is shown while the field has the focus."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._usual = next((label for value, label in field.spec.choices if value == field.spec.usual), "")
        self._reserved = 0
        self.told = field.text
        """The text the form has told of, or was given."""
        self.entered = False
        """The field had the focus, and the form has not told yet that it was left."""

    def compose(self) -> ComposeResult:
        """Lay out the field; the row draws the rest around it."""
        yield self.field

    def on_descendant_focus(self) -> None:
        """Mark the label."""
        self.active = True

    def on_descendant_blur(self) -> None:
        """Unmark the label."""
        self.active = False

    def on_mount(self) -> None:
        """Take up what the field offers from the start."""
        self.offers = self.field.offers

    def watch_active(self) -> None:
        """Give the rows of what is offered back once the field is left."""
        self.offers = self.field.offers if self.active else ()
        if not self.active and self._reserved:
            self._reserved = 0
            self.styles.min_height = None

    def watch_offers(self) -> None:
        """Make room for what is offered; less of it makes nothing jump."""
        if len(self.offers) > self._reserved:
            self._reserved = len(self.offers)
            self.styles.min_height = self.field.styles.margin.top + 2 + self._reserved

    def on_click(self, event: events.Click) -> None:
        """Take a click on an offer for choosing it, and any other for one on the field."""
        at = event.y - (self.size.height - self._reserved)
        if self.offers and 0 <= at < len(self.offers):
            self.field.take_offer(at)
        self.screen.set_focus(self.field)

    def on_resize(self) -> None:
        """Stay in view with the line of words, however long the text under the cursor grows."""
        if self.active:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def words(self) -> tuple[str, str]:
        """Return the line under the field, and the component class it is drawn in."""
        if self.error:
            return f"! {self.error}", "form-row--error"
        if self.proposal:
            return self.proposal, "form-row--proposal"
        if self.echo and self.doubt:
            return f"{self.echo}  ! {self.doubt}", "form-row--doubt"
        if self.echo:
            return self.echo, "form-row--echo"
        if self.empty and self._usual:
            return f"{self._usual}, if you pick none", "form-row--echo"
        if self.active and self.empty:
            return self.field.spec.hint, "form-row--echo"
        return "", "form-row--echo"

    def render_line(self, y: int) -> Strip:
        """Draw the label on the first line and the words on the last."""
        width = self.size.width
        beside = self.field.styles.margin.left
        at = y - (self.size.height - self._reserved)
        if at >= 0:
            return self._offer(at, width, beside)
        if at == -1:
            words, style = self.words()
            # A sentence too long for the field's column begins further left rather than lose its end.
            start = max(0, min(beside, width - cell_len(words) - 1))
            blank = Segment(" " * start, self.rich_style)
            return Strip([blank, Segment(fit(words, width - start), self.get_component_rich_style(style))], width)
        if y == 0:
            style = "form-row--active" if self.active else "form-row--label"
            room = width if self.field.styles.margin.top else min(width, beside)
            label = Segment(fit(self._label(), room - 1) + " ", self.get_component_rich_style(style))
            return Strip([label, Segment(" " * (width - room), self.rich_style)], width)
        return Strip.blank(width, self.rich_style)

    def _offer(self, at: int, width: int, beside: int) -> Strip:
        if at >= len(self.offers):
            return Strip.blank(width, self.rich_style)
        text, proposed = self.offers[at]
        style = self.get_component_rich_style("form-row--proposal" if proposed else "form-row--echo")
        line = fit(f"{'>' if proposed else ' '} {text}", width - beside)
        return Strip([Segment(" " * beside, self.rich_style), Segment(line, style)], width)

    def _label(self) -> str:
        mark = ">" if self.active else " "
        return f"{mark} {self.field.spec.label}{' *' if self.field.spec.required else ''}"
