"""The cells of one row, taken field by field: what was read, what stays as text, what has to be listed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from dealdesk.domain.fields import LINE_LIMIT
from dealdesk.imports.headers import IGNORE, Column
from dealdesk.imports.plan import Problem
from dealdesk.imports.table import Row
from dealdesk.imports.values import CellRefused, is_nothing
from dealdesk.text import clean

_T = TypeVar("_T")
_LISTED = 200
# dealdesk's own exports put an apostrophe before what a spreadsheet would run as a formula.
_GUARDED = re.compile(r"'(?='*[=+\-@\t\r])")


def cleaned(row: Row) -> Row:
    """Return ``row`` with every cell through ``clean``, line breaks kept, and without the guard of an export."""
    return row._replace(cells=tuple(map(_clean, row.cells)))


def _clean(cell: str) -> str:
    if _GUARDED.match(cell):
        cell = cell[1:]
    plain = cell.isascii() and cell.isprintable()  # most cells; clean() would give them back as they are
    return (cell if plain else clean(cell, lines=True)).strip()


class Cells:
    """One cleaned row while it is read. Whatever no field takes completely ends up in ``source``."""

    def __init__(self, row: Row, columns: Sequence[Column], by_field: dict[str, list[Column]]) -> None:
        self.row = row
        self.problems: list[Problem] = []
        self.unread: dict[str, str] = {}
        self._columns = columns
        self._by_field = by_field
        self._done: set[int] = set()

    def filled(self, field: str) -> Iterator[tuple[Column, str]]:
        """Yield the columns of ``field`` that hold something, the most telling first, and their text on one line."""
        for column in self._by_field.get(field, ()):
            text = self._line(column.at)
            if text:
                yield column, text

    def first(
        self, field: str, read: Callable[[str, Column], _T], whole: Callable[[str], bool]
    ) -> tuple[_T, Column] | None:
        """Return the first value of ``field`` that can be read, and its column; list the cells before it that can't.

        ``whole`` says of the text whether the value says all of it; otherwise it is kept in the imported text too.
        """
        refused: list[tuple[Column, str, str]] = []
        for column, text in self.filled(field):
            if is_nothing(text):
                continue
            try:
                value = read(text, column)
            except CellRefused as error:
                refused.append((column, text, str(error)))
                continue
            if whole(text):
                self._done.add(column.at)
            for earlier, raw, why in refused:
                self.note(earlier, raw, f'{why}; "{column.name}" is taken')
            return value, column
        if refused:
            column, text, why = refused[0]
            self.note(column, text, why)
            self.unread[field] = self._long(column.at)
        return None

    def line(self, field: str, limit: int = LINE_LIMIT) -> str:
        """Return the first text of ``field``; what is too long for a form field is cut, and kept whole as text."""
        for column, text in self.filled(field):
            if len(text) > limit:
                self.note(column, text, f"{len(text):,} characters; cut here, whole in the imported text")
                return text[: limit - 1].rstrip() + "…"
            if "\n" not in self._long(column.at):
                self._done.add(column.at)
            return text
        return ""

    def parts(self, field: str, marks: str) -> list[str]:
        """Return the texts of all columns of ``field``, split at ``marks``, each part once."""
        parts: dict[str, None] = {}
        for column in self._by_field.get(field, ()):
            pieces = [" ".join(piece.split()) for piece in re.split(f"[{marks}\n]", self._long(column.at))]
            pieces = [piece for piece in pieces if piece]
            if all(len(piece) <= LINE_LIMIT for piece in pieces):
                self._done.add(column.at)
                parts.update(dict.fromkeys(pieces))
            else:
                self.note(column, self._line(column.at), "too long for this field; kept in the imported text")
        return list(parts)

    def note(self, column: Column | None, text: str, why: str) -> None:
        """List something about this row."""
        shown = text if len(text) <= _LISTED else text[: _LISTED - 1] + "…"
        self.problems.append(Problem(self.row.number, column.name if column else "", shown, why, self.row.line))

    def done(self, column: Column) -> None:
        """Say that a field holds all that ``column`` says here."""
        self._done.add(column.at)

    def keep(self, field: str) -> None:
        """Say that what the columns of ``field`` hold is to be kept as text after all."""
        self._done.difference_update(column.at for column in self._by_field.get(field, ()))

    def source(self) -> tuple[tuple[str, str], ...]:
        """Return column and text of all that no field took completely, in the order of the file."""
        found = []
        for column in self._columns:
            if column.field == IGNORE or column.at in self._done:
                continue
            text = self._long(column.at)
            if text:
                found.append((column.name, text))
        return tuple(found)

    def _long(self, at: int) -> str:
        return self.row.cells[at] if at < len(self.row.cells) else ""

    def _line(self, at: int) -> str:
        return " ".join(self._long(at).split())
