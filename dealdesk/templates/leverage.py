"""The leverage checklist as data: seven sources, what each means and its drivers, read from ``leverage.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.templates.review import SLOT_IDS, ReviewForm, load_review
from dealdesk.text import clean

#: What is marked but never printed; the others are the ticks of the review form.
UNPRINTED = "price or something else"
SOURCE_IDS = (*SLOT_IDS["leverage"][:-1], UNPRINTED)
#: Characters of the longest driver and of the longest label; longer ones do not fit their column.
LONGEST = 24


@dataclass(frozen=True, slots=True)
class Source:
    """One source of leverage."""

    id: str
    """One of :data:`SOURCE_IDS`; what the store keeps."""
    label: str
    """As the review form prints it."""
    meaning: str
    """What it says of them, in a sentence."""
    drivers: tuple[str, ...]
    """What it can be made of; a mark is stored under the driver's words."""


@dataclass(frozen=True, slots=True)
class LeverageTemplate:
    """What ``leverage.toml`` holds."""

    sources: tuple[Source, ...]

    def source(self, source_id: str) -> Source:
        """Return the source with this id; raises KeyError for another word."""
        for source in self.sources:
            if source.id == source_id:
                return source
        raise KeyError(source_id)


def load_leverage(folder: Path | None = None) -> LeverageTemplate:
    """Return the leverage checklist, from ``folder`` where it has a ``leverage.toml`` (labels: ``review.toml``).

    Raises:
        TemplateRefused: a file can't be read, is no TOML, or lacks something.
    """
    name, data = read_template("leverage.toml", folder)
    tables = data.get("source")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TemplateRefused(name, "[[source]] is missing")
    if tuple(table.get("id") for table in tables) != SOURCE_IDS:
        raise TemplateRefused(name, f"the sources must be {', '.join(SOURCE_IDS)}, in this order")
    form = load_review(folder)
    return LeverageTemplate(tuple(_source(name, table, form) for table in tables))


def _source(file: str, table: Mapping[str, object], form: ReviewForm) -> Source:
    source = str(table["id"])
    place = f"source {source}"
    label = _words(file, place, "label", table.get("label")) if source == UNPRINTED else _label(form, source)
    if len(label) > LONGEST:
        raise TemplateRefused(file, f"{place}: the label is longer than {LONGEST} characters")
    drivers = table.get("drivers")
    if not isinstance(drivers, list) or not drivers:
        raise TemplateRefused(file, f"{place}: drivers must be a list of texts")
    named = tuple(_words(file, place, "each driver", driver) for driver in drivers)
    if len(set(named)) < len(named):
        raise TemplateRefused(file, f"{place}: a driver stands there twice")
    for driver in named:
        if len(driver) > LONGEST:
            raise TemplateRefused(file, f"{place}: the driver “{driver}” is longer than {LONGEST} characters")
    return Source(source, label, _words(file, place, "meaning", table.get("meaning")), named)


def _label(form: ReviewForm, source: str) -> str:
    return next(slot.label for slot in form.slots if slot.id == f"leverage.{source}")


def _words(file: str, place: str, key: str, value: object) -> str:
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise TemplateRefused(file, f"{place}: {key} must be a text")
    return text
