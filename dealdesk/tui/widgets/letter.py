"""A message as it would go out, and what stands around it: its head, what is missing, what must not leave."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from dealdesk.counts import counted
from dealdesk.domain.messages import MOST_WORDS, STRENGTHS, Missing, gap
from dealdesk.domain.vocabulary import Message
from dealdesk.store.message_drafts import Draft
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import plain, visible
from dealdesk.tui.widgets.reading import Reading

NOBODY = "(nobody of their side is known; add one on the deal's page)"
_LABEL = 9
_MUTED = "$foreground-muted"
_GAP_STYLE = "bold $text-warning"
#: Rows of the list of what is missing where it stands beneath the text.
_MOST = 6
_LEAKS = 2

Leak = tuple[str, str]
"""Where an internal sentence stands, and the sentence."""


class Letter(VerticalScroll, can_focus=True, inherit_bindings=False):
    """The text of a message; what is still missing in it stands out."""

    DEFAULT_CSS = """
    Letter { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    Letter > Static { height: auto; max-width: 88; }
    """
    BINDINGS: ClassVar[list[BindingType]] = Reading.BINDINGS

    def __init__(self) -> None:
        super().__init__()
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield self._text

    def put(self, body: str, missing: Sequence[Missing], *, anew: bool) -> None:
        """Show a text; ``anew`` begins at its start."""
        self._text.update(marked(body, [gap(one.name) for one in missing]))
        if anew:
            self.scroll_home(animate=False)


def marked(body: str, gaps: Sequence[str]) -> Content:
    """Return a text, literally, with every gap in it set off."""
    rest = visible(body, lines=True)
    parts: list[Content] = []
    while rest:
        found = [(at, words) for words in gaps if (at := rest.find(words)) >= 0]
        if not found:
            break
        at, words = min(found)
        parts += [Content(rest[:at]), Content.styled(words, _GAP_STYLE)]
        rest = rest[at + len(words) :]
    return Content("").join([*parts, Content(rest)])


class LetterHead(Static):
    """Which kind of message it is among the others, to whom it goes, its subject, and what is to be said of it."""

    DEFAULT_CSS = "LetterHead { height: auto; padding: 0 1; }"

    def __init__(self) -> None:
        super().__init__("", markup=False)
        self._draft: Draft | None = None
        self._note = ""
        self._leaks: Sequence[Leak] = ()

    def put(self, draft: Draft, note: str, leaks: Sequence[Leak]) -> None:
        """Show the head of a message; ``note`` and ``leaks`` are what else is to be known before it goes out."""
        self._draft, self._note, self._leaks = draft, note, leaks
        self._draw()

    def on_resize(self) -> None:
        """Cut the lines anew."""
        self._draw()

    def _draw(self) -> None:
        if self._draft is None:
            return
        draft, width = self._draft, self.content_size.width or self.app.size.width - 2
        lines = [
            _kinds(draft.kind),
            _line("To", draft.to.shown if draft.to else NOBODY, width),
            _line("Subject", draft.subject, width),
            Content.styled(visible(told(draft)), _MUTED),
        ]
        if self._note:
            lines.append(Content.styled(visible(self._note), "$text-warning"))
        lines += [Content.styled(f"! {visible(words)}", "bold $text-error") for words in told_leaks(self._leaks)]
        self.update(Content("\n").join(lines))


def _kinds(chosen: Message) -> Content:
    words = [Content.styled(f" {kind} ", "reverse" if kind is chosen else _MUTED) for kind in Message]
    return Content(" ").join(words)


def _line(label: str, text: str, width: int) -> Content:
    shown = visible(text)
    if cell_len(shown) > width - _LABEL:
        shown = fit(shown, width - _LABEL)
    return Content.assemble((label.ljust(_LABEL), _MUTED), Content(shown))


def told(draft: Draft) -> str:
    """Return what is to be said of a message: words, tone and why, strength, whether it was changed."""
    words = counted(draft.words, "word")
    if draft.words > MOST_WORDS:
        words += f", more than {MOST_WORDS}: shorten it"
    tone = "formal" if draft.formal else "informal"
    parts = [words, f"{tone}: {draft.tone_why}" if draft.tone_why else tone]
    if draft.kind is Message.NUDGE:
        parts.insert(1, f"strength {draft.strength} of {len(STRENGTHS)}, {STRENGTHS[draft.strength]}")
    if draft.edited:
        parts.insert(1, "your text")
    return " · ".join(parts)


def told_leaks(leaks: Sequence[Leak]) -> list[str]:
    """Return what is to be said of internal sentences in a message: the first two, and how many more there are."""
    lines = [f"From {source}: “{words}”" for source, words in leaks[:_LEAKS]]
    return [*lines, f"… and {len(leaks) - _LEAKS} more"] if len(leaks) > _LEAKS else lines


class LetterNotes(Static):
    """What is missing in a message and where it is filled."""

    DEFAULT_CSS = "LetterNotes { height: auto; padding: 0 1; border-top: solid $border; }"

    def put(self, missing: Sequence[Missing], room: int = _MOST, *, beside: bool = False) -> None:
        """Show what is missing in at most ``room`` lines and a heading; beneath the text, nothing where nothing is.

        ``beside`` the text, the way to fill a place stands under its name.
        """
        wide = 0 if beside else max((cell_len(one.name) for one in missing), default=0)
        joint, lines_each = ("\n  ", 2) if beside else ("  ", 1)
        shown = missing if len(missing) * lines_each <= room else missing[: (room - 1) // lines_each]
        lines = [
            Content.assemble((_padded(one.name, wide), _GAP_STYLE), joint, (visible(one.how), _MUTED)) for one in shown
        ]
        if len(shown) < len(missing):
            lines.append(plain(f"… and {len(missing) - len(shown)} more", _MUTED))
        self.display = bool(lines) or beside
        if not lines:
            self.update(plain("Nothing is missing." if beside else "", _MUTED))
            return
        self.update(Content("\n").join([plain(f"Missing, {counted(len(missing), 'place')}:", _MUTED), *lines]))


def _padded(name: str, width: int) -> str:
    return fit(visible(name), width) if width else visible(name)
