"""A register of contracts in CSV, TSV or the like as a plan: pure, nothing is written, no row is lost silently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from dealdesk.counts import counted
from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.money import CURRENCIES
from dealdesk.errors import InputRefused
from dealdesk.imports.cells import cleaned
from dealdesk.imports.decode import TooLarge, decode
from dealdesk.imports.headers import IGNORE, Column, header_key, knows, map_columns
from dealdesk.imports.plan import ORDER_WORDS, Plan, Problem, Skipped
from dealdesk.imports.reading import Nameless, RowReader, Setting
from dealdesk.imports.table import MAX_TEXT, Row, Table, read_table
from dealdesk.imports.values import other_order
from dealdesk.text import clean, fold


def plan_deals(
    data: bytes,
    *,
    today: date,
    order: str = "dmy",
    currency: str = "EUR",
    calendar: WorkCalendar | None = None,
    known_refs: Collection[str] = (),
    known_rows: Collection[str] = (),
    overrides: Sequence[tuple[str, str]] = (),
) -> Plan:
    """Return what importing ``data`` would do.

    ``today`` is the local date; ``order`` ("dmy" or "mdy") decides numeric dates; ``currency`` is taken for amounts
    that name none; ``known_refs`` are the references (and aliases) of the desk, case-blind; ``known_rows`` the stored
    import keys (``DealRow.fingerprint``); ``overrides`` come from ``headers.parse_map``. Raises subclasses of
    ``DealdeskError`` where the file as a whole can't be imported; a single bad cell or row is listed instead.
    """
    if order not in ORDER_WORDS:
        raise InputRefused("The order of numeric dates is dmy or mdy.")
    if currency not in CURRENCIES:
        raise InputRefused(f'"{clean(currency)}" is no currency code, such as EUR or USD.')
    mapped = [column for column, _ in overrides]
    table = read_table(decode(data), lambda cell: knows(clean(cell), mapped))
    columns = map_columns(table.header, overrides)
    setting = Setting(today, order, currency, calendar or WorkCalendar())
    reader = RowReader(columns, setting)
    taken = _Taken(known_refs, known_rows)
    rows: list[DealRow] = []
    problems: list[Problem] = list(_ragged(table))
    skipped: list[Skipped] = []
    for row in table.rows:
        _take(cleaned(row), table, reader, taken, (rows, problems, skipped))
    filled = {at for row in table.rows for at, cell in enumerate(row.cells) if cell}
    shown = [column for column in columns if column.at in filled or column.at not in table.unnamed]
    problems.sort(key=lambda problem: problem.row)
    return Plan(
        encoding=table.encoding,
        delimiter=table.delimiter,
        order=order,
        today=today,
        mapping=tuple((column.name, column.field or "") for column in shown),
        rows=tuple(rows),
        problems=tuple(problems),
        warnings=tuple(_warnings(table, shown, reader, rows, setting)),
        skipped=tuple(skipped),
    )


def fingerprint(header: Sequence[str], cells: Sequence[str]) -> str:
    """Return what makes a row the same row: its filled cells by column name, whatever the order of the columns.

    ``cells`` are cleaned; encoding, delimiter, white space at the ends and the mapping make no difference.
    """
    filled = []
    for name, cell in zip(header, cells, strict=False):
        if cell:
            filled.append((header_key(name) or name, cell))
    return hashlib.sha256(json.dumps(sorted(filled)).encode()).hexdigest()[:32]


class _Taken:
    """References and rows that are there already, on the desk or further up in the file."""

    def __init__(self, refs: Iterable[str], rows: Iterable[str]) -> None:
        self.on_desk = {fold(ref) for ref in refs}
        self.rows_on_desk = frozenset(rows)
        self.refs: dict[str, int] = {}
        self.rows: dict[str, int] = {}


def _take(
    row: Row,
    table: Table,
    reader: RowReader,
    taken: _Taken,
    into: tuple[list[DealRow], list[Problem], list[Skipped]],
) -> None:
    """Read one row and put it where it belongs: stored or skipped, with its problems."""
    rows, problems, skipped = into
    key = fingerprint(table.header, row.cells)
    if key in taken.rows:
        skipped.append(Skipped(row.number, row.line, _name(row), f"the same as row {taken.rows[key]:,}"))
        return
    taken.rows[key] = row.number
    if key in taken.rows_on_desk:
        skipped.append(Skipped(row.number, row.line, _name(row), "this very row was imported before"))
        return
    try:
        deal, found = reader.read(row, key)
    except Nameless:
        why = "neither title nor counterparty nor reference: nothing to call the deal by"
        problems.append(Problem(row.number, "", _name(row), why, row.line))
        skipped.append(Skipped(row.number, row.line, _name(row), why))
        return
    if sum(len(text) for _, text in deal.source) > MAX_TEXT:
        raise TooLarge(f"Row {row.number:,} holds more than {MAX_TEXT:,} characters of text.")
    ref = fold(deal.ref)
    if ref and ref in taken.on_desk:
        skipped.append(Skipped(row.number, row.line, deal.ref, "its reference is on the desk already"))
        return
    problems.extend(found)
    if ref and ref in taken.refs:
        deal = _without_ref(deal)
        why = f"the reference of row {taken.refs[ref]:,} again; this deal gets a new one"
        problems.append(Problem(row.number, "", deal.unread["ref"], why, row.line))
    elif ref:
        taken.refs[ref] = row.number
    rows.append(deal)


def _without_ref(deal: DealRow) -> DealRow:
    source = (("reference", deal.ref), *deal.source)
    return replace(deal, ref="", unread={**deal.unread, "ref": deal.ref}, source=source)


def _name(row: Row) -> str:
    shown = " ".join(clean(cell[:200]) for cell in row.cells[:8] if cell.strip())
    return shown if len(shown) <= 60 else shown[:59] + "…"


def _ragged(table: Table) -> Iterable[Problem]:
    """List rows of another width than the header, unless what is missing or more is blank anyway."""
    width = len(table.header)
    named = max((at + 1 for at in range(width) if at not in table.unnamed), default=0)
    for row in table.above:
        if not row.cells[0].lower().startswith("sep="):
            yield Problem(row.number, "", _name(row), "stands above the header; no deal", row.line)
    for row in table.rows:
        has = len(row.cells)
        if has < named:
            why = f"{has:,} cells under {width:,} columns; the missing ones are blank"
            yield Problem(row.number, "", "", why, row.line)
    for row in table.rows:
        extra = [row.cells[at] for at in sorted(table.unnamed) if at < len(row.cells) and row.cells[at].strip()]
        if extra:
            why = "a cell under no column name; kept in the imported text"
            yield Problem(row.number, "", clean(extra[0])[:200], why, row.line)


def _warnings(
    table: Table, columns: Sequence[Column], reader: RowReader, rows: Sequence[DealRow], setting: Setting
) -> Iterable[str]:
    order, currency = setting.order, setting.currency
    if table.encoding == "Windows-1252":
        yield "Read as Windows-1252. If letters look wrong, save the file as UTF-8 and import it again."
    if not reader.has("title"):
        yield "There is no title column: titles are made from description, kind of contract or counterparty."
    for column, count in reader.wrong_order.items():
        also = reader.either[column]
        yield (
            f'"{column}": {counted(count, "date")} can\'t be {ORDER_WORDS[order]} and stay blank. '
            f"The file seems to use {ORDER_WORDS[other_order(order)]}: import it with the order set to "
            f"{other_order(order)}" + (f"; {counted(also, 'date')} more may be read wrongly as it is." if also else ".")
        )
    for column, count in reader.either.items():
        if count and column not in reader.wrong_order:
            dates = counted(count, "date")
            yield f'"{column}": {dates} could be read both ways; {ORDER_WORDS[order]} was followed, as set.'
    if reader.bare_amounts:
        yield f"{counted(reader.bare_amounts, 'amount')} without a currency taken as {currency}, as set."
    said = [column for column in columns if column.says_type]
    if said and not reader.has("type"):
        yield f'Every deal is of the type {said[0].says_type}, because the column is named "{said[0].name}".'
    kept = [column.name for column in columns if column.field is None]
    if kept:
        yield f"Columns without a field, kept in the imported text: {_listed(kept)}."
    ignored = [column.name for column in columns if column.field == IGNORE]
    if ignored:
        yield f"Columns ignored: {_listed(ignored)}."
    if not rows:
        yield "No row of the file would be added."


def _listed(names: Sequence[str], limit: int = 20) -> str:
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
