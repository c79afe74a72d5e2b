"""The set-up of a debrief on one card: who is here, how long, which kind; Enter takes it as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.domain.debrief import LENGTHS, LengthRefused, parse_length
from dealdesk.domain.debrief_kinds import KindChoice
from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.text import clean
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form import Form

PRESETS = (30, 45, 60)
"""The lengths up and down step through, in minutes; any other can be typed."""
_KEYS = "Enter begins · Tab next · up, down: other minutes · Esc not now"


@dataclass(frozen=True, slots=True)
class Setup:
    """What was said of a debrief before it began."""

    length_min: int
    """Minutes; a quick review has its 90 seconds whatever this says."""
    participants: tuple[str, ...]
    """Initials, or names where there are none."""
    sponsor: bool
    """Whether an executive sponsor comes for ten minutes at the end."""
    kind: DebriefKind

    @property
    def stored_participants(self) -> str:
        """The participants as the debrief's row holds them."""
        return ", ".join(self.participants)


class DebriefSetup(Dialog[Setup | None]):
    """Asks how the debrief is held; None means not now, and nothing is stored then."""

    DEFAULT_CSS = """
    DebriefSetup > Vertical {
        width: 74; max-width: 100%; height: auto; max-height: 100%;
        border: round $border; background: $surface; padding: 0 1;
    }
    DebriefSetup Form { height: 9; max-height: 1fr; }
    DebriefSetup.-alone Form { height: 7; }
    DebriefSetup .question { height: 1; margin: 0 0 1 0; }
    DebriefSetup .muted { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,f4,ctrl+n", "accept", "Begin", priority=True),
        Binding("escape,q", "later", "Not now", show=False),
        Binding("up", "step(1)", show=False),
        Binding("down", "step(-1)", show=False),
    ]

    def __init__(
        self, title: str, kinds: Sequence[KindChoice], proposed: Setup, context: Context, *, alone: bool
    ) -> None:
        """Show ``proposed`` to be accepted or changed; ``alone`` hides the sponsor. ``title`` names the deal."""
        super().__init__(classes="-alone" if alone else "")
        self._title, self._kinds = title, {str(choice.kind): choice.words for choice in kinds}
        specs = [
            FieldSpec("kind", "Which", Kind.PICK, choices=tuple((kind, kind) for kind in self._kinds)),
            FieldSpec("who", "Who is here", hint="initials: mk, ab"),
            FieldSpec("length", "Minutes", hint="45, 30, 60 or any other; up and down step"),
        ]
        if not alone:
            specs.append(FieldSpec("sponsor", "Sponsor", Kind.TICK, hint="ten minutes more at the end"))
        texts = {
            "kind": str(proposed.kind),
            # Where there may be others, the next initials are typed behind those that stand here.
            "who": proposed.stored_participants + (", " if proposed.participants and not alone else ""),
            "length": "" if proposed.kind is DebriefKind.QUICK else str(proposed.length_min),
            "sponsor": "yes" if proposed.sponsor else "",
        }
        self._proposed = proposed
        self._length = texts["length"]
        self.form = Form(specs, context, texts=texts)
        self._question = Static("", classes="question", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out question, form and keys."""
        with Vertical():
            yield self._question
            yield self.form
            yield Static(plain(_KEYS), classes="muted")

    def on_mount(self) -> None:
        """Begin with who is here."""
        self._show_kind()
        self.form.focus_field("who")

    @property
    def kind(self) -> DebriefKind:
        """The kind chosen; the proposed one where none is."""
        text = self.form.text("kind")
        return DebriefKind(text) if text in self._kinds else self._proposed.kind

    def _show_kind(self) -> None:
        words = self._kinds.get(str(self.kind), str(self.kind))
        self._question.update(plain(f"{self._title}: {words}"), layout=False)

    def on_form_typed(self, event: Form.Typed) -> None:
        """Follow the kind with its length, unless a length was typed."""
        event.stop()
        if event.name == "kind":
            self._show_kind()
            if self.form.text("length") == self._length:
                self._length = str(LENGTHS.get(self.kind, ""))  # a quick review has its seconds
                self.form.set_text("length", self._length)

    def action_step(self, by: int) -> None:
        """Put in the next length of those that are common, while that field has the focus."""
        focused = self.focused
        if isinstance(focused, Field) and focused.spec.name == "length":
            typed = focused.text.strip()
            now = int(typed) if typed.isascii() and typed.isdigit() else 0
            longer = [preset for preset in PRESETS if preset > now]
            shorter = [preset for preset in PRESETS if preset < now]
            self.form.set_text("length", str((longer or PRESETS[-1:])[0] if by > 0 else (shorter or PRESETS[:1])[-1]))

    async def action_accept(self) -> None:
        """Answer with what stands here, after the keys that came before."""
        if self.focused is not None:
            await taken_in(self.focused)
        kind = self.kind
        try:
            length = parse_length(self.form.text("length"), kind)
        except LengthRefused as refusal:
            if kind is not DebriefKind.QUICK:
                self.form.show_error("length", str(refusal))
                self.form.focus_field("length")
                return
            length = self._proposed.length_min
        sponsor = self.form.texts().get("sponsor") == "yes"
        here = _participants(self.form.text("who"))
        self.dismiss(replace(self._proposed, length_min=length, participants=here, sponsor=sponsor, kind=kind))

    def action_later(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


def _participants(text: str) -> tuple[str, ...]:
    """Return who is here: parted by commas, else by blanks; nobody twice."""
    text = clean(text)
    parts = text.replace(";", ",").split(",") if "," in text or ";" in text else text.split()
    return tuple(dict.fromkeys(part.strip()[:40] for part in parts if part.strip()))
