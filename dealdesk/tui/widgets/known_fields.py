"""Fields that propose what is known already: a party, and tags; a proposal is taken with one key, never by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

from dealdesk.domain.fields import Context, FieldSpec, tags_in
from dealdesk.text import fold
from dealdesk.tui.widgets.fields import LineField
from dealdesk.tui.widgets.suggest import Known, Suggester, Suggestion

#: So many of what is known are listed at a time.
OFFERS = 5


class PartyField(LineField):
    """A name; what is known is proposed, and taken with one key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "choose(-1)", "Known one before", show=False),
        Binding("down", "choose(1)", "Next known one", show=False),
    ]

    def __init__(self, spec: FieldSpec, context: Context, text: str = "", suggester: Suggester | None = None) -> None:
        super().__init__(spec, context, text)
        self.known = suggester
        self._proposals: Sequence[Suggestion] = ()
        self._at = 0
        self._chosen = False

    @property
    def proposal(self) -> str:
        """The known name that is proposed, and the keys for it."""
        if not self._proposals:
            return ""
        first = self._proposals[self._at]
        named = f"known: {first.text}" + (f" ({first.note})" if first.note else "")
        if first.text == self.wanted():
            return named
        more = len(self._proposals) - 1
        keys = "Enter or Right takes it" if self._takes_on_enter(first) else "Right takes it"
        return f"{named} - {keys}" + (f", Down: {more} more" if more else "")

    @property
    def offers(self) -> Sequence[tuple[str, bool]]:
        """Some of what is known, around the proposed one, where the suggester wants it listed."""
        if not (isinstance(self.known, Known) and self.known.listed and self.has_focus):
            return ()
        found = self._proposals or (() if self.value.strip() else self.known.suggest(""))
        first = self._first_offer()
        return [
            (f"{one.text}  ({one.note})" if one.note else one.text, bool(self._proposals) and at == self._at)
            for at, one in enumerate(found[first : first + OFFERS], first)
        ]

    def take_offer(self, at: int) -> None:
        """Take what was clicked."""
        if not self._proposals and self.known:
            self._proposals = tuple(self.known.suggest(self.wanted()))
        self._at = self._first_offer() + at
        if self._at < len(self._proposals):
            self.take()

    def _first_offer(self) -> int:
        return max(0, min(self._at - OFFERS // 2, len(self._proposals) - OFFERS))

    def wanted(self) -> str:
        """Return the part of the text that a proposal would replace."""
        return self.value.strip()

    def taking(self, known: str) -> str:
        """Return the whole text once ``known`` is taken."""
        return known

    def look_up(self) -> None:
        """Ask what is known."""
        wanted = self.wanted()
        self._proposals = tuple(self.known.suggest(wanted)) if self.known and wanted else ()
        self._at = 0
        self._chosen = False

    def take(self) -> bool:
        """Take the proposal that is shown; False if there is none or the text is that already."""
        if not self._proposals or self._proposals[self._at].text == self.wanted():
            return False
        text = self.taking(self._proposals[self._at].text)
        self._proposals = ()
        self.type_in(text)
        return True

    def enter(self) -> None:
        """Take the proposal if it was chosen or is the same name in another spelling; else go on."""
        if self._proposals and self._takes_on_enter(self._proposals[self._at]) and self.take():
            return
        super().enter()

    def action_cursor_right(self, select: bool = False) -> None:
        """Take the proposal at the end of the text; else move."""
        if not (self.cursor_at_end and not select and self.selection.is_empty and self.take()):
            super().action_cursor_right(select)

    def action_choose(self, step: int) -> None:
        """Show another proposal; Enter takes one that was chosen so."""
        if not self._proposals:
            self.look_up()
            if not self._proposals and self.known and not self.value.strip():
                self._proposals = tuple(self.known.suggest(""))  # words to start from, where there are any
                self._at = -step
        if self._proposals:
            self._at = (self._at + step) % len(self._proposals)
            self._chosen = True
            self.post_message(self.Proposed(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look up what is known before the base says that the person typed."""
        self.look_up()

    def on_blur(self) -> None:
        """Propose nothing once the field is left."""
        self._proposals = ()

    def _takes_on_enter(self, known: Suggestion) -> bool:
        return self._chosen or known.same


class TagsField(PartyField):
    """Tags, parted by commas or blanks; the one being typed is completed."""

    def wanted(self) -> str:
        """Return the tag being typed."""
        return self._split()[1].lstrip("#")

    def taking(self, known: str) -> str:
        """Return the tags before it, and the known one."""
        return f"{self._split()[0]}{known}, "

    def look_up(self) -> None:
        """Ask what is known, and leave out what is there already."""
        super().look_up()
        there = {fold(tag) for tag in tags_in(self._split()[0])}
        self._proposals = tuple(known for known in self._proposals if fold(known.text) not in there)

    def _split(self) -> tuple[str, str]:
        at = max(self.value.rfind(sign) for sign in ", ;") + 1
        return self.value[:at], self.value[at:]
