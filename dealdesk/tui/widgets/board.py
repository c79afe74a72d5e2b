"""The board: one widget that draws only the cards on the screen, however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Region

from dealdesk.domain import board
from dealdesk.errors import DealdeskError
from dealdesk.tui.widgets import board_messages as messages
from dealdesk.tui.widgets.board_mouse import BoardMouse
from dealdesk.tui.widgets.board_regions import from_the_left
from dealdesk.tui.widgets.board_view import BoardSource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Board(BoardMouse, can_focus=True, inherit_bindings=False):
    """Columns of cards with one cursor; reads its cards from a ``BoardSource``. Moving cards is left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", show=False, id="board.up"),
        Binding("down,j", "step(1)", "Down", show=False, id="board.down"),
        Binding("left,h", "turn(-1)", "Column to the left", show=False, id="board.left"),
        Binding("right,l", "turn(1)", "Column to the right", show=False, id="board.right"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="board.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="board.page_down"),
        Binding("home,g", "first", "First card", show=False, id="board.first"),
        Binding("end,G", "last", "Last card", show=False, id="board.last"),
        Binding("enter", "open", "Open", id="board.open"),
        Binding("escape", "let_go", "Leave the dragged card where it was", show=False, id="board.let_go"),
    ]

    def __init__(self, source: BoardSource, *, empty: str = "", id: str | None = None) -> None:
        """Show ``source``; ``empty`` (may have several lines) is shown while there is no card at all."""
        super().__init__(source, empty, id=id)
        self.at_once: Callable[[], None] | None = None
        """Called when the cursor came to another card, before that is drawn."""
        self._told: int | None = None

    @property
    def words(self) -> str:
        """The filter; "" for none."""
        return self._words

    @property
    def column(self) -> int:
        """The column of the cursor."""
        return self._column

    @property
    def row(self) -> int:
        """The place of the cursor in its column, from 0."""
        return self._row

    @property
    def column_key(self) -> str:
        """What names the column of the cursor."""
        return self._columns[self._column].key if self._columns else ""

    def say_when_empty(self, words: str) -> None:
        """Take what is shown while there is no card at all; it may have several lines."""
        if words != self._empty:
            self._empty = words
            self.refresh()

    def keys(self) -> list[str]:
        """Return what names the columns, in order."""
        return [column.key for column in self._columns]

    def on_mount(self) -> None:
        """Read the cards before the first frame."""
        self.reload()

    def reload(self, follow: int | None = None, touched: Sequence[int] | None = None) -> None:
        """Read everything again; the cursor stays on its card (or goes to ``follow``), the card at its place.

        When the card is gone the cursor stays where it was. With ``touched``, only these cards are other than they
        were: what the screen shows already is not drawn again, and nothing scrolls further than it takes to see them.
        """
        if not self.is_attached:
            return
        wanted = follow if follow is not None else self.cursor_id
        before, heads = (self._slots() if touched is not None else {}), self._heads()
        was, below = self.column_key, self._row - (self._tops[self._column] if self._tops else 0)
        keys = self.keys()
        try:
            self._columns = self.source.columns(self._words)
        except DealdeskError as error:
            self.failed(error)
            return
        self._forget(touched)
        if keys != self.keys():
            self._tops = [0] * len(self._columns)
            self.let_go()
        if not self._find(wanted):
            self._column = max(0, min(self._column, len(self._columns) - 1))
            self._row = max(0, min(self._row, len(self.ids(self._column)) - 1))
        elif touched is None and keys == self.keys() and was == self.column_key:
            self._tops[self._column] = max(0, self._row - below)
        self._show_cursor()
        if touched is None:
            self.refresh()
        else:
            self._draw_changes(before, touched, heads=heads != self._heads())
        self._tell_moved()
        counted = messages.CardsCounted(self, sum(len(one.ids) for one in self._columns), self.source.total())
        self.post_message(counted)

    def _forget(self, touched: Sequence[int] | None) -> None:
        """Forget how cards look, all of them or those that were touched."""
        if touched is None:
            self._looks.clear()
        for number in touched or ():
            self._looks.pop(number, None)

    def _slots(self) -> dict[tuple[int, int], tuple[int | None, bool]]:
        """Return which card stands where on the screen, which of them has the cursor; at -1 how many lie below."""
        here, found = (self._column, self._row), {}
        for number, top in list(enumerate(self._tops))[self._first : self._first + self._shown]:
            room = self._room(number)
            for down in range(max(1, self._body // self._pitch)):
                at = (number, top + down)
                found[number, down] = (self._at(*at) if down < room else None, at == here)
            found[number, -1] = (-self._more(number), False)
        return found

    def _heads(self) -> tuple[object, ...]:
        """Return what the heads say."""
        return (self._column, *(len(column.ids) for column in self._columns))

    def _draw_changes(
        self, before: Mapping[tuple[int, int], tuple[int | None, bool]], touched: Sequence[int], *, heads: bool
    ) -> None:
        """Draw the cards that stand elsewhere than before, or look otherwise, and what is said around them."""
        after = self._slots()
        if before.keys() != after.keys():
            self.refresh()
            return
        regions = [
            self._card_region(number, self._tops[number] + down) if down >= 0 else self._more_region(number)
            for (number, down), slot in after.items()
            if slot != before[number, down] or slot[0] in touched
        ]
        self.refresh(*from_the_left([*regions, *self._around(heads=heads)]))

    def _around(self, *, heads: bool) -> list[Region]:
        """Return the lines above and below the cards."""
        found = [Region(0, 0, self.size.width, 1)] if heads else []
        if self._detail:
            found.append(Region(0, self._body + 1, self.size.width, self._detail))
        return found

    def filter(self, words: str) -> None:
        """Show the cards that hold all ``words``; the cursor stays on its card, or goes to the first one there is."""
        if words == self._words:
            return
        self._words = words
        self.reload()
        self.to_a_card()

    def to_a_card(self) -> None:
        """Where the cursor stands in an empty column, put it on the first card there is."""
        if self.cursor_id is None:
            filled = next((number for number, column in enumerate(self._columns) if column.ids), None)
            if filled is not None:
                self.pick(filled, 0)

    def go_to(self, number: int) -> bool:
        """Put the cursor on a card; False when it is not shown."""
        before = (self._column, self._row)
        found = self._find(number)
        if found:
            self._from(*before)
        return found

    def _find(self, number: int | None) -> bool:
        if number is None:
            return False
        for at, column in enumerate(self._columns):
            if number in column.ids:
                self._column, self._row = at, column.ids.index(number)
                return True
        return False

    def action_step(self, by: int) -> None:
        """Move the cursor by some cards."""
        self.pick(self._column, self._row + by)

    def action_page(self, way: int) -> None:
        """Move the cursor by a screen."""
        self.pick(self._column, self._row + way * max(1, self._room(self._column) - 1))

    def action_first(self) -> None:
        """Move the cursor to the first card of its column."""
        self.pick(self._column, 0)

    def action_last(self) -> None:
        """Move the cursor to the last card of its column."""
        self.pick(self._column, len(self.ids(self._column)) - 1)

    def action_turn(self, by: int) -> None:
        """Move the cursor to the column beside, at the same height."""
        to = self._column + by
        if 0 <= to < len(self._columns):
            self.pick(to, self._tops[to] + self._row - self._tops[self._column])

    def action_open(self) -> None:
        """Open the card under the cursor."""
        if (here := self.cursor_id) is not None:
            self.post_message(messages.CardOpened(self, here))

    def action_let_go(self) -> None:
        """Leave a dragged card where it was."""
        self.let_go()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Escape to the filter and the screen while no card is dragged."""
        return self.dragging if action == "let_go" else super().check_action(action, parameters)

    def open_picked(self) -> None:
        """Open the card under the cursor."""
        self.action_open()

    def wheel(self, by: int) -> None:
        """Move the cursor by some cards."""
        self.action_step(by)

    def failed(self, error: DealdeskError) -> None:
        """Tell the screen that the source could not be read."""
        self._failed = str(error)
        self.call_next(self._tell_failed, error)

    def _tell_failed(self, error: DealdeskError) -> None:
        self.post_message(messages.BoardFailed(self, error))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._show_cursor()
        self.refresh()

    def pick(self, column: int, row: int) -> None:
        """Put the cursor on a card, or as near to it as there is one."""
        before = (self._column, self._row)
        self._column, self._row = column, max(0, min(row, len(self.ids(column)) - 1))
        self._from(*before)

    def _from(self, column: int, row: int) -> None:
        """Draw what the cursor left and where it came to; all of a column only where that has to scroll."""
        moved = self._show_cursor()
        if moved is None:
            self.refresh()
        else:
            regions = [self._card_region(column, row), self._card_region(self._column, self._row)]
            regions += [self._column_region(one) for one in moved]
            self.refresh(*from_the_left([*regions, *self._around(heads=column != self._column)]))
        self._tell_moved()

    def _show_cursor(self) -> list[int] | None:
        """Scroll no further than it takes to show the cursor; the columns that scrolled, None for sideways."""
        if not self._columns:
            return []
        first = board.first_shown(self._first, self._column, self._shown, len(self._columns))
        sideways, self._first = first != self._first, first
        scrolled = []
        for number, column in enumerate(self._columns):
            top = self._tops[number]
            row = self._row if number == self._column else min(top, len(column.ids))
            now = board.kept_in_view(top, row, self._room(number), len(column.ids))
            if now != top:
                self._tops[number] = now
                scrolled.append(number)
        return None if sideways else scrolled

    def _card_region(self, column: int, row: int) -> Region:
        at = column - self._first
        down = row - (self._tops[column] if column < len(self._tops) else 0)
        spans = self._spans()
        if not 0 <= at < len(spans) or down < 0:
            return Region(0, 0, 0, 0)
        height = min(self._pitch, max(0, self._body - down * self._pitch))
        return Region(spans[at][0], 1 + down * self._pitch, spans[at][1], height)

    def _column_region(self, column: int) -> Region:
        at = column - self._first
        spans = self._spans()
        return Region(spans[at][0], 0, spans[at][1], self._body + 1) if 0 <= at < len(spans) else Region(0, 0, 0, 0)

    def _more_region(self, column: int) -> Region:
        spans = self._spans()
        return Region(spans[column - self._first][0], self._body, spans[column - self._first][1], 1)

    def _tell_moved(self) -> None:
        if self.cursor_id != self._told:
            self._told = self.cursor_id
            if self.at_once is not None:
                self.at_once()
            self.post_message(messages.CardReached(self, self._told))
