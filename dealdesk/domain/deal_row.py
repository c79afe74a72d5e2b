"""One deal as a register of contracts states it: what an import reads and the store takes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dealdesk.domain.dates import Period
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import Channel, DealType, Outcome, Stage


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
    """Who signs for us; the desk has no field for it, so ``source`` holds it too."""
    type: DealType | None = None
    stage: Stage = Stage.SIGNED
    outcome: Outcome | None = None
    amount: Amount | None = None
    signed_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    """The end as the file has it, also where the deal has been renewed since."""
    runs_to: date | None = None
    """The end that can still be decided: ``end_on``, or for a deal that renews by itself a later one."""
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
