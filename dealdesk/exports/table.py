"""The rows of a table as CSV for a spreadsheet, as JSON that holds every value as it stands, as Markdown to read."""

from __future__ import annotations

import csv
import io
import json
import unicodedata

from dealdesk.domain.decimals import show_decimal
from dealdesk.exports import literal
from dealdesk.store.table_rows import Rows, Value

#: A text that begins with one of these would be reckoned by a spreadsheet instead of shown.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: Marks a cell as text; spreadsheets hide it.
_AS_TEXT = "'"
#: When a row was made and changed: of no use on a page.
_STAMPS = ("created_at", "updated_at")
#: What older spreadsheets tell UTF-8 by.
BOM = "\ufeff"


def to_csv(rows: Rows, *, bom: bool = False) -> str:
    """Return the rows as CSV (RFC 4180): a heading, then one row a line, lines parted by CR LF.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers, ticks are yes
    or no. With ``bom`` it begins with the mark by which Excel tells UTF-8.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(rows.columns)
    writer.writerows([_cell(value) for value in row] for row in rows.values)
    return (BOM if bom else "") + file.getvalue()


def to_json(rows: Rows) -> str:
    """Return the rows as a JSON array of objects, ASCII only."""
    return json.dumps(list(rows.records()), indent=1) + "\n"


def to_markdown(rows: Rows) -> str:
    """Return the rows as a Markdown table for a person: without uids, the instants of the file, and empty columns."""
    kept = [
        at
        for at, name in enumerate(rows.columns)
        if name not in _STAMPS and not name.endswith("uid") and any(row[at] not in (None, "") for row in rows.values)
    ]
    lines = [[rows.columns[at].replace("_", " ") for at in kept], ["---"] * len(kept)]
    lines += [[_literal(row[at]) for at in kept] for row in rows.values]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines) if kept else "No rows.\n"


def _literal(value: Value) -> str:
    if isinstance(value, float):
        return show_decimal(value)
    return "" if value is None else "".join(literal.atoms(str(_cell(value) if isinstance(value, bool) else value)))


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return value
    # Signs of full width are taken for the plain ones, and blanks in front of them for none.
    bare = value.lstrip(
        _AS_TEXT
    )  # one that begins like a marked one is marked too, so that each is told from the other
    start = unicodedata.normalize("NFKC", bare.lstrip(" \u00a0")[:1])
    return _AS_TEXT + value if start.startswith(_FORMULA) or bare[:1] in _FORMULA else value
