"""What an import would do, as plain values: the rows to store, the rows left out, and everything to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.vocabulary import Stage

#: The orders of numeric dates, in words.
ORDER_WORDS = {"dmy": "day/month/year", "mdy": "month/day/year"}
#: Why a row is left out that another window stored between the look and the import.
KNOWN_SINCE = "this very row was imported before, a moment ago"


class Problem(NamedTuple):
    """Something to look at, by row and column."""

    row: int
    """Row in a spreadsheet, counted from 1."""
    column: str
    """Name of the column; empty where the whole row is meant."""
    text: str
    """What stands there, on one line and cut to 200 characters; the whole text is in the imported text."""
    why: str
    """A few words, without a full stop."""
    line: int
    """Line of the file that the row begins in, counted from 1."""


class Skipped(NamedTuple):
    """A row that is not added."""

    row: int
    line: int
    name: str
    """Its reference, title or counterparty, to recognise it by."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that one file would change, and what was made of it; nothing is written yet."""

    encoding: str
    delimiter: str
    order: str
    """The order of numeric dates that was followed: "dmy" or "mdy"."""
    today: date
    mapping: tuple[tuple[str, str], ...]
    """Column and field, in the order of the file; the field is "" where the text is kept, "-" where ignored."""
    rows: tuple[DealRow, ...]
    problems: tuple[Problem, ...]
    """Cells and rows to look at, in the order of the file."""
    warnings: tuple[str, ...]
    """Sentences about the file as a whole."""
    skipped: tuple[Skipped, ...]
    """Rows that are not added: known already, twice in the file, or without a name."""

    @property
    def counts(self) -> Counts:
        """The figures of the result card."""
        ahead = [row for row in self.rows if row.stage is not Stage.ENDED and row.give_notice_by]
        return Counts(
            stored=len(self.rows),
            skipped=len(self.skipped),
            with_notice_date=sum(row.give_notice_by is not None for row in self.rows),
            notice_ahead=sum(row.give_notice_by >= self.today for row in ahead if row.give_notice_by),
            ended=sum(row.stage is Stage.ENDED for row in self.rows),
            still_running=sum(row.still_running for row in self.rows),
            no_notice=sum(row.notice is None for row in self.rows),
            no_notice_open=sum(row.notice is None and row.stage is not Stage.ENDED for row in self.rows),
            problems=len(self.problems),
        )

    def as_stored(self, refs: Mapping[str, str]) -> Plan:
        """Return what became of the plan: ``refs`` names the deals that were stored, by their rows' fingerprints.

        A row that is missing there was stored by somebody else since the plan was made; it counts as left out.
        """
        stored = tuple(replace(row, ref=refs[row.fingerprint]) for row in self.rows if row.fingerprint in refs)
        late = tuple(
            Skipped(row.row, row.line, row.ref or row.title, KNOWN_SINCE)
            for row in self.rows
            if row.fingerprint not in refs
        )
        return replace(self, rows=stored, skipped=self.skipped + late)

    def next_notices(self, limit: int = 3) -> tuple[DealRow, ...]:
        """Return the rows whose give-notice date comes next, today included; ended deals have none."""
        ahead = [
            (row.give_notice_by, row.row, row)
            for row in self.rows
            if row.give_notice_by and row.give_notice_by >= self.today and row.stage is not Stage.ENDED
        ]
        return tuple(row for _, _, row in sorted(ahead, key=lambda item: item[:2])[:limit])


class Counts(NamedTuple):
    """Figures about a plan, all counts of rows but the last."""

    stored: int
    skipped: int
    with_notice_date: int
    notice_ahead: int
    """Give-notice dates today or later, of deals that have not ended."""
    ended: int
    still_running: int
    no_notice: int
    no_notice_open: int
    """Without a notice period and not ended."""
    problems: int
