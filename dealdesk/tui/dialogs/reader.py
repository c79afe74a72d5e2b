"""A long text to read: an imported term, a note, as it was stored."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain

#: The widest it gets, and what border, padding and scroll bar take of that, in columns.
_WIDTH, _AROUND = 100, 6


class Reader(Dialog[None]):
    """Shows a text, literally, with the keys that scroll."""

    DEFAULT_CSS = f"""
    Reader > Vertical {{
        width: {_WIDTH}; max-width: 100%; height: 90%; border: round $border; background: $surface; padding: 0 1;
    }}
    Reader VerticalScroll {{ height: 1fr; }}
    Reader .muted {{ height: 1; }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter", "close", "Close"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
        Binding("space,pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("g,home", "edge(0)", show=False),
        Binding("G,end", "edge(1)", show=False),
    ]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title, self._text = title, text

    @staticmethod
    def room(columns: int) -> int:
        """Return how wide a line may be, on a screen of so many columns, that it does not wrap."""
        return min(columns, _WIDTH) - _AROUND

    def compose(self) -> ComposeResult:
        """Lay out title, text and keys."""
        with Vertical():
            yield Static(plain(self._title), classes="question")
            with VerticalScroll():
                yield Static(plain(self._text))
            yield Static(plain("space page down · g G start, end · q back"), classes="muted")

    @property
    def _scroller(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self._scroller.scroll_relative(y=by, animate=False)

    def action_page(self, way: int) -> None:
        """Scroll by a page."""
        self._scroller.scroll_relative(y=way * max(1, self._scroller.size.height - 1), animate=False)

    def action_edge(self, end: int) -> None:
        """Go to the start or the end."""
        if end:
            self._scroller.scroll_end(animate=False)
        else:
            self._scroller.scroll_home(animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
