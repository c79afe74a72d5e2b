"""The rows of a table, and what happened since the last review, for other programs and for the printer."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.counts import counted
from dealdesk.errors import UsageError

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def export_table(call: Call) -> int:
    """Print the rows of a table as CSV, JSON or Markdown, or write them to a new file."""
    words = call.words
    if words.bom and words.format != "csv":
        raise UsageError("--bom is for --format csv.")
    from dealdesk.exports import table, write
    from dealdesk.store import table_rows

    with reading(call) as desk:
        found = desk.rows(table_rows.rows, words.table)
    texts = {"json": table.to_json, "md": table.to_markdown}
    text = texts[words.format](found) if words.format in texts else table.to_csv(found, bom=words.bom)
    if words.output:
        write.write_text(words.output, text, replace=words.replace)
        path = os.path.abspath(os.path.expanduser(words.output))
        say(f"Wrote {counted(len(found.values), 'row')} of {words.table} to {path}.")
    else:
        _print_exactly(text)
    return 0


def export_since(call: Call) -> int:
    """Print what happened since the last review of a deal, or write it to a new file."""
    from dealdesk.exports import sheet, since_review, write
    from dealdesk.store import deal_lines
    from dealdesk.store.since_review import gather

    words = call.words
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        page = since_review.page(desk.rows(gather, line.id, desk.today), for_them=words.for_them)
    text = sheet.html(page) if words.format == "html" else sheet.markdown(page)
    if words.output:
        write.write_text(words.output, text, replace=words.replace)
        path = os.path.abspath(os.path.expanduser(words.output))
        say(f"Wrote what happened in {line.ref} since the last review to {path}.")
    else:
        call.output.text(text.rstrip("\n"), {})
    return 0


def _print_exactly(text: str) -> None:
    """Write to stdout what a file would hold: for a pipe as it is, for a terminal through the filter of all output."""
    if sys.stdout.isatty():
        from dealdesk.cli.output import out
        from dealdesk.cli.printable import lines_of

        out("\n".join(lines_of(text.rstrip("\r\n"))))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.flush()
