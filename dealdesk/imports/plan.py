"""What an import would do, as plain values: the rows to store, the rows left out, and everything to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dealdesk.domain.dates import Period
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import Channel, DealType, Outcome, Stage


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
class DealRow:
    """One deal to store. Blank texts are "", blank values None; every text has gone through ``clean``."""

    row: int
    line: int
    fingerprint: str
    """What makes the row recognised when the same file comes again: to be stored as the deal's import key."""
    title: str
    ref: str = ""
    """The reference asked for, free when the plan was made; "" lets the store allocate one."""
    counterparty: str = ""
    further_counterparties: tuple[str, ...] = ()
    our_side: str = ""
    type: DealType | None = None
    stage: Stage = Stage.SIGNED
    outcome: Outcome | None = None
    amount: Amount | None = None
    signed_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    """The end as the file has it, also where the deal has been renewed since."""
    runs_to: date | None = None
    """The end that counts today: ``end_on``, or for a deal that renews by itself its next end."""
    notice: Period | None = None
    give_notice_by: date | None = None
    """Last working day for a notice before ``runs_to``; None without end or notice period."""
    renewal_length: Period | None = None
    evergreen: bool = False
    """Renews by itself, again and again, or has no end."""
    owner: str = ""
    main_channel: Channel | None = None
    tags: tuple[str, ...] = ()
    term: str = ""
    documents: tuple[str, ...] = ()
    source: tuple[tuple[str, str], ...] = ()
    """Column and text of all that has no field, or whose text says more than its field took."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Raw texts of the fields left blank because they could not be read, by field."""
    quiet: bool = True
    """An old deal: it starts nothing by itself."""
    still_running: bool = False
    """To be listed once with the question whether it is still running."""

    @property
    def source_terms(self) -> str:
        """The imported text: every column of ``source`` under its name."""
        return "\n\n".join(
            f"{column}:\n{text}" if "\n" in text or len(text) > 200 else f"{column}: {text}"
            for column, text in self.source
        )


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
