"""One input of the review form: its field, and in words where its text comes from and where else it stands."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual.reactive import reactive

from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible
from dealdesk.tui.widgets.form_row import FormRow

PULLED_SIGN = "●"
#: Cells of the signs around a quote, and the least of it that is worth showing.
_AROUND_QUOTE, _LEAST_QUOTE = 6, 8


class Standing(NamedTuple):
    """Where the text of an input comes from."""

    source: str = ""
    """In words: "from the debrief"; empty where it was typed here."""
    candidates: int = 0
    """How many other rows could stand here."""
    elsewhere: tuple[str, ...] = ()
    """Where else the row stands: "debrief", "friction log"."""
    aside: str = ""
    """What stands beside it: what was counted on, the evidence, how many entries."""
    quote: str = ""
    """What they said; it comes last, for it may be long."""


class SlotRow(FormRow):
    """A row of the form that tells more than how the text was read."""

    stands: reactive[Standing] = reactive(Standing())
    """Where the text comes from."""
    touched: reactive[bool] = reactive(False)
    """The person changed the text, and it is not part of the record yet."""

    def words(self) -> tuple[str, str]:
        """Return what is wrong or proposed; else how the text was read, and where it comes from."""
        words, style = super().words()
        if style in ("form-row--error", "form-row--proposal"):
            return words, style
        told = self._told()
        return " · ".join(part for part in (words, told) if part), style

    def _told(self) -> str:
        stands = self.stands
        parts = [stands.aside] if stands.aside else []
        if self.touched:
            if stands.elsewhere:
                parts.append(f"this changes it in the {' and the '.join(stands.elsewhere)} too")
            return " · ".join(parts)
        others = stands.elsewhere[1:] if stands.source else stands.elsewhere
        if stands.source:
            parts.append(f"{PULLED_SIGN} {stands.source}")
        if self.active and stands.candidates:
            parts.append(f"Enter: next of {stands.candidates + 1}")
        if self.active and others:
            parts.append(f"also in the {' and the '.join(others)}")
        told = " · ".join(parts)
        room = self.size.width - self.field.styles.margin.left - cell_len(told) - _AROUND_QUOTE
        if stands.quote and room >= _LEAST_QUOTE:
            told += f" · “{fit(stands.quote, min(room, cell_len(visible(stands.quote))))}”"
        return told.removeprefix(" · ")
