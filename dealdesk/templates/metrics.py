"""Metrics to start from, as data: read from ``metrics.toml`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

FAMILIES = ("value", "operational", "relationship")
_FILE = "metrics.toml"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Starter:
    """A metric to start from."""

    family: str
    """One of :data:`FAMILIES`."""
    name: str
    also: tuple[str, ...] = ()
    """Other names of it."""


def load_starters(folder: Path | None = None) -> tuple[Starter, ...]:
    """Return the metrics to start from, from ``folder`` where it has a ``metrics.toml``. Raises TemplateRefused."""
    name, data = read_template(_FILE, folder)
    tables = data.get("metric")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TemplateRefused(name, "[[metric]] is missing")
    return tuple(_starter(name, number, table) for number, table in enumerate(tables, 1))


def _starter(file: str, number: int, table: Mapping[str, object]) -> Starter:
    family, text = table.get("family"), table.get("name")
    if family not in FAMILIES:
        raise TemplateRefused(file, f"metric {number}: family must be one of {', '.join(FAMILIES)}")
    words = clean(text) if isinstance(text, str) else ""
    if not words or len(words) > _LONGEST:
        raise TemplateRefused(file, f"metric {number}: name must be a text of at most {_LONGEST} characters")
    also = table.get("also", [])
    if not isinstance(also, list) or not all(isinstance(one, str) and len(one) <= _LONGEST for one in also):
        raise TemplateRefused(file, f"metric {number}: also must be a list of names")
    return Starter(str(family), words, tuple(clean(one) for one in also))
