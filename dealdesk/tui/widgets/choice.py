"""Fields that are chosen, not written: one of a few, and yes or no; one line each, by keyboard and mouse."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.strip import Strip

from dealdesk.domain.fields import Context, FieldSpec, picked, ticked
from dealdesk.text import fold
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import visible
from dealdesk.tui.widgets.fields import LINE_CSS, Field
from dealdesk.tui.widgets.paste import raw

_GAP = 2
_MORE = 2


class PickField(Field, can_focus=True):
    """One of a few: left and right, or the first letters of it; the chosen one is marked ``(•)``."""

    DEFAULT_CSS = (
        "PickField {"
        + LINE_CSS
        + """
        & > .pick--chosen { text-style: bold; }
        & > .pick--cursor { text-style: bold reverse; }
        & > .pick--usual { color: $text-muted; }
    }"""
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick--chosen", "pick--cursor", "pick--usual"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Choose the one before", show=False),
        Binding("right", "move(1)", "Choose the next", show=False),
        Binding("home", "choose(0)", "Choose the first", show=False),
        Binding("end", "choose(-1)", "Choose the last", show=False),
        Binding("backspace,delete", "unchoose", "Choose none", show=False),
    ]

    by_letter = True
    """Whether letters choose; without, space goes on to the next one, so that a slip of the finger changes nothing."""
    chosen: reactive[int] = reactive(-1)
    """Index of the chosen one; -1 for none."""

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        super().__init__()
        self.spec = spec
        self.context = context
        self._labels = [f"( ) {visible(label)}" for _, label in spec.choices]
        self._usual = next((n for n, (value, _) in enumerate(spec.choices) if value == spec.usual), -1)
        self._typed = ""
        self._stray = ""
        self.put(text)

    @property
    def shown(self) -> int:
        """Index of the one that is marked: the chosen one, else what is taken if none is chosen; -1 for none."""
        return self._usual if self.chosen < 0 and not self._stray else self.chosen

    @property
    def text(self) -> str:
        """The value of the chosen one; a text that is none of them is kept until one is chosen."""
        return self._stray if self.chosen < 0 else self.spec.choices[self.chosen][0]

    def put(self, text: str) -> None:
        """Choose what ``text`` names; nobody is told."""
        named = picked(self.spec, text)
        self.chosen = next((n for n, (value, _) in enumerate(self.spec.choices) if value == named), -1)
        self._stray = raw(text, lines=False) if self.chosen < 0 else ""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Keep letters to this field: they choose, and never fire a command."""
        return character is not None and character.isprintable()

    def action_move(self, step: int) -> None:
        """Choose the neighbour; the ends stay."""
        last = len(self._labels) - 1
        at = self.shown
        self.action_choose((0 if step > 0 else last) if at < 0 else max(0, min(last, at + step)))

    def action_choose(self, at: int) -> None:
        """Choose by index, counted from the end if negative."""
        if not self._labels:
            return
        self._typed = ""
        self._choose(at % len(self._labels))

    def action_unchoose(self) -> None:
        """Choose none."""
        self._typed = ""
        if self.text:
            self.chosen, self._stray = -1, ""
            self.post_message(self.Typed(self))

    def on_key(self, event: events.Key) -> None:
        """Choose by the letters typed so far; the same letter again goes on to the next that begins so."""
        if self.leaves(event):
            return
        if event.is_printable and event.character is not None:
            event.stop()
            event.prevent_default()
            if self.by_letter:
                self._spell(fold(event.character))
            elif event.key == "space" and self._labels:
                self._choose((self.chosen + 1) % len(self._labels))

    def on_blur(self) -> None:
        """Forget the letters."""
        self._typed = ""

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        event.stop()
        for at, start, end in self._spans():
            if start <= event.x < end:
                self.action_choose(at)

    def render_line(self, y: int) -> Strip:
        """Draw the choices from the first that leaves the chosen one in view."""
        width, base = self.size.width, self.rich_style
        if y or not width:
            return Strip.blank(width, base)
        cursor = self.get_component_rich_style("pick--cursor" if self.has_focus else "pick--chosen")
        spans = self._spans()
        segments: list[Segment] = []
        at_cell = 0
        if spans and spans[0][0] > 0:
            segments.append(Segment("‹ ", base))
            at_cell = _MORE
        for at, start, end in spans:
            segments.append(Segment(" " * (start - at_cell), base))
            segments += self._label(at, end - start, base, cursor)
            at_cell = end
        if spans and spans[-1][0] < len(self._labels) - 1 and at_cell + _MORE <= width:
            segments.append(Segment(" ›", base))
            at_cell += _MORE
        segments.append(Segment(" " * (width - at_cell), base))
        return Strip(segments, width)

    def _label(self, at: int, cells: int, base: Style, cursor: Style) -> list[Segment]:
        text = self._labels[at]
        if at == self.chosen:
            return [Segment(fit(text.replace("( )", "(•)", 1), cells), cursor)]
        if at == self.shown:
            usual = self.get_component_rich_style("pick--usual")
            dot = cursor if self.has_focus else usual
            return [Segment(fit("(•)", min(3, cells)), dot), Segment(fit(text[3:], cells - 3), usual)]
        if at == 0 and self.shown < 0 and self.has_focus:
            return [Segment(fit(text[:3], min(3, cells)), cursor), Segment(fit(text[3:], cells - 3), base)]
        return [Segment(fit(text, cells), base)]

    def _spans(self) -> list[tuple[int, int, int]]:
        """Return (index, first cell, cell after the last) of the choices in view."""
        width = self.size.width
        for first in range(max(1, len(self._labels))):
            spans = self._spans_from(first, width)
            if self.shown < 0 or first >= self.shown or (spans and spans[-1][0] >= self.shown):
                return spans
        return []

    def _spans_from(self, first: int, width: int) -> list[tuple[int, int, int]]:
        spans: list[tuple[int, int, int]] = []
        x = _MORE if first else 0
        for at in range(first, len(self._labels)):
            room = width - x - (_MORE if at < len(self._labels) - 1 else 0)
            cells = cell_len(self._labels[at])
            if cells > room:
                if not spans and room > 0:
                    spans.append((at, x, x + room))
                break
            spans.append((at, x, x + cells))
            x += cells + _GAP
        return spans

    def _spell(self, letter: str) -> None:
        labels = [fold(label) for _, label in self.spec.choices]
        typed = self._typed + letter
        found = [n for n, label in enumerate(labels) if label.startswith(typed)]
        if found:
            at = self.chosen if self.chosen in found and self._typed else found[0]
        else:
            typed = letter
            found = [n for n, label in enumerate(labels) if label.startswith(letter)]
            if not found:
                return
            at = next((n for n in found if n > self.chosen), found[0])
        self._choose(at)
        self._typed = typed

    def _choose(self, at: int) -> None:
        if at != self.chosen:
            self.chosen, self._stray = at, ""
            self.post_message(self.Typed(self))


