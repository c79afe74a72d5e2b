"""The widgets one types into, one class per kind of text; they know a field's spec and nothing of the store.

Keys that leave a field are acted on in the field itself, not by a binding: a binding runs only after the key has
bubbled to the screen, and the letters typed right behind it would still land in the old field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from dealdesk.domain.fields import Context, FieldSpec, stepped
from dealdesk.errors import InputRefused
from dealdesk.tui.cells import fit
from dealdesk.tui.safe import editable
from dealdesk.tui.widgets.area import Area
from dealdesk.tui.widgets.paste import JOINERS, raw, take_in

UNDO_STEPS = 20
#: Rows that a long text leaves to the rest of its screen.
BESIDE = 10
LINE_CSS = """
    width: 1fr;
    height: 1;
    background: $surface;
    &:focus { background: $boost; }
"""


class Field(Widget):
    """What all field widgets have in common."""

    spec: FieldSpec
    context: Context
    last: bool = False
    """Enter in the last field of a form stays there; the form is finished instead."""
    opens: Callable[[], None] | None = None
    """What Tab does instead of going on to the next field that is shown."""

    @dataclass
    class Typed(Message):
        """The person changed the text."""

        field: Field

    @dataclass
    class Entered(Message):
        """Enter was pressed in a field of one line."""

        field: Field

    @dataclass
    class Refused(Message):
        """Something was not taken in, and the text is as it was."""

        field: Field
        sentence: str
        """Why, for the person."""

    @dataclass
    class Proposed(Message):
        """What the field proposes has changed without a change of the text."""

        field: Field

    @property
    def text(self) -> str:
        """The text as it stands."""
        raise NotImplementedError

    @property
    def proposal(self) -> str:
        """What is known that fits the text, and how to take it; empty for nothing."""
        return ""

    @property
    def offers(self) -> Sequence[tuple[str, bool]]:
        """What is shown under the field to choose from, each with whether it is the proposed one."""
        return ()

    def take_offer(self, at: int) -> None:
        """Take the offer in that place."""

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        raise NotImplementedError

    def enter(self) -> None:
        """Go on to the next field."""
        if not self.last:
            self.screen.focus_next()
        self.post_message(self.Entered(self))

    def leaves(self, event: events.Key, *, enter: bool = True) -> bool:
        """Act on a key that leaves the field, or that came too late for it; True if the key is dealt with."""
        focused = self.screen.focused
        if focused is not self and isinstance(focused, Field):
            self.app.post_message(events.Key(event.key, event.character))
        elif event.key == "enter" and enter:
            self.enter()
        elif event.key == "tab":
            (self.opens or self.screen.focus_next)()
        elif event.key == "shift+tab":
            self.screen.focus_previous()
        else:
            return False
        event.stop()
        event.prevent_default()
        return True


class _Shown(Highlighter):
    """How a line looks while it is edited; what an Input offers for colours."""

    def highlight(self, text: Text) -> None:
        """Replace what would reorder the line on the terminal."""
        text.plain = editable(text.plain)


class LineField(Input, Field):
    """One line of literal text."""

    DEFAULT_CSS = "LineField {" + LINE_CSS + "}"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", "Undo", show=False)]

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        super().__init__(raw(text, lines=False), highlighter=_Shown(), compact=True, select_on_focus=False)
        self._before: list[str] = []
        self.set_reactive(Input.cursor_blink, False)
        self.spec = spec
        self.context = context

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.value

    @property
    def content_width(self) -> int:
        """The cells to scroll over, never fewer than are shown: each change of it lays out the whole screen anew."""
        return max(super().content_width, self.size.width)

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        with self.prevent(Input.Changed):
            self.value = raw(text, lines=False)
        self.cursor_position = len(self.value)

    def on_focus(self) -> None:
        """Show the cursor where it was left, once a click had its say."""
        self.call_after_refresh(self._show_cursor)

    def on_blur(self) -> None:
        """Go back to the beginning, so that a click lands on the letter that is shown."""
        self.scroll_to(x=0, animate=False, force=True, immediate=True)

    def _show_cursor(self) -> None:
        if self.has_focus:
            self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def render_line(self, y: int) -> Strip:
        """Draw the beginning of the text while nobody types in it."""
        if y or self.has_focus or not self.value:
            return super().render_line(y)
        width = self.size.width
        return Strip([Segment(fit(editable(self.value), width), self.rich_style)], width)

    def type_in(self, text: str) -> None:
        """Replace the text on behalf of the person: a step, or a proposal taken."""
        self._remember()
        self.value = text
        self.cursor_position = len(text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text, unless more than the field takes would come of it."""
        start, end = sorted((max(0, start), min(len(self.value), end)))
        if text and len(self.value) - (end - start) + len(text) > self.spec.limit:
            self.post_message(self.Refused(self, f"This field takes {self.spec.limit:,} characters."))
            return
        if end - start > 1 or len(text) > 1:
            self._remember()
        super().replace(text, start, end)

    def action_undo(self) -> None:
        """Bring back what stood before the last cut, paste, step or proposal; an Input knows no undo."""
        if self._before:
            self.value = self._before.pop()
            self.cursor_position = len(self.value)

    def _remember(self) -> None:
        self._before = [*self._before[-UNDO_STEPS:], self.value]

    def paste(self, text: str) -> None:
        """Put in what was pasted, line breaks as blanks, or refuse it whole."""
        start, end = sorted(self.selection)
        try:
            taken = take_in(text, held=len(self.value) - (end - start), limit=self.spec.limit, lines=False)
        except InputRefused as refusal:
            self.post_message(self.Refused(self, str(refusal)))
            return
        if taken:
            self.replace(taken, start, end)

    def action_paste(self) -> None:
        """Paste what was cut or copied inside the app."""
        self.paste(self.app.clipboard)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of a paste, where an Input would keep the first."""
        event.stop()
        event.prevent_default()
        self.paste(event.text)

    def on_key(self, event: events.Key) -> None:
        """Leave by Enter and Tab; take the joiners that Input would drop."""
        if self.leaves(event):
            return
        if event.character in JOINERS:
            event.stop()
            event.prevent_default()
            self.replace(event.character or "", *self.selection)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say that the person typed."""
        event.stop()
        self.post_message(self.Typed(self))


