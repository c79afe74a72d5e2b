"""One field of a form between the person and the row: what it held, what is typed, and what is still to be answered."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.store.forms import Promoted


@dataclass
class Slot:
    """The state of one field."""

    base: str
    """What the row held when typing began, as it would be typed."""
    text: str
    """The newest text the screen knows of."""
    typed: bool = False
    """Typed, kept, and not yet handed over to become part of the row."""
    future: Future[Promoted] | None = None
    """Handed over; the answer is not there yet."""
    stuck: bool = False
    """Kept as typing because it was refused, or because another window changed the field."""
    theirs: str | None = None
    """What another window made of the field; None unless the two are in conflict."""
    asked: bool = False
    """The person was asked which of the two stays."""
    handed: list[str] = field(default_factory=list)
    """Texts that were handed over since the last answer."""

    @property
    def untouched(self) -> bool:
        """Nothing is typed that is not part of the row."""
        return not (self.typed or self.stuck or self.future)
