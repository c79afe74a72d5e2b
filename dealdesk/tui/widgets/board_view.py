"""How the board looks: its columns side by side, drawn line by line, only where the screen shows them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple, get_args

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from dealdesk.domain import board
from dealdesk.errors import DealdeskError
from dealdesk.tui.cells import fit, folded
from dealdesk.tui.widgets.board_cards import GONE, HIGH, LOW, UNREADABLE, CardLook, Look, card_lines

_LOOKS = frozenset(look for look in get_args(Look) if look)
#: From so many lines on a card gets a fourth one.
_HIGH_FROM = 34
#: Lines below the columns that say all of the card under the cursor, where there is the height for them.
_DETAIL, _DETAIL_FROM = 2, 11
_KEPT = 2000
_LINE = "│"


class Column(NamedTuple):
    """A column as it is drawn: what names it, and its cards in order."""

    key: str
    title: str
    ids: list[int]


class BoardSource(ABC):
    """Where the board's cards come from."""

    @abstractmethod
    def columns(self, words: str) -> list[Column]:
        """Return the columns with the cards that hold all ``words``."""

    @abstractmethod
    def cards(self, ids: Sequence[int]) -> Mapping[int, CardLook]:
        """Return how these cards look; called with those in view only."""

    @abstractmethod
    def total(self) -> int:
        """Return how many cards there are without the words."""