class TickField(Field, can_focus=True):
    """Yes or no: space turns it, ``y`` and ``n`` say it."""

    DEFAULT_CSS = "TickField {" + LINE_CSS + "& > .tick--box { text-style: bold; } }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"tick--box"}

    by_letter = True
    """Whether ``y``, ``x`` and ``n`` set it; space turns it always."""
    ticked: reactive[bool] = reactive(False)

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        super().__init__()
        self.spec = spec
        self.context = context
        self._stray = ""
        self.put(text)

    @property
    def text(self) -> str:
        """``yes`` or nothing; a text that is neither yes nor no is kept until the tick is turned."""
        return self._stray or ("yes" if self.ticked else "")

    def put(self, text: str) -> None:
        """Set the tick; nobody is told."""
        answer = ticked(text)
        self.ticked = bool(answer)
        self._stray = raw(text, lines=False) if answer is None else ""

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Keep letters to this field: none fires a command."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Turn or set the tick."""
        if self.leaves(event):
            return
        if event.is_printable:
            event.stop()
            event.prevent_default()
            wanted = {"space": not self.ticked, "y": True, "x": True, "n": False}.get(event.key)
            if wanted is not None and (self.by_letter or event.key == "space"):
                self._set(wanted)

    def on_click(self, event: events.Click) -> None:
        """Turn the tick."""
        event.stop()
        self._set(not self.ticked)

    def render_line(self, y: int) -> Strip:
        """Draw the box, with a cursor on it while it has the focus."""
        width, base = self.size.width, self.rich_style
        if y or not width:
            return Strip.blank(width, base)
        box = self.get_component_rich_style("tick--box") + Style(reverse=self.has_focus)
        shown = "[x]" if self.ticked else "[ ]"
        strip = Strip([Segment(shown, box), Segment(" yes" if self.ticked else " no", base)])
        return strip.adjust_cell_length(width, base)

    def _set(self, ticked: bool) -> None:
        if ticked != self.ticked or self._stray:
            self.ticked, self._stray = ticked, ""
            self.post_message(self.Typed(self))
