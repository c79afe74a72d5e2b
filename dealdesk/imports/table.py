"""Text as a table: its delimiter, its header and its rows, with the numbers a spreadsheet and an editor show."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple, TextIO

from dealdesk.imports.decode import Decoded, ImportRefused, TooLarge
from dealdesk.text import clean

#: Most rows of one import.
MAX_ROWS = 100_000
#: Most characters of one cell.
MAX_TEXT = 20_000_000
#: Most columns of one row.
MAX_COLUMNS = 1_000
_MAX_CELLS = 5_000_000
_MAX_NUMBER = 1_048_576  # rows of a sheet, empty ones included
_MAX_MARKS = 2_000_000  # delimiters within one record, quoted ones included; bounds the memory of one row
_SAMPLE_ROWS = 60
_HEADER_WITHIN = 10
_END = "\ufdd0end of file\ufdd1"
_DATA = re.compile(r"\s*(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|[$€£]? ?\d+([.,]\d{2,3})+|[$€£] ?\d+)\s*")
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class NoHeader(ImportRefused):
    """No row names the columns."""

    def __init__(self) -> None:
        super().__init__(
            "No header row found: none of the first lines names columns such as title, counterparty, signed or end. "
            "Put a line with column names on top, or name one with --map COLUMN=FIELD."
        )


class UnclosedQuote(ImportRefused):
    """A quoted cell runs to the end of the file and would swallow rows."""

    def __init__(self, line: int) -> None:
        super().__init__(
            f"A quote opened in the row that begins in line {line:,} is never closed, so the rows after it can't be "
            "told apart. Nothing was imported."
        )


class Row(NamedTuple):
    """One record of the file."""

    number: int
    """Its row in a spreadsheet, counted from 1, empty rows included."""
    line: int
    """The line of the file it begins in, counted from 1; quoted line breaks count here only."""
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A header and what stands below it."""

    encoding: str
    delimiter: str
    """The name to show: comma, semicolon, tab or bar."""
    header: tuple[str, ...]
    """Cleaned column names, each once: blank ones are ``column 3``, second ones ``Notes (2)``."""
    rows: tuple[Row, ...]
    unnamed: frozenset[int]
    """Columns without a name of their own."""
    above: tuple[Row, ...]
    """Rows above the header, such as a title line; they are no deals."""


def read_table(decoded: Decoded, knows: Callable[[str], bool]) -> Table:
    """Return the table in ``decoded``; ``knows`` says of a cell whether it names a column known here.

    The delimiter is the one under which the header makes most sense. Empty rows are left out. Raises ``NoHeader``,
    ``UnclosedQuote``, ``TooLarge`` (100,000 rows, 1,000 columns, 20 million characters in a cell).
    """
    with _wide_cells():
        delimiter = _delimiter(decoded, knows)
        above: list[Row] = []
        rows: list[Row] = []
        header: Row | None = None
        cells = 0
        head = list(islice(_records(decoded, delimiter), _SAMPLE_ROWS))
        header_at = _header_at(head, knows)
        if header_at is None:
            raise NoHeader
        for row in _records(decoded, delimiter):
            if header is None:
                if row.number == header_at:
                    header = row
                else:
                    above.append(row)
                continue
            rows.append(row)
            cells += len(row.cells)
            if len(rows) > MAX_ROWS:
                raise TooLarge(f"The file has more than {MAX_ROWS:,} rows; import it in parts.")
            if cells > _MAX_CELLS:
                raise TooLarge(f"The file has more than {_MAX_CELLS:,} cells; import it in parts.")
    own = header.cells if header else ()
    names = _names(own, max((len(row.cells) for row in rows), default=0))
    unnamed = frozenset(at for at in range(len(names)) if at >= len(own) or not clean(own[at]))
    return Table(decoded.encoding, _DELIMITERS[delimiter], names, tuple(rows), unnamed, tuple(above))


