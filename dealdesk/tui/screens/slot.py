"""One field of a form between the person and the row: what it held, what is typed, and what is still to be answered."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from dealdesk.domain.fields import FieldSpec

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


class HasSpec(Protocol):
    """A field, or what stands for one that is not shown."""

    spec: FieldSpec


class Texts(Protocol):
    """What is typed into: a form, or one of which only a part is shown at a time."""

    def texts(self) -> dict[str, str]:
        """Return all texts as they stand."""
        ...

    def text(self, name: str) -> str:
        """Return the text of a field as it stands."""
        ...

    def field(self, name: str) -> HasSpec:
        """Return a field."""
        ...

    def errors(self) -> dict[str, str]:
        """Return, for all fields that can't be read, the sentence that says why."""
        ...

    def set_text(self, name: str, text: str) -> None:
        """Replace a text that came from elsewhere."""
        ...

    def show_error(self, name: str, sentence: str) -> None:
        """Say beside a field what is wrong with it."""
        ...

    def show_kept(self, name: str, when: datetime) -> None:
        """Show that the text of a field is part of its row."""
        ...

    def show_conflict(self, name: str, mine: str, theirs: str) -> None:
        """Ask which of two texts stays."""
        ...