class DateField(LineField):
    """A typed date; up and down step by a day."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", "Day earlier", show=False),
        Binding("down", "step(1)", "Day later", show=False),
    ]

    def action_step(self, days: int) -> None:
        """Put in the date that lies ``days`` after the one typed."""
        text = stepped(self.value, days, self.context)
        if text is not None:
            self.type_in(text)


class LongField(Area, Field):
    """A long text that grows with what it holds; Tab leaves it."""

    DEFAULT_CSS = """
    LongField {
        width: 1fr;
        height: 2;
        padding: 0;
        background: $surface;
        &:focus { background: $boost; }
    }
    """
    LEAST: ClassVar[int] = 2
    MOST: ClassVar[int] = 8

    def __init__(self, spec: FieldSpec, context: Context, text: str = "") -> None:
        super().__init__(text, limit=spec.limit)
        self.spec = spec
        self.context = context

    def put(self, text: str) -> None:
        """Replace the text; nobody is told, since no person typed it."""
        super().put(text)
        self.grow()

    def refuse(self, sentence: str) -> None:
        """Tell the form that a paste was not taken in."""
        self.post_message(self.Refused(self, sentence))

    def grow(self) -> None:
        """Be as high as the text, between LEAST and MOST rows."""
        most = min(self.spec.rows, self.app.size.height - BESIDE) if self.spec.rows else self.MOST
        rows = max(self.LEAST, min(most, self.wrapped_document.height))
        if self.styles.height is None or self.styles.height.value != rows:
            self.styles.height = rows

    def on_key(self, event: events.Key) -> None:
        """Leave by Tab; Enter is a new line."""
        self.leaves(event, enter=False)

    def on_resize(self) -> None:
        """Follow the new wrapping."""
        self.call_after_refresh(self.grow)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say that the person typed."""
        event.stop()
        self.grow()
        self.post_message(self.Typed(self))
