"""The words of ``export table`` and ``export since``; nothing of what carries them out is imported."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dealdesk.cli.parsing import Parser


def add(what: argparse._SubParsersAction[Parser], shared: Parser) -> None:
    """Add both to what can be exported."""
    since = what.add_parser(
        "since",
        help="what happened since the last review",
        description="Print on one page what happened in a deal since its last review, else in the last 90 days: "
        "metrics against target, promises kept and late on both sides, issues and outcomes, what went well, what they "
        "expected at signing, one ask. What is for us alone is marked.",
        parents=[shared],
        allow_abbrev=False,
    )
    since.set_defaults(module="tables", function="export_since")
    since.add_argument("deal", metavar="DEAL", help="reference, its number, or a part of it, counterparty or title")
    since.add_argument("--for-them", action="store_true", help="leave out what is for us alone")
    since.add_argument("--format", choices=["md", "html"], default="md", help="md: Markdown; html: to print")
    _to_file(since)
    table = what.add_parser(
        "table",
        help="the rows of a table",
        description="Print all rows of a table that are not archived: deals, actions, conversations, decisions, "
        "issues, metrics, readings, friction, questions and so on; another word lists them all. Rows are named by "
        "uids, and what they point to by its name as well. In CSV, a text that a spreadsheet would reckon gets an "
        "apostrophe in front.",
        parents=[shared],
        allow_abbrev=False,
    )
    table.set_defaults(module="tables", function="export_table")
    table.add_argument("table", metavar="TABLE")
    table.add_argument(
        "--format", choices=["csv", "json", "md"], default="csv", help="json: every value as it stands; md: to read"
    )
    table.add_argument("--bom", action="store_true", help="begin CSV with the mark by which Excel tells UTF-8")
    _to_file(table)


def _to_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", metavar="FILE", default="", help="the new file to write, instead of stdout")
    command.add_argument("--replace", action="store_true", help="replace FILE if it is there already")
