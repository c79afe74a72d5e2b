"""One line is asked for while one has something else in hand: what was said, what one waits for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.errors import InputRefused
from dealdesk.text import fold
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.known_fields import PartyField
from dealdesk.tui.widgets.suggest import Known

#: Most characters of such a line; more than that is a text for the form.
LONGEST = 2000
#: The field under which such a line is kept; no form has it, so it is read anew when a form takes it over.
LINE = "line"
#: Beside it, which check-in the talk is that is being written down.
HELD = "held"


class Line(NamedTuple):
    """The answer: the line, and whether all fields are wanted for it."""

    text: str
    whole: bool = False


class NameInLine(PartyField):
    """A line in which the name being typed is completed."""

    def wanted(self) -> str:
        """Return the word being typed."""
        return self._split()[1]

    def taking(self, known: str) -> str:
        """Return the text before that word, and the known name."""
        return f"{self._split()[0]}{known}"

    def look_up(self) -> None:
        """Propose nothing for a word that is done, or for a name that stands there already."""
        super().look_up()
        typed = fold(self.wanted())
        self._proposals = tuple(
            known for known in self._proposals if any(part.startswith(typed) for part in fold(known.text).split())
        )

    def _split(self) -> tuple[str, str]:
        at = max(self.value.rfind(sign) for sign in " ,;:") + 1
        return self.value[:at], self.value[at:]


class OneLine(Dialog[Line | None]):
    """Asks ``question``; None means not now. What is typed is told at every letter, so that it can be kept."""

    DEFAULT_CSS = """
    OneLine { align: center middle; }
    OneLine > Vertical {
        width: 76; max-width: 100%; height: auto; border: round $border; background: $surface; padding: 0 1;
    }
    OneLine NameInLine { border: none; height: 1; padding: 0; background: $panel; width: 1fr; }
    OneLine .one-line--about { height: auto; max-height: 8; color: $text-muted; margin: 0 0 1 0; }
    OneLine .one-line--question { height: 1; }
    OneLine .one-line--reading { height: auto; max-height: 4; min-height: 1; }
    OneLine .one-line--keys { color: $text-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "later", "Not now"),
        Binding("tab", "whole", "All fields", priority=True, show=False),
    ]

    def __init__(
        self,
        question: str,
        text: str,
        context: Context,
        reading: Callable[[str], str],
        keep: Callable[[str], None],
        *,
        names: Sequence[str] = (),
        keys: str = "Enter takes it · Esc not now",
        whole: bool = False,
        about: str = "",
    ) -> None:
        """Ask, with ``text`` there already; ``reading`` says how a text is read, ``keep`` is told each change.

        ``names`` are proposed while one types; with ``whole``, Tab answers too, and wants all fields. ``about``, of
        several lines, is to be in sight meanwhile.
        """
        super().__init__()
        self._question, self._reading, self._keep = question, reading, keep
        self._keys, self._whole, self._known = keys, whole, Known(names)
        self._about = about
        self.line = NameInLine(FieldSpec("line", "The line", max_chars=LONGEST), context, text, self._known)
        self.line.last = True
        self._below = Static("", classes="one-line--reading", markup=False)

    def compose(self) -> ComposeResult:
        """Show question, line, reading and keys."""
        with Vertical():
            if self._about:
                yield Static(plain(self._about), markup=False, classes="one-line--about")
            yield Static(plain(self._question), markup=False, classes="one-line--question")
            yield self.line
            yield self._below
            yield Static(plain(self._keys), classes="one-line--keys", markup=False)

    def on_mount(self) -> None:
        """Begin to type behind what is there."""
        self.line.focus()
        self.line.cursor_position = len(self.line.text)
        self._read()

    def _read(self) -> bool:
        words, fine = "", True
        if self.line.text.strip():
            try:
                words = self._reading(self.line.text)
            except InputRefused as refusal:
                words, fine = f"! {refusal}", False
        proposed = self.line.proposal
        self._below.update(plain("\n".join(part for part in (proposed, words) if part)))
        return fine

    def on_field_typed(self, event: Field.Typed) -> None:
        """Keep the line and say how it is read."""
        event.stop()
        self._keep(self.line.text)
        self._read()

    def on_field_proposed(self, event: Field.Proposed) -> None:
        """Show the other name."""
        event.stop()
        self._read()

    def on_field_refused(self, event: Field.Refused) -> None:
        """Say why a paste was not taken in."""
        event.stop()
        self._below.update(plain(f"! {event.sentence}"))

    def on_field_entered(self, event: Field.Entered) -> None:
        """Answer with what can be read; an empty line is not now."""
        event.stop()
        self._keep(self.line.text)
        if not self.line.text.strip():
            self.dismiss(None)
        elif self._read():
            self.dismiss(Line(self.line.text.strip()))

    async def action_whole(self) -> None:
        """Answer that all fields are wanted, after the letters that came before."""
        if self._whole:
            await taken_in(self.line)
            self._keep(self.line.text)
            self.dismiss(Line(self.line.text.strip(), whole=True))

    def action_later(self) -> None:
        """Answer nothing; what was typed is offered again."""
        self._keep(self.line.text)
        self.dismiss(None)
