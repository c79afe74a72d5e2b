"""The rules of leverage: what a mark says, what one press of a key makes of it, and my record over many deals.

A deal has one mark per source and one per driver of it that is marked. A driver that moved them moved its source too,
and so does one that was counted on; a source is never marked down while one of its drivers says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from dealdesk.domain.vocabulary import Evidence, LeverageSource
from dealdesk.errors import InputRefused

YES = "yes"
"""The value of *counted on*; empty for not."""
LEAST_DEALS = 3
"""A percentage over fewer deals than these says more than is known, and is not shown (product N3)."""
GUESS_WEIGHT = 0.5
"""What *moved them* counts where it is my guess only (product N4)."""

Place = tuple[str, str]
"""Source and driver; the driver is empty for the source itself."""


class Movement(StrEnum):
    """Whether it moved them; *did not* is said, *open* is not."""

    OPEN = ""
    MOVED = "moved them"
    DID_NOT = "did not move them"


class MarkColumn(StrEnum):
    """What is marked of a source or a driver."""

    COUNTED = "counted on"
    MOVED = "moved them"
    EVIDENCE = "evidence"


class MarkRefused(InputRefused):
    """A mark can't be set; the sentence says what stands against it."""


class Standing(NamedTuple):
    """What is marked at one place."""

    counted_on: bool = False
    movement: Movement = Movement.OPEN
    evidence: str = ""
    """A word of ``Evidence``, kept but meant only while it moved them; empty for none."""

    @property
    def shown_evidence(self) -> str:
        """The evidence, where it moved them."""
        return self.evidence if self.movement is Movement.MOVED else ""

    @property
    def blank(self) -> bool:
        """Nothing is marked."""
        return not self.counted_on and self.movement is Movement.OPEN


class Mark(NamedTuple):
    """One mark of a deal, with its texts."""

    uid: str
    source: str
    driver: str
    standing: Standing
    quote: str = ""
    notes: str = ""

    @property
    def place(self) -> Place:
        """Source and driver."""
        return self.source, self.driver

    @property
    def blank(self) -> bool:
        """It says nothing: all that was marked or typed was taken back."""
        return self.standing.blank and not self.quote and not self.notes


Standings = Mapping[Place, Standing]


def standings(marks: Iterable[Mark]) -> dict[Place, Standing]:
    """Return what is marked, by place."""
    return {mark.place: mark.standing for mark in marks}


def drivers_of(stands: Standings, source: str) -> dict[str, Standing]:
    """Return the drivers of a source that have a mark, or had one."""
    return {driver: standing for (of, driver), standing in stands.items() if of == source and driver}


def shown(stands: Standings, source: str, driver: str = "") -> Standing:
    """Return what a place says, a source with what follows from its drivers.

    Where its drivers alone say why, the evidence is the best of theirs.
    """
    own = stands.get((source, driver), Standing())
    if driver:
        return own
    parts = drivers_of(stands, source).values()
    moved = [part for part in parts if part.movement is Movement.MOVED]
    return Standing(
        own.counted_on or any(part.counted_on for part in parts),
        Movement.MOVED if moved else own.movement,
        own.evidence or next((word.value for word in Evidence if any(word == part.evidence for part in moved)), ""),
    )


def pressed(standing: Standing, column: MarkColumn) -> str:
    """Return the value one press makes: *counted on* turns round, the others go on to the next word and end at none.

    Raises :class:`MarkRefused` for the evidence of what did not move them.
    """
    if column is MarkColumn.COUNTED:
        return "" if standing.counted_on else YES
    if column is MarkColumn.MOVED:
        return _after(standing.movement, tuple(movement.value for movement in Movement))
    if standing.movement is not Movement.MOVED:
        raise MarkRefused("Evidence is asked for once it moved them: mark that first.")
    return _after(standing.evidence, ("", *(word.value for word in Evidence)))


def _after(value: str, cycle: Sequence[str]) -> str:
    return cycle[(cycle.index(value) + 1) % len(cycle)] if value in cycle else cycle[0]


