"""Who changed what, when and why: of one row, or of a whole deal; the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from dealdesk.store import history, history_words
from dealdesk.store.history import Entry
from dealdesk.tui.cells import folded
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain
from dealdesk.tui.workspace import Workspace

_WIDTH = 100
"""Cells of a dialog to read, where there are as many."""
_EDGES = 6
"""Cells of it that border, padding and scrollbar take."""
_TIME = 14
"""Cells of the time before each line of a history."""
_FRAME = 4
"""Lines of it that border, title and keys take."""
SCROLL_BINDINGS: tuple[BindingType, ...] = (
    Binding("down,j", "scroll(1)", "Down", show=False),
    Binding("up,k", "scroll(-1)", "Up", show=False),
    Binding("pagedown,space", "page(1)", "Page down", show=False),
    Binding("pageup", "page(-1)", "Page up", show=False),
    Binding("home,g", "edge(-1)", "To the start", show=False),
    Binding("end,G", "edge(1)", "To the end", show=False),
)


class Scroller(VerticalScroll, can_focus=False):
    """A text that scrolls by the keys of its dialog."""

    DEFAULT_CSS = "Scroller { height: auto; }"


class Scrolled(Dialog[None]):
    """A dialog to read: a title, lines that scroll, the keys."""

    DEFAULT_CSS = f"""
    Scrolled > Vertical {{
        width: {_WIDTH};
        max-width: 100%;
        height: auto;
        max-height: 100%;
        border: round $border;
        background: $surface;
        padding: 0 1;
        & > .question {{ height: 1; }}
        & > .muted {{ height: 1; }}
    }}
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "close", "Close", show=False), *SCROLL_BINDINGS]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._text = Static("", markup=False)

    def lines(self, width: int) -> Sequence[str]:
        """Return what is shown on ``width`` cells, one line each; a longer one is wrapped."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay out title, lines and keys."""
        with Vertical():
            yield Static(plain(self._title), classes="question")
            with Scroller():
                yield self._text
            yield Static(plain("up, down scroll · g G start, end · Esc back"), classes="muted")

    def on_resize(self, event: events.Resize) -> None:
        """Use the height there is, and no more than the lines need."""
        self.query_one(Scroller).styles.max_height = max(1, event.size.height - _FRAME)
        width = min(_WIDTH, event.size.width) - _EDGES
        self._text.update(plain("\n".join(self.lines(max(1, width)))))

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Scroller).scroll_relative(y=by, animate=False)

    def action_page(self, way: int) -> None:
        """Scroll by a screen."""
        scroller = self.query_one(Scroller)
        scroller.scroll_relative(y=way * max(1, scroller.size.height - 1), animate=False)

    def action_edge(self, way: int) -> None:
        """Go to the start or to the end."""
        scroller = self.query_one(Scroller)
        if way < 0:
            scroller.scroll_home(animate=False)
        else:
            scroller.scroll_end(animate=False)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)


class RowHistory(Scrolled):
    """The history of one row; ``why`` says first why it stands where it stands."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("i", "close", "Close", show=False)]

    def __init__(self, workspace: Workspace, uid: str, why: str = "") -> None:
        super().__init__("Why is this here, and its history" if why else "History")
        self.workspace = workspace
        self._uid = uid
        self._why = why

    def lines(self, width: int) -> Sequence[str]:
        """Return why, then what was changed."""
        first = [f"Why here: {self._why}", ""] if self._why else []
        return [*first, *_told(self.workspace, self.workspace.desk.rows(history.of_row, self._uid), width)]


class DealHistory(Scrolled):
    """The history of everything that belongs to a deal."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "close", "Close", show=False)]

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        deal = workspace.deal
        super().__init__(f"History of {deal.ref}  {deal.title}" if deal and deal.id == deal_id else "History")
        self.workspace = workspace
        self._deal_id = deal_id

    def lines(self, width: int) -> Sequence[str]:
        """Return what was changed."""
        return _told(self.workspace, self.workspace.desk.rows(history.of_deal, self._deal_id), width)


def _told(workspace: Workspace, entries: list[Entry], width: int) -> list[str]:
    desk = workspace.desk
    told = history_words.lines(desk.rows(history_words.tell, entries), desk.today)
    return [part for line in told for part in hanging(line, width)] or ["Nothing was changed yet."]


def hanging(line: str, width: int) -> list[str]:
    """Wrap a line of a history so that what does not fit stands under its words, not under its time."""
    if cell_len(line) <= width or width <= 2 * _TIME:
        return [line]
    first, *others = folded(line[_TIME:], width - _TIME)
    return [line[:_TIME] + first, *(" " * _TIME + other for other in others)]
