"""A day is asked for: Enter takes the one proposed, and how a typed one is read stands under it."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual.binding import Binding, BindingType

from dealdesk.domain.dates import describe
from dealdesk.domain.fields import Context, FieldSpec, Kind, read, stepped
from dealdesk.errors import InputRefused
from dealdesk.tui.dialogs.ask_line import AskLine

_SPEC = FieldSpec("day", "The day", Kind.DATE)


def read_day(text: str, proposed: date, context: Context, *, first: date | None = None) -> date:
    """Return the local day that ``text`` names, ``proposed`` for none.

    Raises :class:`InputRefused` for what is no date, and for a day before ``first``.
    """
    day = read(_SPEC, text, context).value if text.strip() else proposed
    if not isinstance(day, date):
        raise InputRefused("Type a day such as fri, +3d or 12 mar.")
    if first is not None and day < first:
        raise InputRefused(f"{describe(day, context.today, context.calendar)}: choose a day that is still to come.")
    return day


class AskDay(AskLine):
    """Asks ``question``; answers with what was typed (nothing: ``proposed``), or None for not now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Day earlier", show=False),
        Binding("down", "step(1)", "Day later", show=False),
    ]

    def __init__(self, question: str, proposed: date, context: Context, *, first: date | None = None) -> None:
        """``first`` is the earliest day that is taken."""

        def reading(text: str) -> str:
            day = read_day(text, proposed, context, first=first)
            said = describe(day, context.today, context.calendar)
            return said if text.strip() else f"{said}   (or type fri, +3d, 5b, 12 mar)"

        super().__init__(question, "", context, reading)
        self._proposed = proposed

    def action_step(self, days: int) -> None:
        """Go on or back by days, from the day that stands there."""
        text = stepped(self.line.text.strip() or self._proposed.isoformat(), days, self.line.context)
        if text is not None:
            self.line.put(text)
            self.line.cursor_position = len(text)
            self._read()