def changed(stands: Standings, place: Place, column: MarkColumn, value: str) -> dict[Place, Standing]:
    """Return the marks that are other ones once ``column`` of a place holds ``value``: its own, and that of its source.

    Raises :class:`MarkRefused` for a word that is none, and where a driver says otherwise.
    """
    source, driver = place
    if source not in set(LeverageSource):
        raise MarkRefused(f"There is no source of leverage called “{source}”.")
    own, above = stands.get(place, Standing()), stands.get((source, ""), Standing())
    try:
        own = _put(own, column, value)
    except ValueError:
        raise MarkRefused(f"“{value}” can't stand under “{column}”.") from None
    if column is MarkColumn.EVIDENCE and value and shown(stands, *place).movement is not Movement.MOVED:
        raise MarkRefused("Evidence is asked for once it moved them: mark that first.")
    found = {place: own}
    if driver:
        if column is MarkColumn.COUNTED and value:
            found[source, ""] = above._replace(counted_on=True)
        if column is MarkColumn.MOVED and own.movement is Movement.MOVED:
            found[source, ""] = above._replace(movement=Movement.MOVED)
    else:
        _refuse_contradiction(drivers_of(stands, source), column, own)
    return {at: standing for at, standing in found.items() if standing != stands.get(at, Standing())}


def _put(standing: Standing, column: MarkColumn, value: str) -> Standing:
    if column is MarkColumn.COUNTED:
        if value not in ("", YES):
            raise ValueError(value)
        return standing._replace(counted_on=value == YES)
    if column is MarkColumn.MOVED:
        return standing._replace(movement=Movement(value))
    return standing._replace(evidence=Evidence(value).value if value else "")


def _refuse_contradiction(drivers: Mapping[str, Standing], column: MarkColumn, own: Standing) -> None:
    for driver, standing in drivers.items():
        if column is MarkColumn.COUNTED and standing.counted_on and not own.counted_on:
            raise MarkRefused(f"“{driver}” below was counted on: unmark that first.")
        if column is MarkColumn.MOVED and standing.movement is Movement.MOVED and own.movement is not Movement.MOVED:
            raise MarkRefused(f"“{driver}” below moved them: unmark that first.")


def missing(stands: Standings) -> dict[str, str]:
    """Return what is worth asking of each source still, by source; a source without a mark is asked nothing."""
    found: dict[str, str] = {}
    for source in LeverageSource:
        standing = shown(stands, source)
        if standing.movement is Movement.MOVED and not standing.evidence:
            found[source.value] = "evidence"
        elif standing.movement is Movement.OPEN and standing.counted_on:
            found[source.value] = "moved them or not"
    return found


class DealMarks(NamedTuple):
    """The marks of one deal."""

    ref: str
    stands: Standings


class SourceRecord(NamedTuple):
    """My record with one source over several deals."""

    source: str
    counted: int
    """Deals in which it was counted on."""
    moved: float
    """Deals in which it moved them; one that is my guess counts half."""
    both: float
    """Deals in which it was counted on and moved them, counted as ``moved`` is."""
    surprises: float
    """Deals in which it moved them without being counted on, counted as ``moved`` is."""
    moved_in: tuple[str, ...]
    """The references of the deals in which it moved them."""

    @property
    def percent(self) -> int | None:
        """In how many of 100 deals in which it was counted on it moved them; None below ``LEAST_DEALS``."""
        return round(100 * self.both / self.counted) if self.counted >= LEAST_DEALS else None

    @property
    def blank(self) -> bool:
        """It was never marked."""
        return not self.counted and not self.moved


def record(deals: Iterable[DealMarks]) -> list[SourceRecord]:
    """Return my record with each source: surprises first, then what was overrated most, then as on the checklist."""
    every = list(deals)
    found = [_record_of(source.value, every) for source in LeverageSource]
    order = {source.value: number for number, source in enumerate(LeverageSource)}
    return sorted(found, key=lambda line: (-line.surprises, line.both - line.counted, order[line.source]))


def _record_of(source: str, deals: Sequence[DealMarks]) -> SourceRecord:
    counted, moved, both = 0, 0.0, 0.0
    moved_in: list[str] = []
    for deal in deals:
        standing = shown(deal.stands, source)
        counted += standing.counted_on
        if standing.movement is Movement.MOVED:
            weight = GUESS_WEIGHT if standing.evidence == Evidence.GUESS else 1.0
            moved += weight
            both += weight if standing.counted_on else 0.0
            moved_in.append(deal.ref)
    return SourceRecord(source, counted, moved, both, moved - both, tuple(moved_in))


def number_words(number: float) -> str:
    """Return a number of deals as it is written: ``2``, ``1½``, ``½``."""
    whole, half = divmod(number, 1)
    return f"{int(whole) or ('' if half else 0)}{'½' if half else ''}"


def record_words(line: SourceRecord, label: str) -> str:
    """Return a line of the record in words: ``Time counted on 5, moved them 1 (20 %)``."""
    percent = f" ({line.percent} %)" if line.percent is not None else ""
    surprise = ", a surprise" if line.surprises and not line.counted else ""
    return f"{label} counted on {line.counted}, moved them {number_words(line.moved)}{percent}{surprise}"
