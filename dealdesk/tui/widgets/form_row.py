"""One row of a form: the label, the field, and a line of words under it that is always there, so that nothing jumps."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from dealdesk.tui.cells import fit
from dealdesk.tui.widgets.fields import Field

LABEL_WIDTH = 18
"""Cells for the label column, its mark and the gap to the field included."""


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

    empty: reactive[bool] = reactive(True)
    """Nothing is typed; the hint is shown while the field has the focus."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
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

    def on_click(self) -> None:
        """Take a click on the label or the words for one on the field."""
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
        if self.active and self.empty:
            return self.field.spec.hint, "form-row--echo"
        return "", "form-row--echo"

    def render_line(self, y: int) -> Strip:
        """Draw the label on the first line and the words on the last."""
        width = self.size.width
        beside = self.field.styles.margin.left
        if y == self.size.height - 1:
            words, style = self.words()
            # A sentence too long for the field's column begins further left rather than lose its end.
            start = max(0, min(beside, width - cell_len(words) - 1))
            blank = Segment(" " * start, self.rich_style)
            return Strip([blank, Segment(fit(words, width - start), self.get_component_rich_style(style))], width)
        if y == 0:
            style = "form-row--active" if self.active else "form-row--label"
            room = width if self.field.styles.margin.top else min(width, LABEL_WIDTH)
            label = Segment(fit(self._label(), room - 1) + " ", self.get_component_rich_style(style))
            return Strip([label, Segment(" " * (width - room), self.rich_style)], width)
        return Strip.blank(width, self.rich_style)

    def _label(self) -> str:
        mark = ">" if self.active else " "
        return f"{mark} {self.field.spec.label}{' *' if self.field.spec.required else ''}"
