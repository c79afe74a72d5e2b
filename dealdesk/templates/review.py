"""The one-page review form as data: 45 inputs (slots) in nine parts, read from ``review.toml`` and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

#: The ids of all slots, part by part; the store keeps them as ``part.slot`` (article 000, the one-page form).
SLOT_IDS: Mapping[str, tuple[str, ...]] = {
    "head": ("date", "ref", "owner", "type", "counterparty", "value", "term", "signed", "start", "renewal"),
    "outcome": ("commercial", "other", "trades"),
    "worked": ("tactic", "proof", "relationship"),
    "leverage": ("time", "risk", "capability", "switching", "relationship", "process", "notes"),
    "missed": ("late", "earlier", "hidden"),
    "friction": ("moments", "cause"),
    "changes": ("1", "2", "3", "owner", "due"),
    "follow": ("handover", "mail", "kickoff", "checkins", "metrics", "contacts"),
    "risks": ("1", "answer_1", "2", "answer_2", "3", "answer_3"),
}
KINDS = ("text", "date", "amount", "pick", "tick", "tokens")


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One input of the form."""

    id: str
    """Part and slot, such as ``worked.proof``; what the store keeps."""
    part: str
    label: str
    kind: str
    """One of :data:`KINDS`: how it is typed."""
    row: int
    """Slots of a part with the same row share a printed line; 0 stands alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form; its number is its place, the head is 0."""

    id: str
    number: int
    title: str
    slots: tuple[SlotSpec, ...]
    short: str
    """The title where there is no room for it; a file that has none is read as if it were the title."""

    def rows(self) -> Iterator[tuple[SlotSpec, ...]]:
        """Yield the slots of each printed line."""
        line: list[SlotSpec] = []
        for slot in self.slots:
            if line and (not slot.row or slot.row != line[0].row):
                yield tuple(line)
                line = []
            line.append(slot)
        yield tuple(line)


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """What ``review.toml`` holds."""

    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[SlotSpec, ...]:
        """All 45 slots in the order of the page."""
        return tuple(slot for part in self.parts for slot in part.slots)


def load_review(folder: Path | None = None) -> ReviewForm:
    """Return the review form, from ``folder`` where it has a ``review.toml``.

    Raises:
        TemplateRefused: the file can't be read, is no TOML, or lacks something.
    """
    name, data = read_template("review.toml", folder)
    tables = _tables(name, "part", data.get("part"))
    if tuple(table.get("id") for table in tables) != tuple(SLOT_IDS):
        raise TemplateRefused(name, f"the parts must be {', '.join(SLOT_IDS)}, in this order")
    return ReviewForm(tuple(_part(name, number, table) for number, table in enumerate(tables)))


def _part(file: str, number: int, table: Mapping[str, object]) -> Part:
    part = str(table["id"])
    tables = _tables(file, f"part {part}: slot", table.get("slot"))
    if tuple(slot.get("id") for slot in tables) != SLOT_IDS[part]:
        raise TemplateRefused(file, f"part {part}: the slots must be {', '.join(SLOT_IDS[part])}, in this order")
    slots = tuple(_slot(file, part, slot) for slot in tables)
    title = _words(file, f"part {part}", table, "title")
    short = _words(file, f"part {part}", table, "short") if "short" in table else title
    return Part(part, number, title, slots, short)


def _slot(file: str, part: str, table: Mapping[str, object]) -> SlotSpec:
    name = f"{part}.{table['id']}"
    kind, row = table.get("kind"), table.get("row", 0)
    if kind not in KINDS:
        raise TemplateRefused(file, f"slot {name}: kind must be one of {', '.join(KINDS)}")
    if not isinstance(row, int) or isinstance(row, bool) or row < 0:
        raise TemplateRefused(file, f"slot {name}: row must be a whole number")
    return SlotSpec(name, part, _words(file, f"slot {name}", table, "label"), str(kind), row)


def _tables(file: str, place: str, value: object) -> list[Mapping[str, object]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TemplateRefused(file, f"{place} must be a list of tables")
    return value


def _words(file: str, place: str, table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise TemplateRefused(file, f"{place}: {key} must be a text")
    return text
