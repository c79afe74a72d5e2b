"""The ladder of an issue as data: read from ``escalation.toml`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

LEVELS = 3
_FILE = "escalation.toml"
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of the ladder as it stands until a deal says it otherwise."""

    level: int
    """1 to :data:`LEVELS`."""
    names: str
    """Who steps in."""
    within: str
    """How soon, as it is typed."""
    outcome: str
    """What comes out of it."""


def load_escalation(folder: Path | None = None) -> tuple[Rung, ...]:
    """Return the levels in their order, from ``folder`` where it has an ``escalation.toml``. Raises TemplateRefused."""
    name, data = read_template(_FILE, folder)
    tables = data.get("level")
    if not isinstance(tables, list) or len(tables) != LEVELS or not all(isinstance(table, dict) for table in tables):
        raise TemplateRefused(name, f"[[level]] must be there {LEVELS} times")
    return tuple(
        Rung(number, *(_text(name, number, table, key) for key in ("names", "within", "outcome")))
        for number, table in enumerate(tables, 1)
    )


def _text(file: str, number: int, table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    text = clean(value) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST:
        raise TemplateRefused(file, f"level {number}: {key} must be a text of at most {_LONGEST} characters")
    return text