class BoardView(Widget, inherit_bindings=False):
    """The drawing half of ``Board``; screens use ``Board``."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--card",
        "board--cursor",
        "board--aimed",
        "board--head",
        "board--here",
        "board--line",
        "board--overdue",
        "board--warning",
        "board--muted",
        "board--detail",
    }
    DEFAULT_CSS = """
    BoardView {
        height: 1fr;
        & > .board--head { color: $text-muted; text-style: underline; }
        & > .board--here { color: $text-accent; text-style: bold underline; }
        & > .board--line { color: $border-blurred; }
        & > .board--overdue { color: $text-error; }
        & > .board--warning { color: $text-warning; }
        & > .board--muted { color: $text-muted; }
        & > .board--detail { background: $panel; color: $foreground; }
        & > .board--aimed { color: $text-accent; text-style: bold underline; }
        & > .board--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .board--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    def __init__(self, source: BoardSource, empty: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.source = source
        self._empty = empty
        self._columns: list[Column] = []
        self._column = self._row = self._first = 0
        self._tops: list[int] = []
        self._words = ""
        self._looks: dict[int, CardLook] = {}
        self._aim: board.Aim | None = None
        self._failed: str = ""

    @property
    def cursor_id(self) -> int | None:
        """The card under the cursor; None in an empty column."""
        return self._at(self._column, self._row)

    def _at(self, column: int, row: int) -> int | None:
        if not 0 <= column < len(self._columns):
            return None
        ids = self._columns[column].ids
        return ids[row] if 0 <= row < len(ids) else None

    def ids(self, column: int) -> list[int]:
        """Return the cards of a column, as they are shown."""
        return self._columns[column].ids if 0 <= column < len(self._columns) else []

    # Where things are.

    @property
    def _pitch(self) -> int:
        return HIGH if self.size.height >= _HIGH_FROM else LOW

    @property
    def _detail(self) -> int:
        return _DETAIL if self.size.height >= _DETAIL_FROM else 0

    @property
    def _body(self) -> int:
        """Lines for cards: below the heads, above the details."""
        return max(0, self.size.height - 1 - self._detail)

    def _room(self, column: int) -> int:
        """Return how many whole cards a column shows; where it has more, one line says how many lie below."""
        whole = self._body // self._pitch
        return max(1, whole if len(self.ids(column)) <= whole else (self._body - 1) // self._pitch)

    def _more(self, column: int) -> int:
        """Return how many cards lie below those that a column shows; 0 where no line is left to say so."""
        room = self._room(column)
        below = len(self.ids(column)) - self._tops[column] - room
        return max(0, below) if self._body > room * self._pitch else 0

    @property
    def _shown(self) -> int:
        return board.columns_shown(self.size.width, len(self._columns))

    def _spans(self) -> tuple[tuple[int, int], ...]:
        return board.spans(self.size.width, self._shown)

    # What is drawn.

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.size.width
        if not self._columns or not any(column.ids for column in self._columns):
            if y == 0 and self._columns:
                return self._head()
            return self._plain(self._empty_line(y - 1), width)
        if y == 0:
            return self._head()
        if y > self._body:
            return self._detail_line(y - self._body - 1)
        part = (y - 1) % self._pitch
        pieces: list[tuple[str, Style]] = []
        for number, (_x, wide) in enumerate(self._spans()):
            if number:
                pieces.append((_LINE, self._style("line")))
            pieces += self._card_pieces(self._first + number, (y - 1) // self._pitch, part, wide)
        return Strip(_joined(pieces), width)

    def _card_pieces(self, column: int, down: int, part: int, wide: int) -> list[tuple[str, Style]]:
        row = self._tops[column] + down
        number = self._at(column, row) if down < self._room(column) else None
        if number is None:
            if self._aim is not None and self._aim == (column, row) and part == 0:
                return [(fit(" ▸ here", wide), self._style("aimed"))]
            more = self._more(column) if down * self._pitch + part == self._body - 1 else 0
            if more:
                return [(fit(f"  {more:,} more", wide), self._style("muted"))]
            return [(" " * wide, self._style("card"))]
        on = (column, row) == (self._column, self._row)
        pieces = card_lines(self._look(number), wide, self._pitch, on=on)[part]
        if on:
            return [("".join(piece.text for piece in pieces), self._style("cursor"))]
        if self._aim == (column, row) and part == 0:
            return [(fit("▸" + pieces[0].text[1:], wide), self._style("aimed"))]
        return [(piece.text, self._style(piece.look if piece.look in _LOOKS else "card")) for piece in pieces]

    def _head(self) -> Strip:
        pieces: list[tuple[str, Style]] = []
        spans = self._spans()
        for at, (_x, wide) in enumerate(spans):
            number = self._first + at
            left, right = self._folds(at, wide)
            room = wide - cell_len(left) - cell_len(right)
            titles = self._titles(number)
            title = next((one for one in titles if cell_len(one) <= room), titles[-1])
            if at:
                pieces.append((_LINE, self._style("line")))
            pieces.append((fit(left, min(wide, cell_len(left))), self._head_style(number - 1)))
            pieces.append((fit(title, room), self._head_style(number)))
            pieces.append((fit(right, wide - cell_len(left) - max(0, room)), self._head_style(number + 1)))
        return Strip(_joined(pieces), self.size.width)

    def _head_style(self, number: int) -> Style:
        here = number == self._column if self._aim is None else number == self._aim.column
        return self._style("here" if here else "head")

    def _folds(self, at: int, wide: int) -> tuple[str, str]:
        """Return what stands left and right in the ``at``-th head in view for the columns that are folded there."""
        number = self._first + at
        left = self._fold_words(number - 1, "<") if at == 0 else ""
        right = self._fold_words(number + 1, ">") if at == self._shown - 1 else ""
        if wide - cell_len(left) - cell_len(right) < cell_len(self._titles(number)[-1]):
            return left[:1], right[-1:]
        return left, right

    def _head_at(self, x: int) -> int | None:
        """Return the column whose head holds the cell ``x``, a folded one among them; None between two heads."""
        spans = self._spans()
        at = board.column_at(x, spans)
        if at is None:
            return None
        start, wide = spans[at]
        left, right = self._folds(at, wide)
        return self._first + at - (x < start + cell_len(left)) + (x >= start + wide - cell_len(right))

    def _titles(self, number: int) -> tuple[str, ...]:
        """Return what a column is called, in fewer and fewer cells; the count of its cards stays as long as it can."""
        column = self._columns[number]
        title, count = column.title.upper(), f"({len(column.ids):,})"
        first = (title.split() or [""])[0]
        return (f" {title} {count}", f" {first} {count}", f"{first} {count}")

    def _fold_words(self, number: int, sign: str) -> str:
        """Return what stands at the edge for the column that is folded there: ``DONE 12>``."""
        if not 0 <= number < len(self._columns):
            return ""
        column = self._columns[number]
        words = f"{column.title.upper()} {len(column.ids):,}"
        if sign == "<":
            return f"<{words} "
        return f" {words}>"

    def _detail_line(self, number: int) -> Strip:
        """Return a line of all there is to say of the card under the cursor."""
        width, here = self.size.width, self.cursor_id
        text = ""
        if here is not None:
            look = self._look(here)
            rest = "  ·  ".join(part for part in look.detail if part)
            lines = folded(look.text, max(1, width - 2))
            text = look.text if number == 0 else rest
            if number == 1 and len(lines) > 1 and not rest:
                text = lines[1]
        return self._plain(f" {text}", width, "detail")

    def _plain(self, text: str, width: int, style: str = "card") -> Strip:
        return Strip([Segment(fit(text, width), self._style(style))], width)

    def _empty_line(self, number: int) -> str:
        words = f"Nothing here holds: {self._words}" if self._words else self._failed or self._empty
        lines = [part for line in words.split("\n") for part in folded(line, max(10, self.size.width - 3))]
        return f"  {lines[number]}" if 0 <= number < len(lines) else ""

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"board--{name}")

    def _look(self, number: int) -> CardLook:
        """Return how a card looks; where it was not read yet, all cards in view are read with it."""
        if number not in self._looks:
            if len(self._looks) > _KEPT:
                self._looks.clear()
            wanted = [one for one in self._in_view() if one not in self._looks] or [number]
            try:
                found = self.source.cards(wanted)
            except DealdeskError as error:
                self.failed(error)
                return UNREADABLE
            self._looks.update({one: found.get(one, GONE) for one in wanted})
        return self._looks.get(number, GONE)

    def _in_view(self) -> list[int]:
        found = []
        for number in range(self._first, min(self._first + self._shown, len(self._columns))):
            top = self._tops[number]
            found += self._columns[number].ids[top : top + self._room(number) + 1]
        return found

    def failed(self, error: DealdeskError) -> None:
        """Take note that the source could not be read."""
        raise NotImplementedError


def _joined(pieces: Sequence[tuple[str, Style]]) -> list[Segment]:
    """Return segments with neighbours of one style joined: fewer bytes to the terminal."""
    segments: list[Segment] = []
    for text, style in pieces:
        if not text:
            continue
        if segments and segments[-1].style == style:
            segments[-1] = Segment(segments[-1].text + text, style)
        else:
            segments.append(Segment(text, style))
    return segments
