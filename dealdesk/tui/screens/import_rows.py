"""What the import shows as lines: the card, the columns, what to look at, what is left out, and the deals."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dealdesk.domain.deal_row import DealRow
from dealdesk.imports.card import card, mapping_lines, problem_lines, skipped_lines
from dealdesk.imports.plan import Plan
from dealdesk.tui.widgets.row_source import Look, Row

#: Lines of one group; the command line lists all.
MOST = 1000
_DEALS = 200


class Line(NamedTuple):
    """One line of the list."""

    group: str
    text: str
    """The whole text, for reading; the list cuts it."""
    look: Look = ""
    column: str = ""
    """The column of the file it is about."""
    deal_id: int | None = None
    """The deal it is about, once it is stored."""


def lines_of(plan: Plan, width: int, deals: Mapping[str, int] | None) -> dict[str, Line]:
    """Return the lines by key; ``width`` is the room of a line, ``deals`` the stored deals by fingerprint."""
    ids = {row.row: deals[row.fingerprint] for row in plan.rows if row.fingerprint in deals} if deals else {}
    shown: dict[str, Line] = {}
    parts = (
        ("card", _card(plan, width, stored=deals is not None)),
        ("running", _still_running(plan, ids) if deals is not None else ()),
        ("column", _columns(plan) if deals is None else ()),
        ("problem", _problems(plan, ids)),
        ("skipped", (Line("LEFT OUT", text, "muted") for text in skipped_lines(plan, MOST))),
        ("deal", _deals(plan, ids)),
    )
    for name, lines in parts:
        for number, line in enumerate(lines):
            shown[f"{name}/{number}"] = line
    return shown


def row_of(line: Line) -> Row:
    """Return a line as the list draws it."""
    return Row({"text": line.text}, look=line.look)


def _card(plan: Plan, width: int, *, stored: bool) -> Iterator[Line]:
    group = "IMPORTED" if stored else "WHAT WOULD HAPPEN"
    for text in card(plan, dry_run=not stored):
        look: Look = (
            "warning" if text in plan.warnings else "strong" if text[:1].isdigit() and " stored." in text else ""
        )
        for part in textwrap.wrap(text, max(20, width), subsequent_indent="    ", drop_whitespace=True) or [""]:
            yield Line(group, part if part == text or not text.startswith("  ") else f"  {part.strip()}", look)


def _still_running(plan: Plan, ids: Mapping[int, int]) -> Iterator[Line]:
    for row in [row for row in plan.rows if row.still_running][:MOST]:
        yield Line("STILL RUNNING?  Enter opens the deal", _deal_text(row), deal_id=ids.get(row.row))


def _problems(plan: Plan, ids: Mapping[int, int]) -> Iterator[Line]:
    numbers: Sequence[int | None] = [*(problem.row for problem in plan.problems[:MOST]), None]
    for number, text in zip(numbers, problem_lines(plan, MOST), strict=False):
        yield Line("TO LOOK AT", text, deal_id=ids.get(number) if number is not None else None)


def _columns(plan: Plan) -> Iterator[Line]:
    for (column, _field), text in zip(plan.mapping, mapping_lines(plan), strict=True):
        yield Line("COLUMNS  Enter or c corrects one", text, column=column)


def _deals(plan: Plan, ids: Mapping[int, int]) -> Iterator[Line]:
    more = len(plan.rows) - _DEALS
    group = "THE DEALS" if more <= 0 else f"THE DEALS, the first {_DEALS} of {len(plan.rows):,}"
    for row in plan.rows[:_DEALS]:
        yield Line(group, _deal_text(row), deal_id=ids.get(row.row))


def _deal_text(row: DealRow) -> str:
    dates = [f"signed {row.signed_on}" if row.signed_on else "", f"ends {row.end_on}" if row.end_on else ""]
    parts = (row.ref, row.title, row.counterparty, row.stage.value, *dates)
    return "  ".join(part for part in parts if part)