@contextmanager
def _wide_cells() -> Iterator[None]:
    """Let the csv module take long cells; its limit is one for the whole process, so it is put back."""
    before = csv.field_size_limit(MAX_TEXT)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Feed:
    """Hands lines to the csv reader and refuses a record so large that holding it would fill the memory."""

    def __init__(self, lines: TextIO, delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._ended = False
        self.marks = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._lines.readline(MAX_TEXT + 1)
        if len(line) > MAX_TEXT:
            raise TooLarge(f"A line has more than {MAX_TEXT:,} characters.")
        if not line:
            if self._ended:
                raise StopIteration
            self._ended = True
            return _END
        self.marks += line.count(self._delimiter)
        if self.marks > _MAX_MARKS:
            raise TooLarge(f"A row has more than {MAX_COLUMNS:,} columns, or a quote in it is never closed.")
        return line


def _records(decoded: Decoded, delimiter: str) -> Iterator[Row]:
    """Yield the rows that hold anything. A last line of our own shows whether a quote stayed open."""
    feed = _Feed(decoded.lines(), delimiter)
    reader = csv.reader(feed, delimiter=delimiter)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refusal(error, line) from None
        if cells and cells[-1].endswith(_END):
            if cells != [_END]:
                raise UnclosedQuote(line)
            return
        number += 1
        if number > _MAX_NUMBER:
            raise TooLarge(f"The file has more than {_MAX_NUMBER:,} rows, empty ones included.")
        if len(cells) > MAX_COLUMNS:
            raise TooLarge(f"Row {number:,} has {len(cells):,} columns; an import takes up to {MAX_COLUMNS:,}.")
        if any(cell and not cell.isspace() for cell in cells):
            yield Row(number, line, tuple(cells))
        line, feed.marks = reader.line_num + 1, 0


def _refusal(error: csv.Error, line: int) -> ImportRefused:
    if "field limit" in str(error):
        return TooLarge(f"A cell of the row that begins in line {line:,} has more than {MAX_TEXT:,} characters.")
    return ImportRefused(f"The row that begins in line {line:,} can't be read as a row of a table.")


def _delimiter(decoded: Decoded, knows: Callable[[str], bool]) -> str:
    with decoded.lines() as lines:
        first = lines.readline(16).rstrip("\r\n").strip('"').lower()
    if first[:4] == "sep=" and first[4:] in _DELIMITERS:  # the line Excel reads, and writes on wish
        return first[4:]
    scores: dict[str, tuple[int, float, int]] = {}
    refusal: ImportRefused | None = None
    for delimiter in _DELIMITERS:
        try:
            rows = list(islice(_records(decoded, delimiter), _SAMPLE_ROWS))
        except ImportRefused as error:
            refusal = refusal or error
            continue
        scores[delimiter] = _score(rows, knows)
    best = max(scores, key=lambda delimiter: scores[delimiter], default=None)
    if best is None or (refusal is not None and scores[best][0] == 0):
        raise refusal or NoHeader
    return best


def _score(rows: list[Row], knows: Callable[[str], bool]) -> tuple[int, float, int]:
    """Return how much sense rows make: known header cells, share of rows of the header's width, columns."""
    at = _header_at(rows, knows)
    below = [row for row in rows if at is None or row.number >= at]
    if not below:
        return 0, 0.0, 0
    width = len(below[0].cells)
    known = 0 if at is None else sum(map(knows, below[0].cells))
    return known, sum(len(row.cells) == width for row in below) / len(below), width


def _header_at(rows: list[Row], knows: Callable[[str], bool]) -> int | None:
    """Return the row number of the header: the first with two known names, else a first row with one.

    A row with a date or an amount in it is a deal, even if words like "client" and "signed" stand in it too.
    """
    for row in rows[:_HEADER_WITHIN]:
        if any(map(_DATA.fullmatch, row.cells)):
            if sum(bool(cell.strip()) for cell in row.cells) > 2:
                return None
        elif sum(map(knows, row.cells)) >= 2:
            return row.number
    first = rows[0].cells if rows else ()
    return rows[0].number if any(map(knows, first)) and not any(map(_DATA.fullmatch, first)) else None


def _names(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for at in range(max(len(cells), min(width, MAX_COLUMNS))):
        name = clean(cells[at])[:200].strip() if at < len(cells) else ""
        name = name or f"column {at + 1}"
        unique, count = name, 1
        while unique in names:
            count += 1
            unique = f"{name} ({count})"
        names[unique] = None
    return tuple(names)
